import { normals } from "./normals.ts";

/** One problem for all rivals: N samples of D features in C classes, at W of one kind. */
export interface Case {
  readonly name: string;
  readonly N: number;
  readonly D: number;
  readonly C: number;
  /** Small and random, where every margin is violated, or scaled class means, where few are. */
  readonly weights: "small" | "trained";
}

/** A case's numbers; matrices are row-major, W is C x D. */
export interface Numbers {
  readonly X: Float32Array;
  readonly y: Int32Array;
  readonly W: Float32Array;
}

/** The rows of the table. CIFAR-10's shape: 3,072 colours of pixels and a constant feature. */
export const rows: readonly Case[] = [
  { name: "G", N: 10_000, D: 3073, C: 10, weights: "small" },
  { name: "Gtrained", N: 10_000, D: 3073, C: 10, weights: "trained" },
  { name: "G100", N: 10_000, D: 3073, C: 100, weights: "small" },
];

/** The curves: over classes, and over features with about as many numbers in X throughout. */
export const sweeps: Record<"C" | "D", readonly Case[]> = {
  C: [2, 5, 10, 20, 50, 100, 200].map((C) => ({
    name: `C=${C}`,
    N: C < 100 ? 10_000 : 5_000,
    D: 3073,
    C,
    weights: "small",
  })),
  D: [64, 256, 1024, 3073, 8192].map((D) => ({
    name: `D=${D}`,
    N: Math.round((10_000 * 3073) / D),
    D,
    C: 10,
    weights: "small",
  })),
};

/** The most numbers that X has in any case. */
const mostNumbers = Math.max(...[rows, sweeps.C, sweeps.D].flat().map(({ N, D }) => N * D));
let noise: Float32Array | undefined;

/**
 * Makes a case's numbers, the same on every run: samples are their class's mean plus standard normal noise, the last
 * feature is 1. The means lie so far from each other that, were they W, the scores of the own class and of another
 * would differ by 3 of that difference's standard deviations.
 */
export function make({ N, D, C, weights }: Case): Numbers {
  noise ??= normals(mostNumbers, 1);
  const means = normals(C * D, 2).map((z) => z * 3 * Math.sqrt(2 / D));
  const X = noise.slice(0, N * D);
  const y = Int32Array.from({ length: N }, (_, i) => i % C);
  for (let i = 0; i < N; i++) {
    const mean = y[i] * D;
    for (let j = 0; j < D; j++) X[i * D + j] += means[mean + j];
    X[i * D + D - 1] = 1;
  }
  if (weights === "small") return { X, y, W: normals(C * D, 3).map((z) => z * 1e-4) };
  const scale = scaleForFewViolations(margins({ X, y, W: means }, N, D, C));
  return { X, y, W: means.map((w) => w * scale) };
}

/** s_y - s_j for every sample and each class but its own, ascending. */
function margins({ X, y, W }: Numbers, N: number, D: number, C: number): Float64Array {
  const out = new Float64Array(N * (C - 1));
  const s = new Float64Array(C);
  let at = 0;
  for (let i = 0; i < N; i++) {
    scores(X, i, W, D, s);
    for (let m = 0; m < C; m++) if (m !== y[i]) out[at++] = s[y[i]] - s[m];
  }
  return out.sort();
}

/**
 * A factor for W that leaves about 3 % of the margins below 1: the reciprocal of the middle of the widest gap between
 * two margins there, so that none is so close to 1 that rounding decides whether it is violated.
 */
function scaleForFewViolations(sorted: Float64Array): number {
  let best = 0;
  let middle = Number.NaN;
  for (let k = Math.floor(sorted.length * 0.025); k < sorted.length * 0.035; k++) {
    const gap = sorted[k + 1] / sorted[k] - 1;
    if (gap > best) {
      best = gap;
      middle = (sorted[k] + sorted[k + 1]) / 2;
    }
  }
  if (!(middle > 0)) throw new Error("the classes are too close to each other for a trained W");
  return 1 / middle;
}

/** s = W x_i. */
export function scores(X: Float32Array, i: number, W: Float32Array, D: number, s: Float64Array): void {
  for (let m = 0; m < s.length; m++) {
    let sum = 0;
    for (let j = 0; j < D; j++) sum += X[i * D + j] * W[m * D + j];
    s[m] = sum;
  }
}

import type { LossAndGradient } from "./diagnosis/answers.ts";
import type { Point } from "./diagnosis/point.ts";

/** The smallest numbers at which an answer is wrong. Rows of X are samples, rows of W and of gradients classes. */
export interface Counterexample {
  readonly X: number[][];
  readonly y: number[];
  readonly W: number[][];
  readonly lambda: number;
  readonly loss?: { readonly yours: number; readonly right: number };
  readonly gradient?: { readonly yours: number[][]; readonly right: number[][] };
}

/**
 * Looks for the smallest problem, in the roundest numbers, at which an answer differs from the right one: few samples,
 * few features, few classes, small whole numbers.
 *
 * @param answer what the function under examination gives, or what explains it
 * @param withLambda whether a penalty may be part of it
 * @param distinctScores for a maximum over classes, which equal scores make a tie
 * @param margin of which no hinge may be exactly 0
 */
export async function smallestDifference(
  answer: (point: Point) => Promise<Partial<LossAndGradient>> | Partial<LossAndGradient>,
  right: (point: Point) => LossAndGradient,
  { single = false, withLambda = true, distinctScores = false, margin = 1, limit = 4000 } = {},
): Promise<Counterexample | undefined> {
  let tried = 0;
  for (const point of tinyPoints(single, withLambda, distinctScores, margin)) {
    if (tried++ >= limit) return undefined;
    const yours = await answer(point);
    const wanted = right(point);
    const example = difference(point, yours, wanted);
    if (example !== undefined) return example;
  }
  return undefined;
}

function difference(
  point: Point,
  yours: Partial<LossAndGradient>,
  wanted: LossAndGradient,
): Counterexample | undefined {
  const differs = (a: number, b: number): boolean => !(Math.abs(a - b) <= 1e-4 * Math.max(1, Math.abs(b)));
  const inGradient = yours.gradient?.some((value, k) => differs(value, wanted.gradient[k]!)) ?? false;
  const inLoss = yours.loss !== undefined && differs(yours.loss, wanted.loss);
  if (!inGradient && !inLoss) return undefined;
  const { nSamples, nFeatures: D, nScores, lambda } = point;
  return {
    X: rows(point.X, nSamples, D),
    y: [...point.y],
    W: rows(point.W, nScores, D),
    lambda,
    ...(inLoss ? { loss: { yours: yours.loss!, right: wanted.loss } } : {}),
    ...(inGradient
      ? { gradient: { yours: rows(yours.gradient!, nScores, D), right: rows(wanted.gradient, nScores, D) } }
      : {}),
  };
}

function rows(data: Float64Array, n: number, D: number): number[][] {
  return Array.from({ length: n }, (_, i) =>
    [...data.subarray(i * D, (i + 1) * D)].map((value) => value + 0),
  );
}

/** Small problems, the smallest first: numbers of X and W in all, then the size of the numbers. */
function* tinyPoints(
  single: boolean,
  withLambda: boolean,
  distinct: boolean,
  margin: number,
): Generator<Point> {
  const shapes: [number, number, number][] = [];
  for (const N of [1, 2, 3])
    for (const D of [1, 2, 3]) for (const C of single ? [2] : [2, 3, 4]) shapes.push([N, D, C]);
  const numbers = ([N, D, C]: [number, number, number]): number => N * D + (single ? 1 : C) * D + N;
  shapes.sort((a, b) => numbers(a) - numbers(b));
  for (const [N, D, C] of shapes) {
    const K = single ? 1 : C;
    for (let k = 0; k < 24; k++) {
      const at = whole(k);
      const X = Float64Array.from({ length: N * D }, (_, j) => at(j, 1));
      const W = Float64Array.from({ length: K * D }, (_, j) => at(j + N * D, 0));
      const y = Int32Array.from({ length: N }, (_, i) => (k < 8 ? i : i + k) % C);
      const kinks = { X, W, y, nSamples: N, nFeatures: D, nScores: K };
      if (hasKink(kinks, distinct, margin)) continue;
      for (const lambda of withLambda ? [0, 1] : [0]) yield { ...kinks, lambda };
    }
  }
}

/** Whole numbers from a few simple sequences; the first are all alike, later ones mixed. */
function whole(k: number): (j: number, least: number) => number {
  if (k === 0) return (_, least) => least;
  if (k === 1) return (j, least) => least + (j % 2);
  if (k === 2) return (j) => 1 + (j % 3);
  const size = k < 10 ? 2 : 3;
  return (j) => {
    // A small mixing of j and k, the same everywhere.
    const mixed = Math.imul(j * 7 + k * 13 + 5, 0x9e3779b1) >>> 16;
    return (mixed % (2 * size + 1)) - size;
  };
}

/** Whether a margin of the usual losses is exactly 0, where any of an interval of answers is right. */
function hasKink(
  { X, W, y, nSamples, nFeatures: D, nScores: K }: Omit<Point, "lambda">,
  distinct: boolean,
  margin: number,
): boolean {
  for (let i = 0; i < nSamples; i++) {
    const s = Array.from({ length: K }, (_, m) => {
      let sum = 0;
      for (let j = 0; j < D; j++) sum += X[i * D + j]! * W[m * D + j]!;
      return sum;
    });
    if (distinct && new Set(s).size < K) return true;
    for (let m = 0; m < K; m++) {
      if (Math.abs(s[m]!) === margin) return true;
      if (m !== y[i] && K > 1 && s[m]! - s[y[i]!]! + margin === 0) return true;
    }
  }
  return false;
}

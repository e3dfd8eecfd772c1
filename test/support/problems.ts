/**
 * Random problems for tests, the same for the same seed on every machine, from tame to nasty:
 * repeated samples, zero rows, a class with one sample, duplicated features, scales from 1e-3 to 1e3.
 */

/** How the samples are spoilt; "tame" leaves them alone. */
export const SHAPES = [
  "tame",
  "repeated samples",
  "zero rows",
  "one class with one sample",
  "duplicated features",
  "integers",
  "scales",
  "constant feature",
] as const;
export type Shape = (typeof SHAPES)[number];

export interface Problem {
  X: number[][];
  /** Class numbers 0..nClasses-1; every class occurs unless one was asked to be absent. */
  y: number[];
  nClasses: number;
  C: number;
  /** The value of the constant feature; 0 is none. */
  bias: number;
  margin: number;
  sampleWeight?: number[];
  /** What was drawn, for a failing test's message. */
  shape: Shape;
}

export interface ProblemOptions {
  /** The largest numbers to draw; the least are 2 classes, as many samples as present classes, one feature. */
  maxSamples?: number;
  maxFeatures?: number;
  maxClasses?: number;
  nSamples?: number;
  nFeatures?: number;
  nClasses?: number;
  /** Drawn from 1e-3..1e3, by decades, unless given. */
  C?: number;
  /** Drawn from {0, 1} unless given. */
  bias?: number;
  /** Drawn from {1, 1, 0.5, 2} unless given. */
  margin?: number;
  /** Drawn unless given. */
  weighted?: boolean;
  shape?: Shape;
  /** Leaves this class without a sample. */
  absentClass?: number;
}

/** Numbers in [0, 1) by mulberry32: 32 bits of state, every bit mixed, enough for tests. */
export function testRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    // The golden ratio's odd 32-bit increment walks through all 2^32 states.
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

export function randomProblem(seed: number, options: ProblemOptions = {}): Problem {
  const random = testRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const between = (low: number, high: number) => low + below(Math.max(0, high - low) + 1);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

  const nClasses = options.nClasses ?? between(2, options.maxClasses ?? 4);
  const present: number[] = [];
  for (let k = 0; k < nClasses; k++) if (k !== options.absentClass) present.push(k);
  const least = present.length;
  const nSamples = options.nSamples ?? between(least, Math.max(least, options.maxSamples ?? 8));
  if (nSamples < least) throw new Error(`${nSamples} samples cannot hold ${least} classes`);
  const nFeatures = options.nFeatures ?? between(1, options.maxFeatures ?? 4);
  const shape = options.shape ?? SHAPES[below(SHAPES.length)];

  const y: number[] = [];
  for (let i = 0; i < nSamples; i++) {
    // One sample of each class first; the rest at random, with the first class left lonely if asked so.
    if (i < least) y.push(present[i]);
    else if (shape === "one class with one sample") y.push(present[least > 1 ? 1 + below(least - 1) : 0]);
    else y.push(present[below(least)]);
  }
  for (let i = nSamples - 1; i > 0; i--) {
    const j = below(i + 1);
    [y[i], y[j]] = [y[j], y[i]];
  }

  const separation = [0, 1, 3][below(3)];
  const centres = Array.from({ length: nClasses }, () =>
    Array.from({ length: nFeatures }, () => separation * gaussian()),
  );
  const X = y.map((k) => centres[k].map((c) => c + gaussian()));
  if (shape === "integers") {
    for (const row of X) for (let j = 0; j < nFeatures; j++) row[j] = Math.round(2 * row[j]);
  } else if (shape === "repeated samples") {
    // Whatever their labels are: the same sample may well carry two of them.
    for (let i = 1; i < nSamples; i++) if (random() < 0.5) X[i] = [...X[below(i)]];
  } else if (shape === "zero rows") {
    for (let i = 0; i < nSamples; i++) if (i === 0 || random() < 0.3) X[i].fill(0);
  } else if (shape === "duplicated features") {
    for (let j = 1; j < nFeatures; j++) if (random() < 0.7) for (const row of X) row[j] = row[0];
  } else if (shape === "scales") {
    const byFeature = random() < 0.5;
    const all = 10 ** between(-3, 3);
    const each = Array.from({ length: nFeatures }, () => (byFeature ? 10 ** between(-3, 3) : all));
    for (const row of X) for (let j = 0; j < nFeatures; j++) row[j] *= each[j];
  } else if (shape === "constant feature") {
    for (const row of X) row[nFeatures - 1] = 1;
  }

  const C = options.C ?? 10 ** between(-3, 3);
  const bias = options.bias ?? below(2);
  const margin = options.margin ?? [1, 1, 0.5, 2][below(4)];
  const weighted = options.weighted ?? random() < 0.3;
  const problem: Problem = { X, y, nClasses, C, bias, margin, shape };
  if (weighted) problem.sampleWeight = y.map(() => (1 + below(12)) / 4);
  return problem;
}

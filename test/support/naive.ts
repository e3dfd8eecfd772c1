/**
 * The losses and their gradients straight from the definitions, with nested loops over number[][]:
 * slow, readable and believed. It imports nothing, so that it cannot share a mistake with src/.
 *
 * For one sample with scores s, label y and h_m = margin - (s_y - s_m):
 *   weston-watkins   sum over m != y of max(0, h_m)
 *   crammer-singer   max(0, max over m != y of h_m)
 *   one-vs-all       sum over m of max(0, margin - t_m s_m), t_m = +1 if m = y, else -1
 *   binary           max(0, margin - t s), one score, t = +1 for class 1 and -1 for class 0
 * squared: each max(0, .) above is squared, and crammer-singer's outer one.
 *
 * At a kink: h = 0 does not count (strict >), and crammer-singer's ties go to the lowest class.
 */

export type NaiveLossName = "weston-watkins" | "crammer-singer" | "one-vs-all" | "binary";

/** The eight forms, for tests that want them all. */
export const LOSS_FORMS: readonly { loss: NaiveLossName; squared: boolean }[] = [
  { loss: "weston-watkins", squared: false },
  { loss: "weston-watkins", squared: true },
  { loss: "crammer-singer", squared: false },
  { loss: "crammer-singer", squared: true },
  { loss: "one-vs-all", squared: false },
  { loss: "one-vs-all", squared: true },
  { loss: "binary", squared: false },
  { loss: "binary", squared: true },
];

export interface NaiveProblem {
  /** nSamples rows of nFeatures numbers. */
  X: readonly (readonly number[])[];
  /** Class numbers 0..nClasses-1. */
  y: readonly number[];
  /** One row a class (binary: one row), nFeatures numbers, and one more for the bias if there is one. */
  W: readonly (readonly number[])[];
  /** The value of the constant feature appended to each sample; 0 or absent: none. */
  bias?: number;
  loss: NaiveLossName;
  squared?: boolean;
  /** Default 1. */
  margin?: number;
  /** Adds lambda/2 times the sum of all squared weights, the bias's included. Default 0. */
  lambda?: number;
  /** mean (default) divides by the number of samples, or by the sum of the sample weights if there are any. */
  reduction?: "mean" | "sum";
  sampleWeight?: readonly number[];
  /** One factor a class, applied to the samples of that class; it does not enter the mean's divisor. */
  classWeight?: readonly number[];
}

export interface NaiveResult {
  /** dataLoss + regularization. */
  value: number;
  dataLoss: number;
  regularization: number;
  /** The shape of W. */
  gradient: number[][];
}

/** The loss of one score row and its (sub)gradient with respect to the scores. */
export function naiveScoreLoss(
  scores: readonly number[],
  y: number,
  loss: NaiveLossName,
  squared = false,
  margin = 1,
): { value: number; gradient: number[] } {
  const gradient = scores.map(() => 0);
  let value = 0;
  // One hinge max(0, h) and what its h does to the scores: dh/ds_up = 1, dh/ds_down = -1.
  const hinge = (h: number, up: number | null, down: number | null) => {
    if (!(h > 0)) return;
    value += squared ? h * h : h;
    const slope = squared ? 2 * h : 1;
    if (up !== null) gradient[up] += slope;
    if (down !== null) gradient[down] -= slope;
  };
  if (loss === "weston-watkins") {
    for (let m = 0; m < scores.length; m++) {
      if (m !== y) hinge(margin - (scores[y] - scores[m]), m, y);
    }
  } else if (loss === "crammer-singer") {
    let worst = -1;
    for (let m = 0; m < scores.length; m++) {
      if (m !== y && (worst < 0 || scores[m] > scores[worst])) worst = m;
    }
    if (worst >= 0) hinge(margin - (scores[y] - scores[worst]), worst, y);
  } else if (loss === "one-vs-all") {
    for (let m = 0; m < scores.length; m++) {
      if (m === y) hinge(margin - scores[m], null, m);
      else hinge(margin + scores[m], m, null);
    }
  } else {
    if (y === 1) hinge(margin - scores[0], null, 0);
    else hinge(margin + scores[0], 0, null);
  }
  return { value, gradient };
}

/** The objective (reduced data loss + lambda/2 |W|^2) and its (sub)gradient at W. */
export function naiveLoss(problem: NaiveProblem): NaiveResult {
  const { X, y, W, loss } = problem;
  const bias = problem.bias ?? 0;
  const squared = problem.squared ?? false;
  const margin = problem.margin ?? 1;
  const lambda = problem.lambda ?? 0;
  const gradient = W.map((row) => row.map(() => 0));
  let dataLoss = 0;
  let divisor = 0;
  for (let i = 0; i < X.length; i++) {
    const x = bias !== 0 ? [...X[i], bias] : [...X[i]];
    const scores: number[] = [];
    for (let m = 0; m < W.length; m++) {
      if (W[m].length !== x.length) throw new Error(`W has rows of ${W[m].length}, samples have ${x.length}`);
      let s = 0;
      for (let j = 0; j < x.length; j++) s += W[m][j] * x[j];
      scores.push(s);
    }
    const sampleWeight = problem.sampleWeight?.[i] ?? 1;
    const weight = sampleWeight * (problem.classWeight?.[y[i]] ?? 1);
    divisor += sampleWeight;
    const one = naiveScoreLoss(scores, y[i], loss, squared, margin);
    dataLoss += weight * one.value;
    for (let m = 0; m < W.length; m++) {
      for (let j = 0; j < x.length; j++) gradient[m][j] += weight * one.gradient[m] * x[j];
    }
  }
  if ((problem.reduction ?? "mean") === "sum") divisor = 1;
  dataLoss /= divisor;
  let regularization = 0;
  for (let m = 0; m < W.length; m++) {
    for (let j = 0; j < W[m].length; j++) {
      regularization += (lambda / 2) * W[m][j] ** 2;
      gradient[m][j] = gradient[m][j] / divisor + lambda * W[m][j];
    }
  }
  return { value: dataLoss + regularization, dataLoss, regularization, gradient };
}

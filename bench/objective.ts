import { type DenseMatrix, hingeLoss, type Label } from "hinge";

/** What is measured: the time to a model whose objective is proven to be within this part of the optimum. */
export const tolerance = 1e-3;
/** Odd, so that one of them is the median. */
export const repetitions = 5;
export const losses = ["weston-watkins", "crammer-singer", "one-vs-all"] as const;

/** One problem for all solvers: minimise 1/2 |W|^2 + C sum_i loss(W (x_i, 1), y_i), the bias being a part of W. */
export interface Problem {
  readonly X: DenseMatrix;
  readonly labels: readonly Label[];
  readonly loss: (typeof losses)[number];
  readonly C: number;
}

/** What a solver hands in. */
export interface Solution {
  /** The sorted classes and a row of weights for each, the bias last. */
  readonly classes: readonly Label[];
  readonly W: readonly (readonly number[])[];
  /** A lower bound of the optimum. */
  readonly dual: number;
  readonly epochs: number;
}

/** A solution's objective, recomputed here: no solver grades itself. Its lower bound is taken on trust. */
export function score({ X, labels, loss, C }: Problem, { W, classes, dual }: Solution) {
  const scale = C * labels.length;
  const primal = scale * hingeLoss({ X, y: labels, W, classes, bias: 1, loss, lambda: 1 / scale }).value;
  return { primal, relativeGap: (primal - dual) / primal };
}

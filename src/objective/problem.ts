import type { Rows } from "../data/rows.ts";
import type { DualLoss, Loss } from "../losses/loss.ts";

/**
 * All that a solver sees: minimise P(W) = 1/2 |W|^2 + sum_i C_i l(W x_i, y_i), in LIBLINEAR's scale.
 *
 * The mean form, (1/N) sum l + (lambda/2) |W|^2, is the same with C = 1 / (lambda N). Sample and class weights
 * are in the C_i; a bias is a feature of the rows.
 */
export interface Problem extends PrimalProblem {
  readonly loss: DualLoss;
}

/** The same for any loss, with a dual or without. */
export interface PrimalProblem {
  readonly rows: Rows;
  /** Class number of each sample. */
  readonly y: Int32Array;
  readonly loss: Loss;
  /** Length K of a score row. */
  readonly nScores: number;
  /** C_i of each sample, >= 0; a sample of weight 0 takes no part. */
  readonly C: Float64Array;
}

import type { Rows } from "../data/rows.ts";
import type { Loss } from "../losses/loss.ts";
import { CompensatedSum } from "../math/sum.ts";

/** What one pass over the samples finds at given weights. */
export interface LossPass {
  /** sum_i factor_i l_i. */
  readonly value: number;
  /** Pairs (sample, score) whose hinge is active: margin violated, strictly. */
  readonly nViolations: number;
  /** Samples that lie on a kink, where the subgradient is a matter of convention. */
  readonly kinks: number;
}

/**
 * Loss and gradient over a data set in one pass over its rows: dL/dW = G^T X, row i of G being factor_i times
 * dl/ds at s = W x_i. Rows without a violated margin cost no second product.
 *
 * @param W feature-major, nFeatures x K
 * @param factors one number >= 0 a sample: weight, and 1/N for a mean
 * @param gradient receives dL/dW in W's layout if given; overwritten
 * @param each sees every sample's loss and (already weighted) row of G, if given
 */
export function lossPass(
  rows: Rows,
  y: Int32Array,
  loss: Loss,
  nScores: number,
  factors: Float64Array,
  W: Float64Array,
  gradient?: Float64Array,
  each?: (i: number, value: number, g: Float64Array) => void,
): LossPass {
  const s = new Float64Array(nScores);
  const h = new Float64Array(nScores);
  const g = new Float64Array(nScores);
  const total = new CompensatedSum();
  let nViolations = 0;
  let kinks = 0;
  gradient?.fill(0);
  for (let i = 0; i < rows.nSamples; i++) {
    rows.scores(i, W, s);
    const value = factors[i]! * loss.value(s, y[i]!);
    total.add(value);
    loss.hinges(s, y[i]!, h);
    for (let m = 0; m < nScores; m++) if (h[m]! > 0) nViolations++;
    if (loss.subdifferential(s, y[i]!).directions.length > 0) kinks++;
    loss.subgradient(s, y[i]!, g);
    let any = false;
    for (let m = 0; m < nScores; m++) {
      g[m]! *= factors[i]!;
      any ||= g[m] !== 0;
    }
    if (any && gradient !== undefined) rows.addOuter(i, g, gradient);
    each?.(i, value, g);
  }
  return { value: total.value, nViolations, kinks };
}

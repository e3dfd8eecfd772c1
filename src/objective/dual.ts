import { CompensatedSum, gamma, unitRoundoff } from "../math/sum.ts";
import { type Bounded, squaredNormOf } from "./primal.ts";
import type { Problem } from "./problem.ts";

/** A feasible dual point's value, and the primal weights that it stands for. */
export interface DualPoint extends Bounded {
  /** W(b) = sum_i c_i x_i^T, feature-major. */
  readonly W: Float64Array;
  /** How far the variables given had to be moved to be feasible, relative to C; NaN if they are no numbers. */
  readonly infeasibility: number;
}

/**
 * D(b) = sum_i dualValue(b_i) - 1/2 |W(b)|^2 in f64, with a rigorous bound on its rounding error. By weak
 * duality it lies below P(W) for every W, whoever made b.
 *
 * @param b nSamples x K variables; made feasible in place, those of samples of weight 0 become 0
 */
export function dual(problem: Problem, b: Float64Array): DualPoint {
  const { rows, y, loss, nScores: K, C } = problem;
  const W = new Float64Array(rows.nFeatures * K);
  const c = new Float64Array(K);
  const total = new CompensatedSum();
  let magnitude = 0;
  let reach = 0;
  let infeasibility = 0;
  for (let i = 0; i < rows.nSamples; i++) {
    const at = i * K;
    if (C[i] === 0) {
      b.fill(0, at, at + K);
      continue;
    }
    if (isZero(b, at, K)) continue;
    infeasibility = Math.max(infeasibility, loss.project(b, at, y[i]!, K, C[i]!));
    const value = loss.dualValue(b, at, y[i]!, K, C[i]!);
    total.add(value);
    let linear = 0;
    for (let m = at; m < at + K; m++) linear += loss.margin * b[m]!;
    // value = linear - quadratic, so the two parts' magnitudes add up to this.
    magnitude += 2 * linear - value;
    loss.coefficients(b, at, y[i]!, c);
    let square = 0;
    for (let m = 0; m < K; m++) square += c[m]! * c[m]!;
    if (square === 0) continue;
    reach += Math.sqrt(square * rows.squaredNorm(i));
    rows.addOuter(i, c, W);
  }
  const square = squaredNormOf(W);
  const error = dualError(problem, { total: total.value, magnitude, reach, square });
  total.add(-square / 2);
  return { W, value: total.value, error, infeasibility };
}

/**
 * By how much rounding may have moved the dual.
 *
 * @param sums of the samples' parts, of what they are made of by magnitude, and of |c_i| |x_i|; square = |W(b)|^2
 */
export function dualError(
  { rows, nScores: K }: Problem,
  { total, magnitude, reach, square }: Record<"total" | "magnitude" | "reach" | "square", number>,
): number {
  // Every entry of W is a sum of at most N products whose coefficients are sums of at most K variables.
  const weightError = gamma(rows.nSamples + K + 2) * reach;
  const error =
    gamma(2 * K + 8) * magnitude +
    weightError * (Math.sqrt(square) + weightError) +
    12 * unitRoundoff * (square + Math.abs(total));
  return 1.01 * error;
}

/** Whether a sample takes no part: its zeros are feasible and add nothing. */
function isZero(b: Float64Array, at: number, K: number): boolean {
  for (let m = at; m < at + K; m++) if (b[m] !== 0) return false;
  return true;
}

import { halves } from "../math/halves.ts";
import { CompensatedSum, gamma, unitRoundoff } from "../math/sum.ts";
import type { PrimalProblem } from "./problem.ts";

/** A number and by how much rounding may have moved it. */
export interface Bounded {
  readonly value: number;
  /** The true value lies within `value` +- `error`. */
  readonly error: number;
}

/**
 * P(W) = 1/2 |W|^2 + sum_i C_i l(W x_i, y_i) in f64, with a rigorous bound on its rounding error.
 *
 * The bound takes every rounding at its worst (Higham 2002, chapter 3): a score W_m.x of D products is off by at most
 * gamma_{D+2} |W_m| |x|, the loss answers with `valueError`, and compensated sums add next to nothing.
 *
 * @param W feature-major, nFeatures x K (see data/rows.ts)
 */
export function primal(problem: PrimalProblem, W: Float64Array): Bounded {
  const { rows, y, loss, nScores: K, C } = problem;
  const norms = scoreNorms(W, K);
  const largest = Math.sqrt(norms.reduce((a, b) => Math.max(a, b), 0));
  const s = new Float64Array(K);
  const total = new CompensatedSum();
  let error = 0;
  for (let i = 0; i < rows.nSamples; i++) {
    if (C[i] === 0) continue;
    // All weights zero, where every descent begins: so are all scores.
    if (largest !== 0) rows.scores(i, W, s);
    const value = loss.value(s, y[i]!);
    total.add(C[i]! * value);
    const reach = largest * Math.sqrt(rows.squaredNorm(i));
    const scoreError = gamma(rows.nFeatures + 2) * reach + 4 * unitRoundoff * (reach + loss.margin);
    error += C[i]! * (loss.valueError(value, scoreError, K) + gamma(K + 4) * value);
  }
  const regularizer = squaredNormOf(W) / 2;
  total.add(regularizer);
  return { value: total.value, error: primalError(error, regularizer, total.value) };
}

/** P(0), where every fit begins: a score row of zeros has one loss for each class. */
export function primalAtZero({ y, loss, nScores: K, C }: PrimalProblem): Bounded {
  const zero = new Float64Array(K);
  const values: number[] = [];
  const errors: number[] = [];
  const total = new CompensatedSum();
  let error = 0;
  /** @param weight of samples of that class together: the unit by which it is rounded `primalError` has to spare */
  const add = (weight: number, label: number): void => {
    values[label] ??= loss.value(zero, label);
    const value = values[label];
    errors[label] ??= loss.valueError(value, 4 * unitRoundoff * loss.margin, K) + gamma(K + 4) * value;
    total.add(weight * value);
    error += weight * errors[label];
  };
  if (areEqual(C)) {
    const counts: number[] = [];
    for (let i = 0; i < y.length; i++) counts[y[i]!] = (counts[y[i]!] ?? 0) + 1;
    counts.forEach((count, label) => {
      add(count * C[0]!, label);
    });
  } else {
    for (let i = 0; i < y.length; i++) add(C[i]!, y[i]!);
  }
  return { value: total.value, error: primalError(error, 0, total.value) };
}

/** Whether all numbers are the same, as weights mostly are. */
function areEqual(numbers: Float64Array): boolean {
  const bits = halves(numbers);
  for (let k = 2; k < bits.length; k++) if (bits[k] !== bits[k - 2]) return false;
  return true;
}

/** By how much rounding may have moved the primal, given by how much the samples' losses. */
export function primalError(losses: number, regularizer: number, value: number): number {
  // One per cent more covers the rounding in the bound itself.
  return 1.01 * (losses + 12 * unitRoundoff * (regularizer + value));
}

/** |W|^2, eight squares at a time by compensated summation: off by at most 12u |W|^2. */
export function squaredNormOf(W: Float64Array | Float32Array): number {
  const sum = new CompensatedSum();
  for (let k = 0; k < W.length; ) {
    let squares = 0;
    for (const end = Math.min(k + 8, W.length); k < end; k++) squares += W[k]! * W[k]!;
    sum.add(squares);
  }
  return sum.value;
}

/** |W_m|^2 for each score m. */
function scoreNorms(W: Float64Array, K: number): Float64Array {
  const norms = new Float64Array(K);
  for (let at = 0; at < W.length; at += K) for (let m = 0; m < K; m++) norms[m]! += W[at + m]! ** 2;
  return norms;
}

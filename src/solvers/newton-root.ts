import type { Problem } from "../objective/problem.ts";
import type { Envelope } from "./newton-envelope.ts";

/**
 * Rows r of B that belong to sample i, B's being r (x) x_i: sum_i (L^T J_i L) (x) x_i x_i^T = B^T B. The root of alpha (I - beta
 * 1 1^T) is sqrt(alpha) (I - gamma 1 1^T) with (1 - gamma f)^2 = 1 - beta f for f free ones. Where their sum is fixed, beta f = 1:
 * the curvature has one direction less, those that are orthogonal to 1 (Helmert's rows).
 *
 * @param R receives `rankOf` x K numbers
 * @returns how many rows
 */
export function rootOf(
  { y, loss, nScores: K, C }: Problem,
  envelope: Envelope,
  i: number,
  R: Float64Array,
): number {
  const { free } = envelope;
  const at = i * K;
  const classes: number[] = [];
  for (let m = 0; m < K; m++) if (free[at + m] !== 0) classes.push(m);
  const f = classes.length;
  const rank = rankOf(envelope, i, f);
  const gamma = (1 - Math.sqrt(Math.max(0, 1 - envelope.beta[i]! * f))) / f;
  const scale = Math.sqrt(C[i]! / envelope.stiffness);
  const e = new Float64Array(K);
  for (let a = 0; a < rank; a++) {
    if (rank < f) {
      const length = scale / Math.sqrt((a + 1) * (a + 2));
      for (let k = 0; k <= a; k++) e[classes[k]!] = length;
      e[classes[a + 1]!] = -(a + 1) * length;
    } else {
      for (let k = 0; k < f; k++) e[classes[k]!] = scale * gamma;
      e[classes[a]!]! -= scale;
    }
    loss.coefficients(e, 0, y[i]!, R.subarray(a * K, (a + 1) * K));
  }
  return rank;
}

/** The rank of J_i where f of the sample's variables are free: one less if their sum is fixed. */
function rankOf(envelope: Envelope, i: number, f: number): number {
  return f - (envelope.beta[i]! * f > 1 - 1e-9 ? 1 : 0);
}

/** The samples whose envelope is curved, and the ranks of their curvatures together. */
export interface Curved {
  readonly order: Int32Array;
  readonly rank: number;
}

export function curvedSamples({ rows, nScores: K }: Problem, envelope: Envelope): Curved {
  const { free } = envelope;
  const order = new Int32Array(rows.nSamples);
  let many = 0;
  let rank = 0;
  for (let i = 0, at = 0; i < rows.nSamples; i++) {
    let f = 0;
    for (const end = at + K; at < end; at++) f += free[at]!;
    const own = f === 0 ? 0 : rankOf(envelope, i, f);
    if (own === 0) continue;
    order[many++] = i;
    rank += own;
  }
  return { order: order.slice(0, many), rank };
}

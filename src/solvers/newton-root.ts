import type { Problem } from "../objective/problem.ts";
import type { Envelope } from "./newton-envelope.ts";

/**
 * Rows r of B that belong to sample i, one a free b, B's being r (x) x_i: sum_i (L^T J_i L) (x) x_i x_i^T = B^T B. The root of
 * alpha (I - beta 1 1^T) is sqrt(alpha) (I - gamma 1 1^T) with (1 - gamma f)^2 = 1 - beta f for f free ones.
 *
 * @param R receives f x K numbers
 * @returns f
 */
export function rootOf(
  { y, loss, nScores: K, C }: Problem,
  envelope: Envelope,
  i: number,
  R: Float64Array,
): number {
  const { free } = envelope;
  const at = i * K;
  let f = 0;
  for (let m = 0; m < K; m++) f += free[at + m]!;
  const gamma = (1 - Math.sqrt(Math.max(0, 1 - envelope.beta[i]! * f))) / f;
  const scale = Math.sqrt(C[i]! / envelope.stiffness);
  const e = new Float64Array(K);
  let a = 0;
  for (let m = 0; m < K; m++) {
    if (free[at + m] === 0) continue;
    for (let k = 0; k < K; k++) e[k] = scale * free[at + k]! * gamma;
    e[m]! -= scale;
    loss.coefficients(e, 0, y[i]!, R.subarray(a * K, (a + 1) * K));
    a++;
  }
  return f;
}

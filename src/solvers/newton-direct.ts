import { choleskySolve } from "../math/cholesky.ts";
import type { Problem } from "../objective/problem.ts";
import { choleskyFactor } from "./cholesky.ts";
import type { Envelope } from "./newton-envelope.ts";
import type { SettledProblem } from "./newton-passes.ts";
import { pass } from "./newton-products.ts";

/**
 * d with (I + B^T B) d = v, by (I + B^T B)^-1 = I - B^T (I + B B^T)^-1 B (Woodbury) and a Cholesky factor with a row for
 * each free b; undefined if rounding has made it indefinite.
 *
 * @param order the samples with a free b
 */
export function directSolve(
  problem: SettledProblem,
  envelope: Envelope,
  order: Int32Array,
  v: Float64Array,
): Float64Array | undefined {
  const { nScores: K } = problem;
  const { R, place, first } = root(problem, envelope, order);
  const n = place.length;
  const gram = problem.gram.of(order);
  const A = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    const line = place[a]! * order.length;
    for (let c = 0; c <= a; c++) {
      let inner = 0;
      for (let m = 0; m < K; m++) inner += R[a * K + m]! * R[c * K + m]!;
      A[a * n + c] = inner * gram[line + place[c]!]!;
    }
    A[a * n + a]! += 1;
  }
  if (!choleskyFactor(A, n)) return undefined;
  const u = new Float64Array(n);
  let p = 0;
  pass(problem, v, order, (_i, s) => {
    for (let a = first[p]!; a < first[p + 1]!; a++) {
      for (let m = 0; m < K; m++) u[a]! += R[a * K + m]! * s[m]!;
    }
    p++;
  });
  choleskySolve(A, n, u);
  const d = new Float64Array(v.length);
  p = 0;
  const back = (_i: number, _s: Float64Array, g: Float64Array): void => {
    g.fill(0);
    for (let a = first[p]!; a < first[p + 1]!; a++) {
      for (let m = 0; m < K; m++) g[m]! -= u[a]! * R[a * K + m]!;
    }
    p++;
  };
  pass(problem, v, order, back, d);
  for (let k = 0; k < d.length; k++) d[k]! += v[k]!;
  return d;
}

/**
 * Rows r of B, one a free b, B's being r (x) x_i: sum_i (L^T J_i L) (x) x_i x_i^T = B^T B. The root of alpha (I - beta 1 1^T)
 * is sqrt(alpha) (I - gamma 1 1^T) with (1 - gamma f)^2 = 1 - beta f for f free ones.
 *
 * @returns R n x K; of each row the place of its sample in `order`; of each place its first row, and one end more
 */
function root({ y, loss, nScores: K, C }: Problem, envelope: Envelope, order: Int32Array) {
  const list: number[] = [];
  const place: number[] = [];
  const first: number[] = [];
  const e = new Float64Array(K);
  const r = new Float64Array(K);
  order.forEach((i, p) => {
    first.push(place.length);
    const free = envelope.free.subarray(i * K, (i + 1) * K);
    const f = free.reduce((sum, one) => sum + one, 0);
    const gamma = (1 - Math.sqrt(Math.max(0, 1 - envelope.beta[i]! * f))) / f;
    const scale = Math.sqrt(C[i]! / envelope.stiffness);
    for (let m = 0; m < K; m++) {
      if (free[m] === 0) continue;
      for (let k = 0; k < K; k++) e[k] = scale * free[k]! * gamma;
      e[m]! -= scale;
      loss.coefficients(e, 0, y[i]!, r);
      list.push(...r);
      place.push(p);
    }
  });
  first.push(place.length);
  return { R: Float64Array.from(list), place, first };
}

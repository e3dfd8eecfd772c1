import type { Problem } from "../objective/problem.ts";
import { type System, solveSystem } from "./dense-system.ts";
import type { Envelope } from "./newton-envelope.ts";
import type { SettledProblem } from "./newton-passes.ts";
import { pass } from "./newton-products.ts";
import { type Curved, rootOf } from "./newton-root.ts";

/**
 * d with (I + B^T B) d = v, by (I + B^T B)^-1 = I - B^T (I + B B^T)^-1 B (Woodbury) and a Cholesky factor with a row for
 * each free direction; undefined if rounding has made it indefinite.
 */
export function directSolve(
  problem: SettledProblem,
  envelope: Envelope,
  { order, rank: n }: Curved,
  v: Float64Array,
): Float64Array | undefined {
  const { nScores: K } = problem;
  const { R, place, first } = rowsOf(problem, envelope, order, n);
  const u = new Float64Array(n);
  let p = 0;
  pass(problem, v, order, (_i, s) => {
    for (let a = first[p]!; a < first[p + 1]!; a++) {
      for (let m = 0; m < K; m++) u[a]! += R[a * K + m]! * s[m]!;
    }
    p++;
  });
  const isSolved = solveSystem(
    n,
    R.byteLength,
    ({ A, place: kernel }) => {
      problem.gram.of(order, place, A);
      weigh(A, R, K, kernel);
      for (let a = 0; a < n; a++) A[a * n + a]! += 1;
    },
    u,
  );
  if (!isSolved) return undefined;
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

/** B's rows: R n x K; of each row the place of its sample in `order`; of each place its first row, and one end more. */
function rowsOf(problem: Problem, envelope: Envelope, order: Int32Array, n: number) {
  const { nScores: K } = problem;
  const R = new Float64Array(n * K);
  const place = new Int32Array(n);
  const first = new Int32Array(order.length + 1);
  order.forEach((i, p) => {
    const at = first[p]!;
    const f = rootOf(problem, envelope, i, R.subarray(at * K));
    place.fill(p, at, at + f);
    first[p + 1] = at + f;
  });
  return { R, place, first };
}

/** Multiplies each entry of A's lower triangle with the inner product of its two rows of R. */
function weigh(A: Float64Array, R: Float64Array, K: number, kernel: System["place"]): void {
  const n = R.length / K;
  if (kernel !== undefined) {
    new Float64Array(kernel.buffer, kernel.room, R.length).set(R);
    kernel.kernels.weighProducts(kernel.A, n, kernel.room, K);
    return;
  }
  for (let a = 0; a < n; a++) {
    for (let c = 0; c <= a; c++) {
      let inner = 0;
      for (let m = 0; m < K; m++) inner += R[a * K + m]! * R[c * K + m]!;
      A[a * n + c]! *= inner;
    }
  }
}

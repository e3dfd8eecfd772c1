// What conjugate gradients do to their own vectors at a step, whatever the matrix: a whole number of lanes of f64 each.

import { sumLanes, zero } from "./lanes";

/**
 * Goes one step along p, and sets p to the next direction.
 *
 * @param s the solution so far; q its residual; Hp the matrix times p; M the preconditioner's diagonal, inverted
 * @param size bytes of each
 * @param rz the residual's square in the norm of the preconditioner
 * @returns that square afterwards; less than 0 if there is no step to take, and nothing is changed
 */
// biome-ignore format: one line
export function conjugateStep(s: usize, q: usize, p: usize, Hp: usize, M: usize, size: usize, rz: f64): f64 {
  let sum = zero();
  for (let at: usize = 0; at < size; at += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(p + at), v128.load(Hp + at)));
  }
  const one = rz / sumLanes<f64>(sum);
  if (!(one > 0 && one < Infinity)) return -1;
  const length = f64x2.splat(one);
  let squares = zero();
  for (let at: usize = 0; at < size; at += 16) {
    v128.store(s + at, f64x2.add(v128.load(s + at), f64x2.mul(length, v128.load(p + at))));
    const r = f64x2.sub(v128.load(q + at), f64x2.mul(length, v128.load(Hp + at)));
    v128.store(q + at, r);
    squares = f64x2.add(squares, f64x2.mul(f64x2.mul(r, r), v128.load(M + at)));
  }
  const now = sumLanes<f64>(squares);
  const ratio = f64x2.splat(now / rz);
  for (let at: usize = 0; at < size; at += 16) {
    const z = f64x2.mul(v128.load(q + at), v128.load(M + at));
    v128.store(p + at, f64x2.add(z, f64x2.mul(ratio, v128.load(p + at))));
  }
  return now;
}

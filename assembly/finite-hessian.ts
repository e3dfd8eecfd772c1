// Sums of squares of dense rows, four by four numbers of the matrix at a time, which stay in registers over a block of rows.

import { add1, add4 } from "./dense-outer";
import { zero } from "./lanes";
import { Newton } from "./newton-plan";

/**
 * A += sum_k w_k x_k x_k^T over the first n of the plan's samples: the lower triangle, and something above it within four of
 * the diagonal. The plan's `out` has room for `block` numbers a feature.
 */
export function addSquares(p: Newton, n: i32, A: usize): void {
  const row = <usize>p.D << 3;
  const width = <usize>p.block << 3;
  const whole = p.D & ~3;
  for (let from = 0; from < n; from += p.block) {
    const many = min(p.block, n - from);
    for (let r = 0; r < many; r++) {
      const k = from + r;
      const x = p.values + <usize>load<u32>(p.samples + (<usize>k << 2)) * row;
      const w = load<f64>(p.w + (<usize>k << 3));
      store<usize>(p.list + (<usize>r << 2), x);
      let to = p.out + (<usize>r << 3);
      for (let at: usize = 0; at < row; at += 8, to += width) store<f64>(to, w * load<f64>(x + at));
    }
    for (let j = 0; j < whole; j += 4) {
      for (let l = 0; l <= j; l += 4) tile(p.list, many, p.out + <usize>j * width, width, <usize>l << 3, A + <usize>j * row, row);
    }
    for (let j = whole; j < p.D; j++) {
      const factors = p.out + <usize>j * width;
      const line = A + <usize>j * row;
      let r = 0;
      for (; r + 4 <= many; r += 4) add4<f64>(p.list + (<usize>r << 2), factors + (<usize>r << 3), line, j + 1);
      for (; r < many; r++) add1<f64>(load<usize>(p.list + (<usize>r << 2)), load<f64>(factors + (<usize>r << 3)), line, j + 1);
    }
  }
}

/** @param factors of the first of four rows of the matrix, the others' `width` bytes on; @param at the first of four columns, bytes */
function tile(list: usize, many: i32, factors: usize, width: usize, at: usize, line: usize, row: usize): void {
  let a0 = zero(), a1 = zero(), b0 = zero(), b1 = zero(), c0 = zero(), c1 = zero(), d0 = zero(), d1 = zero();
  const second = factors + width, third = second + width, fourth = third + width;
  for (let r: usize = 0; r < <usize>many << 3; r += 8) {
    const x = load<usize>(list + (r >> 1)) + at;
    const u = v128.load(x), v = v128.load(x, 16);
    let s = v128.load64_splat(factors + r);
    a0 = f64x2.add(a0, f64x2.mul(s, u));
    a1 = f64x2.add(a1, f64x2.mul(s, v));
    s = v128.load64_splat(second + r);
    b0 = f64x2.add(b0, f64x2.mul(s, u));
    b1 = f64x2.add(b1, f64x2.mul(s, v));
    s = v128.load64_splat(third + r);
    c0 = f64x2.add(c0, f64x2.mul(s, u));
    c1 = f64x2.add(c1, f64x2.mul(s, v));
    s = v128.load64_splat(fourth + r);
    d0 = f64x2.add(d0, f64x2.mul(s, u));
    d1 = f64x2.add(d1, f64x2.mul(s, v));
  }
  add2(line + at, a0, a1);
  add2(line + row + at, b0, b1);
  add2(line + 2 * row + at, c0, c1);
  add2(line + 3 * row + at, d0, d1);
}

// @ts-expect-error: decorator
@inline
function add2(to: usize, u: v128, v: v128): void {
  v128.store(to, f64x2.add(v128.load(to), u));
  v128.store(to, f64x2.add(v128.load(to, 16), v), 16);
}

// Scores of a block of dense rows: S[r, m] += sum_j x_r[j] W[m, j], for j in one block of features.
//
// Tiles of 4 rows x 2 classes: 6 loads serve 8 products, and 8 sums fit the registers. The caller walks over
// blocks of features, so that the block of W (classes x features) stays in the first-level cache.

import { lanes, sumLanes, zero } from "./lanes";

/**
 * @param rows addresses of the rows, one i32 each
 * @param n number of rows
 * @param W classes x `stride` numbers, row-major
 * @param from first feature of the block; `to` the one after its last
 * @param K number of classes
 * @param S n x K sums, added to
 */
export function denseScores<T>(
  rows: usize,
  n: i32,
  W: usize,
  stride: i32,
  from: i32,
  to: i32,
  K: i32,
  S: usize,
): void {
  const pairs = K & ~1;
  let r = 0;
  for (; r + 4 <= n; r += 4) {
    for (let m = 0; m < pairs; m += 2) tile42<T>(rows, r, W, stride, from, to, K, m, S);
    if (pairs < K) for (let k = r; k < r + 4; k++) tile11<T>(rows, k, W, stride, from, to, K, pairs, S);
  }
  for (; r < n; r++) for (let m = 0; m < K; m++) tile11<T>(rows, r, W, stride, from, to, K, m, S);
}

// @ts-expect-error: decorator
@inline
function tile42<T>(
  rows: usize,
  r: i32,
  W: usize,
  stride: i32,
  from: i32,
  to: i32,
  K: i32,
  m: i32,
  S: usize,
): void {
  const start = <usize>from * sizeof<T>();
  const four = rows + (<usize>r << 2);
  let x0 = load<usize>(four) + start;
  let x1 = load<usize>(four, 4) + start;
  let x2 = load<usize>(four, 8) + start;
  let x3 = load<usize>(four, 12) + start;
  let w0 = W + <usize>m * <usize>stride * sizeof<T>() + start;
  let w1 = w0 + <usize>stride * sizeof<T>();
  const whole = <usize>((to - from) & ~(lanes<T>() - 1)) * sizeof<T>();
  let a00 = zero(), a01 = zero(), a10 = zero(), a11 = zero();
  let a20 = zero(), a21 = zero(), a30 = zero(), a31 = zero();
  for (const end = x0 + whole; x0 < end; ) {
    const u = v128.load(w0);
    const v = v128.load(w1);
    let x = v128.load(x0);
    a00 = v128.add<T>(a00, v128.mul<T>(x, u));
    a01 = v128.add<T>(a01, v128.mul<T>(x, v));
    x = v128.load(x1);
    a10 = v128.add<T>(a10, v128.mul<T>(x, u));
    a11 = v128.add<T>(a11, v128.mul<T>(x, v));
    x = v128.load(x2);
    a20 = v128.add<T>(a20, v128.mul<T>(x, u));
    a21 = v128.add<T>(a21, v128.mul<T>(x, v));
    x = v128.load(x3);
    a30 = v128.add<T>(a30, v128.mul<T>(x, u));
    a31 = v128.add<T>(a31, v128.mul<T>(x, v));
    x0 += 16;
    x1 += 16;
    x2 += 16;
    x3 += 16;
    w0 += 16;
    w1 += 16;
  }
  let s00 = sumLanes<T>(a00), s01 = sumLanes<T>(a01), s10 = sumLanes<T>(a10), s11 = sumLanes<T>(a11);
  let s20 = sumLanes<T>(a20), s21 = sumLanes<T>(a21), s30 = sumLanes<T>(a30), s31 = sumLanes<T>(a31);
  for (let j = (to - from) & (lanes<T>() - 1); j > 0; j--) {
    const u = load<T>(w0), v = load<T>(w1);
    s00 += load<T>(x0) * u;
    s01 += load<T>(x0) * v;
    s10 += load<T>(x1) * u;
    s11 += load<T>(x1) * v;
    s20 += load<T>(x2) * u;
    s21 += load<T>(x2) * v;
    s30 += load<T>(x3) * u;
    s31 += load<T>(x3) * v;
    x0 += sizeof<T>();
    x1 += sizeof<T>();
    x2 += sizeof<T>();
    x3 += sizeof<T>();
    w0 += sizeof<T>();
    w1 += sizeof<T>();
  }
  const row = <usize>K * sizeof<T>();
  let at = S + (<usize>r * <usize>K + <usize>m) * sizeof<T>();
  add2<T>(at, s00, s01);
  at += row;
  add2<T>(at, s10, s11);
  at += row;
  add2<T>(at, s20, s21);
  at += row;
  add2<T>(at, s30, s31);
}

// @ts-expect-error: decorator
@inline
function add2<T>(at: usize, a: T, b: T): void {
  store<T>(at, <T>(load<T>(at) + a));
  store<T>(at, <T>(load<T>(at, sizeof<T>()) + b), sizeof<T>());
}

/** What the tiles leave over: the last class of an odd number, the last rows. */
function tile11<T>(rows: usize, r: i32, W: usize, stride: i32, from: i32, to: i32, K: i32, m: i32, S: usize): void {
  const start = <usize>from * sizeof<T>();
  let x = load<usize>(rows + (<usize>r << 2)) + start;
  let w = W + <usize>m * <usize>stride * sizeof<T>() + start;
  const whole = <usize>((to - from) & ~(lanes<T>() - 1)) * sizeof<T>();
  let a = zero();
  for (const end = x + whole; x < end; x += 16, w += 16) {
    a = v128.add<T>(a, v128.mul<T>(v128.load(x), v128.load(w)));
  }
  let s = sumLanes<T>(a);
  for (let j = (to - from) & (lanes<T>() - 1); j > 0; j--, x += sizeof<T>(), w += sizeof<T>()) {
    s += load<T>(x) * load<T>(w);
  }
  const at = S + (<usize>r * <usize>K + <usize>m) * sizeof<T>();
  store<T>(at, <T>(load<T>(at) + s));
}

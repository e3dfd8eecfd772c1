// The curvature of the envelopes along a direction: sum_i (L^T J_i L W x_i) x_i^T, L making hinges' slopes of scores and J_i =
// alpha (I - beta 1 1^T) on the free ones. src/solvers/newton-envelope.ts (`curve`) is the readable form of J_i.

import { add1, add4 } from "./dense-outer";
import { sumLanes, zero } from "./lanes";
import { Newton } from "./newton-plan";
import { Listed, sparseOuter, sparseScores } from "./sparse";

export function curvedSparse(p: Newton): void {
  const S = p.S;
  for (let k = 0; k < p.n; k++) {
    const i = load<i32>(p.order + (<usize>k << 2));
    const start = load<i32>(p.starts + (<usize>i << 2));
    const count = load<i32>(p.starts + (<usize>i << 2), 4) - start;
    const indices = p.indices + (<usize>start << 2);
    const values = p.values + (<usize>start << 3);
    sparseScores<f64, Listed>(indices, values, count, p.W, p.stride, S);
    bend(p, i, S);
    sparseOuter<f64, Listed>(indices, values, count, S, p.out, p.stride);
  }
}

export function curvedDense(p: Newton): void {
  const row = <usize>p.D << 3;
  const width = <usize>p.K << 3;
  for (let from = 0; from < p.n; from += p.block) {
    const order = p.order + (<usize>from << 2);
    const n = min(p.block, p.n - from);
    for (let m = 0; m < p.K; m++) {
      const count = marked(p, order, n, m);
      const w = p.W + <usize>m * row;
      const S = p.S + (<usize>m << 3);
      let k = 0;
      for (; k + 4 <= count; k += 4) dot4(p, k, w, S, width);
      for (; k < count; k++) store<f64>(S + place(p, k) * width, dot1(address(p, k), w, p.D));
    }
    for (let r = 0; r < n; r++) bend(p, load<i32>(order + (<usize>r << 2)), p.S + <usize>r * width);
    for (let m = 0; m < p.K; m++) {
      const count = marked(p, order, n, m);
      const factors = p.list + ((<usize>p.block) << 2);
      for (let k = 0; k < count; k++) {
        store<f64>(factors + (<usize>k << 3), load<f64>(p.S + place(p, k) * width + (<usize>m << 3)));
      }
      const out = p.out + <usize>m * row;
      let k = 0;
      for (; k + 4 <= count; k += 4) add4<f64>(p.list + (<usize>k << 2), factors + (<usize>k << 3), out, p.D);
      for (; k < count; k++) add1<f64>(address(p, k), load<f64>(factors + (<usize>k << 3)), out, p.D);
    }
  }
}

// @ts-expect-error: decorator
@inline
function place(p: Newton, k: i32): usize {
  return <usize>load<u32>(p.places + (<usize>k << 2));
}

// @ts-expect-error: decorator
@inline
function address(p: Newton, k: i32): usize {
  return load<usize>(p.list + (<usize>k << 2));
}

/** Lists the rows of a block with a mark at class m, their addresses and their places in the block; returns how many. */
function marked(p: Newton, order: usize, n: i32, m: i32): i32 {
  const row = <usize>p.D << 3;
  let count = 0;
  for (let r = 0; r < n; r++) {
    const i = <usize>load<u32>(order + (<usize>r << 2));
    // Written in any case: whether it stays is as good as random, and a branch on it would be guessed wrong.
    store<usize>(p.list + (<usize>count << 2), p.values + i * row);
    store<i32>(p.places + (<usize>count << 2), r);
    count += i32(load<u8>(p.marks + i * <usize>p.K + <usize>m) != 0);
  }
  return count;
}

/** The curvature of sample i's envelope in its free directions. */
// @ts-expect-error: decorator
@inline
export function alphaOf(p: Newton, i: usize): f64 {
  return load<f64>(p.C + (i << 3)) / (p.mu + p.r);
}

/** Entry m of the diagonal of L^T J_i L. */
export function diagonalOf(p: Newton, i: usize, m: i32): f64 {
  const free = p.free + i * <usize>p.K;
  let count: f64 = load<u8>(free + <usize>m);
  if (p.coupled && load<i32>(p.own + (i << 2)) == m) {
    for (let c = 0; c < p.K; c++) count += load<u8>(free + <usize>c);
  }
  return alphaOf(p, i) * (count - load<f64>(p.beta + (i << 3)) * count * count);
}

/** In place: scores of sample i, of which those without a mark are anything, to coefficients, 0 where there is no mark. */
export function bend(p: Newton, i: i32, s: usize): void {
  const marks = p.marks + <usize>i * <usize>p.K;
  const own = load<i32>(p.own + (<usize>i << 2));
  const alpha = alphaOf(p, <usize>i);
  const K = p.K;
  if (!p.coupled) {
    for (let m = 0; m < K; m++) {
      const at = s + (<usize>m << 3);
      store<f64>(at, load<u8>(marks + m) == 0 ? 0 : alpha * load<f64>(at));
    }
    return;
  }
  const base = load<f64>(s + (<usize>own << 3));
  let sum = 0.0;
  for (let m = 0; m < K; m++) {
    if (load<u8>(marks + m) != 1) continue;
    sum += load<f64>(s + (<usize>m << 3)) - base;
  }
  const common = base + load<f64>(p.beta + (<usize>i << 3)) * sum;
  let total = 0.0;
  for (let m = 0; m < K; m++) {
    const at = s + (<usize>m << 3);
    let g = 0.0;
    if (load<u8>(marks + m) == 1) {
      g = alpha * (load<f64>(at) - common);
      total += g;
    }
    store<f64>(at, g);
  }
  store<f64>(s + (<usize>own << 3), -total);
}

/** The scores of four listed rows at w, each written to its place. */
// @ts-expect-error: decorator
@inline
function dot4(p: Newton, k: i32, w: usize, S: usize, width: usize): void {
  let x0 = address(p, k), x1 = address(p, k + 1), x2 = address(p, k + 2), x3 = address(p, k + 3);
  let a0 = zero(), a1 = zero(), a2 = zero(), a3 = zero();
  for (const end = w + ((<usize>(p.D & ~1)) << 3); w < end; w += 16) {
    const u = v128.load(w);
    a0 = f64x2.add(a0, f64x2.mul(u, v128.load(x0)));
    a1 = f64x2.add(a1, f64x2.mul(u, v128.load(x1)));
    a2 = f64x2.add(a2, f64x2.mul(u, v128.load(x2)));
    a3 = f64x2.add(a3, f64x2.mul(u, v128.load(x3)));
    x0 += 16;
    x1 += 16;
    x2 += 16;
    x3 += 16;
  }
  let s0 = sumLanes<f64>(a0), s1 = sumLanes<f64>(a1), s2 = sumLanes<f64>(a2), s3 = sumLanes<f64>(a3);
  if (p.D & 1) {
    const u = load<f64>(w);
    s0 += u * load<f64>(x0);
    s1 += u * load<f64>(x1);
    s2 += u * load<f64>(x2);
    s3 += u * load<f64>(x3);
  }
  store<f64>(S + place(p, k) * width, s0);
  store<f64>(S + place(p, k + 1) * width, s1);
  store<f64>(S + place(p, k + 2) * width, s2);
  store<f64>(S + place(p, k + 3) * width, s3);
}

export function dot1(x: usize, w: usize, D: i32): f64 {
  let a = zero();
  for (const end = w + ((<usize>(D & ~1)) << 3); w < end; w += 16, x += 16) {
    a = f64x2.add(a, f64x2.mul(v128.load(w), v128.load(x)));
  }
  const s = sumLanes<f64>(a);
  return D & 1 ? s + load<f64>(w) * load<f64>(x) : s;
}

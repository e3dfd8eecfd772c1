// Finite Newton steps for hinges that know one score each (src/solvers/finite-newton.ts). Hinges and their slopes lie class by
// class, an even number of samples each, so that what pads them is zero; C is the curvature of each sample's loss, which is
// quadratic where a hinge is active, between 0 and `hi`, and linear beyond: squared losses have no such end.

import { add1 } from "./dense-outer";
import { denseScores } from "./dense-scores";
import { factor } from "./factor";
import { addBlock, addRow, Form, isDense, scoresOf } from "./finite-rows";
import { sumLanes, zero } from "./lanes";
import { listBlock } from "./newton-passes";
import { Newton } from "./newton-plan";

// @ts-expect-error: decorator
@inline
function even(p: Newton): usize {
  return <usize>(p.N + (p.N & 1)) << 3;
}

// @ts-expect-error: decorator
@inline
function isActive(p: Newton, x: f64): bool {
  return x > 0 && x < p.hi;
}

/** Whether the score m ought to be high for sample i. */
// @ts-expect-error: decorator
@inline
function owns(p: Newton, i: i32, m: i32): bool {
  return load<i32>(p.own + (<usize>i << 2)) == m;
}

/** Slopes of the hinges along the K directions in W: those of the k-th as place k of dh, its class is classes[k]. */
export function finiteSlopes(p: Newton, classes: usize, form: Form): void {
  const width = <usize>(isDense(form) ? p.K : p.stride) << 3;
  const bias = p.W + (<usize>p.D - 1) * width;
  const constant = p.constant;
  for (let from = 0; from < p.N; from += p.block) {
    const n = min(p.block, p.N - from);
    if (isDense(form)) {
      memory.fill(p.S, 0, <usize>n * width);
      listBlock(p, from, n);
      denseScores<f64>(p.list, n, p.W, p.D, 0, p.D, p.K, p.S);
    } else {
      for (let r = 0; r < n; r++) scoresOf(p, from + r, p.S + <usize>r * width, form);
    }
    for (let k = 0; k < p.K; k++) {
      const m = load<i32>(classes + (<usize>k << 2));
      const out = p.dh + <usize>k * even(p) + (<usize>from << 3);
      const S = p.S + (<usize>k << 3);
      const rest = constant == 0 ? 0 : constant * load<f64>(bias + (<usize>k << 3));
      for (let r = 0; r < n; r++) {
        const s = load<f64>(S + <usize>r * width) + rest;
        store<f64>(out + (<usize>r << 3), owns(p, from + r, m) ? -s : s);
      }
    }
  }
}

/** to += part * from, numbers of one class's weights. */
export function finiteStep(p: Newton, from: usize, part: f64, to: usize): void {
  add1<f64>(from, part, to, p.D);
}

/** Factors I + H, a class's Hessian, into F; 0 if a pivot is not positive. */
export function finiteFactor(p: Newton, H: usize, F: usize, work: usize): i32 {
  const row = <usize>p.D << 3;
  memory.copy(F, H, <usize>p.D * row);
  for (let j: usize = 0, at = F; j < <usize>p.D; j++, at += row + 8) store<f64>(at, load<f64>(at) + 1);
  return i32(factor(F, p.D, work));
}

/** Curvatures of the losses, of the weights C in their place: so many times less. */
export function finiteCurvatures(p: Newton, times: f64): void {
  const by = f64x2.splat(times);
  for (let at: usize = 0; at < even(p); at += 16) v128.store(p.C + at, f64x2.div(v128.load(p.C + at), by));
}

/** Class m at t along place k of dh: slope and curvature of its losses, their value, and how many of its hinges are active. */
export function finiteAlong(p: Newton, m: i32, k: i32, t: f64): void {
  const h = p.h + <usize>m * even(p);
  const dh = p.dh + <usize>k * even(p);
  const ts = f64x2.splat(t);
  const none = zero();
  const hi = f64x2.splat(p.hi);
  let slope = zero(), curvature = zero(), value = zero(), active = zero();
  for (let at: usize = 0; at < even(p); at += 16) {
    const d = v128.load(dh + at);
    const x = f64x2.add(v128.load(h + at), f64x2.mul(ts, d));
    const above = f64x2.pmin(f64x2.pmax(x, none), hi);
    const is = v128.and(f64x2.gt(x, none), f64x2.lt(x, hi));
    const c = v128.load(p.C + at);
    const cd = f64x2.mul(c, d);
    slope = f64x2.add(slope, f64x2.mul(cd, above));
    curvature = f64x2.add(curvature, f64x2.mul(cd, v128.and(d, is)));
    // Its square, and beyond the end as much more as the line rises.
    value = f64x2.add(value, f64x2.mul(f64x2.mul(c, above), f64x2.sub(f64x2.add(x, x), above)));
    active = i64x2.sub(active, is);
  }
  store<f64>(p.slope, sumLanes<f64>(slope));
  store<f64>(p.slope, sumLanes<f64>(curvature), 8);
  store<f64>(p.slope, sumLanes<f64>(value) / 2, 16);
  store<f64>(p.slope, <f64>(i64x2.extract_lane(active, 0) + i64x2.extract_lane(active, 1)), 24);
}

/** Moves class m by t along place k of dh; lists the samples whose hinge has become active or ceased to be, with the change of curvature. */
export function finiteMove(p: Newton, m: i32, k: i32, t: f64): i32 {
  const h = p.h + <usize>m * even(p);
  const dh = p.dh + <usize>k * even(p);
  let count = 0;
  for (let i = 0; i < p.N; i++) {
    const at = <usize>i << 3;
    const before = load<f64>(h + at);
    const now = before + t * load<f64>(dh + at);
    const c = load<f64>(p.C + at);
    store<f64>(h + at, now);
    // Written in any case: a branch on it would often be guessed wrong.
    store<i32>(p.samples + (<usize>count << 2), i);
    const is = isActive(p, now);
    store<f64>(p.w + (<usize>count << 3), is ? c : -c);
    count += i32(isActive(p, before) != is);
  }
  return count;
}

/** Lists the samples whose hinge in class m is active; returns how many. */
export function finiteActive(p: Newton, m: i32): i32 {
  const h = p.h + <usize>m * even(p);
  let count = 0;
  for (let i = 0; i < p.N; i++) {
    const at = <usize>i << 3;
    store<i32>(p.samples + (<usize>count << 2), i);
    store<f64>(p.w + (<usize>count << 3), load<f64>(p.C + at));
    count += i32(isActive(p, load<f64>(h + at)));
  }
  return count;
}

/**
 * A += sum_k w_k x_k x_k^T, lower triangle, and v += margin sum_k +-w_k x_k, + for class m's own, over the n listed samples;
 * v at 0 for none.
 */
export function finiteAdd(p: Newton, m: i32, n: i32, margin: f64, A: usize, v: usize, form: Form): void {
  addBlock(p, n, A, form);
  if (v == 0) return;
  for (let k = 0; k < n; k++) {
    const i = load<i32>(p.samples + (<usize>k << 2));
    const w = margin * load<f64>(p.w + (<usize>k << 3));
    addRow(p, i, owns(p, i, m) ? w : -w, v, form);
  }
}

/** g += sum_i +-b_i x_i of class m's variables, + for its own samples. */
export function finiteGradient(p: Newton, m: i32, g: usize, form: Form): void {
  const h = p.h + <usize>m * even(p);
  for (let i = 0; i < p.N; i++) {
    const x = load<f64>(h + (<usize>i << 3));
    if (!(x > 0)) continue;
    const b = min(x, p.hi) * load<f64>(p.C + (<usize>i << 3));
    addRow(p, i, owns(p, i, m) ? b : -b, g, form);
  }
}

/**
 * Class m's plain losses at its weights, and the gaps that its variables leave there: the hinges are less by what their centres
 * have shifted them.
 */
export function finiteLosses(p: Newton, m: i32, shifts: usize): void {
  const h = p.h + <usize>m * even(p);
  const s = shifts + <usize>m * even(p);
  const none = zero();
  const hi = f64x2.splat(p.hi);
  let value = zero(), gap = zero();
  for (let at: usize = 0; at < even(p); at += 16) {
    const a = v128.load(h + at);
    const x = f64x2.sub(a, v128.load(s + at));
    const c = v128.load(p.C + at);
    const loss = f64x2.mul(hi, f64x2.pmax(x, none));
    const above = f64x2.pmin(f64x2.pmax(a, none), hi);
    value = f64x2.add(value, f64x2.mul(c, loss));
    gap = f64x2.add(gap, f64x2.mul(c, f64x2.sub(loss, f64x2.mul(above, x))));
  }
  store<f64>(p.slope, sumLanes<f64>(value));
  store<f64>(p.slope, sumLanes<f64>(gap), 8);
}

/** Takes the variables of class m for its centres, the curvatures to be `by` times as large, and `hi` as many times less. */
export function finiteRecentre(p: Newton, m: i32, shifts: usize, by: f64): void {
  const h = p.h + <usize>m * even(p);
  const s = shifts + <usize>m * even(p);
  const none = zero();
  const hi = f64x2.splat(p.hi);
  const factor = f64x2.splat(1 / by);
  for (let at: usize = 0; at < even(p); at += 16) {
    const a = v128.load(h + at);
    const shift = f64x2.mul(factor, f64x2.pmin(f64x2.pmax(a, none), hi));
    v128.store(h + at, f64x2.add(f64x2.sub(a, v128.load(s + at)), shift));
    v128.store(s + at, shift);
  }
}

/** sums, one after the other: row m of those samples whose own score is m, and last of all samples. */
export function finiteSums(p: Newton, K: i32, sums: usize, form: Form): void {
  const row = <usize>p.D << 3;
  memory.fill(sums, 0, <usize>(K + 1) * row);
  for (let i = 0; i < p.N; i++) {
    const c = load<f64>(p.C + (<usize>i << 3));
    const own = load<i32>(p.own + (<usize>i << 2));
    addRow(p, i, c, own < 0 ? sums + <usize>K * row : sums + <usize>own * row, form);
  }
  const all = sums + <usize>K * row;
  for (let m = 0; m < K; m++) add1<f64>(sums + <usize>m * row, 1, all, p.D);
}

/** The variables b of all K classes, a sample's side by side. */
export function finiteVariables(p: Newton, K: i32, b: usize): void {
  for (let m = 0; m < K; m++) {
    const h = p.h + <usize>m * even(p);
    let out = b + (<usize>m << 3);
    for (let i = 0; i < p.N; i++, out += <usize>K << 3) {
      const x = load<f64>(h + (<usize>i << 3));
      store<f64>(out, x > 0 ? min(x, p.hi) * load<f64>(p.C + (<usize>i << 3)) : 0);
    }
  }
}

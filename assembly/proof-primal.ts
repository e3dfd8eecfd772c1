// The primal's side of a certificate: src/objective/primal.ts is the readable form.

import { zero } from "./lanes";
import { add, Proof } from "./proof-plan";
import { columnScore, rowScores, weights } from "./sparse";

/** Stands for minus infinity where it may meet a zero. */
const lowest = -1e300;

/** Writes |W_m|^2 of each class at hand to `sums`: compensated sums, each off by at most some roundings of itself. */
export function proofNorms<U>(p: Proof): void {
  const bytes = (<usize>p.stride) << 3;
  const end = p.W + <usize>(p.width + (p.constant == 0 ? 0 : 1)) * p.row;
  const sums = p.sums, losses = p.s;
  memory.fill(sums, 0, bytes);
  memory.fill(losses, 0, bytes);
  for (let w = p.W; w < end; w += p.row) {
    for (let at: usize = 0, from = w; at < bytes; at += 16, from += 2 * sizeof<U>()) {
      const x = weights<f64, U>(from);
      const square = f64x2.mul(x, x);
      const sum = v128.load(sums + at);
      const next = f64x2.add(sum, square);
      const part = f64x2.sub(next, sum);
      const lost = f64x2.add(f64x2.sub(sum, f64x2.sub(next, part)), f64x2.sub(square, part));
      v128.store(sums + at, next);
      v128.store(losses + at, f64x2.add(v128.load(losses + at), lost));
    }
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(sums + at, f64x2.add(v128.load(sums + at), v128.load(losses + at)));
  }
}

/** Takes in the block's n samples: their losses at W. */
export function proofPrimal<I, V, U>(p: Proof, n: i32): void {
  for (let r = 0; r < n; r++) {
    const C = load<f64>(p.C + ((<usize>r) << 3));
    if (C == 0) continue;
    const own = load<i32>(p.own + ((<usize>r) << 2));
    const value = p.K == 1 ? oneLoss<I, V, U>(p, r, own) : lossOf<I, V, U>(p, r, own);
    add(p, C * value);
    const reach = p.largest * sqrt(load<f64>(p.q + ((<usize>r) << 3)));
    const e = p.slope * (p.perReach * reach + p.perMargin * p.margin);
    p.error += C * (valueError(p, value, e) + p.perValue * value);
  }
}

/** By how much the loss can move while every hinge moves by at most e. */
function valueError(p: Proof, value: f64, e: f64): f64 {
  const terms = p.kind == 2 ? 1.0 : <f64>(p.kind == 1 ? p.K - 1 : p.K);
  // Squares: |(h + e)^2 - h^2| <= 2 h e + e^2, and sum h <= sqrt(terms * value) by Cauchy-Schwarz.
  return p.squared ? 2 * e * sqrt(terms * value) + terms * e * e : terms * e;
}

/** The loss of row r of the block where there is one score alone, which no other class is coupled with. */
// @ts-expect-error: decorator
@inline
function oneLoss<I, V, U>(p: Proof, r: i32, own: i32): f64 {
  const start = load<i32>(p.starts + ((<usize>r) << 2));
  const end = load<i32>(p.starts + ((<usize>r) << 2), 4);
  const indices = p.dense ? p.indices : p.indices + <usize>start * sizeof<I>();
  const values = p.values + <usize>start * sizeof<V>();
  const last = p.values + <usize>end * sizeof<V>();
  // All weights zero, where every fit begins: so are all scores, and the rows need not be there.
  let s = p.largest == 0 ? 0 : f64x2.extract_lane(columnScore<f64, I, V, U>(indices, values, last, p.W), 0);
  if (p.constant != 0) s += p.constant * <f64>load<U>(p.W + <usize>p.width * sizeof<U>());
  // `max` lets not-a-number through.
  const violation = max(p.margin + (own < 0 ? s : -s), 0);
  return p.squared ? violation * violation : violation;
}

/** The loss of row r of the block. */
function lossOf<I, V, U>(p: Proof, r: i32, own: i32): f64 {
  const bytes = (<usize>p.stride) << 3;
  const s = p.s;
  if (p.largest == 0) memory.fill(s, 0, bytes);
  else scores<I, V, U>(p, r, s, bytes);
  let shift = p.margin;
  if (own >= 0) {
    const place = s + ((<usize>own) << 3);
    const score = load<f64>(place);
    store<f64>(place, p.kind == 0 ? -score : lowest);
    if (p.kind != 0) shift = p.margin - score;
  }
  for (let at = s + ((<usize>p.K) << 3); at < s + bytes; at += 8) store<f64>(at, lowest);
  const shifts = f64x2.splat(shift);
  let result = zero();
  for (let at = s; at < s + bytes; at += 16) {
    // `max` lets not-a-number through.
    const violation = f64x2.max(f64x2.add(v128.load(at), shifts), zero());
    if (p.kind == 2) result = f64x2.max(result, violation);
    else result = f64x2.add(result, p.squared ? f64x2.mul(violation, violation) : violation);
  }
  const a = f64x2.extract_lane(result, 0), b = f64x2.extract_lane(result, 1);
  if (p.kind != 2) return a + b;
  const worst = max(a, b);
  return p.squared ? worst * worst : worst;
}

function scores<I, V, U>(p: Proof, r: i32, s: usize, bytes: usize): void {
  const start = load<i32>(p.starts + ((<usize>r) << 2));
  const count = load<i32>(p.starts + ((<usize>r) << 2), 4) - start;
  const indices = p.dense ? p.indices : p.indices + <usize>start * sizeof<I>();
  rowScores<f64, I, V, U>(indices, p.values + <usize>start * sizeof<V>(), count, p.W, p.row, bytes, s);
  if (p.constant == 0) return;
  const spread = f64x2.splat(p.constant);
  let w = p.W + <usize>p.width * p.row;
  for (let at: usize = 0; at < bytes; at += 16, w += 2 * sizeof<U>()) {
    v128.store(s + at, f64x2.add(v128.load(s + at), f64x2.mul(spread, weights<f64, U>(w))));
  }
}

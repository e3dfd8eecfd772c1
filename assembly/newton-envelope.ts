// The losses' Moreau envelopes along a direction, in score space; src/solvers/newton-envelope.ts is the readable form and
// says what they are.

import { Newton } from "./newton-plan";

/** A sample whose variables are not all 0 (`nothing`), nor all but one, which is at the cap: that one's number. */
const mixed = -2;
const nothing = -1;

/**
 * Sets b, free and beta to those at V + t * direction, and slope and curvature.
 *
 * @param few only samples that the last pass over all has found moving: free, or not as before that pass. Where a t lies
 *   between those of that pass and of before, the others are as they are, since what keeps them so is affine in t.
 */
export function newtonEnvelope(p: Newton, few: bool): void {
  const width = <usize>p.K << 3;
  memory.fill(p.curvature, 0, width);
  if (few) {
    memory.copy(p.slope, p.base, width);
    for (let k = 0; k < p.nMoving; k++) visit(p, load<i32>(p.moving + (<usize>k << 2)), true);
    return;
  }
  memory.fill(p.slope, 0, width);
  memory.fill(p.base, 0, width);
  let count = 0;
  for (let i = 0; i < p.N; i++) {
    store<i32>(p.moving + (<usize>count << 2), i);
    count += i32(visit(p, i, false));
  }
  p.nMoving = count;
  for (let k: usize = 0; k < width; k += 8) add(p.slope + k, load<f64>(p.base + k));
}

/** Adds t * dh to h; returns the sum of the local gaps of b there. */
export function newtonMove(p: Newton): f64 {
  const K = p.K;
  const pairs = <usize>(K & ~1) << 3;
  const width = <usize>K << 3;
  let gap = 0.0;
  for (let i = 0; i < p.N; i++) {
    const at = <usize>i * width;
    const h = p.h + at;
    let value = f64x2.splat(0);
    let top = f64x2.splat(0);
    for (let k: usize = 0; k < pairs; k += 16) {
      const now = f64x2.add(v128.load(h + k), f64x2.mul(v128.load(p.t + k), v128.load(p.dh + at + k)));
      v128.store(h + k, now);
      const hinge = f64x2.pmax(f64x2.splat(0), now);
      top = f64x2.pmax(top, hinge);
      value = f64x2.add(value, p.squared ? f64x2.mul(hinge, hinge) : hinge);
    }
    let sum = f64x2.extract_lane(value, 0) + f64x2.extract_lane(value, 1);
    let most = max(f64x2.extract_lane(top, 0), f64x2.extract_lane(top, 1));
    if (pairs < width) {
      const now = hingeAt(p, at, pairs);
      store<f64>(h + pairs, now);
      const hinge = max(0, now);
      most = max(most, hinge);
      sum += p.squared ? hinge * hinge : hinge;
    }
    const weight = number(p.C, i);
    if (weight == 0) continue;
    if (p.joint) sum = p.squared ? most * most : most;
    const state = p.joint ? load<i32>(p.state + (<usize>i << 2)) : mixed;
    if (state == nothing) gap += weight * sum;
    else if (state >= 0) gap += weight * (sum - p.cap * load<f64>(h + (<usize>state << 3)));
    else {
      let S = 0.0, squares = 0.0, pairing = 0.0;
      for (let k: usize = 0; k < width; k += 8) {
        const b = load<f64>(p.b + at + k);
        S += b;
        squares += b * b;
        pairing += b * load<f64>(h + k);
      }
      gap += weight * sum + ((p.r * squares + p.rho * S * S) / weight / 2 - pairing);
    }
  }
  return gap;
}

/** One sample's part; returns whether it is free, or not as before. What is neither goes into `base`, or with `few` nowhere else. */
function visit(p: Newton, i: i32, few: bool): bool {
  const weight = number(p.C, i);
  if (weight == 0) return false;
  const d = (p.mu + p.r) / weight;
  const pull = p.mu / weight;
  const at = <usize>i * (<usize>p.K << 3);
  if (!p.joint) {
    const isMoving = alone(p, at, d, pull, p.hi * weight);
    addSlopes(few || isMoving ? p.slope : p.base, p, at);
    return isMoving;
  }
  const second = lift(p, at, pull);
  const first = p.largest;
  const cap = p.cap * weight;
  if (!(first > 0) || (cap < Infinity && first - d * cap >= second)) return corner(p, i, first, few);
  store<i32>(p.state + (<usize>i << 2), mixed);
  const limit = threshold(p, i, d, p.rho / weight, cap);
  let freeSum = 0.0;
  for (let k: usize = 0; k < <usize>p.K << 3; k += 8) {
    const above = load<f64>(p.S + k) - limit;
    const isFree = above > 0;
    store<f64>(p.b + at + k, isFree ? above / d : 0);
    store<u8>(p.free + ((at + k) >> 3), u8(isFree));
    if (!isFree) continue;
    const dh = load<f64>(p.dh + at + k);
    freeSum += dh;
    add(p.curvature + k, (dh * dh) / d);
  }
  add(p.curvature, -(number(p.beta, i) * freeSum * freeSum) / d);
  addSlopes(p.slope, p, at);
  return true;
}

/** The variables of a sample whose hinges do not meet, and its curvature; returns whether any is free, or not as before. */
function alone(p: Newton, at: usize, d: f64, pull: f64, full: f64): bool {
  const width = <usize>p.K << 3;
  const inverse = 1 / d;
  const most = full * d;
  const pulls = f64x2.splat(pull), inverses = f64x2.splat(inverse), fulls = f64x2.splat(full), mosts = f64x2.splat(most);
  let moving = i64x2.splat(0);
  let k: usize = 0;
  for (; k + 8 < width; k += 16) {
    const dh = v128.load(p.dh + at + k);
    const hinge = f64x2.add(v128.load(p.h + at + k), f64x2.mul(v128.load(p.t + k), dh));
    const a = f64x2.add(hinge, f64x2.mul(pulls, v128.load(p.centre + at + k)));
    const isBelow = f64x2.lt(a, mosts);
    const isFree = v128.and(isBelow, f64x2.gt(a, f64x2.splat(0)));
    const now = v128.bitselect(f64x2.pmax(f64x2.splat(0), f64x2.mul(a, inverses)), fulls, isBelow);
    moving = v128.or(moving, v128.or(isFree, f64x2.ne(now, v128.load(p.b + at + k))));
    v128.store(p.b + at + k, now);
    store<u8>(p.free + ((at + k) >> 3), <u8>(i64x2.extract_lane(isFree, 0) & 1));
    store<u8>(p.free + ((at + k) >> 3), <u8>(i64x2.extract_lane(isFree, 1) & 1), 1);
    const curved = v128.and(isFree, f64x2.mul(f64x2.mul(dh, dh), inverses));
    v128.store(p.curvature + k, f64x2.add(v128.load(p.curvature + k), curved));
  }
  let isMoving = v128.any_true(moving);
  if (k < width) {
    const dh = load<f64>(p.dh + at + k);
    const a = hingeAt(p, at, k) + pull * load<f64>(p.centre + at + k);
    const isFree = a > 0 && a < most;
    const now = a < most ? max(0, a * inverse) : full;
    isMoving = isMoving || isFree || now != load<f64>(p.b + at + k);
    store<f64>(p.b + at + k, now);
    store<u8>(p.free + ((at + k) >> 3), u8(isFree));
    if (isFree) add(p.curvature + k, dh * dh * inverse);
  }
  return isMoving;
}

/** slope += b dh of one sample. */
function addSlopes(slope: usize, p: Newton, at: usize): void {
  const width = <usize>p.K << 3;
  let k: usize = 0;
  for (; k + 8 < width; k += 16) {
    const part = f64x2.mul(v128.load(p.b + at + k), v128.load(p.dh + at + k));
    v128.store(slope + k, f64x2.add(v128.load(slope + k), part));
  }
  if (k < width) add(slope + k, load<f64>(p.b + at + k) * load<f64>(p.dh + at + k));
}

/** Writes a sample's a = h + t dh + pull * centre, leaves the largest in the plan's `largest` and returns the next, or 0 if that is less. */
function lift(p: Newton, at: usize, pull: f64): f64 {
  const pairs = <usize>(p.K & ~1) << 3;
  const pulls = f64x2.splat(pull);
  let first = f64x2.splat(0), second = f64x2.splat(0);
  for (let k: usize = 0; k < pairs; k += 16) {
    const hinge = f64x2.add(v128.load(p.h + at + k), f64x2.mul(v128.load(p.t + k), v128.load(p.dh + at + k)));
    const a = f64x2.add(hinge, f64x2.mul(pulls, v128.load(p.centre + at + k)));
    v128.store(p.S + k, a);
    second = f64x2.pmax(second, f64x2.pmin(first, a));
    first = f64x2.pmax(first, a);
  }
  let x = f64x2.extract_lane(first, 0), y = f64x2.extract_lane(first, 1);
  let next = max(min(x, y), max(f64x2.extract_lane(second, 0), f64x2.extract_lane(second, 1)));
  p.largest = max(x, y);
  if (p.K & 1) {
    const a = hingeAt(p, at, pairs) + pull * load<f64>(p.centre + at + pairs);
    store<f64>(p.S + pairs, a);
    next = max(next, min(p.largest, a));
    p.largest = max(p.largest, a);
  }
  return next;
}

/** A sample with nothing free: all variables are 0 if `first` is negative, else the one whose a is `first` is at the cap. */
function corner(p: Newton, i: i32, first: f64, few: bool): bool {
  const width = <usize>p.K << 3;
  const state = p.state + (<usize>i << 2);
  const before = load<i32>(state);
  let now = nothing;
  if (first > 0) {
    now = before >= 0 && load<f64>(p.S + (<usize>before << 3)) == first ? before : 0;
    while (load<f64>(p.S + (<usize>now << 3)) != first) now++;
  }
  const at = <usize>i * width;
  const full = p.cap * number(p.C, i);
  const isMoving = now != before;
  if (isMoving) {
    store<i32>(state, now);
    memory.fill(p.b + at, 0, width);
    memory.fill(p.free + (at >> 3), 0, <usize>p.K);
    if (now >= 0) store<f64>(p.b + at + (<usize>now << 3), full);
    store<f64>(p.beta + (<usize>i << 3), now >= 0 ? 1 : 0);
  }
  if (now >= 0) {
    const k = <usize>now << 3;
    add((few || isMoving ? p.slope : p.base) + k, full * load<f64>(p.dh + at + k));
  }
  return isMoving;
}

/** The common threshold of a sample's a, and its beta. */
function threshold(p: Newton, i: i32, d: f64, rho: f64, cap: f64): f64 {
  const last = p.S + (<usize>p.K << 3);
  let t = 0.0;
  let capped = false;
  for (let before = -1; ; ) {
    let count = 0;
    let sum = 0.0;
    for (let at = p.S; at < last; at += 8) {
      const value = load<f64>(at);
      if (!(value > t)) continue;
      count++;
      sum += value;
    }
    if (count == before || count == 0) {
      if (capped || !(sum - <f64>count * t > d * cap)) {
        const beta = count == 0 ? 0 : capped ? 1 / <f64>count : rho / (d + rho * <f64>count);
        store<f64>(p.beta + (<usize>i << 3), beta);
        return t;
      }
      capped = true;
    }
    before = count;
    const next = capped ? (sum - d * cap) / <f64>count : (rho * sum) / (d + rho * <f64>count);
    if (next > t) t = next;
  }
  return t;
}

// @ts-expect-error: decorator
@inline
function hingeAt(p: Newton, at: usize, k: usize): f64 {
  return load<f64>(p.h + at + k) + load<f64>(p.t + k) * load<f64>(p.dh + at + k);
}

// @ts-expect-error: decorator
@inline
function number(numbers: usize, i: i32): f64 {
  return load<f64>(numbers + (<usize>i << 3));
}

// @ts-expect-error: decorator
@inline
function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

// One visit where the own class couples the others: src/losses/block-step.ts has the derivation and the readable form.
//
// What all a_m have in common is left out of them, so that one pass over the classes finds hinges, sum and the largest.
// Only classes that have a variable above zero, or can get one, go further ("candidates").

import { Plan, Sample } from "./dual-plan";
import { root } from "./dual-root";
import { sumLanes, zero } from "./lanes";
import { fourScores, oneOuter, oneScore, twoScores } from "./sparse";

/** Stands for minus infinity where a product with zero has to be zero. */
// @ts-expect-error: decorator
@inline
function lowest<T>(): T {
  return sizeof<T>() == 4 ? <T>-1e30 : <T>-1e300;
}

/** @returns whether anything changed */
export function visitCoupled<T>(p: Plan, sample: Sample, b: usize): bool {
  const C = sample.C;
  const q = sample.q;
  const maximum = p.kind == 2;
  const squared = p.squared;
  const curvature = squared ? 0.5 / C : 0;
  const r = maximum ? 0 : curvature;
  const rho = maximum ? curvature : 0;
  const values = p.values + <usize>sample.value * sizeof<T>();
  const last = values + <usize>sample.count * sizeof<T>();
  const indices = p.indices + ((<usize>sample.index) << 2);
  const s = p.s;
  const bytes = <usize>p.stride * sizeof<T>();
  const own = <usize>sample.own * sizeof<T>();

  const list = p.vectors;
  const end = p.full ? allVectors(list, bytes) : maskedVectors(list, bytes, sample.mask);
  scores<T>(indices, values, last, p.W, bytes, s, list, end);
  const shift = v128.splat<T>(<T>(<T>p.margin - load<T>(s + own)));
  store<T>(s + own, lowest<T>());
  for (let at = s + <usize>p.K * sizeof<T>(); at < s + bytes; at += sizeof<T>()) store<T>(at, lowest<T>());

  const spread = v128.splat<T>(<T>q);
  let tops = v128.splat<T>(lowest<T>());
  let sums = zero(), losses = zero();
  for (let k = list; k < end; k += 4) {
    const at = <usize>load<u32>(k);
    const h = v128.add<T>(v128.load(s + at), shift);
    const old = v128.load(b + at);
    const a = v128.add<T>(h, v128.mul<T>(spread, old));
    v128.store(s + at, a);
    tops = v128.pmax<T>(tops, a);
    sums = v128.add<T>(sums, old);
    const violation = v128.pmax<T>(h, zero());
    if (maximum) losses = v128.pmax<T>(losses, violation);
    else losses = v128.add<T>(losses, squared ? v128.mul<T>(violation, violation) : violation);
  }
  const S = <f64>sumLanes<T>(sums);
  const highest = <f64>maxLanes<T>(tops);
  const top = highest + q * S;
  if (S == 0 && !(top > 0)) return false;
  let loss = <f64>(maximum ? maxLanes<T>(losses) : sumLanes<T>(losses));
  if (maximum && squared) loss *= loss;
  loss *= C;

  const d = q + r;
  const w = q + rho;
  const cap = maximum && !squared ? C : Infinity;
  const bound = top > 0 ? min(squared ? Infinity : C, top / w) : 0;
  // How large x = top - t can be at most: the largest variable alone already makes t so large ...
  let most = top > 0 ? top - w * min(bound, top / (d + w)) : 0;
  // ... and so do all together at the old t, or t has grown.
  const before = top - w * S;
  if (before < most) {
    const width = v128.splat<T>(<T>(d * bound));
    const edge = v128.splat<T>(<T>(highest - before));
    let parts = zero();
    for (let k = list; k < end; k += 4) {
      const part = v128.pmax<T>(v128.sub<T>(v128.load(s + <usize>load<u32>(k)), edge), zero());
      parts = v128.add<T>(parts, v128.pmin<T>(part, width));
    }
    // A little less, for the rounding of this very sum.
    const sure = w * min(S, <f64>sumLanes<T>(parts) / d);
    most = min(most, top - sure * (1 - (sizeof<T>() == 4 ? 1e-5 : 1e-13)));
  }
  const threshold = v128.splat<T>(<T>(highest - most));
  let n = 0;
  let mask: u64 = (<u64>1) << <u64>(own >> 4);
  for (let k = list; k < end; k += 4) {
    const at = <usize>load<u32>(k);
    const here = v128.or(v128.gt<T>(v128.load(s + at), threshold), v128.gt<T>(v128.load(b + at), zero()));
    let bits = sizeof<T>() == 4 ? i32x4.bitmask(here) : i64x2.bitmask(here);
    if (bits == 0) continue;
    mask |= (<u64>1) << <u64>(at >> 4);
    do {
      const place = at + <usize>ctz(bits) * sizeof<T>();
      store<i32>(p.places + ((<usize>n) << 2), <i32>place);
      store<f64>(p.candidates + ((<usize>n) << 3), <f64>load<T>(s + place) - highest);
      n++;
      bits &= bits - 1;
    } while (bits != 0);
  }
  if (p.full) sample.mask = mask;
  p.loss += loss;
  p.gap += loss + 0.5 * rho * S * S;
  const slack = sizeof<T>() == 4 ? 1e-9 : 1e-15;
  const x = top > 0 ? solve(p.candidates, n, d, w, bound, cap, top, before, slack) : -Infinity;
  if (!replace<T>(p, n, b, x, q, r, highest, bound)) return false;

  const delta = p.delta;
  for (let k = list; k < end; k += 4) v128.store(delta + <usize>load<u32>(k), zero());
  let sum = 0.0;
  for (let k = 0; k < n; k++) {
    const place = <usize>load<i32>(p.places + ((<usize>k) << 2));
    const change = <T>load<f64>(p.candidates + ((<usize>k) << 3));
    store<T>(delta + place, <T>-change);
    sum += <f64>change;
  }
  store<T>(delta + own, <T>sum);
  for (let k = list; k < end; k += 4) {
    const at = <usize>load<u32>(k);
    const part = v128.load(delta + at);
    if (v128.any_true(part)) oneOuter<T>(indices, values, last, part, p.W + at, bytes);
  }
  return true;
}

/** Lists the byte offsets of all vectors of classes; returns the list's end. */
function allVectors(list: usize, bytes: usize): usize {
  for (let at: usize = 0; at < bytes; at += 16, list += 4) store<u32>(list, <u32>at);
  return list;
}

/** Lists those whose bit is set. */
function maskedVectors(list: usize, bytes: usize, mask: u64): usize {
  for (let first: usize = 0; first < bytes; first += 1024) {
    for (let bits = mask; bits != 0; bits &= bits - 1) {
      const at = first + (<usize>ctz(bits) << 4);
      if (at >= bytes) break;
      store<u32>(list, <u32>at);
      list += 4;
    }
  }
  return list;
}

// biome-ignore format: one line
function scores<T>(indices: usize, values: usize, last: usize, W: usize, row: usize, S: usize, list: usize, end: usize): void {
  for (; list + 16 <= end; list += 16) {
    const a = <usize>load<u32>(list), b = <usize>load<u32>(list, 4);
    const c = <usize>load<u32>(list, 8), d = <usize>load<u32>(list, 12);
    fourScores<T>(indices, values, last, W, row, S, a, b, c, d);
  }
  if (list + 8 <= end) {
    twoScores<T>(indices, values, last, W, row, S, <usize>load<u32>(list), <usize>load<u32>(list, 4));
    list += 8;
  }
  if (list < end) {
    const at = <usize>load<u32>(list);
    v128.store(S + at, oneScore<T>(indices, values, last, W + at, row));
  }
}

/** x = top - t, where t couples the new variables. */
// biome-ignore format: one line
// @ts-expect-error: decorator
@inline
function solve(z: usize, n: i32, d: f64, w: f64, bound: f64, cap: f64, top: f64, before: f64, slack: f64): f64 {
  const atCap = top - w * cap;
  const width = d * bound;
  // Pairs: one more that stays at zero.
  store<f64>(z + ((<usize>n) << 3), -1e300);
  const even = (n + 1) & ~1;
  if (atCap > 0) {
    let sum = 0.0;
    for (let k = 0; k < n; k++) {
      const u = load<f64>(z + ((<usize>k) << 3)) + atCap;
      if (u > 0) sum += u < width ? u : width;
    }
    if (sum >= cap * d) return n == 1 ? cap * d : root(z, even, width, 1, 0, cap * d, atCap, before, slack);
  }
  return n == 1 ? top - w * min(bound, top / (d + w)) : root(z, even, width, w, d, top * d, top, before, slack);
}

/** Puts the new variables in place of the old, and leaves the changes in the place of the candidates. */
// biome-ignore format: one line
// @ts-expect-error: decorator
@inline
function replace<T>(p: Plan, n: i32, b: usize, x: f64, q: f64, r: f64, highest: f64, bound: f64): bool {
  // A change of the last bits is none.
  const slack = sizeof<T>() == 4 ? 2.0 ** -22 : 2.0 ** -49;
  const inverse = 1 / (q + r);
  let gap = 0.0;
  let moved = false;
  for (let k = 0; k < n; k++) {
    const place = b + <usize>load<i32>(p.places + ((<usize>k) << 2));
    const z = load<f64>(p.candidates + ((<usize>k) << 3));
    const old = <f64>load<T>(place);
    gap += old * (0.5 * r * old - (z + highest - q * old));
    const u = (z + x) * inverse;
    const wanted = u > 0 ? (u < bound ? u : bound) : 0;
    let change: T = 0;
    if (abs(wanted - old) > slack * wanted) {
      const fresh = <T>wanted;
      change = <T>(fresh - <T>old);
      store<T>(place, fresh);
      moved = moved || change != <T>0;
    }
    store<f64>(p.candidates + ((<usize>k) << 3), <f64>change);
  }
  p.gap += gap;
  return moved;
}

// @ts-expect-error: decorator
@inline
function maxLanes<T>(a: v128): T {
  if (sizeof<T>() == 4) {
    const pair = v128.pmax<f32>(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
    return <T>max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
  }
  return <T>max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
}

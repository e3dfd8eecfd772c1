// One visit where the own class couples the others: src/losses/block-step.ts has the derivation and the readable form.
//
// What all a_m have in common is left out of them, so that one pass over the classes finds hinges, sum and the largest.
// Then x = top - t is sought, where t couples the new variables, and they take the place of the old.

import { constantOuter, withConstant } from "./dual-constant";
import { Plan, Sample } from "./dual-plan";
import { root } from "./dual-root";
import { maxLanes, sumLanes, zero } from "./lanes";
import { eightScores, fourOuters, fourScores, oneOuter, oneScore, rowScores, twoOuters, twoScores } from "./sparse";

/** Stands for minus infinity where a product with zero has to be zero. */
// @ts-expect-error: decorator
@inline
function lowest<T>(): T {
  return sizeof<T>() == 4 ? <T>-1e30 : <T>-1e300;
}

/** @returns whether anything changed */
export function visitCoupled<T, I, V>(p: Plan, sample: Sample, b: usize): bool {
  const C = sample.C;
  const q = sample.q;
  const maximum = p.kind == 2;
  const squared = p.squared;
  const curvature = squared ? 0.5 / C : 0;
  const r = maximum ? 0 : curvature;
  const rho = maximum ? curvature : 0;
  const values = p.values + <usize>sample.value * sizeof<V>();
  const last = values + <usize>sample.count * sizeof<V>();
  const indices = p.indices + <usize>sample.index * sizeof<I>();
  const s = p.s;
  const bytes = <usize>p.stride * sizeof<T>();
  const own = <usize>sample.own * sizeof<T>();
  const home = own & ~15;

  const list = p.vectors;
  let end = p.full ? list : maskedVectors(list, bytes, sample.mask);
  // Nearly all cost no more together than one by one.
  const isAll = p.full != 0 || <usize>5 * (end - list) >= bytes;
  if (isAll) end = allVectors(list, bytes);
  if (isAll) allScores<T, I, V>(indices, values, sample.count, p.W, bytes, s);
  else scores<T, I, V>(indices, values, last, p.W, bytes, s, list, end);
  if (p.constant != 0) {
    for (let k = list; k < end; k += 4) {
      const at = <usize>load<u32>(k);
      v128.store(s + at, withConstant<T>(p, v128.load(s + at), v128.load(p.bias + at)));
    }
  }
  const shift = v128.splat<T>(<T>(<T>p.margin - load<T>(s + own)));
  store<T>(s + own, lowest<T>());
  for (let at = s + <usize>p.K * sizeof<T>(); at < s + bytes; at += sizeof<T>()) store<T>(at, lowest<T>());

  // Upper bounds of one variable and of their sum; those that only follow from the other constraints need no look.
  const hi = maximum || squared ? Infinity : C;
  const cap = maximum && !squared ? C : Infinity;
  const bound = v128.splat<T>(<T>hi);
  const spread = v128.splat<T>(<T>q);
  const half = v128.splat<T>(<T>(0.5 * r));
  let tops = v128.splat<T>(lowest<T>());
  let sums = zero(), losses = zero(), gaps = zero(), frees = zero();
  let free = 0, full = 0;
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
    gaps = v128.add<T>(gaps, v128.mul<T>(old, v128.sub<T>(h, v128.mul<T>(half, old))));
    const isFull = v128.ge<T>(old, bound);
    const isFree = v128.andnot(v128.gt<T>(old, zero()), isFull);
    frees = v128.add<T>(frees, v128.and(a, isFree));
    free += count<T>(isFree);
    full += count<T>(isFull);
  }
  const S = <f64>sumLanes<T>(sums);
  const highest = <f64>maxLanes<T>(tops);
  const top = highest + q * S;
  if (S == 0 && !(top > 0)) return false;
  let loss = <f64>(maximum ? maxLanes<T>(losses) : sumLanes<T>(losses));
  if (maximum && squared) loss *= loss;
  loss *= C;
  p.loss += loss;
  p.gap += loss + 0.5 * rho * S * S - <f64>sumLanes<T>(gaps);

  const d = q + r;
  const w = q + rho;
  p.near = list;
  p.nearEnd = end;
  let x = 0.0;
  sample.mask |= (<u64>1) << <u64>(own >> 4);
  if (top > 0) {
    // The largest variable alone already makes t so large.
    const alone = top / (d + w);
    const most = min(d * cap, alone < hi ? d * alone : top - w * hi);
    // The same variables as before may be the free ones.
    const width = hi < Infinity ? d * hi : 1e300;
    const sum = <f64>sumLanes<T>(frees) - free * highest;
    const guess = min((d * cap - sum) / free, (d * top - w * (sum + full * width)) / (w * free + d));
    x = root<T>(p, b, highest, d, w, cap, width, top, guess, most);
    if (p.full) sample.mask = ((<u64>1) << <u64>(own >> 4)) | p.noted;
  }

  const delta = p.delta;
  const near = p.near;
  const nearEnd = p.nearEnd;
  const edge = v128.splat<T>(<T>highest);
  const xs = v128.splat<T>(<T>x);
  const inverse = v128.splat<T>(<T>(1 / d));
  v128.store(delta + home, zero());
  let total = zero();
  for (let k = near; k < nearEnd; k += 4) {
    const at = <usize>load<u32>(k);
    const u = v128.pmax<T>(v128.add<T>(v128.sub<T>(v128.load(s + at), edge), xs), zero());
    const fresh = v128.pmin<T>(v128.mul<T>(u, inverse), bound);
    v128.store(delta + at, fresh);
    total = addWide<T>(total, fresh);
  }
  const wanted = sumLanes<f64>(total);
  const scale = v128.splat<T>(<T>(wanted > cap ? cap / wanted : 1));
  // A change of the last bits is none.
  const slack = v128.splat<T>(sizeof<T>() == 4 ? <T>(2.0 ** -22) : <T>(2.0 ** -49));
  let changes = zero();
  let moved = false;
  let changed = near;
  for (let k = near; k < nearEnd; k += 4) {
    const at = <usize>load<u32>(k);
    const old = v128.load(b + at);
    const fresh = v128.mul<T>(v128.load(delta + at), scale);
    const difference = v128.sub<T>(old, fresh);
    const real = v128.gt<T>(v128.abs<T>(difference), v128.mul<T>(slack, fresh));
    const change = v128.and(difference, real);
    v128.store(b + at, v128.bitselect(fresh, old, real));
    v128.store(delta + at, change);
    changes = v128.add<T>(changes, change);
    const any = v128.any_true(real);
    moved = moved || any;
    store<u32>(changed, <u32>at);
    changed += <usize>(i32(any) & i32(at != home)) << 2;
  }
  if (!moved) return false;
  store<T>(delta + own, <T>-sumLanes<T>(changes));
  store<u32>(changed, <u32>home);
  changed += 4;
  outers<T, I, V>(indices, values, last, delta, p.W, bytes, near, changed);
  if (p.constant != 0) {
    for (let k = near; k < changed; k += 4) {
      const at = <usize>load<u32>(k);
      constantOuter<T>(p, v128.load(delta + at), at);
    }
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

/** All of them; writes up to two vectors behind S's end. */
// biome-ignore format: one line
function allScores<T, I, V>(indices: usize, values: usize, count: i32, W: usize, row: usize, S: usize): void {
  const last = values + <usize>count * sizeof<V>();
  let at: usize = 0;
  for (; at + 80 < row; at += 128) eightScores<T, I, V>(indices, values, last, W + at, row, S + at);
  if (at < row) rowScores<T, I, V>(indices, values, count, W + at, row, row - at, S + at);
}

// biome-ignore format: one line
function scores<T, I, V>(indices: usize, values: usize, last: usize, W: usize, row: usize, S: usize, list: usize, end: usize): void {
  for (; list + 16 <= end; list += 16) {
    const a = <usize>load<u32>(list), b = <usize>load<u32>(list, 4);
    const c = <usize>load<u32>(list, 8), d = <usize>load<u32>(list, 12);
    fourScores<T, I, V>(indices, values, last, W, row, S, a, b, c, d);
  }
  if (list + 8 <= end) {
    twoScores<T, I, V>(indices, values, last, W, row, S, <usize>load<u32>(list), <usize>load<u32>(list, 4));
    list += 8;
  }
  if (list < end) {
    const at = <usize>load<u32>(list);
    v128.store(S + at, oneScore<T, I, V>(indices, values, last, W + at, row));
  }
}

/** Adds g x^T to the listed vectors of classes, a few at a time. */
// biome-ignore format: one line
function outers<T, I, V>(indices: usize, values: usize, last: usize, G: usize, W: usize, row: usize, list: usize, end: usize): void {
  for (; list + 16 <= end; list += 16) {
    const a = <usize>load<u32>(list), b = <usize>load<u32>(list, 4);
    const c = <usize>load<u32>(list, 8), d = <usize>load<u32>(list, 12);
    fourOuters<T, I, V>(indices, values, last, G, W, row, a, b, c, d);
  }
  if (list + 8 <= end) {
    twoOuters<T, I, V>(indices, values, last, G, W, row, <usize>load<u32>(list), <usize>load<u32>(list, 4));
    list += 8;
  }
  if (list < end) {
    const at = <usize>load<u32>(list);
    oneOuter<T, I, V>(indices, values, last, v128.load(G + at), W + at, row);
  }
}

/** Lanes that are set. */
// @ts-expect-error: decorator
@inline
function count<T>(mask: v128): i32 {
  return popcnt(sizeof<T>() == 4 ? i32x4.bitmask(mask) : i64x2.bitmask(mask));
}

/** Sums in f64, whatever T. */
// @ts-expect-error: decorator
@inline
function addWide<T>(sum: v128, a: v128): v128 {
  if (sizeof<T>() == 8) return f64x2.add(sum, a);
  const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f64x2.add(sum, f64x2.add(f64x2.promote_low_f32x4(a), high));
}

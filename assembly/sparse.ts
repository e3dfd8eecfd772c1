// Rows given by their entries against W with the classes of one feature side by side: one index, then whole vectors of
// classes. A dense row is such a row too, its indices 0, 1, 2, ...; where one vector of classes is all there is to an index,
// it may go without: what runs through the indices then is the byte offset of the features' weights itself, from 0 on.
// T is the type of sums and, where there is no U, of weights; V that of the values as they are stored: f64 ones are rounded as
// they are read where the sums are f32. U is that of weights in f32 that are summed in f64.

import { sumLanes, zero } from "./lanes";

/** How a row says whose values it has: by a list of indices, or not at all, since it has one for each feature in turn. */
export type Listed = u32;
export type Every = void;
/** A list of indices below 65,536, of rows that are read in place. */
export type Short = u16;

/** The weights of one vector of classes at `w`. */
// @ts-expect-error: decorator
@inline
export function weights<T, U = T>(w: usize): v128 {
  return sizeof<U>() == sizeof<T>() ? v128.load(w) : f64x2.promote_low_f32x4(v128.load64_zero(w));
}

/** x times them. */
// @ts-expect-error: decorator
@inline
function times<T, U = T>(x: v128, w: usize): v128 {
  return v128.mul<T>(x, weights<T, U>(w));
}

/** How far behind the first weight that of a class lies whose sum lies `at` bytes behind the first sum. */
// @ts-expect-error: decorator
@inline
function behind<T, U>(at: usize): usize {
  return sizeof<U>() == sizeof<T>() ? at : at >> 1;
}

// @ts-expect-error: decorator
@inline
function spread<T, V>(at: usize): v128 {
  return v128.splat<T>(<T>load<V>(at));
}

/** Byte offset of a feature's weights, given where its index lies, or that very offset. */
// @ts-expect-error: decorator
@inline
function feature<I>(at: usize, row: usize): usize {
  return isVoid<I>() ? at : <usize>load<I>(at) * row;
}

/** From one index to the next. */
// @ts-expect-error: decorator
@inline
function step<I>(row: usize): usize {
  return isVoid<I>() ? row : sizeof<I>();
}

/** Scores of eight vectors of classes side by side from `W`, written to `S`. */
// biome-ignore format: one line
export function eightScores<T, I, V>(indices: usize, values: usize, last: usize, W: usize, row: usize, S: usize): void {
  let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero(), s4 = zero(), s5 = zero(), s6 = zero(), s7 = zero();
  for (; values < last; values += sizeof<V>(), indices += sizeof<I>()) {
    const x = spread<T, V>(values);
    const w = W + feature<I>(indices, row);
    s0 = v128.add<T>(s0, v128.mul<T>(x, v128.load(w)));
    s1 = v128.add<T>(s1, v128.mul<T>(x, v128.load(w, 16)));
    s2 = v128.add<T>(s2, v128.mul<T>(x, v128.load(w, 32)));
    s3 = v128.add<T>(s3, v128.mul<T>(x, v128.load(w, 48)));
    s4 = v128.add<T>(s4, v128.mul<T>(x, v128.load(w, 64)));
    s5 = v128.add<T>(s5, v128.mul<T>(x, v128.load(w, 80)));
    s6 = v128.add<T>(s6, v128.mul<T>(x, v128.load(w, 96)));
    s7 = v128.add<T>(s7, v128.mul<T>(x, v128.load(w, 112)));
  }
  v128.store(S, s0);
  v128.store(S, s1, 16);
  v128.store(S, s2, 32);
  v128.store(S, s3, 48);
  v128.store(S, s4, 64);
  v128.store(S, s5, 80);
  v128.store(S, s6, 96);
  v128.store(S, s7, 112);
}

/** Scores of the four vectors of classes that begin `a`, `b`, `c`, `d` bytes behind W; written as far behind S. */
// biome-ignore format: one line
export function fourScores<T, I, V, U = T>(indices: usize, values: usize, last: usize, W: usize, row: usize, S: usize, a: usize, b: usize, c: usize, d: usize): void {
  let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
  for (; values < last; values += sizeof<V>(), indices += sizeof<I>()) {
    const x = spread<T, V>(values);
    const w = W + feature<I>(indices, row);
    s0 = v128.add<T>(s0, times<T, U>(x, w + behind<T, U>(a)));
    s1 = v128.add<T>(s1, times<T, U>(x, w + behind<T, U>(b)));
    s2 = v128.add<T>(s2, times<T, U>(x, w + behind<T, U>(c)));
    s3 = v128.add<T>(s3, times<T, U>(x, w + behind<T, U>(d)));
  }
  v128.store(S + a, s0);
  v128.store(S + b, s1);
  v128.store(S + c, s2);
  v128.store(S + d, s3);
}

/** The same for two vectors, two features at a time: one chain of additions alone would wait for each. */
// biome-ignore format: one line
export function twoScores<T, I, V, U = T>(indices: usize, values: usize, last: usize, W: usize, row: usize, S: usize, a: usize, b: usize): void {
  let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
  for (; values + sizeof<V>() < last; values += 2 * sizeof<V>(), indices += 2 * sizeof<I>()) {
    let x = spread<T, V>(values);
    let w = W + feature<I>(indices, row);
    s0 = v128.add<T>(s0, times<T, U>(x, w + behind<T, U>(a)));
    s1 = v128.add<T>(s1, times<T, U>(x, w + behind<T, U>(b)));
    x = spread<T, V>(values + sizeof<V>());
    w = W + feature<I>(indices + sizeof<I>(), row);
    s2 = v128.add<T>(s2, times<T, U>(x, w + behind<T, U>(a)));
    s3 = v128.add<T>(s3, times<T, U>(x, w + behind<T, U>(b)));
  }
  if (values < last) {
    const x = spread<T, V>(values);
    const w = W + feature<I>(indices, row);
    s0 = v128.add<T>(s0, times<T, U>(x, w + behind<T, U>(a)));
    s1 = v128.add<T>(s1, times<T, U>(x, w + behind<T, U>(b)));
  }
  v128.store(S + a, v128.add<T>(s0, s2));
  v128.store(S + b, v128.add<T>(s1, s3));
}

/** The scores of one vector of classes, four features at a time. */
// @ts-expect-error: decorator
@inline
export function oneScore<T, I, V = T, U = T>(indices: usize, values: usize, last: usize, W: usize, row: usize): v128 {
  let s0 = zero(), s1 = zero(), s2 = zero(), s3 = zero();
  for (; values + 3 * sizeof<V>() < last; values += 4 * sizeof<V>(), indices += 4 * step<I>(row)) {
    s0 = v128.add<T>(s0, times<T, U>(spread<T, V>(values), W + feature<I>(indices, row)));
    s1 = v128.add<T>(s1, times<T, U>(spread<T, V>(values + sizeof<V>()), W + feature<I>(indices + step<I>(row), row)));
    s2 = v128.add<T>(s2, times<T, U>(spread<T, V>(values + 2 * sizeof<V>()), W + feature<I>(indices + 2 * step<I>(row), row)));
    s3 = v128.add<T>(s3, times<T, U>(spread<T, V>(values + 3 * sizeof<V>()), W + feature<I>(indices + 3 * step<I>(row), row)));
  }
  for (; values < last; values += sizeof<V>(), indices += step<I>(row)) {
    s0 = v128.add<T>(s0, times<T, U>(spread<T, V>(values), W + feature<I>(indices, row)));
  }
  return v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3));
}

/** The weights of one vector of classes += g x^T. */
// @ts-expect-error: decorator
@inline
export function oneOuter<T, I, V = T>(
  indices: usize,
  values: usize,
  last: usize,
  g: v128,
  W: usize,
  row: usize,
): void {
  for (; values < last; values += sizeof<V>(), indices += step<I>(row)) {
    const w = W + feature<I>(indices, row);
    v128.store(w, v128.add<T>(v128.load(w), v128.mul<T>(spread<T, V>(values), g)));
  }
}

/** The same for the four vectors of classes that begin `a`, `b`, `c`, `d` bytes behind W, with g as far behind G. */
// biome-ignore format: one line
export function fourOuters<T, I, V>(indices: usize, values: usize, last: usize, G: usize, W: usize, row: usize, a: usize, b: usize, c: usize, d: usize): void {
  const ga = v128.load(G + a), gb = v128.load(G + b), gc = v128.load(G + c), gd = v128.load(G + d);
  for (; values < last; values += sizeof<V>(), indices += sizeof<I>()) {
    const x = spread<T, V>(values);
    const w = W + feature<I>(indices, row);
    v128.store(w + a, v128.add<T>(v128.load(w + a), v128.mul<T>(x, ga)));
    v128.store(w + b, v128.add<T>(v128.load(w + b), v128.mul<T>(x, gb)));
    v128.store(w + c, v128.add<T>(v128.load(w + c), v128.mul<T>(x, gc)));
    v128.store(w + d, v128.add<T>(v128.load(w + d), v128.mul<T>(x, gd)));
  }
}

/** The same for two of them. */
// biome-ignore format: one line
export function twoOuters<T, I, V>(indices: usize, values: usize, last: usize, G: usize, W: usize, row: usize, a: usize, b: usize): void {
  const ga = v128.load(G + a), gb = v128.load(G + b);
  for (; values < last; values += sizeof<V>(), indices += sizeof<I>()) {
    const x = spread<T, V>(values);
    const w = W + feature<I>(indices, row);
    v128.store(w + a, v128.add<T>(v128.load(w + a), v128.mul<T>(x, ga)));
    v128.store(w + b, v128.add<T>(v128.load(w + b), v128.mul<T>(x, gb)));
  }
}

/** The score of a single column of weights, in every lane; four features at a time, or two vectors of them. */
// @ts-expect-error: decorator
@inline
export function columnScore<T, I, V = T, U = T>(indices: usize, values: usize, last: usize, W: usize): v128 {
  let s0 = <T>0, s1 = <T>0, s2 = <T>0, s3 = <T>0;
  if (isVoid<I>()) {
    let t0 = zero(), t1 = zero();
    for (; values + 32 <= last; values += 32, W += 32) {
      t0 = v128.add<T>(t0, v128.mul<T>(v128.load(values), v128.load(W)));
      t1 = v128.add<T>(t1, v128.mul<T>(v128.load(values, 16), v128.load(W, 16)));
    }
    for (; values < last; values += sizeof<T>(), W += sizeof<T>()) s0 += load<T>(values) * load<T>(W);
    return v128.splat<T>(<T>(s0 + sumLanes<T>(v128.add<T>(t0, t1))));
  }
  for (; values + 3 * sizeof<V>() < last; values += 4 * sizeof<V>(), indices += 4 * sizeof<I>()) {
    s0 += <T>load<V>(values) * <T>load<U>(W + feature<I>(indices, sizeof<U>()));
    s1 += <T>load<V>(values, sizeof<V>()) * <T>load<U>(W + feature<I>(indices + sizeof<I>(), sizeof<U>()));
    s2 += <T>load<V>(values, 2 * sizeof<V>()) * <T>load<U>(W + feature<I>(indices + 2 * sizeof<I>(), sizeof<U>()));
    s3 += <T>load<V>(values, 3 * sizeof<V>()) * <T>load<U>(W + feature<I>(indices + 3 * sizeof<I>(), sizeof<U>()));
  }
  for (; values < last; values += sizeof<V>(), indices += sizeof<I>()) {
    s0 += <T>load<V>(values) * <T>load<U>(W + feature<I>(indices, sizeof<U>()));
  }
  return v128.splat<T>(<T>(s0 + s1 + (s2 + s3)));
}

/** A single column of weights += g x, with the g of the first lane. */
// @ts-expect-error: decorator
@inline
export function columnOuter<T, I, V = T>(indices: usize, values: usize, last: usize, g: v128, W: usize): void {
  const part = v128.extract_lane<T>(g, 0);
  if (isVoid<I>()) {
    const parts = v128.splat<T>(part);
    for (; values + 16 <= last; values += 16, W += 16) {
      v128.store(W, v128.add<T>(v128.load(W), v128.mul<T>(v128.load(values), parts)));
    }
    for (; values < last; values += sizeof<T>(), W += sizeof<T>()) {
      store<T>(W, <T>(load<T>(W) + load<T>(values) * part));
    }
    return;
  }
  for (; values < last; values += sizeof<V>(), indices += sizeof<I>()) {
    const w = W + feature<I>(indices, sizeof<T>());
    store<T>(w, <T>(load<T>(w) + <T>load<V>(values) * part));
  }
}

/**
 * S = W x for one row; `S` is overwritten.
 *
 * @param indices one each, of type I; `values` as many numbers
 * @param W features x `stride` numbers, stride a multiple of the lanes
 * @param S `stride` sums
 */
export function sparseScores<T, I>(
  indices: usize,
  values: usize,
  count: i32,
  W: usize,
  stride: i32,
  S: usize,
): void {
  const row = <usize>stride * sizeof<T>();
  rowScores<T, I>(indices, values, count, W, row, row, S);
}

/**
 * The same where features lie `row` bytes apart: up to `width` bytes of sums, of which the last are the next feature's where this
 * one has no more.
 */
export function rowScores<T, I, V = T, U = T>(
  indices: usize,
  values: usize,
  count: i32,
  W: usize,
  row: usize,
  width: usize,
  S: usize,
): void {
  const last = values + <usize>count * sizeof<V>();
  let at: usize = 0;
  for (; at + 64 <= width; at += 64) {
    fourScores<T, I, V, U>(indices, values, last, W, row, S, at, at + 16, at + 32, at + 48);
  }
  if (at + 32 <= width) {
    twoScores<T, I, V, U>(indices, values, last, W, row, S, at, at + 16);
    at += 32;
  }
  if (at < width) v128.store(S + at, oneScore<T, I, V, U>(indices, values, last, W + behind<T, U>(at), row));
}

/** W += g x^T for one row; vectors of classes without a coefficient are passed over, unless their neighbours have some. */
export function sparseOuter<T, I>(
  indices: usize,
  values: usize,
  count: i32,
  g: usize,
  W: usize,
  stride: i32,
): void {
  const row = <usize>stride * sizeof<T>();
  rowOuter<T, I>(indices, values, count, g, W, row, row);
}

/** The same where features lie `row` bytes apart: coefficients up to `width` bytes, zeros where the next feature has begun. */
export function rowOuter<T, I, V = T>(
  indices: usize,
  values: usize,
  count: i32,
  g: usize,
  W: usize,
  row: usize,
  width: usize,
): void {
  const last = values + <usize>count * sizeof<V>();
  for (let at: usize = 0; at < width; ) {
    if (at + 64 <= width && areMost(g + at)) {
      fourOuters<T, I, V>(indices, values, last, g, W, row, at, at + 16, at + 32, at + 48);
      at += 64;
    } else {
      const part = v128.load(g + at);
      if (v128.any_true(part)) oneOuter<T, I, V>(indices, values, last, part, W + at, row);
      at += 16;
    }
  }
}

/** Whether of four vectors three have a coefficient: one pass over the row for all four is then less work than three. */
// @ts-expect-error: decorator
@inline
function areMost(g: usize): bool {
  let used = 0;
  for (let at: usize = 0; at < 64; at += 16) used += i32(v128.any_true(v128.load(g + at)));
  return used > 2;
}

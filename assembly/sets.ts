// Rows of K numbers, side by side, and the same numbers by sets of classes, each with padding and rows of its own.

import { lanes, zero } from "./lanes";

/** Takes `n` rows out of their sets; what lies behind `to` may be overwritten, as far as a vector goes. @param total rows of each set */
export function joinSets<T>(from: usize, n: i32, total: i32, stride: i32, K: i32, to: usize): void {
  const row = <usize>stride * sizeof<T>();
  for (let i = 0; i < n; i++, from += row) {
    let set = from;
    for (let first = 0; first < K; first += stride, set += <usize>total * row) {
      const width = <usize>min(stride, K - first) * sizeof<T>();
      for (let at: usize = 0; at < width; at += 16) v128.store(to + at, v128.load(set + at));
      to += width;
    }
  }
}

/** Puts `n` rows into their sets, with zeros for padding; a stride of 1 has none. */
export function partSets<T>(from: usize, n: i32, total: i32, stride: i32, K: i32, to: usize): void {
  const row = <usize>stride * sizeof<T>();
  for (let i = 0; i < n; i++, to += row) {
    let set = to;
    for (let first = 0; first < K; first += stride, set += <usize>total * row) {
      const count = min(stride, K - first);
      const width = <usize>count * sizeof<T>();
      const whole = <usize>(count - (count % lanes<T>())) * sizeof<T>();
      for (let at: usize = 0; at < whole; at += 16) v128.store(set + at, v128.load(from + at));
      if (whole + 16 <= row) v128.store(set + whole, zero());
      for (let at = whole; at < width; at += sizeof<T>()) store<T>(set + at, load<T>(from + at));
      from += width;
    }
  }
}

// Sparse rows against W with the classes of one feature side by side: one index, then whole vectors of classes.

import { lanes, zero } from "./lanes";

/**
 * S = W x for one sparse row; `S` is overwritten.
 *
 * @param indices i32 each; `values` as many numbers
 * @param W features x `stride` numbers, stride a multiple of the lanes
 * @param S `stride` sums
 */
export function sparseScores<T>(
  indices: usize,
  values: usize,
  count: i32,
  W: usize,
  stride: i32,
  S: usize,
): void {
  const step = lanes<T>();
  let m = 0;
  // Four vectors of classes at a time keep one pass over the indices for 16 (f32) or 8 (f64) classes.
  for (; m + 4 * step <= stride; m += 4 * step) {
    let a = zero(),
      b = zero(),
      c = zero(),
      d = zero();
    for (let k = 0; k < count; k++) {
      const x = v128.splat<T>(load<T>(values + <usize>k * sizeof<T>()));
      const w = W + (<usize>load<i32>(indices + ((<usize>k) << 2)) * <usize>stride + <usize>m) * sizeof<T>();
      a = v128.add<T>(a, v128.mul<T>(x, v128.load(w)));
      b = v128.add<T>(b, v128.mul<T>(x, v128.load(w, 16)));
      c = v128.add<T>(c, v128.mul<T>(x, v128.load(w, 32)));
      d = v128.add<T>(d, v128.mul<T>(x, v128.load(w, 48)));
    }
    const at = S + <usize>m * sizeof<T>();
    v128.store(at, a);
    v128.store(at, b, 16);
    v128.store(at, c, 32);
    v128.store(at, d, 48);
  }
  for (; m < stride; m += step) {
    let a = zero();
    for (let k = 0; k < count; k++) {
      const x = v128.splat<T>(load<T>(values + <usize>k * sizeof<T>()));
      const w = W + (<usize>load<i32>(indices + ((<usize>k) << 2)) * <usize>stride + <usize>m) * sizeof<T>();
      a = v128.add<T>(a, v128.mul<T>(x, v128.load(w)));
    }
    v128.store(S + <usize>m * sizeof<T>(), a);
  }
}

/** W += g x^T for one sparse row; vectors of classes without a coefficient are passed over. */
export function sparseOuter<T>(
  indices: usize,
  values: usize,
  count: i32,
  g: usize,
  W: usize,
  stride: i32,
): void {
  for (let m = 0; m < stride; m += lanes<T>()) {
    const part = v128.load(g + <usize>m * sizeof<T>());
    if (!v128.any_true(part)) continue;
    for (let k = 0; k < count; k++) {
      const x = v128.splat<T>(load<T>(values + <usize>k * sizeof<T>()));
      const w = W + (<usize>load<i32>(indices + ((<usize>k) << 2)) * <usize>stride + <usize>m) * sizeof<T>();
      v128.store(w, v128.add<T>(v128.load(w), v128.mul<T>(x, part)));
    }
  }
}

// The gradient's half: dW[m, j] += sum_r G[r, m] x_r[j], for j in one block of features.
//
// Only coefficients that are not zero cost anything: for each class the rows that violate it are listed, and
// taken four at a time so that four products serve one load and store of dW.

import { lanes } from "./lanes";

/**
 * @param G n x K coefficients
 * @param dW classes x `stride` numbers, row-major
 * @param list work space: n addresses (i32) and n numbers
 */
export function denseOuter<T>(
  rows: usize,
  n: i32,
  G: usize,
  K: i32,
  dW: usize,
  stride: i32,
  from: i32,
  to: i32,
  list: usize,
): void {
  const factors = list + <usize>((n + 1) & ~1) * 4;
  const start = <usize>from * sizeof<T>();
  for (let m = 0; m < K; m++) {
    let count = 0;
    for (let r = 0; r < n; r++) {
      const g = load<T>(G + (<usize>r * <usize>K + <usize>m) * sizeof<T>());
      if (g == <T>0) continue;
      store<usize>(list + ((<usize>count) << 2), load<usize>(rows + ((<usize>r) << 2)) + start);
      store<T>(factors + <usize>count * sizeof<T>(), g);
      count++;
    }
    const w = dW + <usize>m * <usize>stride * sizeof<T>() + start;
    let k = 0;
    for (; k + 4 <= count; k += 4)
      add4<T>(list + ((<usize>k) << 2), factors + <usize>k * sizeof<T>(), w, to - from);
    for (; k < count; k++)
      add1<T>(load<usize>(list + ((<usize>k) << 2)), load<T>(factors + <usize>k * sizeof<T>()), w, to - from);
  }
}

/** w += the four rows listed, each times its factor. */
export function add4<T>(list: usize, factors: usize, w: usize, length: i32): void {
  let x0 = load<usize>(list),
    x1 = load<usize>(list, 4);
  let x2 = load<usize>(list, 8),
    x3 = load<usize>(list, 12);
  const f0 = load<T>(factors),
    f1 = load<T>(factors, sizeof<T>());
  const f2 = load<T>(factors, 2 * sizeof<T>()),
    f3 = load<T>(factors, 3 * sizeof<T>());
  const g0 = v128.splat<T>(f0),
    g1 = v128.splat<T>(f1),
    g2 = v128.splat<T>(f2),
    g3 = v128.splat<T>(f3);
  const whole = <usize>(length & ~(lanes<T>() - 1)) * sizeof<T>();
  for (const end = w + whole; w < end; ) {
    let sum = v128.add<T>(v128.mul<T>(g0, v128.load(x0)), v128.mul<T>(g1, v128.load(x1)));
    sum = v128.add<T>(sum, v128.add<T>(v128.mul<T>(g2, v128.load(x2)), v128.mul<T>(g3, v128.load(x3))));
    v128.store(w, v128.add<T>(v128.load(w), sum));
    x0 += 16;
    x1 += 16;
    x2 += 16;
    x3 += 16;
    w += 16;
  }
  for (let j = length & (lanes<T>() - 1); j > 0; j--) {
    const sum = <T>(f0 * load<T>(x0) + f1 * load<T>(x1) + (f2 * load<T>(x2) + f3 * load<T>(x3)));
    store<T>(w, <T>(load<T>(w) + sum));
    x0 += sizeof<T>();
    x1 += sizeof<T>();
    x2 += sizeof<T>();
    x3 += sizeof<T>();
    w += sizeof<T>();
  }
}

export function add1<T>(x: usize, factor: T, w: usize, length: i32): void {
  const g = v128.splat<T>(factor);
  const whole = <usize>(length & ~(lanes<T>() - 1)) * sizeof<T>();
  for (const end = w + whole; w < end; w += 16, x += 16) {
    v128.store(w, v128.add<T>(v128.load(w), v128.mul<T>(g, v128.load(x))));
  }
  for (let j = length & (lanes<T>() - 1); j > 0; j--, w += sizeof<T>(), x += sizeof<T>()) {
    store<T>(w, <T>(load<T>(w) + factor * load<T>(x)));
  }
}

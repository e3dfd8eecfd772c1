// A running mean of weights.

/** to += part (from - to), for all numbers up to `end` of `to`, a whole number of vectors. */
export function blend<T>(from: usize, to: usize, end: usize, part: f64): void {
  const parts = v128.splat<T>(<T>part);
  for (; to < end; from += 16, to += 16) {
    const old = v128.load(to);
    v128.store(to, v128.add<T>(old, v128.mul<T>(parts, v128.sub<T>(v128.load(from), old))));
  }
}

// What is asked of rows before anything else: their squared norms, and how many numbers are not zero.

/**
 * @param starts where each of the n rows begins among the values, and where the last one ends, i32
 * @param more added to each squared norm
 * @param norms n squared norms, f64, summed in the order of the entries; overwritten
 * @returns how many values are not zero
 */
export function rowSquares<V>(values: usize, starts: usize, n: i32, more: f64, norms: usize): i32 {
  let count = 0;
  for (let i = 0; i < n; i++, starts += 4, norms += 8) {
    const end = values + <usize>load<i32>(starts, 4) * sizeof<V>();
    let q = 0.0;
    for (let at = values + <usize>load<i32>(starts) * sizeof<V>(); at < end; at += sizeof<V>()) {
      const value = <f64>load<V>(at);
      q += value * value;
      count += i32(value != 0);
    }
    store<f64>(norms, q + more);
  }
  return count;
}

// What is asked of sparse rows before anything reads them.

/**
 * Whether the columns of each of n rows ascend, from 0 on and to below `columns`.
 *
 * @param indices columns of all rows, i32 or u16
 * @param starts where each row begins among them, and where the last one ends, i32
 */
export function doColumnsAscend<I>(indices: usize, starts: usize, n: i32, columns: i32): bool {
  for (let i = 0; i < n; i++, starts += 4) {
    const end = indices + <usize>load<i32>(starts, 4) * sizeof<I>();
    let before = -1;
    let descents = 0;
    for (let at = indices + <usize>load<i32>(starts) * sizeof<I>(); at < end; at += sizeof<I>()) {
      const j = <i32>load<I>(at);
      descents |= i32(j <= before);
      before = j;
    }
    if (descents != 0 || before >= columns) return false;
  }
  return true;
}

import { halves } from "./halves.ts";

/** sum_k a_k b_k, in order, over the length of `a`. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** by v for each number v, in a new array. Weights are mostly all the same: what comes again is copied by its halves. */
export function scaled(numbers: Float64Array, by: number): Float64Array {
  const out = new Float64Array(numbers.length);
  const [from, to] = [halves(numbers), halves(out)];
  for (let k = 0; k < out.length; k++) {
    const low = 2 * k;
    if (k > 0 && from[low] === from[low - 2] && from[low + 1] === from[low - 1]) {
      to[low] = to[low - 2]!;
      to[low + 1] = to[low - 1]!;
    } else out[k] = by * numbers[k]!;
  }
  return out;
}

/** Transposes a row-major rows x columns matrix into a new array. */
export function transpose(data: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = data[i * columns + j]!;
  return out;
}

/** 0, 1, ..., n - 1. */
export function countUp(n: number): Int32Array {
  const numbers = new Int32Array(n);
  for (let k = 0; k < n; k++) numbers[k] = k;
  return numbers;
}

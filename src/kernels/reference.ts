import type { NumericArray } from "../math/numeric.ts";
import type { Kernels } from "./kernels.ts";

/** The kernels as anyone can read them: plain loops in f64. They exist to be believed. */
export const reference: Kernels = {
  denseScores(x, start, length, W, out) {
    const K = out.length;
    out.fill(0);
    let j = 0;
    for (; j + 4 <= length; j += 4)
      addFour(x, start + j, j * K, (j + 1) * K, (j + 2) * K, (j + 3) * K, W, out);
    for (; j < length; j++) addOne(x[start + j]!, j * K, W, out);
  },

  denseAddOuter(x, start, length, g, W) {
    const K = g.length;
    const count = listNonZeros(g);
    for (let j = 0; j < length; j++) {
      const value = x[start + j]!;
      // A zero adds nothing, and many images are half zeros.
      if (value !== 0) addListed(value, g, count, j * K, W);
    }
  },

  sparseScores(indices, values, start, end, W, out) {
    const K = out.length;
    out.fill(0);
    let k = start;
    for (; k + 4 <= end; k += 4) {
      const w0 = indices[k]! * K;
      const w1 = indices[k + 1]! * K;
      const w2 = indices[k + 2]! * K;
      const w3 = indices[k + 3]! * K;
      addFour(values, k, w0, w1, w2, w3, W, out);
    }
    for (; k < end; k++) addOne(values[k]!, indices[k]! * K, W, out);
  },

  sparseAddOuter(indices, values, start, end, g, W) {
    const K = g.length;
    const count = listNonZeros(g);
    for (let k = start; k < end; k++) addListed(values[k]!, g, count, indices[k]! * K, W);
  },
};

/** out += x_j W_j for four features, one after the other for each score: the sums' order is that of one at a time. */
function addFour(
  x: NumericArray,
  at: number,
  w0: number,
  w1: number,
  w2: number,
  w3: number,
  W: Float64Array,
  out: Float64Array,
): void {
  const x0 = x[at]!;
  const x1 = x[at + 1]!;
  const x2 = x[at + 2]!;
  const x3 = x[at + 3]!;
  // Zeros add nothing (W is finite), and many images are half zeros.
  if (x0 === 0 && x1 === 0 && x2 === 0 && x3 === 0) return;
  for (let m = 0; m < out.length; m++) {
    out[m] = out[m]! + x0 * W[w0 + m]! + x1 * W[w1 + m]! + x2 * W[w2 + m]! + x3 * W[w3 + m]!;
  }
}

function addOne(value: number, w: number, W: Float64Array, out: Float64Array): void {
  for (let m = 0; m < out.length; m++) out[m]! += value * W[w + m]!;
}

/** Places of the coefficients that are not zero, often two of very many: work space of `addListed`. */
let nonZeros = new Int32Array(64);

function listNonZeros(g: Float64Array): number {
  if (nonZeros.length < g.length) nonZeros = new Int32Array(2 * g.length);
  let count = 0;
  for (let m = 0; m < g.length; m++) if (g[m] !== 0) nonZeros[count++] = m;
  return count;
}

function addListed(value: number, g: Float64Array, count: number, w: number, W: Float64Array): void {
  for (let k = 0; k < count; k++) {
    const m = nonZeros[k]!;
    W[w + m]! += value * g[m]!;
  }
}

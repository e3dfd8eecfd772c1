import type { Kernels } from "./kernels.ts";

/** The kernels as anyone can read them: plain loops in f64. They exist to be believed. */
export const reference: Kernels = {
  squaredNorm(values, start, length) {
    let sum = 0;
    for (let k = start; k < start + length; k++) sum += values[k]! * values[k]!;
    return sum;
  },

  denseScores(x, start, length, W, out) {
    const K = out.length;
    out.fill(0);
    for (let j = 0, w = 0; j < length; j++, w += K) {
      const value = x[start + j]!;
      // A zero adds nothing (W is finite), and many images are half zeros.
      if (value === 0) continue;
      for (let m = 0; m < K; m++) out[m]! += value * W[w + m]!;
    }
  },

  denseAddOuter(x, start, length, g, W) {
    const K = g.length;
    for (let j = 0, w = 0; j < length; j++, w += K) {
      const value = x[start + j]!;
      if (value === 0) continue;
      for (let m = 0; m < K; m++) W[w + m]! += value * g[m]!;
    }
  },

  sparseScores(indices, values, start, end, W, out) {
    const K = out.length;
    out.fill(0);
    for (let k = start; k < end; k++) {
      const value = values[k]!;
      const w = indices[k]! * K;
      for (let m = 0; m < K; m++) out[m]! += value * W[w + m]!;
    }
  },

  sparseAddOuter(indices, values, start, end, g, W) {
    const K = g.length;
    for (let k = start; k < end; k++) {
      const value = values[k]!;
      const w = indices[k]! * K;
      for (let m = 0; m < K; m++) W[w + m]! += value * g[m]!;
    }
  },
};

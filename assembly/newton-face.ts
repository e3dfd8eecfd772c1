// Products over the face that dual variables lie on: W(v) of sparse rows, and the slopes of their hinges at it.
// src/solvers/face-passes.ts (`ReadableFacePasses`) is the readable form.

import { Listed, sparseOuter, sparseScores } from "./sparse";

/** Where everything lies in memory. Written by src/solvers/face-passes.ts, field for field; numbers are f64. */
// @ts-expect-error: decorator
@unmanaged
export class Face {
  /** Entries, the column of each (i32), and where each row begins among them (i32). */
  values: usize;
  indices: usize;
  starts: usize;
  /** Samples, i32 each, and their own classes (i32, one for each sample of all). */
  order: usize;
  own: usize;
  /** K numbers for each listed sample. */
  v: usize;
  out: usize;
  /** D x stride weights, and stride numbers of work space. */
  W: usize;
  S: usize;
  D: i32;
  K: i32;
  /** K, padded to whole vectors. */
  stride: i32;
}

/** W = W(v) over the first n listed samples. */
export function faceWeights(p: Face, n: i32): void {
  const width = <usize>p.K << 3;
  memory.fill(p.W, 0, (<usize>p.D * <usize>p.stride) << 3);
  for (let k = 0; k < n; k++) {
    const i = <usize>load<u32>(p.order + (<usize>k << 2));
    const own = load<u32>(p.own + (i << 2));
    const v = p.v + <usize>k * width;
    let sum = 0.0;
    for (let m: usize = 0; m < width; m += 8) {
      const value = load<f64>(v + m);
      sum += value;
      store<f64>(p.S + m, -value);
    }
    store<f64>(p.S + (<usize>own << 3), sum);
    const from = <usize>load<u32>(p.starts + (i << 2));
    const count = load<i32>(p.starts + (i << 2), 4) - <i32>from;
    sparseOuter<f64, Listed>(p.indices + (from << 2), p.values + (from << 3), count, p.S, p.W, p.stride);
  }
}

/** The slopes of the first n listed samples' hinges at W into `out`. */
export function faceSlopes(p: Face, n: i32): void {
  const width = <usize>p.K << 3;
  for (let k = 0; k < n; k++) {
    const i = <usize>load<u32>(p.order + (<usize>k << 2));
    const own = load<u32>(p.own + (i << 2));
    const from = <usize>load<u32>(p.starts + (i << 2));
    const count = load<i32>(p.starts + (i << 2), 4) - <i32>from;
    sparseScores<f64, Listed>(p.indices + (from << 2), p.values + (from << 3), count, p.W, p.stride, p.S);
    const out = p.out + <usize>k * width;
    const base = load<f64>(p.S + (<usize>own << 3));
    for (let m: usize = 0; m < width; m += 8) store<f64>(out + m, load<f64>(p.S + m) - base);
    store<f64>(out + (<usize>own << 3), 0);
  }
}

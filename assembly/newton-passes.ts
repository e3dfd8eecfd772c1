// Passes over all samples: hinges of weights, and weights of dual variables.

import { denseOuter } from "./dense-outer";
import { denseScores } from "./dense-scores";
import { Newton } from "./newton-plan";
import { Listed, sparseOuter, sparseScores } from "./sparse";

/** Hinges of all samples at W into `h`, N x K: margin + (s_m - s_own), or margin +- s_m where classes do not couple. */
export function newtonHinges(p: Newton, h: usize, margin: f64, isDense: bool): void {
  const width = <usize>p.K << 3;
  if (isDense) {
    memory.fill(h, 0, <usize>p.N * width);
    for (let from = 0; from < p.N; from += p.block) {
      const n = min(p.block, p.N - from);
      listBlock(p, from, n);
      denseScores<f64>(p.list, n, p.W, p.D, 0, p.D, p.K, h + <usize>from * width);
    }
  }
  for (let i = 0; i < p.N; i++, h += width) {
    if (!isDense) {
      const start = first(p, i);
      const count = first(p, i + 1) - start;
      sparseScores<f64, Listed>(p.indices + (<usize>start << 2), p.values + (<usize>start << 3), count, p.W, p.stride, p.S);
      memory.copy(h, p.S, width);
    }
    const own = load<i32>(p.own + (<usize>i << 2));
    const ownAt = h + (<usize>own << 3);
    const base = p.coupled ? load<f64>(ownAt) : 0;
    const ownScore = own < 0 ? 0 : load<f64>(ownAt);
    for (let m: usize = 0; m < width; m += 8) store<f64>(h + m, load<f64>(h + m) - base + margin);
    if (own >= 0) store<f64>(ownAt, p.coupled ? 0 : margin - ownScore);
  }
}

/** Adds W(b) to `out`; returns how many samples have a part in it. */
export function newtonWeights(p: Newton, isDense: bool): i32 {
  let used = 0;
  for (let from = 0; from < p.N; from += p.block) {
    const n = min(p.block, p.N - from);
    let here = 0;
    for (let r = 0; r < n; r++) {
      const c = p.S + <usize>r * (<usize>p.stride << 3);
      const any = coefficients(p, from + r, c);
      here += i32(any);
      if (isDense || !any) continue;
      const start = first(p, from + r);
      const count = first(p, from + r + 1) - start;
      sparseOuter<f64, Listed>(p.indices + (<usize>start << 2), p.values + (<usize>start << 3), count, c, p.out, p.stride);
    }
    used += here;
    if (!isDense || here == 0) continue;
    listBlock(p, from, n);
    denseOuter<f64>(p.list, n, p.S, p.K, p.out, p.D, 0, p.D, p.picked);
  }
  return used;
}

/** c = -sum_m b_m dh_m/ds for sample i; returns whether any is not 0. */
function coefficients(p: Newton, i: i32, c: usize): bool {
  const own = load<i32>(p.own + (<usize>i << 2));
  const b = p.b + ((<usize>i * <usize>p.K) << 3);
  let sum = 0.0;
  let any = false;
  for (let m = 0; m < p.K; m++) {
    const value = load<f64>(b + (<usize>m << 3));
    if (value != 0) any = true;
    sum += value;
    store<f64>(c + (<usize>m << 3), m == own && !p.coupled ? value : -value);
  }
  if (p.coupled) store<f64>(c + (<usize>own << 3), sum);
  return any;
}

export function listBlock(p: Newton, from: i32, n: i32): void {
  for (let r = 0; r < n; r++) {
    store<usize>(p.list + (<usize>r << 2), p.values + ((<usize>(from + r) * <usize>p.D) << 3));
  }
}

// @ts-expect-error: decorator
@inline
function first(p: Newton, i: i32): i32 {
  return load<i32>(p.starts + (<usize>i << 2));
}

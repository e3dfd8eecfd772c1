// The dual's side of a certificate: src/objective/dual.ts is the readable form.

import { add, Proof } from "./proof-plan";
import { columnOuter, rowOuter } from "./sparse";

/** Takes in the block's n samples: makes their variables feasible, adds those classes of W(b) to W that it has. */
export function proofDual<I, V, U>(p: Proof, n: i32): void {
  const K = p.K;
  const c = p.s;
  const width = p.to - p.from;
  // Feasible ones are rounded where they are stored: all classes have to see the same, so that it is done at last.
  const isLast = p.to >= (<usize>p.stride) << 3;
  memory.fill(c, 0, (<usize>p.stride) << 3);
  p.changed = 0;
  for (let r = 0; r < n; r++) {
    const b = p.b + <usize>r * p.step;
    const C = load<f64>(p.C + ((<usize>r) << 3));
    if (C == 0) {
      memory.fill(b, 0, <usize>K * sizeof<U>());
      p.changed = 1;
      continue;
    }
    const own = load<i32>(p.own + ((<usize>r) << 2));
    // What is left to do is the weights: none of these classes has a part in them.
    if (p.from != 0 && !isLast && !isIn(p, own) && areZero<U>(b, p.from, p.to)) continue;
    if (!read<U>(b, c, K)) continue;
    const isChanged = project(p, c, own, C);
    if (isChanged && isLast) {
      p.changed = 1;
      for (let m = 0; m < K; m++) {
        store<U>(b + <usize>m * sizeof<U>(), <U>load<f64>(c + ((<usize>m) << 3)));
      }
    }
    const hi = p.squared || p.kind == 2 ? Infinity : C;
    let S = 0.0;
    let squares = 0.0;
    let free = 0;
    for (let m = 0; m < K; m++) {
      const now = load<f64>(c + ((<usize>m) << 3));
      store<f64>(c + ((<usize>m) << 3), -now);
      squares += now * now;
      S += now;
      if (now > 0 && now < hi) free++;
    }
    // One less where their sum is at its bound.
    if (free > 0 && p.kind == 2 && !p.squared && S >= (1 - 1e-6) * C) free--;
    p.free += free;
    if (free > 0) p.freeSamples += 1;
    const linear = p.margin * S;
    const value = p.squared ? linear - (p.kind == 2 ? S * S : squares) / (4 * C) : linear;
    add(p, value);
    // value = linear - quadratic, so the two parts' magnitudes add up to this.
    p.magnitude += 2 * linear - value;
    if (own >= 0) {
      const place = c + ((<usize>own) << 3);
      if (p.kind == 0) store<f64>(place, -load<f64>(place));
      else {
        store<f64>(place, S);
        squares += S * S;
      }
    }
    if (squares == 0) continue;
    p.reach += sqrt(squares * load<f64>(p.q + ((<usize>r) << 3)));
    const start = load<i32>(p.starts + ((<usize>r) << 2));
    const count = load<i32>(p.starts + ((<usize>r) << 2), 4) - start;
    const indices = p.dense ? p.indices : p.indices + <usize>start * sizeof<I>();
    const values = p.values + <usize>start * sizeof<V>();
    if (K == 1) columnOuter<f64, I, V>(indices, values, values + <usize>count * sizeof<V>(), v128.load(c), p.W);
    else rowOuter<f64, I, V>(indices, values, count, c + p.from, p.W, p.row, width);
    if (p.constant == 0) continue;
    const spread = f64x2.splat(p.constant);
    const w = p.W + <usize>p.width * p.row;
    for (let at: usize = 0; at < width; at += 16) {
      const g = v128.load(c + p.from + at);
      v128.store(w + at, f64x2.add(v128.load(w + at), f64x2.mul(spread, g)));
    }
  }
}

/** Whether W has the class. */
function isIn(p: Proof, own: i32): bool {
  const at = (<usize>own) << 3;
  return own >= 0 && at >= p.from && at < p.to;
}

/** Copies one sample's variables; returns whether it takes part: zeros are feasible and add nothing. */
function read<U>(b: usize, c: usize, K: i32): bool {
  let any: bool = false;
  for (let m = 0; m < K; m++) {
    const value = <f64>load<U>(b + <usize>m * sizeof<U>());
    store<f64>(c + ((<usize>m) << 3), value);
    any = any || value != 0;
  }
  return any;
}

/** Whether a sample's variables are zero from one place to another, as those of f64 would lie. */
function areZero<U>(b: usize, from: usize, to: usize): bool {
  for (let at = from; at < to; at += 8) {
    if (load<U>(b + (sizeof<U>() == 8 ? at : at >> 1)) != 0) return false;
  }
  return true;
}

/** Makes one sample's variables feasible; returns whether they were not. Not-a-number stays. */
function project(p: Proof, c: usize, own: i32, C: f64): bool {
  const joint = p.kind == 2;
  const hi = p.squared || joint ? Infinity : C;
  // Where classes are coupled, the own one has no hinge.
  const none = p.kind == 0 ? -1 : own;
  let excess = 0.0;
  let S = 0.0;
  for (let m = 0; m < p.K; m++) {
    const place = c + ((<usize>m) << 3);
    const old = load<f64>(place);
    const now = old < 0 || m == none ? 0 : old > hi ? hi : old;
    store<f64>(place, now);
    excess = max(excess, abs(old - now) / C);
    S += now;
  }
  if (joint && !p.squared && S > C) {
    excess = max(excess, (S - C) / C);
    // One part in 2^50 less: rounding in the division must not leave the sum above C.
    const scale = (C / S) * (1 - 2.0 ** -50 * <f64>p.K);
    for (let m = 0; m < p.K; m++) {
      const place = c + ((<usize>m) << 3);
      store<f64>(place, load<f64>(place) * scale);
    }
  }
  p.infeasibility = max(p.infeasibility, excess);
  // Not-a-number counts as well.
  return excess != 0;
}

/** Rounds the weights to f32, as `to` has them, `row` bytes a feature. */
export function proofRound(p: Proof, to: usize, row: usize): void {
  const end = p.W + <usize>(p.width + (p.constant == 0 ? 0 : 1)) * p.row;
  for (let w = p.W; w < end; w += p.row, to += row) {
    for (let at: usize = 0; at < p.row; at += 8) store<f32>(to + (at >> 1), <f32>load<f64>(w + at));
  }
}

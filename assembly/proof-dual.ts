// The dual's side of a certificate: src/objective/dual.ts is the readable form.

import { zero } from "./lanes";
import { add, Proof } from "./proof-plan";
import { rowOuter } from "./sparse";

/** Takes in the block's n samples: makes their variables feasible, adds W(b) to W. */
export function proofDual(p: Proof, n: i32): void {
  const K = p.K;
  const c = p.s;
  const bytes = (<usize>p.stride) << 3;
  memory.fill(c, 0, bytes);
  p.changed = 0;
  for (let r = 0; r < n; r++) {
    const b = p.b + ((<usize>(r * K)) << 3);
    const C = load<f64>(p.C + ((<usize>r) << 3));
    if (C == 0) {
      memory.fill(b, 0, (<usize>K) << 3);
      p.changed = 1;
      continue;
    }
    if (isZero(b, K)) continue;
    const own = load<i32>(p.own + ((<usize>r) << 2));
    const S = project(p, b, own, C);
    let squares = 0.0;
    for (let m = 0; m < K; m++) {
      const now = load<f64>(b + ((<usize>m) << 3));
      store<f64>(c + ((<usize>m) << 3), -now);
      squares += now * now;
    }
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
    const indices = p.dense ? p.indices : p.indices + ((<usize>start) << 2);
    rowOuter<f64>(indices, p.values + ((<usize>start) << 3), count, c, p.W, p.row, bytes);
    if (p.constant == 0) continue;
    const spread = f64x2.splat(p.constant);
    const w = p.W + <usize>p.width * p.row;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(w + at, f64x2.add(v128.load(w + at), f64x2.mul(spread, v128.load(c + at))));
    }
  }
}

/** Makes one sample's variables feasible; returns their sum. Not-a-number stays. */
function project(p: Proof, b: usize, own: i32, C: f64): f64 {
  const joint = p.kind == 2;
  const hi = p.squared || joint ? Infinity : C;
  // Where classes are coupled, the own one has no hinge.
  const none = p.kind == 0 ? -1 : own;
  let excess = 0.0;
  let S = 0.0;
  for (let m = 0; m < p.K; m++) {
    const place = b + ((<usize>m) << 3);
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
    S = 0;
    for (let m = 0; m < p.K; m++) {
      const place = b + ((<usize>m) << 3);
      const now = load<f64>(place) * scale;
      store<f64>(place, now);
      S += now;
    }
  }
  p.infeasibility = max(p.infeasibility, excess);
  // Not-a-number counts as well.
  if (excess != 0) p.changed = 1;
  return S;
}

/** Whether a sample takes no part: its zeros are feasible and add nothing. */
function isZero(b: usize, K: i32): bool {
  let any = zero();
  let m = 0;
  for (; m + 2 <= K; m += 2) any = v128.or(any, f64x2.ne(v128.load(b + ((<usize>m) << 3)), zero()));
  return !v128.any_true(any) && (m == K || load<f64>(b + ((<usize>m) << 3)) == 0);
}

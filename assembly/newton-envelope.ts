// The losses' Moreau envelopes along a direction, in score space; src/solvers/newton-envelope.ts is the readable form and
// says what they are.

import { Newton } from "./newton-plan";

/** Sets b, free and beta to those at V + t * direction, slope and curvature; returns the sum of the local gaps. */
export function newtonEnvelope(p: Newton): f64 {
  const K = p.K;
  const width = <usize>K << 3;
  const a = p.S;
  memory.fill(p.slope, 0, width);
  memory.fill(p.curvature, 0, width);
  let gap = 0.0;
  for (let i = 0; i < p.N; i++) {
    const weight = number(p.C, i);
    if (weight == 0) continue;
    const at = <usize>i * width;
    const d = (p.mu + p.r) / weight;
    const pull = p.mu / weight;
    let value = 0.0;
    for (let k: usize = 0; k < width; k += 8) {
      const hinge = hingeAt(p, at, k);
      store<f64>(a + k, hinge + pull * load<f64>(p.centre + at + k));
      if (!(hinge > 0)) continue;
      if (!p.joint) value += p.squared ? hinge * hinge : hinge;
      else if (hinge > value) value = hinge;
    }
    if (p.joint && p.squared) value *= value;
    const limit = p.joint ? threshold(p, i, d, p.rho / weight, p.cap * weight) : 0;
    const most = p.joint ? Infinity : p.hi * weight * d;
    let S = 0.0, squares = 0.0, pairing = 0.0, freeSum = 0.0;
    for (let k: usize = 0; k < width; k += 8) {
      const above = load<f64>(a + k) - limit;
      const isFree = above > 0 && above < most;
      const now = isFree ? above / d : above > 0 ? p.hi * weight : 0;
      store<f64>(p.b + at + k, now);
      store<u8>(p.free + ((at + k) >> 3), u8(isFree));
      if (now == 0) continue;
      const dh = load<f64>(p.dh + at + k);
      S += now;
      squares += now * now;
      pairing += now * hingeAt(p, at, k);
      add(p.slope + k, now * dh);
      if (!isFree) continue;
      freeSum += dh;
      add(p.curvature + k, (dh * dh) / d);
    }
    add(p.curvature, -(number(p.beta, i) * freeSum * freeSum) / d);
    gap += weight * value + ((p.r * squares + p.rho * S * S) / weight / 2 - pairing);
  }
  return gap;
}

/** The common threshold of a sample's a, and its beta. */
function threshold(p: Newton, i: i32, d: f64, rho: f64, cap: f64): f64 {
  const last = p.S + (<usize>p.K << 3);
  let t = 0.0;
  let capped = false;
  for (let before = -1; ; ) {
    let count = 0;
    let sum = 0.0;
    for (let at = p.S; at < last; at += 8) {
      const value = load<f64>(at);
      if (!(value > t)) continue;
      count++;
      sum += value;
    }
    if (count == before || count == 0) {
      if (capped || !(sum - <f64>count * t > d * cap)) {
        const beta = count == 0 ? 0 : capped ? 1 / <f64>count : rho / (d + rho * <f64>count);
        store<f64>(p.beta + (<usize>i << 3), beta);
        return t;
      }
      capped = true;
    }
    before = count;
    const next = capped ? (sum - d * cap) / <f64>count : (rho * sum) / (d + rho * <f64>count);
    if (next > t) t = next;
  }
  return t;
}

// @ts-expect-error: decorator
@inline
function hingeAt(p: Newton, at: usize, k: usize): f64 {
  return load<f64>(p.h + at + k) + load<f64>(p.t + k) * load<f64>(p.dh + at + k);
}

// @ts-expect-error: decorator
@inline
function number(numbers: usize, i: i32): f64 {
  return load<f64>(numbers + (<usize>i << 3));
}

// @ts-expect-error: decorator
@inline
function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

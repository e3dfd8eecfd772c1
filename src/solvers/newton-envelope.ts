import type { BlockShape } from "../losses/block-step.ts";
import type { Problem } from "../objective/problem.ts";

/** What is found at one point along a direction: slope and curvature of each score's part. */
export interface Along {
  readonly slope: Float64Array;
  readonly curvature: Float64Array;
}

/** The envelope's state, N x K each but beta. */
export interface EnvelopeArrays {
  /** Hinges at V and their slopes along the latest direction. */
  readonly h: Float64Array;
  readonly dh: Float64Array;
  readonly b: Float64Array;
  readonly centre: Float64Array;
  /** 1 where b is free: strictly between its bounds. */
  readonly free: Uint8Array;
  /** beta of each sample; alpha of a sample is C_i / stiffness. */
  readonly beta: Float64Array;
}

/** Who does the work in the place of the readable form. */
export interface EnvelopeKernel {
  readonly arrays: EnvelopeArrays;
  at(t: Float64Array, mu: number, few: boolean): Along;
  move(t: Float64Array): number;
}

/**
 * The sum over the samples of the losses' Moreau envelopes, seen from score space. With h = h(V x_i) and a proximal
 * term around `centre`, sample i's envelope is
 *     max over feasible b of  b.h - r/2 |b|^2 - rho/2 (sum b)^2 - mu/(2 C_i) |b - centre_i|^2,
 * whose maximiser b is a feasible dual point and whose Hessian in h is alpha (I - beta 1 1^T) on the free b and 0
 * elsewhere. Any loss is such a thing (losses/loss.ts: `shape`). With r > 0 mu may be 0: the envelope is then the loss.
 */
export class Envelope implements EnvelopeArrays {
  readonly h: Float64Array;
  readonly dh: Float64Array;
  readonly b: Float64Array;
  readonly centre: Float64Array;
  readonly free: Uint8Array;
  readonly beta: Float64Array;
  mu = 0;
  readonly #unit: BlockShape;
  readonly #joint: boolean;
  readonly #a: Float64Array;

  constructor(
    private readonly problem: Problem,
    private readonly kernel?: EnvelopeKernel,
  ) {
    const { rows, nScores, loss } = problem;
    const size = rows.nSamples * nScores;
    const { h, dh, b, centre, free, beta } = kernel?.arrays ?? {
      h: new Float64Array(size),
      dh: new Float64Array(size),
      b: new Float64Array(size),
      centre: new Float64Array(size),
      free: new Uint8Array(size),
      beta: new Float64Array(rows.nSamples),
    };
    this.h = h;
    this.dh = dh;
    this.b = b;
    this.centre = centre;
    this.free = free;
    this.beta = beta;
    this.#unit = loss.shape(1);
    this.#joint = this.#unit.rho > 0 || this.#unit.cap < Number.POSITIVE_INFINITY;
    this.#a = new Float64Array(nScores);
  }

  /** C_i / alpha: curvature of the dual and of the proximal term together. */
  get stiffness(): number {
    return this.mu + this.#unit.r;
  }

  /** Whether each hinge knows its own score alone, the true class's too: the problem then falls apart by class. */
  get separable(): boolean {
    return this.problem.loss.block === "separate";
  }

  /**
   * Sets b, free and beta to those at V + t * direction, t_m for score m.
   *
   * @param few whether t lies between those of the last call without it and of the call before, all scores' t: samples without
   *   a free b that were the same at both are the same here too, and need not be looked at
   */
  at(t: Float64Array, few = false): Along {
    return this.kernel?.at(t, this.mu, few) ?? this.#readableAt(t);
  }

  /** Goes on to V + t * direction, where b is already; returns the sum of the samples' local gaps. */
  move(t: Float64Array): number {
    return this.kernel?.move(t) ?? this.#readableMove(t);
  }

  #readableAt(t: Float64Array): Along {
    const { C, nScores: K, rows } = this.problem;
    const { h, dh, b, centre, free, beta, mu } = this;
    const { r, rho, hi, cap } = this.#unit;
    const joint = this.#joint;
    const a = this.#a;
    const slope = new Float64Array(K);
    const curvature = new Float64Array(K);
    for (let i = 0; i < rows.nSamples; i++) {
      const weight = C[i]!;
      if (weight === 0) continue;
      const at = i * K;
      const d = (mu + r) / weight;
      for (let m = 0; m < K; m++) a[m] = h[at + m]! + t[m]! * dh[at + m]! + (mu / weight) * centre[at + m]!;
      const threshold = joint ? this.#threshold(i, d, rho / weight, cap * weight) : 0;
      const most = joint ? Number.POSITIVE_INFINITY : hi * weight * d;
      let freeSum = 0;
      for (let m = 0; m < K; m++) {
        const above = a[m]! - threshold;
        // One alone that is not 0 and at the cap cannot move.
        const isFull = above >= most || (joint && above > 0 && beta[i] === 1);
        const now = isFull ? hi * weight : above > 0 ? above / d : 0;
        const isFree = now > 0 && !isFull;
        b[at + m] = now;
        free[at + m] = isFree ? 1 : 0;
        slope[m]! += now * dh[at + m]!;
        if (!isFree) continue;
        freeSum += dh[at + m]!;
        curvature[m]! += dh[at + m]! ** 2 / d;
      }
      curvature[0]! -= (beta[i]! * freeSum * freeSum) / d;
    }
    return { slope, curvature };
  }

  #readableMove(t: Float64Array): number {
    const { C, nScores: K, loss, rows } = this.problem;
    const { h, dh, b } = this;
    const { r, rho } = this.#unit;
    let gap = 0;
    for (let i = 0; i < rows.nSamples; i++) {
      let value = 0;
      let S = 0;
      let squares = 0;
      for (let m = 0, k = i * K; m < K; m++, k++) {
        h[k]! += t[m]! * dh[k]!;
        const hinge = Math.max(0, h[k]!);
        if (this.#joint) value = Math.max(value, hinge);
        else value += loss.squared ? hinge * hinge : hinge;
        S += b[k]!;
        squares += b[k]! * b[k]!;
        gap -= b[k]! * h[k]!;
      }
      if (this.#joint && loss.squared) value *= value;
      if (C[i]! > 0) gap += C[i]! * value + (r * squares + rho * S * S) / C[i]! / 2;
    }
    return gap;
  }

  /**
   * The t >= 0 with t = rho S(t) or, if that S passes the cap, S(t) = cap, S(t) = sum max(0, a_m - t) / d. S is convex,
   * so Newton from the left ascends and ends on the right piece after at most K steps.
   */
  #threshold(i: number, d: number, rho: number, cap: number): number {
    const a = this.#a;
    let t = 0;
    let capped = false;
    for (let last = -1; ; ) {
      let count = 0;
      let sum = 0;
      for (const value of a) {
        if (!(value > t)) continue;
        count++;
        sum += value;
      }
      if (count === last || count === 0) {
        if (capped || !(sum - count * t > d * cap)) {
          this.beta[i] = count === 0 ? 0 : capped ? 1 / count : rho / (d + rho * count);
          return t;
        }
        capped = true;
      }
      last = count;
      t = Math.max(t, capped ? (sum - d * cap) / count : (rho * sum) / (d + rho * count));
    }
  }

  /** u = J v for sample i, v in the hinges' space; in place. */
  curve(i: number, v: Float64Array): void {
    const { C, nScores: K } = this.problem;
    const at = i * K;
    let sum = 0;
    for (let m = 0; m < K; m++) {
      if (this.free[at + m] === 0) v[m] = 0;
      sum += v[m]!;
    }
    const alpha = C[i]! / this.stiffness;
    const common = this.beta[i]! * sum;
    for (let m = 0; m < K; m++) if (this.free[at + m] !== 0) v[m] = alpha * (v[m]! - common);
  }
}

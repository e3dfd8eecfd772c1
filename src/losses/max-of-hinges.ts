import { type BlockShape, coupledStep } from "./block-step.ts";
import { common } from "./common.ts";
import type { Hinges } from "./hinges.ts";
import type { DualLoss, LossName } from "./loss.ts";
import type { LossForm } from "./options.ts";

/** l = max(0, max_m h_m), or its square: only the worst hinge counts. Crammer-singer is of this kind. */
export function maxOfHinges(name: LossName, hinges: Hinges, form: LossForm): DualLoss {
  const { base, hingesAt, slopesAt, replace } = common(name, hinges, form);
  const { squared, margin } = base;

  const shape = (C: number): BlockShape => ({
    r: 0,
    rho: squared ? 1 / (2 * C) : 0,
    hi: squared ? Number.POSITIVE_INFINITY : C,
    cap: squared ? Number.POSITIVE_INFINITY : C,
  });

  /** Whether another line is as high as the first of the highest; entry y is the constant 0, which ties too. */
  function isTied(at: Float64Array, first: number): boolean {
    const worst = at[first]!;
    if (squared && worst === 0) return false;
    for (let m = first + 1; m < at.length; m++) if (at[m] === worst) return true;
    return false;
  }

  return {
    ...base,
    block: "maximum",
    shape,

    value(s, y) {
      const at = hingesAt(s, y);
      const worst = Math.max(0, at[lowestWorst(at)]!);
      return squared ? worst * worst : worst;
    },

    subgradient(s, y, out, tally) {
      const at = hingesAt(s, y);
      const first = lowestWorst(at);
      const worst = at[first]!;
      for (let m = 0; m < out.length; m++) out[m] = 0;
      if (tally !== undefined) {
        for (let m = 0; m < at.length; m++) if (at[m]! > 0) tally.nViolations++;
        if (isTied(at, first)) tally.kinks++;
      }
      if (!(worst > 0)) return 0;
      hinges.addGradient(first, y, squared ? 2 * worst : 1, out);
      return squared ? worst * worst : worst;
    },

    isKink(s, y) {
      const at = hingesAt(s, y);
      return isTied(at, lowestWorst(at));
    },

    subdifferential(s, y) {
      const gradient = new Float64Array(s.length);
      this.subgradient(s, y, gradient);
      const at = hingesAt(s, y);
      const worst = at[lowestWorst(at)]!;
      const directions: Float64Array[] = [];
      // The hull of the tied hinges' gradients and, where the worst is 0, of the zero vector. Squared: at 0 all vanish.
      if (worst >= 0 && !(squared && worst === 0)) {
        const scale = squared ? 2 * worst : 1;
        for (let m = 0; m < at.length; m++) {
          if (at[m] !== worst || m === y) continue;
          const direction = gradient.map((value) => 0 - value);
          hinges.addGradient(m, y, scale, direction);
          if (direction.some((value) => value !== 0)) directions.push(direction);
        }
      }
      return { base: gradient, directions, joint: true };
    },

    kinkDistance(s, y, ds) {
      const at = hingesAt(s, y);
      const slopes = slopesAt(ds, y);
      // Entry y, the constant 0, is the line that all others have to pass. The upper envelope starts on the
      // highest line, of equal ones the steepest, and kinks where the next one passes it.
      let first = y;
      for (let m = 0; m < at.length; m++) {
        const higher = at[m]! - at[first]!;
        if (higher > 0 || (higher === 0 && slopes[m]! > slopes[first]!)) first = m;
      }
      let nearest = Number.POSITIVE_INFINITY;
      for (let m = 0; m < at.length; m++) {
        const below = at[first]! - at[m]!;
        const gain = slopes[m]! - slopes[first]!;
        if (below === 0 && gain !== 0) return 0;
        if (gain > 0) nearest = Math.min(nearest, below / gain);
      }
      return nearest;
    },

    valueError(value, error) {
      const e = hinges.slope * error;
      return squared ? 2 * e * Math.sqrt(value) + e * e : e;
    },

    dualValue(b, at, _y, K, C) {
      const S = sum(b, at, K);
      return squared ? margin * S - (S * S) / (4 * C) : margin * S;
    },

    project(b, at, y, K, C) {
      let excess = 0;
      for (let m = 0; m < K; m++) {
        const old = b[at + m]!;
        const now = old < 0 || m === y ? 0 : old;
        b[at + m] = now;
        excess = Math.max(excess, Math.abs(old - now) / C);
      }
      const S = sum(b, at, K);
      if (squared || !(S > C)) return excess;
      // One part in 2^50 less: rounding in the division must not leave the sum above C.
      const scale = (C / S) * (1 - 2 ** -50 * K);
      for (let m = at; m < at + K; m++) b[m]! *= scale;
      return Math.max(excess, (S - C) / C);
    },

    dualStep(s, y, b, at, q, C, delta) {
      const K = s.length;
      const now = hingesAt(s, y);
      const box = shape(C);
      const worst = Math.max(0, now[lowestWorst(now)]!);
      const S = sum(b, at, K);
      let gap = C * (squared ? worst * worst : worst) + (box.rho / 2) * S * S;
      for (let m = 0; m < K; m++) {
        gap -= b[at + m]! * now[m]!;
        now[m] = now[m]! + q * (b[at + m]! + S);
      }
      now[y] = Number.NEGATIVE_INFINITY;
      coupledStep(now, K, S, q, box);
      replace(now, b, at, y, delta);
      return gap;
    },
  };
}

function lowestWorst(h: Float64Array): number {
  let worst = 0;
  for (let m = 1; m < h.length; m++) if (h[m]! > h[worst]!) worst = m;
  return worst;
}

function sum(b: Float64Array, at: number, K: number): number {
  let total = 0;
  for (let m = at; m < at + K; m++) total += b[m]!;
  return total;
}

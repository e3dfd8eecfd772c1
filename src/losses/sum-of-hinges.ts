import { type BlockShape, coupledStep, separateStep } from "./block-step.ts";
import { common } from "./common.ts";
import type { Hinges } from "./hinges.ts";
import type { DualLoss, LossName } from "./loss.ts";
import type { LossForm } from "./options.ts";

/** l = sum_m max(0, h_m), or the sum of their squares. Weston-watkins, one-vs-all and binary are of this kind. */
export function sumOfHinges(name: LossName, hinges: Hinges, form: LossForm): DualLoss {
  const { base, hingesAt, slopesAt, replace } = common(name, hinges, form);
  const { squared, margin } = base;

  const shape = (C: number): BlockShape => ({
    r: squared ? 1 / (2 * C) : 0,
    rho: 0,
    hi: squared ? Number.POSITIVE_INFINITY : C,
    cap: Number.POSITIVE_INFINITY,
  });

  const isHinge = (m: number, y: number): boolean => !(hinges.skipsTrueClass && m === y);

  return {
    ...base,
    block: hinges.skipsTrueClass ? "sum" : "separate",
    shape,

    value(s, y) {
      const at = hingesAt(s, y);
      let sum = 0;
      for (let m = 0; m < at.length; m++) if (at[m]! > 0) sum += squared ? at[m]! * at[m]! : at[m]!;
      return sum;
    },

    subgradient(s, y, out, tally) {
      const at = hingesAt(s, y);
      let value = 0;
      let violations = 0;
      let tied = false;
      for (let m = 0; m < out.length; m++) out[m] = 0;
      for (let m = 0; m < at.length; m++) {
        const h = at[m]!;
        if (h > 0) {
          violations++;
          value += squared ? h * h : h;
          hinges.addGradient(m, y, squared ? 2 * h : 1, out);
        } else if (h === 0 && isHinge(m, y)) tied = true;
      }
      if (tally !== undefined) {
        tally.nViolations += violations;
        if (tied && !squared) tally.kinks++;
      }
      return value;
    },

    isKink(s, y) {
      // A squared hinge is smooth at 0.
      if (squared) return false;
      const at = hingesAt(s, y);
      for (let m = 0; m < at.length; m++) if (at[m] === 0 && isHinge(m, y)) return true;
      return false;
    },

    subdifferential(s, y) {
      const gradient = new Float64Array(s.length);
      this.subgradient(s, y, gradient);
      const directions: Float64Array[] = [];
      // A squared hinge is smooth at 0.
      if (!squared) {
        const at = hingesAt(s, y);
        for (let m = 0; m < at.length; m++) {
          if (at[m] !== 0 || !isHinge(m, y)) continue;
          const direction = new Float64Array(s.length);
          hinges.addGradient(m, y, 1, direction);
          directions.push(direction);
        }
      }
      return { base: gradient, directions, joint: false };
    },

    kinkDistance(s, y, ds) {
      const at = hingesAt(s, y);
      const slopes = slopesAt(ds, y);
      let nearest = Number.POSITIVE_INFINITY;
      for (let m = 0; m < at.length; m++) {
        if (slopes[m] === 0) continue;
        const t = -at[m]! / slopes[m]!;
        if (t >= 0 && t < nearest) nearest = t;
      }
      return nearest;
    },

    valueError(value, error, nScores) {
      const terms = hinges.skipsTrueClass ? nScores - 1 : nScores;
      const e = hinges.slope * error;
      // Squares: |(h + e)^2 - h^2| <= 2 h e + e^2, and sum h <= sqrt(terms * value) by Cauchy-Schwarz.
      return squared ? 2 * e * Math.sqrt(terms * value) + terms * e * e : terms * e;
    },

    dualValue(b, at, _y, K, C) {
      let sum = 0;
      let squares = 0;
      for (let m = at; m < at + K; m++) {
        sum += b[m]!;
        squares += b[m]! * b[m]!;
      }
      return squared ? margin * sum - squares / (4 * C) : margin * sum;
    },

    project(b, at, y, K, C) {
      let excess = 0;
      for (let m = 0; m < K; m++) {
        const old = b[at + m]!;
        const hi = isHinge(m, y) ? (squared ? Number.POSITIVE_INFINITY : C) : 0;
        const now = old < 0 ? 0 : old > hi ? hi : old;
        b[at + m] = now;
        excess = Math.max(excess, Math.abs(old - now) / C);
      }
      return excess;
    },

    dualStep(s, y, b, at, q, C, delta) {
      const K = s.length;
      const now = hingesAt(s, y);
      const box = shape(C);
      let S = 0;
      let gap = 0;
      for (let m = 0; m < K; m++) {
        const old = b[at + m]!;
        const hinge = now[m]!;
        S += old;
        if (hinge > 0) gap += C * (squared ? hinge * hinge : hinge);
        gap += (box.r / 2) * old * old - old * hinge;
      }
      if (hinges.skipsTrueClass) {
        for (let m = 0; m < K; m++) now[m] = now[m]! + q * (b[at + m]! + S);
        now[y] = Number.NEGATIVE_INFINITY;
        coupledStep(now, K, S, q, box);
      } else {
        for (let m = 0; m < K; m++) now[m] = separateStep(b[at + m]!, now[m]!, q, box);
      }
      replace(now, b, at, y, delta);
      return gap;
    },
  };
}

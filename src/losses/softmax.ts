import { HingeError } from "../errors.ts";
import type { Loss } from "./loss.ts";
import type { LossForm } from "./options.ts";

/**
 * Softmax cross-entropy: l(s, y) = log(sum_m exp(s_m)) - s_y, the loss that CS231n compares the hinge with.
 *
 * Gradient: softmax(s)_m - 1[m = y]. Smooth, no margin, no hinges; it has no part in certified training, because
 * its dual is none of the kind that losses here have. Source: Cox, JRSS B 20 (1958); Bridle, 1990.
 *
 * A margin is left unused: there is none to win by.
 *
 * @throws HingeError `bad-option` if asked to be squared
 */
export function softmax(form: LossForm = {}): Loss {
  if (form.squared) throw new HingeError("bad-option", "softmax has no squared form", { option: "squared" });
  return {
    name: "softmax",
    squared: false,
    margin: 0,
    nScores: (nClasses) => nClasses,

    predict(s) {
      let best = 0;
      for (let m = 1; m < s.length; m++) if (s[m]! > s[best]!) best = m;
      return best;
    },

    hinges: (_s, _y, h) => {
      h.fill(0);
    },

    value: (s, y) => logSumExp(s) - s[y]!,

    subgradient(s, y, out) {
      const total = logSumExp(s);
      for (let m = 0; m < s.length; m++) out[m] = Math.exp(s[m]! - total);
      out[y]! -= 1;
      return total - s[y]!;
    },

    isKink: () => false,

    subdifferential(s, y) {
      const base = new Float64Array(s.length);
      this.subgradient(s, y, base);
      return { base, directions: [], joint: false };
    },

    kinkDistance: () => Number.POSITIVE_INFINITY,

    // |dl/ds|_1 <= 2, so l moves by at most twice the largest change of a score.
    valueError: (_value, error) => 2 * error,
  };
}

/** log(sum exp(s)), shifted by the largest score so that nothing overflows. */
function logSumExp(s: Float64Array): number {
  let top = s[0]!;
  for (let m = 1; m < s.length; m++) top = Math.max(top, s[m]!);
  let sum = 0;
  for (let m = 0; m < s.length; m++) sum += Math.exp(s[m]! - top);
  return top + Math.log(sum);
}

import type { Hinges } from "./hinges.ts";
import type { DualLoss, LossName } from "./loss.ts";
import { checkMargin, type LossForm } from "./options.ts";

/** What a sum and a maximum of hinges have in common: the part of a loss that only its hinges decide. */
export function common(name: LossName, hinges: Hinges, form: LossForm) {
  const squared = form.squared ?? false;
  const margin = checkMargin(form.margin ?? 1);
  // Work space is kept between calls: the solver makes one a sample and epoch.
  let h = new Float64Array(0);
  let dh = new Float64Array(0);

  const base: Pick<
    DualLoss,
    "name" | "squared" | "margin" | "nScores" | "predict" | "hinges" | "slopes" | "coefficients"
  > = {
    name,
    squared,
    margin,
    nScores: hinges.nScores,
    predict: hinges.predict,
    hinges: (s, y, out) => hinges.write(s, y, margin, out),
    slopes: (ds, y, out) => hinges.write(ds, y, 0, out),

    coefficients(b, at, y, out) {
      out.fill(0);
      for (let m = 0; m < out.length; m++) if (b[at + m] !== 0) hinges.addGradient(m, y, -b[at + m]!, out);
    },
  };

  return {
    base,

    /** The hinges' arguments at s, in work space that the next call overwrites. */
    hingesAt(s: Float64Array, y: number): Float64Array {
      if (h.length !== s.length) h = new Float64Array(s.length);
      hinges.write(s, y, margin, h);
      return h;
    },

    /** How fast the hinges' arguments change along ds, in work space that the next call overwrites. */
    slopesAt(ds: Float64Array, y: number): Float64Array {
      if (dh.length !== ds.length) dh = new Float64Array(ds.length);
      hinges.write(ds, y, 0, dh);
      return dh;
    },

    /** Puts fresh variables in the place of one sample's old ones; delta gets the change of the coefficients. */
    replace(fresh: Float64Array, b: Float64Array, at: number, y: number, delta: Float64Array): void {
      delta.fill(0);
      for (let m = 0; m < delta.length; m++) {
        const change = fresh[m]! - b[at + m]!;
        if (change === 0) continue;
        hinges.addGradient(m, y, -change, delta);
        b[at + m] = fresh[m]!;
      }
    },
  };
}

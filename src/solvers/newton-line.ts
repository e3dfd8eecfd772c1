import { dot } from "../math/vector.ts";
import type { Envelope } from "./newton-envelope.ts";

/** The slope at the end, relative to that at the beginning. */
const flat = 0.1;
const mostTrials = 40;
/** A part with less than this share of the mean slope is not worth more trials: rounding may be all that is left of it. */
const share = 0.05;

/**
 * The minimum of 1/2 |V + t d|^2 + envelope along d: Newton's method on the slope, which is increasing, in a bracket. Where
 * the problem falls apart by class each class has its own t, else one slow class would hold up all. No product with X is
 * needed. Leaves the envelope at V + t d.
 *
 * @param V weights, d direction and g minus the gradient at V, class by class, K x nFeatures
 * @returns t, one a class
 */
export function lineSearch(
  envelope: Envelope,
  V: Float64Array,
  d: Float64Array,
  g: Float64Array,
  K: number,
): { t: Float64Array; trials: number } {
  // A part is what has a t of its own: the scores from m * width on.
  const width = envelope.separable ? 1 : K;
  const size = (width * V.length) / K;
  const t = new Float64Array(K);
  const parts = Array.from({ length: K / width }, (_, p) => {
    const own = d.subarray(p * size, (p + 1) * size);
    const Vd = dot(own, V.subarray(p * size, (p + 1) * size));
    return {
      from: p * width,
      Vd,
      dd: dot(own, own),
      low: 0,
      high: Number.POSITIVE_INFINITY,
      slope: Math.abs(dot(own, g.subarray(p * size, (p + 1) * size))),
      done: false,
    };
  });
  const least = (share * parts.reduce((total, { slope }) => total + slope, 0)) / parts.length;
  const sum = (values: Float64Array, from: number): number => {
    let total = 0;
    for (let m = from; m < from + width; m++) total += values[m]!;
    return total;
  };
  // The ends between which the last look at all samples tells about most of them.
  let begin = t.slice();
  let end = t.slice();
  let last = t.slice();
  t.fill(1);
  for (let trials = 1; ; trials++) {
    const few = t.every(
      (now, m) => Math.min(begin[m]!, end[m]!) <= now && now <= Math.max(begin[m]!, end[m]!),
    );
    const along = envelope.at(t, few);
    if (!few) [begin, end] = [last, t.slice()];
    last = t.slice();
    for (const part of parts) {
      const { from, Vd, dd } = part;
      const goal = flat * Math.max(least, part.slope);
      const now = t[from]!;
      const slope = sum(along.slope, from) + Vd + now * dd;
      part.done ||= Math.abs(slope) <= goal || !(now > 0);
      if (part.done) continue;
      if (slope > 0) part.high = now;
      else part.low = now;
      let next = now - slope / (sum(along.curvature, from) + dd);
      if (!(next > part.low && next < part.high)) {
        next = part.high < Number.POSITIVE_INFINITY ? (part.low + part.high) / 2 : 2 * now;
      }
      if (trials < mostTrials) t.fill(next, from, from + width);
    }
    if (trials === mostTrials || parts.every(({ done }) => done)) return { t, trials };
  }
}

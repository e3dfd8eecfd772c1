import type { Along, Envelope } from "./newton-envelope.ts";

/** The slope at the end, relative to that at the beginning. */
const flat = 0.1;
const mostTrials = 40;

/**
 * The minimum of 1/2 |V + t d|^2 + envelope along d: Newton's method on the slope, which is increasing, in a bracket. No
 * product with X is needed. Leaves the envelope at V + t d.
 */
export function lineSearch(
  envelope: Envelope,
  Vd: number,
  dd: number,
): { t: number; along: Along; trials: number } {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let t = 1;
  const first = Math.abs(envelope.at(0).slope + Vd);
  for (let trials = 1; ; trials++) {
    const along = envelope.at(t);
    const slope = along.slope + Vd + t * dd;
    if (Math.abs(slope) <= flat * first || trials === mostTrials || !(t > 0)) return { t, along, trials };
    if (slope > 0) high = t;
    else low = t;
    let next = t - slope / (along.curvature + dd);
    if (!(next > low && next < high)) next = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * t;
    t = next;
  }
}

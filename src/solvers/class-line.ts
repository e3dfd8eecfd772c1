/** The slope at the end of a step, relative to that at its beginning. */
const flat = 0.1;
const mostTrials = 40;

/** What one class's losses are like at a point along its direction, the regulariser left out. */
export interface Along {
  readonly slope: number;
  readonly curvature: number;
}

/**
 * The minimum of 1/2 |v + t d|^2 + losses along d: Newton's method on the slope, which is increasing, in a bracket.
 *
 * @param along looks at the losses at t
 * @param from v.d, |d|^2, and d times minus the gradient at v
 * @returns t, and what was found there
 */
export function minimumAlong<A extends Along>(
  along: (t: number) => A,
  { Vd, dd, slope: steepest }: { readonly Vd: number; readonly dd: number; readonly slope: number },
): A & { readonly t: number } {
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  let t = 1;
  for (let trials = 1; ; trials++) {
    const found = along(t);
    const slope = found.slope + Vd + t * dd;
    if (Math.abs(slope) <= flat * steepest || trials === mostTrials || !(t > 0)) return { ...found, t };
    if (slope > 0) high = t;
    else low = t;
    t -= slope / (found.curvature + dd);
    if (!(t > low && t < high)) t = high < Number.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low;
  }
}

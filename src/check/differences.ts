/** A slope, and about how far it is off: what extrapolation and rounding leave. */
export interface Slope {
  readonly value: number;
  readonly error: number;
}

/** The slopes on both sides of 0, which differ where the function has a kink there, and their middle. */
export interface Slopes extends Slope {
  readonly kinked: boolean;
  readonly left: number;
  readonly right: number;
}

/** Each step is a quarter of the one before: a power of two, so that steps are exact. */
const RATIO = 4;

/**
 * phi'(0) by central differences at t, t/4, ..., extrapolated to t = 0 (Richardson 1911; the tableau and its error
 * estimate are those of Ridders, Advances in Engineering Software 4, 1982). Exact but for rounding where phi is
 * a parabola on [-t, t].
 *
 * @param phi a function of the step; steps at which it is not finite are left out
 * @returns not a number if fewer than two steps are left
 */
export function centralSlope(phi: (t: number) => number, t: number, levels = 4): Slope {
  return extrapolate(measure(phi, t, levels), 2, ({ plus, minus, t }) => (plus - minus) / (2 * t));
}

/**
 * The same for a function of which no kink is known: ever smaller steps, of which the tableau picks those below
 * the nearest kink, because only they agree with each other; and one-sided slopes, whose limits differ if there is
 * a kink at 0, or nearer to it than differences can see (about 1e-7).
 */
export function adaptiveSlopes(phi: (t: number) => number, t: number): Slopes {
  const steps = measure(phi, t, 11);
  const zero = phi(0);
  const middle = extrapolate(steps, 2, ({ plus, minus, t }) => (plus - minus) / (2 * t));
  const right = extrapolate(steps, 1, ({ plus, t }) => (plus - zero) / t);
  const left = extrapolate(steps, 1, ({ minus, t }) => (zero - minus) / t);
  const error = Math.max(left.error, right.error);
  const jump = Math.abs(right.value - left.value);
  // Limits of a smooth function differ by their errors alone; 32 times that, as these are estimates, which a
  // jump of the curvature nearby, as a squared hinge has, misleads most.
  const kinked = jump > 32 * error + 1e-7 * (Math.abs(left.value) + Math.abs(right.value));
  return {
    ...(kinked ? { value: (left.value + right.value) / 2, error } : middle),
    kinked,
    left: Math.min(left.value, right.value),
    right: Math.max(left.value, right.value),
  };
}

interface Step {
  readonly t: number;
  readonly plus: number;
  readonly minus: number;
}

function measure(phi: (t: number) => number, largest: number, levels: number): Step[] {
  const steps = Array.from({ length: levels }, (_, k) => {
    const t = largest * RATIO ** -k;
    return { t, plus: phi(t), minus: phi(-t) };
  });
  return steps.filter(({ plus, minus }) => Number.isFinite(plus - minus));
}

/** Neville's tableau for quotients whose error is a series in t^power; the entry of the smallest error. */
function extrapolate(steps: readonly Step[], power: number, quotient: (step: Step) => number): Slope {
  let best: Slope = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  let above: number[] = [];
  let noiseAbove = 0;
  const consider = (value: number, error: number): void => {
    if (error < best.error) best = { value, error };
  };
  for (const step of steps) {
    const row = [quotient(step)];
    // Four roundings of values of this size, divided by the step.
    const noise = (2 ** -50 * Math.max(Math.abs(step.plus), Math.abs(step.minus))) / step.t;
    if (above.length > 0) {
      const change = Math.abs(row[0]! - above[0]!);
      // Where two steps agree, the larger one has the smaller rounding.
      consider(above[0]!, change + noiseAbove);
      consider(row[0]!, change + noise);
    }
    for (let j = 1; j <= above.length; j++) {
      const value = row[j - 1]! + (row[j - 1]! - above[j - 1]!) / (RATIO ** (power * j) - 1);
      row.push(value);
      consider(value, noise + Math.max(Math.abs(value - row[j - 1]!), Math.abs(value - above[j - 1]!)));
    }
    above = row;
    noiseAbove = noise;
  }
  return best;
}

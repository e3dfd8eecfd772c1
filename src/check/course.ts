/** One coordinate, as the course's check sees it, and what is known beside. */
export interface Sampled {
  readonly analytic: number;
  /** The right slope; not a number at a kink. */
  readonly right: number;
  /** The central difference with the course's step. */
  readonly difference: number;
  readonly kinkDistance: number | undefined;
  /** The penalty's part of the gradient, if known. */
  readonly penalty: number;
}

/** CS231n's own check on the same coordinates, and whether it could have told right from wrong. */
export interface CourseCheck {
  /** Its step, 1e-5. */
  readonly h: number;
  /** Of |analytic - numeric| / (|analytic| + |numeric|). */
  readonly maxRelativeError: number;
  readonly medianRelativeError: number;
  /** Coordinates with a kink within h, by closed form; absent without X and y. */
  readonly crossings?: number;
  /** The largest relative error that it finds in the right gradient. */
  readonly errorIfRight: number;
  /** The largest that halving the penalty's gradient makes; absent without lambda. */
  readonly errorIfHalved?: number;
  readonly couldTell: boolean;
  readonly warning?: string;
}

/** The step of `grad_check_sparse`. */
export const courseStep = 1e-5;

/**
 * `grad_check_sparse` of CS231n's assignments: central differences at h = 1e-5 and relative errors. It could tell
 * right from wrong if the right gradient's error there is smaller than that of the most common mistake, half the
 * penalty's gradient, or, without a penalty, than 1e-4, which the notes call "usually okay for objectives with kinks".
 */
export function courseCheck(samples: readonly Sampled[]): CourseCheck {
  const errors = samples.map((at) => relativeError(at.analytic, at.difference)).sort((a, b) => a - b);
  const middle = errors.length >> 1;
  const median =
    errors.length % 2 === 1 ? errors[middle]! : ((errors[middle - 1] ?? 0) + (errors[middle] ?? 0)) / 2;
  const known = samples.filter((at) => Number.isFinite(at.right));
  const errorIfRight = largest(known.map((at) => relativeError(at.right, at.difference)));
  const errorIfHalved = largest(known.map((at) => relativeError(at.right, at.right - at.penalty / 2)));
  const crossings = samples.filter((at) => at.kinkDistance! <= courseStep).length;
  const couldTell = errorIfRight < (errorIfHalved || 1e-4);
  const cause = crossings > 0 ? `${crossings} of ${samples.length} coordinates cross a kink, and ` : "";
  const halved = errorIfHalved > 0 ? `, that of half the penalty's gradient ${short(errorIfHalved)}` : "";
  return {
    h: courseStep,
    maxRelativeError: errors.at(-1) ?? 0,
    medianRelativeError: median,
    ...(samples.some((at) => at.kinkDistance !== undefined) ? { crossings } : {}),
    errorIfRight,
    ...(errorIfHalved > 0 ? { errorIfHalved } : {}),
    couldTell,
    ...(couldTell
      ? {}
      : {
          warning: `with h = 1e-5, ${cause}the right gradient's relative error is up to ${short(errorIfRight)}${halved}: this check could not tell right from wrong`,
        }),
  };
}

export function short(value: number): string {
  return Number(value.toPrecision(2)).toString();
}

function relativeError(a: number, n: number): number {
  return a === n ? 0 : Math.abs(a - n) / (Math.abs(a) + Math.abs(n));
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

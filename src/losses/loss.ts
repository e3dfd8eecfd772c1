import type { BlockShape } from "./block-step.ts";

/** The losses by their names in the literature; each but softmax also has a squared form. */
export type LossName = DualLossName | "softmax";

/** The losses with a dual, which certified training takes. */
export type DualLossName = "weston-watkins" | "crammer-singer" | "one-vs-all" | "binary";

/**
 * All subgradients of a loss at one score row: base + sum_k alpha_k * directions[k].
 *
 * No direction: the loss is differentiable there, and `base` is its gradient. One direction: the
 * subdifferential is an interval, alpha in [0, 1]. More: each alpha_k in [0, 1] and, if `joint`, their sum at
 * most 1. `base` is always the subgradient that the library's convention picks.
 */
export interface Subdifferential {
  readonly base: Float64Array;
  readonly directions: readonly Float64Array[];
  readonly joint: boolean;
}

/** Counts over the samples of a pass. */
export interface Tally {
  /** Pairs (sample, score) whose hinge is active: margin violated, strictly. */
  nViolations: number;
  /** Samples on a kink, where the subgradient is a matter of convention. */
  kinks: number;
}

/**
 * A loss of one sample: a function of its score row s (one number a class; a single number for `binary`) and
 * its class number y. It never sees the sample itself.
 *
 * Every loss here but softmax is made of hinges max(0, h_m), where h is affine in s. At a tie, where some h_m is
 * exactly 0, the subgradient counts the hinge as inactive (strict >); where several classes share the worst hinge,
 * crammer-singer takes the lowest class.
 */
export interface Loss {
  readonly name: LossName;
  readonly squared: boolean;
  /** delta: by how much the true class's score has to win. */
  readonly margin: number;
  /** Length of the score row for that many classes. @throws HingeError `not-two-classes` for binary */
  nScores(nClasses: number): number;
  /** Class number predicted from a score row; at equal scores the lower class. */
  predict(s: Float64Array): number;
  /** The hinges' arguments, one a score; `h` is overwritten. The true class's own entry is 0 where it has none. */
  hinges(s: Float64Array, y: number, h: Float64Array): void;
  value(s: Float64Array, y: number): number;
  /**
   * dl/ds under the convention at ties; `out` is overwritten.
   *
   * @param tally counts this sample in, if given
   * @returns l(s, y), which costs nothing more
   */
  subgradient(s: Float64Array, y: number, out: Float64Array, tally?: Tally): number;
  /** Whether s is a point where l has no gradient: the subgradient is then a matter of convention. */
  isKink(s: Float64Array, y: number): boolean;
  subdifferential(s: Float64Array, y: number): Subdifferential;
  /**
   * The smallest t >= 0 at which s + t * ds reaches a kink: a point where a hinge changes between active and
   * inactive or, for a maximum of hinges, where the worst class changes. Infinity if there is none ahead.
   * Squared hinges count too: their slope is continuous there, but not their curvature.
   */
  kinkDistance(s: Float64Array, y: number, ds: Float64Array): number;
  /** An upper bound on |l(s + e) - l(s)| for every e with max |e_m| <= error, given l(s) = value. */
  valueError(value: number, error: number, nScores: number): number;
}

/** Whether a loss has the dual that a proof needs. */
export function hasDual(loss: Loss): loss is DualLoss {
  return "dualValue" in loss;
}

/**
 * A loss with its dual, in variables b_m >= 0, one a hinge. They stand for the coefficients
 * c = -sum_m b_m * dh_m/ds, and the primal weights are W = sum_i c_i x_i^T.
 *
 * With C_i the sample's weight in the objective, P(W) = 1/2 |W|^2 + sum_i C_i l(W x_i, y_i) and
 * D(b) = sum_i dualValue(b_i) - 1/2 |W(b)|^2. The variables of one sample are the K entries of `b` from `at`.
 */
export interface DualLoss extends Loss {
  /**
   * What kind of block a sample's variables are: each for itself, or coupled by the own class's score, in a sum of
   * hinges or in their maximum. Kernels that know the kind may take the steps in the place of `dualStep`.
   */
  readonly block: "separate" | "sum" | "maximum";
  /** Bounds and curvature of the dual in one sample's b, for weight C. */
  shape(C: number): BlockShape;
  /** How fast the hinges' arguments change along ds; `dh` is overwritten. */
  slopes(ds: Float64Array, y: number, dh: Float64Array): void;
  /** -C l*(-c/C), the sample's part of the dual; b must be feasible. */
  dualValue(b: Float64Array, at: number, y: number, K: number, C: number): number;
  /** c = -sum_m b_m dh_m/ds; `out` (length K) is overwritten. */
  coefficients(b: Float64Array, at: number, y: number, out: Float64Array): void;
  /**
   * Makes b feasible in place, exactly, and returns the largest change relative to C (0 if it was feasible).
   * Not-a-number stays and gives NaN.
   */
  project(b: Float64Array, at: number, y: number, K: number, C: number): number;
  /**
   * Maximises the dual over this sample's b exactly, all others fixed.
   *
   * @param s the scores at the current W; q = |x_i|^2; C > 0 the sample's weight
   * @param delta receives the change of the coefficients, so that W += delta x_i^T; overwritten
   * @returns the sample's duality gap before the step, C l(s) - dualValue(b) + c.s >= 0 (Fenchel-Young)
   */
  dualStep(
    s: Float64Array,
    y: number,
    b: Float64Array,
    at: number,
    q: number,
    C: number,
    delta: Float64Array,
  ): number;
}

import type { WeightArray } from "../data/products.ts";
import { type Bounds, readableBounds } from "./bounds.ts";
import { type DualPoint, dual } from "./dual.ts";
import { type Bounded, primal } from "./primal.ts";
import type { Problem } from "./problem.ts";

/**
 * What is known for certain of a model, in LIBLINEAR's scale: no weights can have an objective below
 * `dual` - `bound`, and these have `primal`, up to `bound`.
 */
export interface Certificate {
  /** The weights that it speaks of, feature-major. */
  readonly W: WeightArray;
  readonly primal: number;
  readonly dual: number;
  /** primal - dual, with its sign. */
  readonly gap: number;
  /** By how much rounding may have falsified the primal, the dual, and so the gap, at the very worst. */
  readonly primalError: number;
  readonly dualError: number;
  readonly bound: number;
  /** Why the numbers contradict each other or the constraints; undefined if they do not. */
  readonly fault?: string | undefined;
}

/** Infeasibility, relative to C, that rounding in a solver explains; more is a fault of the solver. */
const roundingSlack = 1e-6;

/**
 * Certifies dual variables: trusts no solver, recomputes the weights, the primal and the dual in f64.
 *
 * Valid for any b whatever, because b is made feasible first, and any feasible point's dual lies below the optimum.
 *
 * @param b nSamples x K dual variables; made feasible in place
 */
export function certify(problem: Problem, b: Float64Array): Certificate {
  const bounds = readableBounds(problem);
  return certifyPoint(bounds, bounds.dual(b));
}

/** The same by bounds at hand, of a dual point whose value is known; its W is the one that `bounds` have written last. */
export function certifyPoint(bounds: Bounds, lower: DualPoint): Certificate {
  return pair(lower.W, bounds.primal(lower.W), lower);
}

/**
 * Certifies weights that were found by other means, a descent in the primal say, against dual variables that need not
 * belong to them: P(W) - D(b) bounds W's distance from the optimum whoever made the two.
 *
 * @param W feature-major, nFeatures x K
 * @param b nSamples x K dual variables; made feasible in place
 */
export function certifyPrimal(problem: Problem, W: Float64Array, b: Float64Array): Certificate {
  return pair(W, primal(problem, W), dual(problem, b));
}

/** The certificate, or one of the same dual variables and other weights, feature-major, if those have a lower primal. */
export function withWeights(certificate: Certificate, W: WeightArray, upper: Bounded): Certificate {
  const { dual: value, dualError: error } = certificate;
  return best(certificate, pair(W, upper, { value, error, infeasibility: 0 }));
}

/** The certificate, or one of the same weights and another dual point, if that is higher. */
export function withDual(certificate: Certificate, lower: Omit<DualPoint, "W">): Certificate {
  const { W, primal: value, primalError: error } = certificate;
  return best(certificate, pair(W, { value, error }, lower));
}

/** The certificate of weights whose primal is known, and of a dual point. */
export function pair(W: WeightArray, upper: Bounded, lower: Omit<DualPoint, "W">): Certificate {
  const gap = upper.value - lower.value;
  const bound = upper.error + lower.error;
  return {
    W,
    primal: upper.value,
    dual: lower.value,
    gap,
    primalError: upper.error,
    dualError: lower.error,
    bound,
    fault: faultOf(),
  };

  function faultOf(): string | undefined {
    if (!Number.isFinite(gap) || !Number.isFinite(bound)) return "the objective is not a finite number";
    if (!(lower.infeasibility <= roundingSlack)) {
      return `dual variables violated their constraints by ${lower.infeasibility.toExponential(1)} of C`;
    }
    if (gap < -bound) return `the dual exceeds the primal by ${(-gap).toExponential(1)}`;
    return undefined;
  }
}

/**
 * The best of two certificates of one problem: the lower primal, with its weights, and the higher dual. Each
 * half was certain by itself, so the pair is. Of primals that are the optimum's up to rounding, the second is taken.
 */
export function best(a: Certificate, b: Certificate): Certificate {
  const upper = b.primal <= a.primal || b.gap <= b.bound ? b : a;
  const lower = b.dual >= a.dual ? b : a;
  return {
    W: upper.W,
    primal: upper.primal,
    dual: lower.dual,
    gap: upper.primal - lower.dual,
    primalError: upper.primalError,
    dualError: lower.dualError,
    bound: upper.primalError + lower.dualError,
    fault: b.fault ?? a.fault,
  };
}

/** gap / primal: by which part of itself the objective could still fall, at the very most. */
export function relativeGap(certificate: Pick<Certificate, "primal" | "gap">): number {
  return certificate.primal === 0 ? 0 : certificate.gap / certificate.primal;
}

/** Whether the gap, rounding at its worst included, is within the relative tolerance. */
export function meets(certificate: Certificate, tolerance: number): boolean {
  return (
    certificate.fault === undefined && certificate.gap + certificate.bound <= tolerance * certificate.primal
  );
}

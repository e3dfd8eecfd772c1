import { type Certificate, certifyPrimal } from "../objective/certificate.ts";
import { dual } from "../objective/dual.ts";
import { primal } from "../objective/primal.ts";
import type { PrimalProblem, Problem } from "../objective/problem.ts";

/**
 * What a descent's own subgradients say of the dual, at no extra pass: for each sample the mean, over its visits, of
 * how strongly each hinge counted.
 *
 * Each loss is made of hinges h_m with |dh_m/ds_m| = 1, so |dl/ds_m| is the weight of hinge m in the subgradient, and
 * C times that is feasible for the dual. So is the mean over visits, because the feasible set is convex. Along a
 * descent at a constant rate the mean subgradient of the objective tends to 0, which says W(b) -> mean W: the bound
 * becomes tight where the subgradient of a single point, which jumps at the kinks, never would (the ergodic argument
 * of Larsson, Patriksson & Stromberg, Mathematical Programming 86, 1999).
 */
export class MeanHinges {
  readonly #sums: Float64Array;
  readonly #visits: Int32Array;

  constructor(
    nSamples: number,
    private readonly K: number,
  ) {
    this.#sums = new Float64Array(nSamples * K);
    this.#visits = new Int32Array(nSamples);
  }

  /** Takes in one visit's subgradient dl/ds. */
  add(i: number, g: Float64Array): void {
    const at = i * this.K;
    for (let m = 0; m < this.K; m++) this.#sums[at + m]! += Math.abs(g[m]!);
    this.#visits[i]!++;
  }

  /** Dual variables of the means; samples that were never visited keep what `b` holds. */
  write({ y, loss, nScores: K, C }: Problem, b: Float64Array): void {
    for (let i = 0; i < y.length; i++) {
      const visits = this.#visits[i]!;
      if (visits === 0 || C[i] === 0) continue;
      for (let at = i * K; at < (i + 1) * K; at++) b[at] = (C[i]! * this.#sums[at]!) / visits;
      // Pairs have no hinge for the true class, whose entry of the subgradient is minus the sum of the others.
      loss.project(b, i * K, y[i]!, K, C[i]!);
    }
  }
}

/**
 * Certifies a descent's weights by the best dual bound at hand: from the hinges active at W (for squared losses
 * the gap is then 1/2 |grad P(W)|^2, which vanishes at the optimum) or from their means along the way.
 *
 * @param W feature-major
 */
export function boundBelow(problem: Problem, W: Float64Array, means: MeanHinges): Certificate {
  const b = activeHinges(problem, W);
  const ofMeans = b.slice();
  means.write(problem, ofMeans);
  const better = stretch(problem, ofMeans) > stretch(problem, b) ? ofMeans : b;
  return certifyPrimal(problem, W, better);
}

/**
 * What is known of weights whose loss has no dual here: the primal alone.
 *
 * @param W feature-major
 */
export function withoutBound(problem: PrimalProblem, W: Float64Array): Certificate {
  const upper = primal(problem, W);
  const unknown = { dual: Number.NaN, gap: Number.NaN, dualError: Number.NaN, bound: Number.NaN };
  return { W, primal: upper.value, primalError: upper.error, ...unknown };
}

/** b = C |dl/ds|, cut to the hinges there are: feasible, and C times the subgradient at W. */
function activeHinges({ rows, y, loss, nScores: K, C }: Problem, W: Float64Array): Float64Array {
  const b = new Float64Array(rows.nSamples * K);
  const s = new Float64Array(K);
  const g = new Float64Array(K);
  for (let i = 0; i < rows.nSamples; i++) {
    if (C[i] === 0) continue;
    rows.scores(i, W, s);
    loss.subgradient(s, y[i]!, g);
    for (let m = 0; m < K; m++) b[i * K + m] = C[i]! * Math.abs(g[m]!);
    loss.project(b, i * K, y[i]!, K, C[i]!);
  }
  return b;
}

/**
 * Multiplies b by the factor t that maximises the dual, D(t b) = t linear - t^2 quadratic. A plain loss's variables
 * have an upper bound, so t is at most 1 there.
 *
 * @returns the dual that this reaches, as nearly as it takes to choose
 */
function stretch(problem: Problem, b: Float64Array): number {
  let sum = 0;
  for (const value of b) sum += value;
  const linear = problem.loss.margin * sum;
  const quadratic = linear - dual(problem, b).value;
  const highest = problem.loss.squared ? Number.POSITIVE_INFINITY : 1;
  const t = Math.min(highest, linear / (2 * quadratic));
  const value = t * (linear - t * quadratic);
  // Numbers may overflow, or there may be no curvature: D(0) = 0 is a bound that always holds.
  const factor = t >= 0 && value > 0 && value < Number.POSITIVE_INFINITY ? t : 0;
  for (let k = 0; k < b.length; k++) b[k] = factor === 0 ? 0 : b[k]! * factor;
  return factor === 0 ? 0 : value;
}

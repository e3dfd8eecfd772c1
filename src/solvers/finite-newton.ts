import { settle } from "../data/settled-rows.ts";
import { dot, transpose } from "../math/vector.ts";
import type { Problem } from "../objective/problem.ts";
import { minimumAlong } from "./class-line.ts";
import { costOfFactor, costOfMeeting, finiteEpochs } from "./finite-cost.ts";
import { type FiniteAlong, FiniteKernel, finiteRoom } from "./finite-kernel.ts";
import { costOfProducts } from "./newton-cost.ts";
import { type NewtonState, untilStale } from "./newton-state.ts";

/** A class with less than this part of the mean gap waits for the others. */
const share = 0.05;
/** Steps without a better estimate of the gap before giving up. */
const patience = 12;

/**
 * Finite Newton steps for squared hinges that know one score each, so that the problem falls apart by class: min
 * 1/2 |v|^2 + sum_i C_i max(0, h_i(v))^2 is quadratic as long as the same hinges are active, and its Hessian and gradient
 * change by those alone that have become active or ceased to be. At v = 0 all are, and all classes have one Hessian.
 * With b = 2 C max(0, h) the duality gap is half the square of the gradient.
 *
 * Sources: Mangasarian, Optim. Methods Softw. 17 (2002); Keerthi & DeCoste, JMLR 6 (2005).
 *
 * @param W the weights to begin with, feature-major
 * @returns undefined where there are no kernels, or not enough memory for them
 */
export function startFinite(problem: Problem, W: Float64Array): NewtonState | undefined {
  const { rows } = problem;
  const { place, release } = settle(rows, 1, () => finiteRoom(problem));
  if (place === undefined) return undefined;
  const kernel = new FiniteKernel(problem, place);
  const state: NewtonState = {
    epochs: 0,
    estimatedGap: Number.POSITIVE_INFINITY,
    isEstimateExact: true,
    active: rows.nSamples,
    exhausted: false,
    get b() {
      return kernel.variables();
    },
    writeWeights(into) {
      into.set(transpose(kernel.V, problem.nScores, rows.nFeatures));
      return true;
    },
    steps: iterate(problem, kernel, W, () => state),
    release,
  };
  return state;
}

function* iterate(
  problem: Problem,
  kernel: FiniteKernel,
  W: Float64Array,
  stateOf: () => NewtonState,
): Generator<boolean, void> {
  const state = stateOf();
  const { rows, nScores: K } = problem;
  const D = rows.nFeatures;
  const perSample = costOfMeeting(problem);
  const gaps = new Float64Array(K);
  const isStale = untilStale(patience);
  /** @param work multiplications */
  const spend = (work: number): void => {
    state.epochs += finiteEpochs(problem, work);
  };

  spend(perSample * kernel.begin());
  // Whether all classes still have the same Hessian.
  let areEqual = true;
  kernel.V.fill(0);
  if (W.some((value) => value !== 0)) {
    kernel.d.set(transpose(W, D, K));
    kernel.slopes(Array.from({ length: K }, (_, m) => m));
    for (let m = 0; m < K; m++) {
      spend(perSample * kernel.move(m, m, 1, kernel.along(m, m, 1).active));
      yield false;
    }
    areEqual = false;
  }
  for (let m = 0; m < K; m++) gaps[m] = gapOf(m);

  while (true) {
    const total = gaps.reduce((sum, gap) => sum + gap, 0);
    const classes = Array.from(gaps.keys()).filter((m) => gaps[m]! > (share * total) / K);
    for (const [k, m] of classes.entries()) {
      if (k === 0 || !areEqual) {
        if (!kernel.factor(m)) return;
        spend(costOfFactor(problem));
      }
      kernel.solve(m, k);
      yield false;
    }
    areEqual = false;
    kernel.slopes(classes);
    spend((costOfProducts(problem, rows.nSamples) * classes.length) / K / 2);
    for (const [k, m] of classes.entries()) {
      const { t, active } = search(m, k);
      spend(perSample * kernel.move(m, k, t, active));
      gaps[m] = gapOf(m);
      yield false;
    }
    state.estimatedGap = gaps.reduce((sum, gap) => sum + gap, 0);
    if (isStale(state.estimatedGap)) return;
    yield true;
  }

  function gapOf(m: number): number {
    kernel.residual(m);
    const g = kernel.g.subarray(m * D, (m + 1) * D);
    return dot(g, g) / 2;
  }

  /** The minimum along the k-th direction, class m's. */
  function search(m: number, k: number): FiniteAlong & { readonly t: number } {
    const v = kernel.V.subarray(m * D, (m + 1) * D);
    const d = kernel.d.subarray(k * D, (k + 1) * D);
    const slope = dot(d, kernel.g.subarray(m * D, (m + 1) * D));
    return minimumAlong((t) => kernel.along(m, k, t), { Vd: dot(d, v), dd: dot(d, d), slope });
  }
}

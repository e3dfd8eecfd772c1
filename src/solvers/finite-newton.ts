import { settle } from "../data/settled-rows.ts";
import { drawRows, someRows } from "../data/some-rows.ts";
import { dot, transpose } from "../math/vector.ts";
import type { Problem } from "../objective/problem.ts";
import { minimumAlong } from "./class-line.ts";
import { costOfFactor, costOfMeeting, finiteEpochs } from "./finite-cost.ts";
import { type FiniteAlong, FiniteKernel, finiteRoom } from "./finite-kernel.ts";
import { costOfProducts } from "./newton-cost.ts";
import { type NewtonState, stepNewton, untilStale } from "./newton-state.ts";

/** A class with less than this part of the mean gap waits for the others. */
const share = 0.05;
/** Steps without a better estimate of the gap before giving up. */
const patience = 12;
/** The problem of one out of so many samples comes first, if it has as many of them a feature ... */
const part = { least: 4, most: 8, aFeature: 30 };
/** ... to weights whose objective is above its optimum by this part: the whole problem's optimum is further off. */
const rough = 0.01;

/**
 * Finite Newton steps for squared hinges that know one score each, so that the problem falls apart by class: min
 * 1/2 |v|^2 + sum_i C_i max(0, h_i(v))^2 is quadratic as long as the same hinges are active, and its Hessian and gradient
 * change by those alone that have become active or ceased to be. At v = 0 all are, and all classes have one Hessian; where
 * there are many samples, some of them lead to weights first near which few hinges change. With b = 2 C max(0, h) the duality
 * gap is half the square of the gradient.
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
  /** Of each class, and by how much it is believed to be above the optimum. */
  const objectives = new Float64Array(K);
  const above = new Float64Array(K);
  const isStale = untilStale(patience);
  /** @param work multiplications */
  const spend = (work: number): void => {
    state.epochs += finiteEpochs(problem, work);
  };

  const isCold = W.every((value) => value === 0);
  const start = isCold ? yield* roughly(problem, W, state) : W;
  // Whether all classes still have the same Hessian.
  let areEqual = start === undefined;
  // Whether the weights have been looked at.
  let areKnown = start !== undefined;
  kernel.V.fill(0);
  if (start === undefined) {
    spend(perSample * kernel.begin());
    for (let m = 0; m < K; m++) gaps[m] = gapOf(m);
  } else {
    kernel.d.set(transpose(start, D, K));
    kernel.slopes(Array.from({ length: K }, (_, m) => m));
    for (let m = 0; m < K; m++) {
      const { value } = kernel.along(m, m, 1);
      spend(perSample * kernel.start(m, m));
      settleAt(m, value);
      yield false;
    }
  }

  while (true) {
    const total = sum(gaps);
    const classes = Array.from(gaps.keys()).filter((m) => gaps[m]! > (share * total) / K);
    for (const [k, m] of classes.entries()) {
      if (k === 0 || !areEqual) {
        if (!kernel.factor(m)) return;
        spend(costOfFactor(problem));
      }
      kernel.solve(m, k);
      above[m] = dot(kernel.d.subarray(k * D, (k + 1) * D), kernel.g.subarray(m * D, (m + 1) * D)) / 2;
      yield false;
    }
    areEqual = false;
    if (areKnown) {
      const primal = sum(objectives);
      state.belief = { primal, optimum: primal - sum(above) };
      yield true;
      state.belief = undefined;
    }
    areKnown = true;
    kernel.slopes(classes);
    spend((costOfProducts(problem, rows.nSamples) * classes.length) / K / 2);
    for (const [k, m] of classes.entries()) {
      const { t, active, value } = search(m, k);
      spend(perSample * kernel.move(m, k, t, active));
      settleAt(m, value);
      yield false;
    }
    state.estimatedGap = sum(gaps);
    if (isStale(state.estimatedGap)) return;
    yield true;
  }

  /** Notes what is known of class m at its new weights. @param value its losses */
  function settleAt(m: number, value: number): void {
    gaps[m] = gapOf(m);
    const v = kernel.V.subarray(m * D, (m + 1) * D);
    objectives[m] = dot(v, v) / 2 + value;
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

/** Weights near the optimum of the problem of some of the samples; undefined where there are few of them. */
function* roughly(
  problem: Problem,
  W: Float64Array,
  state: NewtonState,
): Generator<boolean, Float64Array | undefined> {
  const { rows, y, C } = problem;
  const stride = Math.min(part.most, Math.floor(rows.nSamples / (part.aFeature * rows.nFeatures)));
  if (stride < part.least) return undefined;
  const which = drawRows(rows.nSamples, stride);
  const some = {
    ...problem,
    rows: someRows(rows, which),
    y: Int32Array.from(which, (i) => y[i]!),
    C: Float64Array.from(which, (i) => stride * C[i]!),
  };
  const first = startFinite(some, W);
  if (first === undefined) return undefined;
  try {
    while (!(first.exhausted || isRough(first))) {
      stepNewton(first);
      yield false;
    }
    const start = new Float64Array(W.length);
    first.writeWeights!(start);
    state.epochs += first.epochs / stride;
    return start;
  } finally {
    first.release();
  }
}

function isRough({ belief }: NewtonState): boolean {
  return belief !== undefined && belief.primal - belief.optimum <= rough * belief.primal;
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}

import { drawRows } from "../data/draw-rows.ts";
import { picked } from "../math/halves.ts";
import { dot, scaled, transpose } from "../math/vector.ts";
import { ownScores } from "../objective/kernel-terms.ts";
import type { Problem } from "../objective/problem.ts";
import { minimumAlong } from "./class-line.ts";
import { costOfFactor, costOfMeeting, finiteEpochs } from "./finite-cost.ts";
import {
  type FiniteAlong,
  FiniteKernel,
  type FiniteProblem,
  type FiniteSize,
  finiteRoom,
} from "./finite-kernel.ts";
import { isDenseForm, placeRows, roomOfSome, takeRows } from "./finite-rows.ts";
import { costOfProducts } from "./newton-cost.ts";
import { type NewtonState, stepNewton, untilStale } from "./newton-state.ts";

/** A class with less than this part of the mean gap waits for the others. */
const share = 0.05;
/** Steps without a better estimate of the gap before giving up. */
const patience = { squared: 12, plain: 60 };
/** Of plain hinges, the width of the quadratic part in margins: from nothing all are active, from weights near the optimum some. */
const widths = { cold: 3, near: 1 };
/** By which factor it grows narrower, and where a step or none was enough. */
const narrower = { usual: 10 / 3, easy: 5 / 3 };
/** Plain hinges of one width are done with when the gap that steps close is so many times what the centres leave ... */
const enough = 3;
/** ... or at once where a step would lower the objective by this part of it. */
const nothing = 1e-4;
/** The problem of one out of so many samples comes first, if it has as many of them a feature ... */
const part = { least: 4, most: 8, aFeature: 30 };
/** ... to weights whose objective is above its optimum by this part: the whole problem's optimum is further off. */
const rough = { squared: 0.01, plain: 0.03 };

/**
 * Finite Newton steps for hinges that know one score each, so that the problem falls apart by class. Of squared ones, min
 * 1/2 |v|^2 + sum_i C_i max(0, h_i(v))^2 is quadratic as long as the same hinges are active, and its Hessian and gradient
 * change by those alone that have become active or ceased to be. At v = 0 all are, and all classes have one Hessian; where
 * there are many samples, some of them lead to weights first near which few hinges change. With b = 2 C max(0, h) the duality
 * gap is half the square of the gradient.
 *
 * Plain hinges get such a quadratic part by proximal point iterations on the dual: its width shrinks from centre to centre, and
 * the gap is half the square of the gradient and what the centres leave.
 *
 * Sources: Mangasarian, Optim. Methods Softw. 17 (2002); Keerthi & DeCoste, JMLR 6 (2005); Rockafellar, Math. Oper. Res. 1 (1976)
 * (the augmented Lagrangian as a proximal point method).
 *
 * @param W the weights to begin with, feature-major
 * @returns undefined where there are no kernels, or not enough memory for them
 */
export function startFinite(problem: Problem, W: Float64Array): NewtonState | undefined {
  const place = placeRows(problem.rows, (isDense) => roomFor(problem, isDense));
  if (place === undefined) return undefined;
  const { rows, room, release } = place;
  return stepsFor({ ...problem, rows }, room, ownScores(problem), W, release);
}

/** Bytes for a problem, or for some of its rows and what their problem needs, which comes first. */
function roomFor(size: FiniteSize, isDense: boolean): number {
  const stride = strideOf(size);
  const whole = finiteRoom(size, isDense);
  if (stride < part.least) return whole;
  const { nSamples, nFeatures } = size.rows;
  const rows = { nFeatures, nSamples: Math.floor(nSamples / stride) };
  return Math.max(whole, roomOfSome(rows.nSamples, nFeatures, isDense) + roomFor({ ...size, rows }, isDense));
}

/** @param room the address of so many bytes; @param own the score of each sample that ought to be high */
function stepsFor(
  problem: FiniteProblem,
  room: number,
  own: Int32Array,
  W: Float64Array,
  release: () => void,
): NewtonState {
  const { rows, loss, nScores } = problem;
  /** None before some of the samples have had the room. */
  let kernel: FiniteKernel | undefined;
  const begin = (): FiniteKernel => {
    const width = isPart(problem, W) ? widths.near : widths.cold;
    kernel = new FiniteKernel(problem, room, own, width * loss.margin);
    return kernel;
  };
  const state: NewtonState = {
    epochs: 0,
    estimatedGap: Number.POSITIVE_INFINITY,
    isEstimateExact: true,
    active: rows.nSamples,
    exhausted: false,
    get b() {
      return kernel?.variables() ?? new Float64Array(rows.nSamples * nScores);
    },
    writeWeights(into) {
      if (kernel !== undefined) into.set(transpose(kernel.V, nScores, rows.nFeatures));
      return kernel !== undefined;
    },
    steps: iterate(problem, room, begin, W, () => state),
    release,
  };
  return state;
}

function* iterate(
  problem: FiniteProblem,
  room: number,
  begin: () => FiniteKernel,
  W: Float64Array,
  stateOf: () => NewtonState,
): Generator<boolean, void> {
  const state = stateOf();
  const { rows, nScores: K, loss } = problem;
  const { squared } = loss;
  const D = rows.nFeatures;
  const perSample = costOfMeeting(problem);
  const gaps = new Float64Array(K);
  /** Of each class, and by how much it is believed to be above the optimum. */
  const objectives = new Float64Array(K);
  const above = new Float64Array(K);
  /** Of plain losses, the gap that the present centres leave, beside what the steps have to close. */
  const rest = new Float64Array(K);
  const isStale = untilStale(squared ? patience.squared : patience.plain);
  /** @param work multiplications */
  const spend = (work: number): void => {
    state.epochs += finiteEpochs(problem, work);
  };

  const start = isPart(problem, W) ? yield* roughly(problem, room, W, state) : isZero(W) ? undefined : W;
  const kernel = begin();
  // Whether all classes still have the same Hessian.
  let areEqual = start === undefined;
  // Whether the weights have been looked at.
  let areKnown = start !== undefined;
  // Classes that are done with at this width, and the most steps that one has taken.
  const done = new Set<number>();
  let taken = 0;
  kernel.V.fill(0);
  if (start === undefined) {
    spend(perSample * kernel.begin());
    for (let m = 0; m < K; m++) settleAt(m, 0);
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
    const classes: number[] = [];
    let isFirst = true;
    for (let m = 0; m < K; m++) {
      if (squared ? !(gaps[m]! > (share * total) / K) : done.has(m)) continue;
      if (isFirst || !areEqual) {
        if (!kernel.factor(m)) return;
        spend(costOfFactor(problem));
      }
      isFirst = false;
      const k = classes.length;
      kernel.solve(m, k);
      above[m] = dot(kernel.d.subarray(k * D, (k + 1) * D), kernel.g.subarray(m * D, (m + 1) * D)) / 2;
      if (!squared && above[m]! <= nothing * rest[m]!) done.add(m);
      else classes.push(m);
      yield false;
    }
    areEqual = false;
    if (areKnown) {
      const primal = sum(objectives);
      state.belief = { primal, optimum: primal - sum(above) - sum(rest) };
      yield true;
      state.belief = undefined;
    }
    areKnown = true;
    if (classes.length === 0) {
      spend(perSample * kernel.recentre(taken > 1 ? narrower.usual : narrower.easy));
      for (let m = 0; m < K; m++) settleAt(m, 0);
      done.clear();
      taken = 0;
    } else {
      taken++;
      kernel.slopes(classes);
      spend((costOfProducts(problem, rows.nSamples) * classes.length) / K / 2);
      for (const [k, m] of classes.entries()) {
        const { t, active, value } = search(m, k);
        spend(perSample * kernel.move(m, k, t, active));
        settleAt(m, value);
        if (!squared && gaps[m]! <= (1 + enough) * rest[m]!) done.add(m);
        yield false;
      }
    }
    state.estimatedGap = sum(gaps);
    if (isStale(state.estimatedGap)) return;
    yield true;
  }

  /** Notes what is known of class m at its new weights. @param value its losses */
  function settleAt(m: number, value: number): void {
    const plain = squared ? undefined : kernel.losses(m);
    rest[m] = plain?.gap ?? 0;
    gaps[m] = gapOf(m) + rest[m]!;
    const v = kernel.V.subarray(m * D, (m + 1) * D);
    objectives[m] = dot(v, v) / 2 + (plain?.value ?? value);
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

/** One out of so many samples. */
function strideOf({ rows }: FiniteSize): number {
  return Math.min(part.most, Math.floor(rows.nSamples / (part.aFeature * rows.nFeatures)));
}

/** Whether the problem of some of the samples comes first. */
function isPart(problem: FiniteSize, W: Float64Array): boolean {
  return isZero(W) && strideOf(problem) >= part.least;
}

/** Weights near the optimum of the problem of some of the samples. @param room the address of one */
function* roughly(
  problem: FiniteProblem,
  room: number,
  W: Float64Array,
  state: NewtonState,
): Generator<boolean, Float64Array> {
  const { rows, y, C, loss } = problem;
  const stride = strideOf(problem);
  const which = drawRows(rows.nSamples, stride);
  const some = {
    ...problem,
    rows: takeRows(rows, which, room),
    y: which.map((i) => y[i]!),
    C: scaled(picked(C, which), stride),
  };
  const behind = room + roomOfSome(which.length, rows.nFeatures, isDenseForm(rows));
  const first = stepsFor(some, behind, ownScores(some), W, () => {});
  while (!(first.exhausted || isRough(first, loss.squared ? rough.squared : rough.plain))) {
    stepNewton(first);
    yield false;
  }
  const start = new Float64Array(W.length);
  first.writeWeights!(start);
  state.epochs += first.epochs / stride;
  return start;
}

function isRough({ belief }: NewtonState, part: number): boolean {
  return belief !== undefined && belief.primal - belief.optimum <= part * belief.primal;
}

function isZero(numbers: Float64Array): boolean {
  return numbers.every((value) => value === 0);
}

function sum(numbers: Float64Array): number {
  return numbers.reduce((total, number) => total + number, 0);
}

import { hasDual } from "../losses/loss.ts";
import { transpose } from "../math/vector.ts";
import type { PrimalProblem } from "../objective/problem.ts";
import { Breath } from "./breath.ts";
import { batches } from "./sgd-batches.ts";
import { boundBelow, MeanHinges, withoutBound } from "./sgd-bound.ts";
import { automaticRate, type ResolvedSgd, rateAt } from "./sgd-options.ts";
import { initialWeights, meanSquaredNorm } from "./sgd-start.ts";
import { Descent, diverged } from "./sgd-step.ts";
import { verdict } from "./sgd-verdict.ts";
import type { Solution } from "./solve.ts";

/** A problem as descents take it: any loss will do, and lambda says what the C_i are relative to. */
export interface SgdProblem extends PrimalProblem {
  /** C_i = weight_i / (lambda N), with weights of 1 on average. */
  readonly lambda: number;
  /** Whether the last feature is a constant one, for messages. */
  readonly withBias: boolean;
}

/** A step of a descent. */
export interface SgdProgress {
  /** Steps taken, and wanted. */
  readonly iteration: number;
  readonly iterations: number;
  readonly epoch: number;
  /** The batch's objective before the step in the mean form, (1/|B|) sum l + (lambda/2) |W|^2. */
  readonly loss: number;
  readonly learningRate: number;
  readonly seconds: number;
}

export interface SgdRun extends ResolvedSgd {
  /** Certified if the gap happens to be proven to be within this. */
  readonly tolerance: number;
  readonly seed: number;
  /** Called after each step; returning false ends the descent and keeps the weights. */
  readonly onIteration?: ((progress: SgdProgress) => unknown) | undefined;
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface SgdSolution extends Solution {
  readonly iterations: number;
  /** Loss of each step's batch, as in SgdProgress. */
  readonly history: Float64Array;
}

/** The dual bound's means are taken over at least this part of the way, its end. */
const leastPart = 0.5;

/**
 * Mini-batch gradient descent for a fixed number of steps, and what can be proven of where it ends. The result depends
 * on problem, options and seed alone.
 *
 * The certificate's dual and gap are not-a-number for a loss without a dual, and the status is never "certified" but by
 * a proven gap.
 *
 * @throws HingeError `diverged`; `bad-shape`, `not-finite` for initial weights; the signal's reason when aborted
 */
export async function sgd(problem: SgdProblem, run: SgdRun): Promise<SgdSolution> {
  const { rows, y, loss, nScores: K, C, lambda } = problem;
  const { iterations, onIteration, signal } = run;
  signal?.throwIfAborted();
  const begin = performance.now();
  const rate = run.rate ?? automaticRate(meanSquaredNorm(rows), lambda);
  const descent = new Descent(initialWeights(problem, run), loss, K, lambda, rate, run.momentum);
  const average = new Float64Array(run.average === 0 ? 0 : descent.W.length);
  const means = hasDual(loss) ? new MeanHinges(rows.nSamples, K) : undefined;
  const averageFrom = lastPart(run.average);
  const meansFrom = lastPart(Math.max(run.average, leastPart));
  const see = (i: number, g: Float64Array): void => means?.add(i, g);
  const weights = C.map((c) => c * (lambda * rows.nSamples));
  const history = new Float64Array(iterations);
  const next = batches(rows.nSamples, run.batch, run.sampling, run.seed);
  const products = rows.products(K, run.precision === "f32" && rows.fitsF32 ? "f32" : "f64");
  let visits = 0;
  let wanted = true;
  const breath = new Breath(signal);
  try {
    for (let t = 0; t < iterations && wanted; t++) {
      const order = next();
      history[t] = descent.step({ products, y, weights, order, each: t < meansFrom ? undefined : see });
      visits += order.length;
      if (t >= averageFrom) moveMean(average, descent.W, t - averageFrom + 1);
      if (onIteration !== undefined) wanted = onIteration(progress(t)) !== false;
      if (breath.due) await breath.take();
    }
  } finally {
    products.release();
  }
  const delivered = descent.iteration > averageFrom ? average : descent.W;
  const W = transpose(delivered, K, rows.nFeatures);
  const certificate =
    means !== undefined && hasDual(loss)
      ? boundBelow({ ...problem, loss }, W, means)
      : withoutBound(problem, W);
  const done = descent.iteration;
  // The rows were found finite before: it is W that is not, or nearly so.
  if (!Number.isFinite(certificate.primal + certificate.primalError))
    throw diverged(done - 1, rateAt(rate, done - 1));
  return {
    ...verdict(certificate, run.tolerance, done, iterations, loss),
    certificate,
    epochs: Math.ceil(visits / rows.nSamples),
    trace: [],
    iterations: done,
    history: history.slice(0, done),
  };

  /** Where the last part of the way begins; behind its end if that part is 0. */
  function lastPart(part: number): number {
    return part === 0 ? iterations : iterations - Math.max(1, Math.round(part * iterations));
  }

  function progress(t: number): SgdProgress {
    return {
      iteration: t + 1,
      iterations,
      epoch: visits / rows.nSamples,
      loss: history[t]!,
      learningRate: rateAt(rate, t),
      seconds: (performance.now() - begin) / 1000,
    };
  }
}

/** The mean of n vectors from that of the n - 1 before: mean += (W - mean) / n. */
function moveMean(mean: Float64Array, W: Float64Array, n: number): void {
  for (let k = 0; k < mean.length; k++) mean[k]! += (W[k]! - mean[k]!) / n;
}

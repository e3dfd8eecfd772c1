import type { Precision } from "../data/products.ts";
import type { ClassWeight } from "../data/weights.ts";
import { HingeError, show } from "../errors.ts";
import type { LossOptions } from "../losses/index.ts";
import { checkBias } from "../objective/hinge-loss.ts";
import type { SgdProgress } from "../solvers/sgd.ts";
import { resolveSgd, type SgdOptions } from "../solvers/sgd-options.ts";
import type { Progress } from "../solvers/solve.ts";
import type { Status } from "../solvers/status.ts";
import type { LinearSVM } from "./linear-svm.ts";

/** How to train: `"dual-block"` proves how close it comes; `"sgd"`, mini-batch gradient descent, takes any loss and streams. */
export type SolverName = "dual-block" | "sgd";

export const solverNames: readonly SolverName[] = ["dual-block", "sgd"];

/** How to train. Everything has a default; C and lambda exclude each other. */
export interface LinearSVMOptions extends LossOptions {
  /** Default `"dual-block"`. */
  readonly solver?: SolverName | undefined;
  /** For solver sgd: learning rate, momentum, batch and the like. */
  readonly sgd?: SgdOptions | undefined;
  /** Weight of the losses against the regulariser, in 1/2 |W|^2 + C sum l. Default 1. */
  readonly C?: number | undefined;
  /** Instead of C: C = 1 / (lambda * sum of the sample weights). */
  readonly lambda?: number | undefined;
  /** Value of the constant feature whose weights are the bias, regularised like the others; 0 for none. Default 1. */
  readonly bias?: number | undefined;
  readonly classWeight?: ClassWeight | undefined;
  /** Relative duality gap to prove. Default 1e-3. */
  readonly tolerance?: number | undefined;
  /** Default 20,000; an epoch is as many visits as there are samples, or second-order steps that take about as long. */
  readonly maxEpochs?: number | undefined;
  /**
   * Ends the fit with status "stopped" after so many seconds. How far it comes in them depends on the machine: the same
   * seed then no longer gives the same bits. Default: none. Not for solver sgd, whose steps are counted.
   */
  readonly maxSeconds?: number | undefined;
  /**
   * In which the visits compute: `"f32"`, and f64 where that stalls, or `"f64"` from the start; what is certified is always in f64.
   * Default `"f32"`: up to twice as fast, in less memory. Not for solver sgd.
   */
  readonly precision?: Precision | undefined;
  /** Whole number >= 0 that fixes the order of the visits, and so every bit of the result. Default 0. */
  readonly seed?: number | undefined;
}

export interface FitOptions {
  /** Called after each certificate and now and then between; returning false stops the fit and keeps the model. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
  /** Solver sgd: called after each step, while onProgress is not called; returning false stops and keeps the model. */
  readonly onIteration?: ((progress: SgdProgress) => unknown) | undefined;
  /** Aborting rejects with the signal's reason and leaves the model as it was before. */
  readonly signal?: AbortSignal | undefined;
  /**
   * A fitted model of the same samples to begin from, at another C say; its dual variables are scaled to the new C. True:
   * this model's own last fit, if there was one, as scikit-learn's `warm_start`. What is certified is no less certain, and
   * the optimum is the same; only the way there is shorter. Not for solver sgd: see partialFit.
   */
  readonly warmStart?: LinearSVM | boolean | undefined;
  /** One finite number >= 0 a sample; weight k counts as k copies. Default all 1. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/** What a fit has proven. Objectives are in LIBLINEAR's scale, 1/2 |W|^2 + C sum l. */
export interface FitReport {
  readonly status: Status;
  /** The status as a sentence. */
  readonly message: string;
  readonly primal: number;
  /** A lower bound on the optimum. Not-a-number, like gap, relativeGap and bound, for a loss without a dual: softmax. */
  readonly dual: number;
  /** primal - dual: the model's objective is within this of the optimum, up to `bound`. */
  readonly gap: number;
  /** gap / primal. */
  readonly relativeGap: number;
  /** How much rounding may have falsified the gap, at the very worst. */
  readonly bound: number;
  readonly tolerance: number;
  readonly C: number;
  readonly lambda: number;
  readonly epochs: number;
  readonly seed: number;
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nClasses: number;
  /** Stored entries of X that are not zero. */
  readonly nnz: number;
  /** Seconds of solving; with those of the trace the only thing here that differs between runs. */
  readonly seconds: number;
  /** One entry a certificate, to plot seconds or epochs against primal and dual; none by solver sgd. */
  readonly trace: readonly Progress[];
  /** Solver sgd: steps taken. */
  readonly iterations?: number;
  /** Solver sgd: the objective of each step's batch before the step, in the mean form (1/|B|) sum l + (lambda/2) |W|^2. */
  readonly history?: Float64Array;
}

/** The options with defaults filled in, checked. @throws HingeError `bad-C`, `bad-lambda`, ... */
export function resolveOptions(options: LinearSVMOptions) {
  const { C, lambda, tolerance = 1e-3, maxEpochs = 20_000, maxSeconds, precision, seed = 0 } = options;
  if (C !== undefined && lambda !== undefined) {
    throw new HingeError("bad-option", "give C or lambda, not both; C = 1 / (lambda N)", {
      option: "lambda",
    });
  }
  if (C !== undefined) checkPositive("C", C, 1);
  if (lambda !== undefined) checkPositive("lambda", lambda, 0.001);
  checkPositive("tolerance", tolerance, 0.001);
  checkWhole("maxEpochs", maxEpochs, 1, 1000);
  checkWhole("seed", seed, 0, 42);
  if (maxSeconds !== undefined) checkPositive("maxSeconds", maxSeconds, 60);
  const { solver = "dual-block" } = options;
  if (!solverNames.includes(solver)) {
    throw new HingeError(
      "bad-option",
      `${show(solver)} is no solver; choose one of ${solverNames.join(", ")}`,
      {
        option: "solver",
      },
    );
  }
  if (solver !== "sgd" && options.sgd !== undefined) {
    throw new HingeError(
      "bad-option",
      `these options are for solver sgd and the solver is ${solver}; say solver: "sgd"`,
      {
        option: "sgd",
      },
    );
  }
  if (solver === "sgd" && maxSeconds !== undefined) {
    throw new HingeError("bad-option", "sgd ends after its steps; say how many by iterations instead", {
      option: "maxSeconds",
    });
  }
  if (precision !== undefined && precision !== "f32" && precision !== "f64") {
    throw new HingeError("bad-option", `${show(precision)} is no precision; choose one of f32, f64`, {
      option: "precision",
    });
  }
  if (solver === "sgd" && precision !== undefined) {
    throw new HingeError("bad-option", "sgd computes in f64; leave it out", { option: "precision" });
  }
  const bias = checkBias(options.bias ?? 1);
  const limits = { tolerance, maxEpochs, maxSeconds, precision };
  return { C, lambda, ...limits, seed, bias, solver, sgd: resolveSgd(options.sgd) };
}

function checkPositive(option: string, value: number, example: number): void {
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return;
  const sentence = `${show(value)} is no finite number > 0; give one such as ${example}`;
  throw new HingeError(`bad-${option}`, sentence, { option });
}

function checkWhole(option: string, value: number, least: number, example: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  const sentence = `${show(value)} is no whole number >= ${least}; give one such as ${example}`;
  throw new HingeError("bad-option", sentence, { option });
}

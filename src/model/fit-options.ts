import type { ClassWeight } from "../data/weights.ts";
import { HingeError, show } from "../errors.ts";
import type { LossOptions } from "../losses/index.ts";
import { checkBias } from "../objective/hinge-loss.ts";
import type { Progress, Status } from "../solvers/solve.ts";

/** How to train. Everything has a default; C and lambda exclude each other. */
export interface LinearSVMOptions extends LossOptions {
  /** Weight of the losses against the regulariser, in 1/2 |W|^2 + C sum l. Default 1. */
  readonly C?: number | undefined;
  /** Instead of C: C = 1 / (lambda * sum of the sample weights). */
  readonly lambda?: number | undefined;
  /** Value of the constant feature whose weights are the bias, regularised like the others; 0 for none. Default 1. */
  readonly bias?: number | undefined;
  readonly classWeight?: ClassWeight | undefined;
  /** Relative duality gap to prove. Default 1e-3. */
  readonly tolerance?: number | undefined;
  /** Default 20,000; an epoch is as many visits as there are samples. */
  readonly maxEpochs?: number | undefined;
  /** Whole number >= 0 that fixes the order of the visits, and so every bit of the result. Default 0. */
  readonly seed?: number | undefined;
}

export interface FitOptions {
  /** Called after each certificate and now and then between; returning false stops the fit and keeps the model. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
  /** Aborting rejects with the signal's reason and leaves the model as it was before. */
  readonly signal?: AbortSignal | undefined;
  /** One finite number >= 0 a sample; weight k counts as k copies. Default all 1. */
  readonly sampleWeight?: ArrayLike<number> | undefined;
}

/** What a fit has proven. Objectives are in LIBLINEAR's scale, 1/2 |W|^2 + C sum l. */
export interface FitReport {
  readonly status: Status;
  /** The status as a sentence. */
  readonly message: string;
  readonly primal: number;
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
  /** Seconds of solving; the only thing here that differs between runs. */
  readonly seconds: number;
  readonly trace: readonly Progress[];
}

/** The options with defaults filled in, checked. @throws HingeError `bad-C`, `bad-lambda`, ... */
export function resolveOptions(options: LinearSVMOptions) {
  const { C, lambda, tolerance = 1e-3, maxEpochs = 20_000, seed = 0 } = options;
  if (C !== undefined && lambda !== undefined) {
    throw new HingeError("bad-option", "give C or lambda, not both; C = 1 / (lambda N)", {
      option: "lambda",
    });
  }
  if (C !== undefined) checkPositive("C", C);
  if (lambda !== undefined) checkPositive("lambda", lambda);
  checkPositive("tolerance", tolerance);
  if (!Number.isSafeInteger(maxEpochs) || maxEpochs < 1) {
    throw new HingeError("bad-option", `${show(maxEpochs)} is no whole number >= 1`, { option: "maxEpochs" });
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new HingeError("bad-option", `${show(seed)} is no whole number >= 0`, { option: "seed" });
  }
  return { C, lambda, tolerance, maxEpochs, seed, bias: checkBias(options.bias ?? 1) };
}

function checkPositive(option: string, value: number): void {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
    throw new HingeError(`bad-${option}`, `${show(value)} is no finite number > 0`, { option });
  }
}

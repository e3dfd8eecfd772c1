import type { DenseMatrix } from "../data/matrix.ts";
import { HingeError, show } from "../errors.ts";

/**
 * The length of step t = 0, 1, ...: a number, or `{ constant }`, stays; `{ inverse, t0 }` is inverse / (1 + t / t0),
 * half of it after t0 steps; `{ step, every, factor }` is step * factor^floor(t / every).
 *
 * `t0` and `every` are a tenth of the iterations by default, `factor` is 0.5.
 */
export type LearningRate =
  | number
  | { readonly constant: number }
  | { readonly inverse: number; readonly t0?: number | undefined }
  | { readonly step: number; readonly every?: number | undefined; readonly factor?: number | undefined };

/**
 * How a batch is drawn: `"shuffle"` takes the samples in a new random order every epoch, whose last batch may be
 * smaller; `"with-replacement"` draws each sample of each batch afresh, as CS231n's course work does.
 */
export type Sampling = "shuffle" | "with-replacement";

/** How to descend. Everything has a default. */
export interface SgdOptions {
  /**
   * Default: inverse / (1 + t / t0) with inverse = 1 / (lambda + 2 q), q being the mean |x|^2 (of the first batch, in
   * a stream), and t0 = 1 / (lambda * inverse), so that it becomes 1 / (lambda t) in the end.
   */
  readonly learningRate?: LearningRate | undefined;
  /** mu in v = mu v - rate * gradient, W += v; in [0, 1), default 0.9. */
  readonly momentum?: number | undefined;
  /** Samples a step; at most all of them where they are shuffled. Default 200. */
  readonly batch?: number | undefined;
  /** Default 1,500. */
  readonly iterations?: number | undefined;
  /** Default `"shuffle"`. */
  readonly sampling?: Sampling | undefined;
  /**
   * Part of the iterations, at the end, over whose weights the delivered ones are the mean (Polyak & Juditsky 1992);
   * 0: the last weights are delivered. Default 0.5.
   */
  readonly average?: number | undefined;
  /** Standard deviation of the normal numbers that W begins with. Default 0: W begins at 0. */
  readonly initialScale?: number | undefined;
  /** Instead: where W begins, one row a score; one more column, the bias, if there is a bias feature. */
  readonly initialWeights?: DenseMatrix | readonly ArrayLike<number>[] | undefined;
  /**
   * In which precision the gradient's two products are formed. f32 takes half the time where X is stored in f32 or in
   * integers below 32 bits; other X are computed in f64 all the same. Default `"f64"`.
   */
  readonly precision?: "f64" | "f32" | undefined;
}

/** A schedule with all its numbers. */
export type Rate =
  | { readonly kind: "constant"; readonly rate: number }
  | { readonly kind: "inverse"; readonly rate: number; readonly t0: number }
  | { readonly kind: "step"; readonly rate: number; readonly every: number; readonly factor: number };

/** The length of step t, t = 0 being the first. */
export function rateAt(rate: Rate, t: number): number {
  switch (rate.kind) {
    case "constant":
      return rate.rate;
    case "inverse":
      return rate.rate / (1 + t / rate.t0);
    case "step":
      return rate.rate * rate.factor ** Math.floor(t / rate.every);
  }
}

/**
 * The schedule where none is asked for (see SgdOptions.learningRate). Half of the longest step that keeps one hinge's
 * gradient step from overshooting; with momentum 0.9 the best of 1/20 to 10 times that on iris, digits and letter.
 */
export function automaticRate(meanSquaredNorm: number, lambda: number): Rate {
  const rate = 1 / (lambda + 2 * meanSquaredNorm);
  return { kind: "inverse", rate, t0: 1 / (lambda * rate) };
}

/** The options with their defaults, checked. */
export interface ResolvedSgd {
  /** Undefined: automatic. */
  readonly rate: Rate | undefined;
  readonly momentum: number;
  readonly batch: number;
  readonly iterations: number;
  readonly sampling: Sampling;
  readonly average: number;
  readonly initialScale: number;
  readonly initialWeights: SgdOptions["initialWeights"];
  readonly precision: "f64" | "f32";
}

const samplings = ["shuffle", "with-replacement"] as const;
const precisions = ["f64", "f32"] as const;

/** @throws HingeError `bad-option` naming the option */
export function resolveSgd(options: SgdOptions = {}): ResolvedSgd {
  const { momentum = 0.9, batch = 200, iterations = 1500, sampling = "shuffle", average = 0.5 } = options;
  const { initialScale, initialWeights, precision = "f64" } = options;
  check("batch", batch, Number.isSafeInteger(batch) && batch >= 1, "no whole number >= 1", 200);
  check(
    "iterations",
    iterations,
    Number.isSafeInteger(iterations) && iterations >= 1,
    "no whole number >= 1",
    1500,
  );
  // A history of so many losses is 2 GiB.
  check("iterations", iterations, iterations <= 2 ** 28, "more than 2^28 iterations", 1500);
  check("momentum", momentum, momentum >= 0 && momentum < 1, "not in [0, 1)", 0.9);
  check("average", average, average >= 0 && average <= 1, "no part of the iterations, in [0, 1]", 0.5);
  check("sampling", sampling, samplings.includes(sampling), `none of ${samplings.join(", ")}`, samplings[0]);
  check(
    "precision",
    precision,
    precisions.includes(precision),
    `none of ${precisions.join(", ")}`,
    precisions[0],
  );
  if (initialScale !== undefined) {
    const good = initialScale >= 0 && initialScale < Number.POSITIVE_INFINITY;
    check("initialScale", initialScale, good, "no finite number >= 0", 0.001);
    if (initialWeights !== undefined) {
      throw new HingeError("bad-option", "give initialScale or initialWeights, not both", {
        option: "initialScale",
      });
    }
  }
  const rate = options.learningRate === undefined ? undefined : readRate(options.learningRate, iterations);
  return {
    rate,
    momentum,
    batch,
    iterations,
    sampling,
    average,
    initialScale: initialScale ?? 0,
    initialWeights,
    precision,
  };
}

function readRate(given: LearningRate, iterations: number): Rate {
  const tenth = Math.max(1, Math.round(iterations / 10));
  if (typeof given === "number") return { kind: "constant", rate: positiveRate(given) };
  if (typeof given === "object" && given !== null) {
    if ("constant" in given) return { kind: "constant", rate: positiveRate(given.constant) };
    if ("inverse" in given) {
      const { t0 = tenth } = given;
      check("learningRate", t0, t0 > 0 && t0 < Number.POSITIVE_INFINITY, "no finite t0 > 0", tenth);
      return { kind: "inverse", rate: positiveRate(given.inverse), t0 };
    }
    if ("step" in given) {
      const { every = tenth, factor = 0.5 } = given;
      check(
        "learningRate",
        every,
        Number.isSafeInteger(every) && every >= 1,
        "no whole number of steps >= 1",
        tenth,
      );
      check("learningRate", factor, factor > 0 && factor <= 1, "no factor in (0, 1]", 0.5);
      return { kind: "step", rate: positiveRate(given.step), every, factor };
    }
  }
  throw new HingeError(
    "bad-option",
    `${show(given)} is no learning rate; give a number, { constant }, { inverse, t0 } or { step, every, factor }`,
    { option: "learningRate" },
  );
}

function positiveRate(rate: number): number {
  check("learningRate", rate, rate > 0 && rate < Number.POSITIVE_INFINITY, "no finite number > 0", 0.001);
  return rate;
}

/** @param good whether the value, if it is of the example's type, will do */
function check(option: string, value: unknown, good: boolean, what: string, example: number | string): void {
  if (good && typeof value === typeof example) return;
  throw new HingeError("bad-option", `${show(value)} is ${what}; give one such as ${example}`, { option });
}

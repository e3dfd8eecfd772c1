import { checkLabelCount, type Label, labelsOfRows } from "../data/labels.ts";
import type { DenseMatrix, Matrix } from "../data/matrix.ts";
import type { WeightArray } from "../data/products.ts";
import { type Rows, toRows } from "../data/rows.ts";
import { type ClassWeight, combineWeights } from "../data/weights.ts";
import { withBias } from "../data/with-bias.ts";
import { HingeError, show } from "../errors.ts";
import { createLoss, type Loss, type LossOptions } from "../losses/index.ts";
import { CompensatedSum } from "../math/sum.ts";
import { countUp } from "../math/vector.ts";
import { type LossPass, lossPass } from "./loss-pass.ts";
import { checkFiniteWeights, readWeightMatrix, type WeightLayout } from "./weight-matrix.ts";

/**
 * What lambda multiplies: `"half"` 1/2 |W|^2, with gradient lambda W, so that C = 1 / (lambda N);
 * `"full"` |W|^2, with gradient 2 lambda W, as CS231n's notes have it.
 */
export type Penalty = "half" | "full";

export interface HingeLossOptions extends LossOptions {
  /** nSamples x nFeatures. */
  readonly X: Matrix;
  /**
   * One label a sample. Integers are row numbers of W, from 0, unless `classes` names the rows; strings and
   * booleans are sorted, and W has as many rows as there are distinct ones.
   */
  readonly y: ArrayLike<Label>;
  /** One row a class (a single row for binary), or the transpose by `layout`; one more column with a bias. */
  readonly W: DenseMatrix | readonly ArrayLike<number>[];
  /** The class of each row of W. */
  readonly classes?: readonly Label[] | undefined;
  readonly layout?: WeightLayout | undefined;
  /** Value of a constant last feature, which X does not hold and W does; 0, the default, means none. */
  readonly bias?: number | undefined;
  readonly lambda?: number | undefined;
  readonly penalty?: Penalty | undefined;
  /** Whether the penalty takes in the bias. Default true, as in training. */
  readonly regularizeBias?: boolean | undefined;
  readonly sampleWeight?: ArrayLike<number> | undefined;
  readonly classWeight?: ClassWeight | undefined;
  /**
   * `"mean"` (default) divides by the sum of the sample weights, `"sum"` does not, `"none"` gives the
   * samples' own losses as well, and their rows of dl/ds, undivided.
   */
  readonly reduction?: "mean" | "sum" | "none" | undefined;
}

export interface HingeLossResult {
  /** dataLoss + regularization. */
  readonly value: number;
  readonly dataLoss: number;
  readonly regularization: number;
  /** d value / dW, in W's shape, layout and, f32 or f64, precision. */
  readonly gradient: { readonly data: WeightArray; readonly shape: readonly [number, number] };
  /** Pairs (sample, score) with a violated margin. */
  readonly nViolations: number;
  /** Samples on a kink, where any of an interval of subgradients is right. */
  readonly kinks: number;
  /** With reduction "none": each sample's weighted loss. */
  readonly losses?: Float64Array;
  /** With reduction "none": each sample's weighted dl/ds, nSamples x K; the data gradient is its transpose times X. */
  readonly scoreGradients?: { readonly data: Float64Array; readonly shape: readonly [number, number] };
}

/**
 * The multiclass hinge loss over a data set, and its analytic (sub)gradient:
 *
 * value = (1/N) sum_i l(W x_i, y_i) + (lambda/2) |W|^2,  dL/dW = G^T X / N + lambda W,
 *
 * where for weston-watkins row i of G is 1[s_j - s_yi + margin > 0] for every other class j, and minus their
 * number for the true class (CS231n, "Linear classification: loss function, optimization").
 * At a tie the indicator is strict; crammer-singer takes the lowest class.
 *
 * Computes in f64, or in f32 where W is a Float32Array and X is stored in f32 or in integers below 32 bits. X is read
 * once, in blocks of 32 rows, never copied as a whole: beside X and W it takes about 3 times W's size and 32 rows
 * of memory, which is kept for the next call (see `kernelMatrix` for X in place).
 *
 * @throws HingeError `bad-shape`, `bad-label`, `unknown-label`, `bad-weight`, `not-finite`, `bad-lambda`,
 * `bad-margin`, `unknown-loss` and the like, each a sentence with the fix
 * @example
 * const { value, gradient } = hingeLoss({ X: [[1, 2], [3, 4]], y: [0, 1], W: [[0, 0], [0, 0]] });
 * // value 1 (nClasses - 1), gradient.data [1, 1, -1, -1]
 */
export function hingeLoss(options: HingeLossOptions): HingeLossResult {
  const { lambda = 0, penalty = "half", reduction = "mean", regularizeBias = true } = options;
  checkChoice("layout", options.layout, ["CxD", "DxC"]);
  checkChoice("penalty", penalty, ["half", "full"]);
  checkChoice("reduction", reduction, ["mean", "sum", "none"]);
  if (!Number.isFinite(lambda) || lambda < 0) {
    throw new HingeError("bad-lambda", `lambda is ${show(lambda)}; it must be finite and >= 0`, {
      option: "lambda",
    });
  }
  const loss = lossOf(options);
  const bias = checkBias(options.bias ?? 0);
  const rows = withBias(toRows(options.X), bias);
  const { W, K, shape, restore } = readWeightMatrix(
    options.W,
    options.layout ?? "CxD",
    rows.nFeatures,
    bias !== 0,
  );
  const labels = labelsOfRows(options.y, options.classes, loss.name === "binary" ? 2 : K);
  checkLabelCount(labels.y.length, rows.nSamples);
  if (loss.nScores(labels.classes.length) !== K) {
    throw new HingeError(
      "bad-shape",
      `W has ${K} rows where the ${loss.name} loss takes ${loss.nScores(labels.classes.length)}`,
    );
  }

  const { factors, total } = combineWeights(labels, options.sampleWeight, options.classWeight);
  // Divided by once, at the end: the sum of whole numbers is exact, and the mean at W = 0 is nClasses - 1.
  const divisor = reduction === "mean" && total > 0 ? total : 1;
  const losses = new Float64Array(reduction === "none" ? rows.nSamples : 0);
  const scoreGradients = new Float64Array(losses.length * K);
  const keep = (i: number, value: number, g: Float64Array): void => {
    losses[i] = value;
    scoreGradients.set(g, i * K);
  };
  const gradient = W instanceof Float32Array ? new Float32Array(W.length) : new Float64Array(W.length);
  const products = rows.products(K, W instanceof Float32Array && rows.fitsF32 ? "f32" : "f64");
  let pass: LossPass;
  try {
    products.setWeights(W, rows.nFeatures);
    const order = countUp(rows.nSamples);
    pass = lossPass(products, loss, K, order, labels.y, factors, reduction === "none" ? keep : undefined);
    products.readGradient(gradient, rows.nFeatures);
    if (divisor !== 1) for (let k = 0; k < gradient.length; k++) gradient[k]! /= divisor;
  } catch (error) {
    throw moreExactly(error, rows, W);
  } finally {
    products.release();
  }

  const strength = penalty === "half" ? lambda : 2 * lambda;
  const regularization =
    strength === 0 ? 0 : addPenalty(strength, W, gradient, K, bias !== 0 && !regularizeBias);
  const dataLoss = pass.value / divisor;
  return {
    value: dataLoss + regularization,
    dataLoss,
    regularization,
    gradient: { data: restore(gradient), shape },
    nViolations: pass.nViolations,
    kinks: pass.kinks,
    ...(reduction === "none"
      ? { losses, scoreGradients: { data: scoreGradients, shape: [rows.nSamples, K] as const } }
      : {}),
  };
}

/** Adds the penalty's gradient, strength * W; returns its value, strength / 2 * |W|^2. */
function addPenalty(
  strength: number,
  W: WeightArray,
  gradient: WeightArray,
  K: number,
  spareBias: boolean,
): number {
  const D = W.length / K;
  const square = new CompensatedSum();
  for (let k = 0; k < W.length; k++) {
    if (spareBias && k % D === D - 1) continue;
    gradient[k]! += strength * W[k]!;
    square.add(W[k]! * W[k]!);
  }
  // A weight of a feature that no sample has shows up only here.
  if (!Number.isFinite(square.value)) checkFiniteWeights(W);
  return (strength / 2) * square.value;
}

/** Scores that are not finite: looks for the number that makes them so, which the pass itself had no time for. */
function moreExactly(error: unknown, rows: Rows, W: WeightArray): unknown {
  if (error instanceof HingeError && error.code === "not-finite") {
    checkFiniteWeights(W);
    rows.validate();
  }
  return error;
}

let latest: Loss | undefined;

/**
 * The loss asked for, the same object as last time if it was the same loss: a new one a call would make the engine
 * compile the inner loop anew each time (measured: calls 10 to 15 took twice the time of later ones).
 */
function lossOf(options: HingeLossOptions): Loss {
  const { loss = "weston-watkins", squared = false, margin = 1 } = options;
  const same = latest?.name === loss && latest.squared === squared && latest.margin === margin;
  if (latest === undefined || !same) latest = createLoss(options);
  return latest;
}

/** @throws HingeError `bad-bias` */
export function checkBias(bias: number): number {
  if (typeof bias !== "number" || !Number.isFinite(bias)) {
    throw new HingeError("bad-bias", `the bias feature is ${show(bias)}; give a finite number, 0 for none`, {
      option: "bias",
    });
  }
  if (!Number.isFinite(bias * bias)) {
    throw new HingeError(
      "bad-bias",
      `the square of the bias feature ${show(bias)} overflows; give a smaller one`,
      {
        option: "bias",
      },
    );
  }
  return bias;
}

function checkChoice(option: string, value: string | undefined, choices: readonly string[]): void {
  if (value !== undefined && !choices.includes(value)) {
    throw new HingeError("bad-option", `${show(value)} is none of ${choices.join(", ")}`, { option });
  }
}

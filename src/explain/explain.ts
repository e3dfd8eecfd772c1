import { type Label, labelsOfRows } from "../data/labels.ts";
import type { WeightArray } from "../data/products.ts";
import { type Rows, toRows } from "../data/rows.ts";
import { withBias } from "../data/with-bias.ts";
import { HingeError, show } from "../errors.ts";
import { createLoss, type Loss, type LossName } from "../losses/index.ts";
import { type HingeLossOptions, hingeLoss, type Penalty } from "../objective/hinge-loss.ts";
import { readWeightMatrix } from "../objective/weight-matrix.ts";
import { explainSample } from "./sample.ts";

/** The problem as hingeLoss takes it, unweighted and averaged, and the sample to look at. */
export interface ExplainOptions
  extends Pick<
    HingeLossOptions,
    | "X"
    | "y"
    | "W"
    | "classes"
    | "bias"
    | "loss"
    | "squared"
    | "margin"
    | "lambda"
    | "penalty"
    | "regularizeBias"
    | "layout"
  > {
  /** Number of the sample, from 0; default 0. */
  readonly index?: number | undefined;
  /** How many features are shown, of wide samples the first that are not 0. Default 64. */
  readonly maxFeatures?: number | undefined;
}

/**
 * One sample worked by hand, and what the batch makes of all: plain data, JSON and back without loss. Lists go by
 * score (row of W): nClasses of them, one for binary. Matrices hold the columns named by `features`.
 */
export interface Explanation {
  readonly loss: LossName;
  readonly squared: boolean;
  readonly margin: number;
  readonly nSamples: number;
  /** The bias included, if there is one. */
  readonly nFeatures: number;
  readonly classes: readonly Label[];
  /** Value of the constant last feature, 0 for none. */
  readonly bias: number;
  /** The columns shown, ascending. */
  readonly features: readonly number[];
  readonly sample: ExplainedSample;
  readonly batch: {
    /** Samples whose multiple is > 0: they push the score down. */
    readonly pushDown: readonly number[];
    /** Samples whose multiple is < 0: they pull the score up. */
    readonly pullUp: readonly number[];
    /** Sum of the samples' multiples. */
    readonly multiples: readonly number[];
    /** Sum of the samples' losses, as hingeLoss gives it undivided. */
    readonly lossSum: number;
    readonly gradientSum: readonly (readonly number[])[];
    /** The sums divided by nSamples. */
    readonly loss: number;
    readonly gradient: readonly (readonly number[])[];
    readonly nViolations: number;
    /** Samples on a kink. */
    readonly kinks: number;
  };
  readonly regularizer: {
    readonly lambda: number;
    readonly penalty: Penalty;
    /** Whether the bias is in it; true where there is none. */
    readonly regularizeBias: boolean;
    readonly value: number;
    readonly gradient: readonly (readonly number[])[];
  };
  /** hingeLoss's own value and gradient. */
  readonly total: { readonly value: number; readonly gradient: readonly (readonly number[])[] };
}

export interface ExplainedSample {
  readonly index: number;
  readonly label: Label;
  /** Number of the true class. */
  readonly y: number;
  readonly predicted: Label;
  /** One number a column of `features`. */
  readonly x: readonly number[];
  /** Features of it that are not 0, shown or not. */
  readonly nonzeros: number;
  readonly scores: readonly number[];
  /** The hinges' arguments; 0 for the true class's own where it has none, and throughout for softmax. */
  readonly hinges: readonly number[];
  /** 1 where the hinge is active: its argument > 0, strictly. */
  readonly indicators: readonly number[];
  readonly count: number;
  /** softmax alone: exp(s_j) / sum of all, else null. */
  readonly probabilities: readonly number[] | null;
  readonly loss: number;
  /** Row j of the sample's gradient is multiples[j] * x. */
  readonly multiples: readonly number[];
  readonly gradient: readonly (readonly number[])[];
  /**
   * On a kink: every multiples + sum_k alpha_k directions[k] is a subgradient as well, each alpha_k in [0, 1] and, if
   * joint, their sum at most 1. Elsewhere null.
   */
  readonly tie: { readonly directions: readonly (readonly number[])[]; readonly joint: boolean } | null;
}

/**
 * Works one sample by hand, from scores to its rows of the gradient, and then the batch, the average, the regulariser
 * and the total. Value and gradients are hingeLoss's own, to the bit.
 *
 * @throws HingeError `bad-index`, `no-samples`, `bad-option`, and those of hingeLoss
 * @example
 * const { sample } = explain({ X: [[1]], y: [0], W: [[13], [-7], [11]], margin: 10 });
 * // sample.loss 8, sample.count 1, sample.multiples [-1, 0, 1]
 */
export function explain(options: ExplainOptions): Explanation {
  const { index = 0, maxFeatures = 64, lambda = 0, penalty = "half", layout = "CxD", bias = 0 } = options;
  const { X, y, W, classes, loss: name, squared, margin } = options;
  const regularizeBias = bias === 0 || (options.regularizeBias ?? true);
  const problem = { X, y, W, classes, loss: name, squared, margin, layout, bias };
  checkIndex(index, y.length, maxFeatures);
  // Undivided and unregularised first; this pass also finds whatever is wrong with the input.
  const sum = hingeLoss({ ...problem, reduction: "none" });
  const total = hingeLoss({ ...problem, lambda, penalty, regularizeBias });

  const loss = createLoss(options);
  const rows = withBias(toRows(X), bias);
  const weights = readWeightMatrix(W, layout, rows.nFeatures, bias !== 0);
  const { K } = weights;
  const labels = labelsOfRows(y, classes, loss.name === "binary" ? 2 : K);
  const names = labels.classes;
  const own = labels.y[index]!;
  const scores = scoresOf(rows, weights.W, K, index);
  const x = sampleOf(rows, index);
  const features = shownFeatures(x, maxFeatures);
  const cut = ({ data }: { readonly data: WeightArray }): number[][] =>
    columns(data, K, rows.nFeatures, layout === "DxC", features);

  const n = rows.nSamples;
  const strength = penalty === "half" ? lambda : 2 * lambda;
  return {
    loss: loss.name,
    squared: loss.squared,
    margin: loss.margin,
    nSamples: n,
    nFeatures: rows.nFeatures,
    classes: [...names],
    bias,
    features,
    sample: sampleByHand(loss, scores, own, names, index, x, features),
    batch: {
      ...pushes(sum.scoreGradients!.data, K),
      lossSum: sum.value,
      gradientSum: cut(sum.gradient),
      loss: total.dataLoss,
      gradient: cut({ data: sum.gradient.data.map((value) => value / n) }),
      nViolations: sum.nViolations,
      kinks: sum.kinks,
    },
    regularizer: {
      lambda,
      penalty,
      regularizeBias,
      value: total.regularization,
      gradient: columns(weights.W, K, rows.nFeatures, false, features).map((row) =>
        row.map((weight, at) =>
          !regularizeBias && features[at] === rows.nFeatures - 1 ? 0 : zero(strength * weight),
        ),
      ),
    },
    total: { value: total.value, gradient: cut(total.gradient) },
  };
}

function sampleByHand(
  loss: Loss,
  scores: Float64Array,
  y: number,
  classes: readonly Label[],
  index: number,
  x: Float64Array,
  features: readonly number[],
): ExplainedSample {
  const worked = explainSample(loss, scores, y);
  const multiples = plain(worked.multiples);
  const { directions, joint } = loss.subdifferential(scores, y);
  const shown = features.map((j) => zero(x[j]!));
  return {
    index,
    label: classes[y]!,
    y,
    predicted: classes[worked.predicted]!,
    x: shown,
    nonzeros: x.reduce((count, value) => count + (value === 0 ? 0 : 1), 0),
    scores: plain(scores),
    hinges: plain(worked.hinges),
    indicators: [...worked.indicators],
    count: worked.count,
    // The gradient of softmax is its probabilities, less 1 for the true class.
    probabilities: loss.name === "softmax" ? multiples.map((g, m) => (m === y ? g + 1 : g)) : null,
    loss: worked.loss,
    multiples,
    gradient: multiples.map((multiple) => shown.map((value) => zero(multiple * value))),
    tie: directions.length === 0 ? null : { directions: directions.map(plain), joint },
  };
}

/** For each score, how many samples push it and how much they do so together. */
function pushes(G: Float64Array, K: number) {
  const pushDown = new Array<number>(K).fill(0);
  const pullUp = new Array<number>(K).fill(0);
  const multiples = new Array<number>(K).fill(0);
  G.forEach((g, at) => {
    const m = at % K;
    if (g > 0) pushDown[m]!++;
    if (g < 0) pullUp[m]!++;
    multiples[m]! += g;
  });
  return { pushDown, pullUp, multiples };
}

/** The scores as the pass over the data forms them, in its precision and in its block: the same bits. */
function scoresOf(rows: Rows, W: WeightArray, K: number, index: number): Float64Array {
  const products = rows.products(K, W instanceof Float32Array && rows.fitsF32 ? "f32" : "f64");
  try {
    products.setWeights(W, rows.nFeatures);
    const from = index - (index % products.blockRows);
    const n = Math.min(products.blockRows, rows.nSamples - from);
    const S = new Float64Array(products.blockRows * K);
    const order = Int32Array.from({ length: n }, (_, r) => from + r);
    products.scores(order, 0, n, S);
    return S.slice((index - from) * K, (index - from + 1) * K);
  } finally {
    products.release();
  }
}

function sampleOf(rows: Rows, index: number): Float64Array {
  const x = new Float64Array(rows.nFeatures);
  rows.addOuter(index, Float64Array.of(1), x);
  return x;
}

/** All columns, or of a wide sample the first that are not 0. */
function shownFeatures(x: Float64Array, limit: number): number[] {
  const all = Array.from(x.keys());
  if (all.length <= limit) return all;
  const filled = all.filter((j) => x[j] !== 0).slice(0, limit);
  return filled.length > 0 ? filled : all.slice(0, limit);
}

function columns(
  data: ArrayLike<number>,
  K: number,
  D: number,
  turned: boolean,
  features: readonly number[],
): number[][] {
  return Array.from({ length: K }, (_, m) =>
    features.map((j) => zero(turned ? data[j * K + m]! : data[m * D + j]!)),
  );
}

function checkIndex(index: number, nSamples: number, maxFeatures: number): void {
  if (nSamples === 0) throw new HingeError("no-samples", "there is no sample to explain; give at least one");
  if (!Number.isInteger(index) || index < 0 || index >= nSamples) {
    throw new HingeError(
      "bad-index",
      `there is no sample ${show(index)}; the ${nSamples} samples are numbered from 0 to ${nSamples - 1}`,
      { option: "index" },
    );
  }
  if (!(maxFeatures >= 1)) {
    throw new HingeError("bad-option", `${show(maxFeatures)} features cannot be shown; give 1 or more`, {
      option: "maxFeatures",
    });
  }
}

function plain(values: Float64Array): number[] {
  return Array.from(values, zero);
}

/** JSON has no -0. */
function zero(value: number): number {
  return value === 0 ? 0 : value;
}

import {
  checkLabelCount,
  type EncodedLabels,
  encodeLabels,
  type Label,
  showClasses,
} from "../data/labels.ts";
import type { Matrix } from "../data/matrix.ts";
import { type Rows, toRows } from "../data/rows.ts";
import { checkEveryClassWeighs, combineWeights } from "../data/weights.ts";
import { withBias } from "../data/with-bias.ts";
import { HingeError } from "../errors.ts";
import { createDualLoss, createLoss } from "../losses/index.ts";
import { hasDual, type Loss } from "../losses/loss.ts";
import { scaled } from "../math/vector.ts";
import { relativeGap } from "../objective/certificate.ts";
import type { Problem } from "../objective/problem.ts";
import type { SgdSolution } from "../solvers/sgd.ts";
import type { Solution } from "../solvers/solve.ts";
import { type FitOptions, type FitReport, type LinearSVMOptions, resolveOptions } from "./fit-options.ts";
import { type ModelJSON, modelFromJSON, modelToJSON } from "./json.ts";
import { type PartialFitOptions, type PartialFitResult, Stream } from "./stream.ts";
import { type DualStart, refuseWarmStart, startFrom } from "./warm-start.ts";
import { checkDualCount, checkWeightCount, classMajor, cutWeights, type ModelWeights } from "./weights.ts";

/**
 * A multiclass linear support vector machine, trained to a certified optimum of
 * 1/2 |W|^2 + C sum_i l(W x_i, y_i); or, with solver "sgd", by mini-batch gradient descent on the same objective.
 *
 * @example
 * const svm = new LinearSVM({ loss: "weston-watkins", C: 1 });
 * const report = await svm.fit(X, y);
 * console.log(report.message); // Certified: no weights whatever can have an objective more than 0.1 % below ...
 * svm.predict(X);
 */
export class LinearSVM {
  readonly options: LinearSVMOptions;
  #loss: Loss;
  #weights: ModelWeights | undefined;
  /** The stream that partialFit goes on with; its weights are the model's while there is one. */
  #stream: Stream | undefined;
  #report: FitReport | undefined;
  /** For fits that begin from this one. */
  #dual: DualStart | undefined;

  /** @throws HingeError `unknown-loss`, `bad-margin`, `bad-C`, `bad-lambda`, `bad-option` */
  constructor(options: LinearSVMOptions = {}) {
    const { solver } = resolveOptions(options);
    this.options = { ...options };
    this.#loss = solver === "sgd" ? createLoss(options) : createDualLoss(options);
    if (this.#loss.margin === 0 && hasDual(this.#loss)) {
      throw new HingeError("bad-margin", "a margin of 0 makes W = 0 optimal; train with a margin > 0", {
        option: "margin",
      });
    }
  }

  /** The sorted classes. @throws HingeError `not-fitted` */
  get classes(): readonly Label[] {
    return this.#fitted().classes;
  }

  /** nClasses x nFeatures (1 x nFeatures for binary). @throws HingeError `not-fitted` */
  get weights(): { readonly data: Float64Array; readonly shape: readonly [number, number] } {
    const fitted = this.#fitted();
    return { data: classMajor(fitted), shape: [fitted.bias.length, fitted.nFeatures] };
  }

  /** What is added to each score; length nClasses (1 for binary). @throws HingeError `not-fitted` */
  get bias(): Float64Array {
    return this.#fitted().bias;
  }

  /** What the last fit has proven; undefined for a model read from JSON without one. */
  get report(): FitReport | undefined {
    return this.#report;
  }

  /**
   * Trains by dual block coordinate ascent until the duality gap is proven to be within the tolerance; with solver "sgd",
   * by as many steps of gradient descent as its options say, and then says how large the gap is, if the loss has a dual.
   *
   * @param X nSamples x nFeatures
   * @param y one label a sample: integers, strings or booleans
   * @returns the report; status "stopped" if maxEpochs, maxSeconds or onProgress returning false came first, and at the end of a
   * descent whose gap is not proven to be within the tolerance
   * @throws HingeError `no-samples`, `one-class`, `bad-shape`, `bad-label`, `bad-weight`, `weightless-class`,
   * `not-finite`, `too-large`, `too-many-features`, `too-many-classes`, `not-two-classes`, `bad-warm-start`, `diverged`; the signal's reason when aborted
   */
  async fit(X: Matrix, y: ArrayLike<Label>, options: FitOptions = {}): Promise<FitReport> {
    const begin = performance.now();
    const resolved = resolveOptions(this.options);
    if (resolved.solver === "sgd") refuseWarmStart(options.warmStart);
    const plain = toRows(X);
    const labels = encodeLabels(y);
    checkTrainable(plain, labels);
    const nScores = this.#loss.nScores(labels.classes.length);
    checkWeightCount(plain.nFeatures, nScores);
    if (hasDual(this.#loss)) checkDualCount(plain.nSamples, nScores);
    const weights = combineWeights(labels, options.sampleWeight, this.options.classWeight);
    const isWeighted = options.sampleWeight !== undefined || this.options.classWeight !== undefined;
    if (isWeighted) checkEveryClassWeighs(labels, weights);
    const C = resolved.C ?? (resolved.lambda === undefined ? 1 : 1 / (resolved.lambda * weights.total));
    const lambda = 1 / (C * weights.total);
    const problem = {
      rows: withBias(plain, resolved.bias),
      y: labels.y,
      nScores,
      C: isWeighted ? scaled(weights.factors, C) : weights.factors.fill(C),
    };
    const run = { ...resolved, ...options };
    const dualProblem = hasDual(this.#loss) ? { ...problem, loss: this.#loss } : undefined;
    // Each way to train is loaded by the first fit that takes it: who has a fitted model needs none.
    const solution: Solution & Partial<SgdSolution> =
      dualProblem === undefined || resolved.solver === "sgd"
        ? await (await import("../solvers/sgd.ts")).sgd(
            { ...problem, loss: this.#loss, lambda, withBias: resolved.bias !== 0 },
            { ...run, ...resolved.sgd },
          )
        : await (await import("../solvers/certified.ts")).certified(dualProblem, {
            ...run,
            start: this.#start(options.warmStart, dualProblem),
          });
    const { b } = solution;
    this.#dual = b && { b, C: problem.C, nScores, loss: this.#loss };
    this.#stream = undefined;
    this.#weights = cutWeights(
      solution.certificate.W,
      labels.classes,
      plain.nFeatures,
      nScores,
      resolved.bias,
    );
    this.#report = {
      ...summary(solution),
      tolerance: resolved.tolerance,
      C,
      lambda,
      seed: resolved.seed,
      nSamples: plain.nSamples,
      nFeatures: plain.nFeatures,
      nClasses: labels.classes.length,
      nnz: plain.nnz,
      seconds: (performance.now() - begin) / 1000,
    };
    return this.#report;
  }

  /**
   * Takes a step of gradient descent on one batch of a stream; needs solver "sgd" and lambda. The first batch fixes the
   * features and, unless `classes` names them, the classes; after a fit, it goes on from the fitted weights. Momentum
   * and the number of steps are kept from batch to batch, the data are not: of the options in `sgd`, the learning
   * rate, momentum and the initial weights count here, the batch is the one given, and nothing is averaged.
   *
   * Nothing is certified: `report` is undefined afterwards. A batch that is refused leaves the model as it was; after
   * `diverged` begin another.
   *
   * @param X nSamples x nFeatures, the batch
   * @param y one label a sample
   * @throws HingeError `bad-option`, `bad-lambda`, `bad-weight`, `no-samples`, `one-class`, `unknown-label`, `bad-shape`,
   * `bad-label`, `not-finite`, `diverged`, ...
   * @example
   * const svm = new LinearSVM({ solver: "sgd", lambda: 1e-4, sgd: { learningRate: 0.01, momentum: 0.9 } });
   * for await (const { X, y } of batches) svm.partialFit(X, y, { classes: ["cat", "dog"] });
   */
  partialFit(X: Matrix, y: ArrayLike<Label>, options: PartialFitOptions = {}): PartialFitResult {
    const stream =
      this.#stream ??
      Stream.begin(X, y, options, this.#loss, this.options, resolveOptions(this.options), this.#weights);
    const result = stream.take(X, y, options, this.options);
    this.#stream = stream;
    this.#report = undefined;
    return result;
  }

  /**
   * The scores W x + bias of each sample.
   *
   * @returns nSamples x nClasses, row-major; nSamples x 1 for binary, positive for `classes[1]`
   * @throws HingeError `not-fitted`, `bad-shape`, `not-finite`
   */
  decisionFunction(X: Matrix): { data: Float64Array; shape: [number, number] } {
    const K = this.#fitted().bias.length;
    const rows = this.#rowsLike(X);
    const data = new Float64Array(rows.nSamples * K);
    this.#eachScore(rows, (s, i) => data.set(s, i * K));
    return { data, shape: [rows.nSamples, K] };
  }

  /** The predicted label of each sample; at equal scores the lower class. @throws as decisionFunction */
  predict(X: Matrix): Label[] {
    const { classes } = this.#fitted();
    const labels: Label[] = [];
    this.#eachScore(this.#rowsLike(X), (s) => labels.push(classes[this.#loss.predict(s)]!));
    return labels;
  }

  /**
   * Accuracy: the part of the samples whose label is predicted, in [0, 1].
   *
   * @throws as decisionFunction; HingeError `bad-shape` if labels and samples differ in number
   */
  score(X: Matrix, y: ArrayLike<Label>): number {
    const predicted = this.predict(X);
    checkLabelCount(y.length, predicted.length);
    return predicted.filter((label, i) => label === y[i]).length / predicted.length;
  }

  /** The model as plain JSON, every bit of it; the same bytes for the same data, options and seed. */
  toJSON(): ModelJSON {
    return modelToJSON(this.#loss, this.#fitted(), this.#report);
  }

  /** A model from toJSON's result. @throws HingeError `bad-model`, `newer-model` */
  static fromJSON(json: unknown): LinearSVM {
    const { options, weights } = modelFromJSON(json);
    // Only a descent takes a loss without a dual.
    const svm = new LinearSVM(hasDual(createLoss(options)) ? options : { ...options, solver: "sgd" });
    svm.#weights = weights;
    return svm;
  }

  /** The dual variables that a fit begins from, if any. @throws HingeError `bad-warm-start` */
  #start(warmStart: FitOptions["warmStart"], problem: Problem): Float64Array | undefined {
    if (warmStart === true) return this.#dual && startFrom(this.#dual, problem);
    if (warmStart === undefined || warmStart === false) return undefined;
    return startFrom(#dual in warmStart ? warmStart.#dual : undefined, problem);
  }

  #fitted(): ModelWeights {
    const weights = this.#stream?.model ?? this.#weights;
    if (weights === undefined) {
      throw new HingeError("not-fitted", "the model has no weights yet; call fit, or read one by fromJSON");
    }
    return weights;
  }

  #rowsLike(X: Matrix): Rows {
    const { nFeatures } = this.#fitted();
    const rows = toRows(X);
    if (rows.nFeatures !== nFeatures) {
      throw new HingeError(
        "bad-shape",
        `X has ${rows.nFeatures} features where the model was trained on ${nFeatures}`,
      );
    }
    rows.validate();
    return rows;
  }

  #eachScore(rows: Rows, visit: (s: Float64Array, i: number) => void): void {
    const { W: stored, bias } = this.#fitted();
    const W = stored instanceof Float64Array ? stored : Float64Array.from(stored);
    const K = bias.length;
    const s = new Float64Array(K);
    for (let i = 0; i < rows.nSamples; i++) {
      rows.scores(i, W, s);
      for (let m = 0; m < K; m++) s[m]! += bias[m]!;
      visit(s, i);
    }
  }
}

function summary({
  status,
  message,
  certificate,
  epochs,
  trace,
  iterations,
  history,
}: Solution & Partial<SgdSolution>) {
  const { primal, dual, gap, bound } = certificate;
  const proven = { status, message, primal, dual, gap, relativeGap: relativeGap(certificate), bound };
  const descent = iterations === undefined || history === undefined ? {} : { iterations, history };
  return { ...proven, epochs, trace, ...descent };
}

/** @throws HingeError `no-samples`, `one-class`, `bad-shape` */
export function checkTrainable(rows: Rows, { classes, y }: EncodedLabels): void {
  checkLabelCount(y.length, rows.nSamples);
  if (rows.nSamples === 0) throw new HingeError("no-samples", "there are no samples to train on");
  if (classes.length < 2) {
    throw new HingeError(
      "one-class",
      `all ${rows.nSamples} samples are of one class, ${showClasses(classes)}; a classifier needs two or more`,
    );
  }
}

import { encodeLabels, type Label } from "../data/labels.ts";
import type { Matrix } from "../data/matrix.ts";
import { toRows } from "../data/rows.ts";
import { takeRows } from "../data/take-rows.ts";
import { Breath } from "../solvers/breath.ts";
import type { FitOptions, FitReport, LinearSVMOptions } from "./fit-options.ts";
import { type FoldOptions, stratifiedFolds } from "./folds.ts";
import { checkTrainable, LinearSVM } from "./linear-svm.ts";
import { evaluate } from "./metrics.ts";

/** How samples are dealt into folds, and what goes with them. The seed is the fits' too. */
export interface CrossValidationOptions extends FoldOptions, Pick<FitOptions, "sampleWeight" | "signal"> {
  /** Called after each fit. */
  readonly onFit?: ((fit: { readonly fold: number; readonly report: FitReport }) => void) | undefined;
}

/** A score on the samples that a model has not seen, a fold at a time. */
export interface FoldScore {
  /** Mean over the folds. */
  readonly mean: number;
  /** Of that mean: the folds' standard deviation / sqrt(number of folds). */
  readonly standardError: number;
  readonly folds: readonly number[];
}

export interface CrossValidation {
  readonly accuracy: FoldScore;
  readonly macroF1: FoldScore;
  /** Each sample's label, as predicted by the model that was trained without its fold. */
  readonly predictions: readonly Label[];
  /** A report a fold, without its trace. */
  readonly fits: readonly Omit<FitReport, "trace" | "history">[];
}

/**
 * Trains on all folds but one and measures on that one, for each fold; folds are stratified by class.
 *
 * @param X nSamples x nFeatures
 * @param y one label a sample
 * @param options of the model, and how to deal the samples
 * @throws HingeError as stratifiedFolds and LinearSVM.fit; the signal's reason when aborted
 * @example
 * const { accuracy } = await crossValidate(X, y, { loss: "crammer-singer", C: 0.1, folds: 10 });
 * console.log(accuracy.mean, accuracy.standardError);
 */
export async function crossValidate(
  X: Matrix,
  y: ArrayLike<Label>,
  options: LinearSVMOptions & CrossValidationOptions = {},
): Promise<CrossValidation> {
  const { folds: _folds, sampleWeight: _weight, signal: _signal, onFit: _onFit, ...model } = options;
  return (await crossValidatePath(X, y, [model], options))[0]!;
}

/**
 * The same for several models one after the other, on the same folds; each fit begins from that of the model before,
 * which saves most of the work where only C grows.
 *
 * @param path options of models that differ in C alone
 * @returns a result a model
 */
export async function crossValidatePath(
  X: Matrix,
  y: ArrayLike<Label>,
  path: readonly LinearSVMOptions[],
  options: CrossValidationOptions,
): Promise<CrossValidation[]> {
  const { folds = 5, sampleWeight, signal, onFit } = options;
  checkTrainable(toRows(X), encodeLabels(y));
  const foldOf = stratifiedFolds(y, options);
  const scores = path.map(() => ({ accuracy: [] as number[], macroF1: [] as number[] }));
  const fits = path.map(() => [] as CrossValidation["fits"][number][]);
  const predictions = path.map(() => new Array<Label>(y.length));
  const breath = new Breath(signal);
  for (let fold = 0; fold < folds; fold++) {
    const inside = where(foldOf, (f) => f !== fold);
    const outside = where(foldOf, (f) => f === fold);
    const train = { X: takeRows(X, inside), y: take(y, inside) };
    const test = { X: takeRows(X, outside), y: take(y, outside) };
    const weights = sampleWeight === undefined ? undefined : take(sampleWeight, inside);
    let previous: LinearSVM | undefined;
    for (const [k, model] of path.entries()) {
      const svm = new LinearSVM(model);
      const report = await svm.fit(train.X, train.y, { sampleWeight: weights, signal, warmStart: previous });
      if (model.solver !== "sgd") previous = svm;
      const predicted = svm.predict(test.X);
      outside.forEach((i, at) => {
        predictions[k]![i] = predicted[at]!;
      });
      const { accuracy, macroF1 } = evaluate(test.y, predicted);
      scores[k]!.accuracy.push(accuracy);
      scores[k]!.macroF1.push(macroF1);
      const { trace: _trace, history: _history, ...rest } = report;
      fits[k]!.push(rest);
      onFit?.({ fold, report });
      // Small fits end before they would have let anyone else have a turn.
      if (breath.due) await breath.take();
    }
  }
  return path.map((_, k) => ({
    accuracy: foldScore(scores[k]!.accuracy),
    macroF1: foldScore(scores[k]!.macroF1),
    predictions: predictions[k]!,
    fits: fits[k]!,
  }));
}

function foldScore(folds: readonly number[]): FoldScore {
  const n = folds.length;
  const mean = folds.reduce((sum, score) => sum + score, 0) / n;
  const squares = folds.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n), folds };
}

function where(values: Int32Array, wanted: (value: number) => boolean): Int32Array {
  return Int32Array.from(values.keys()).filter((i) => wanted(values[i]!));
}

function take<T>(values: ArrayLike<T>, order: Int32Array): T[] {
  return Array.from(order, (i) => values[i]!);
}

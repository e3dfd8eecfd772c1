import type { Label } from "../data/labels.ts";
import type { Matrix } from "../data/matrix.ts";
import { HingeError, show } from "../errors.ts";
import type { LossName } from "../losses/loss.ts";
import { type CrossValidation, type CrossValidationOptions, crossValidatePath } from "./cross-validation.ts";
import type { LinearSVMOptions } from "./fit-options.ts";
import { LinearSVM } from "./linear-svm.ts";

/** What to choose by. */
export type TuneMetric = "accuracy" | "macro-f1";

export const tuneMetrics: readonly TuneMetric[] = ["accuracy", "macro-f1"];

export interface TuneOptions
  extends Omit<LinearSVMOptions, "loss" | "C" | "lambda">,
    Omit<CrossValidationOptions, "onFit"> {
  /** Default 11 from 0.001 to 100. */
  readonly C?: readonly number[] | undefined;
  /** Default weston-watkins. */
  readonly losses?: readonly LossName[] | undefined;
  /** Default accuracy. */
  readonly metric?: TuneMetric | undefined;
  /** Called after each fit; `done` of `total` are. */
  readonly onFit?:
    | ((fit: {
        readonly loss: LossName;
        readonly C: number;
        readonly fold: number;
        readonly done: number;
        readonly total: number;
      }) => void)
    | undefined;
}

/** How one loss at one C fared. */
export interface TuneRow extends CrossValidation {
  readonly loss: LossName;
  readonly C: number;
}

export interface TuneResult {
  readonly metric: TuneMetric;
  readonly folds: number;
  readonly seed: number;
  /** Loss by loss, C ascending. */
  readonly rows: readonly TuneRow[];
  /** The row with the highest mean of the metric; of equal ones the smallest C, of equal ones of those the first loss. */
  readonly best: TuneRow;
}

/**
 * Chooses loss and C by stratified cross-validation, every candidate on the same folds. Each fold's fit begins from the
 * same fold's at the C before.
 *
 * @param X nSamples x nFeatures
 * @param y one label a sample
 * @throws HingeError `bad-option`, `bad-C`, those of crossValidate; the signal's reason when aborted
 * @example
 * const { best } = await tune(X, y, { losses: ["weston-watkins", "crammer-singer"], C: costGrid(0.01, 10) });
 * const svm = new LinearSVM({ loss: best.loss, C: best.C });
 */
export async function tune(X: Matrix, y: ArrayLike<Label>, options: TuneOptions = {}): Promise<TuneResult> {
  const {
    C = costGrid(0.001, 100),
    losses = ["weston-watkins"],
    metric = "accuracy",
    onFit,
    ...rest
  } = options;
  const { folds = 5, seed = 0, sampleWeight, signal, ...model } = rest;
  if (C.length === 0) refuse("C", "there is no C to try; give one or more");
  if (losses.length === 0) refuse("losses", "there is no loss to try; give one or more");
  if (!tuneMetrics.includes(metric)) {
    refuse("metric", `${show(metric)} is no metric; choose ${tuneMetrics.join(" or ")}`);
  }
  const ascending = [...new Set(C)].sort((a, b) => a - b);
  // A bad candidate is found before hours are spent on the good ones.
  for (const loss of losses) for (const c of ascending) new LinearSVM({ ...model, seed, loss, C: c });
  const total = losses.length * folds * ascending.length;
  let done = 0;
  const rows: TuneRow[] = [];
  for (const loss of losses) {
    const path = ascending.map((C): LinearSVMOptions => ({ ...model, seed, loss, C }));
    const results = await crossValidatePath(X, y, path, {
      ...{ folds, seed, sampleWeight, signal },
      onFit: ({ fold, report }) => onFit?.({ loss, C: report.C, fold, done: ++done, total }),
    });
    rows.push(...results.map((result, k) => ({ loss, C: ascending[k]!, ...result })));
  }
  const score = (row: TuneRow): number => (metric === "accuracy" ? row.accuracy : row.macroF1).mean;
  // Equal scores may differ by the rounding of their sums.
  const equal = (a: TuneRow, b: TuneRow): boolean => Math.abs(score(a) - score(b)) < 1e-12;
  const best = rows.reduce((a, b) => ((equal(a, b) ? b.C < a.C : score(b) > score(a)) ? b : a));
  return { metric, folds, seed, rows, best };
}

/**
 * Values of C to try, in equal ratios, each but the ends rounded to three digits.
 *
 * @param points how many; default about two a decade
 * @throws HingeError `bad-option`
 */
export function costGrid(from: number, to: number, points?: number): number[] {
  if (!(from > 0 && to > from && Number.isFinite(to))) {
    refuse(
      "C",
      `from ${show(from)} to ${show(to)} is no range of C; give two numbers > 0, the smaller first`,
    );
  }
  const decades = Math.log10(to / from);
  const n = points ?? Math.max(2, Math.round(2 * decades) + 1);
  if (!Number.isSafeInteger(n) || n < 2 || n > 1000) {
    refuse("C", `${show(points)} is no number of values from 2 to 1000; give 11, say`);
  }
  return Array.from({ length: n }, (_, k) => {
    if (k === 0 || k === n - 1) return k === 0 ? from : to;
    return Number((from * 10 ** ((decades * k) / (n - 1))).toPrecision(3));
  });
}

function refuse(option: string, sentence: string): never {
  throw new HingeError("bad-option", sentence, { option });
}

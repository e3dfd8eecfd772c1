import { compareLabels, type Label } from "../data/labels.ts";

/** How one class fared. */
export interface ClassScore {
  readonly label: Label;
  /** Correct predictions of the class / all predictions of it; 0 if there are none. */
  readonly precision: number;
  /** Correct predictions of the class / all samples of it; 0 if there are none. */
  readonly recall: number;
  /** Harmonic mean of the two. */
  readonly f1: number;
  /** Samples of the class. */
  readonly support: number;
}

export interface Evaluation {
  /** Part of the samples predicted right. */
  readonly accuracy: number;
  /** Unweighted mean of f1 over the classes that occur among labels or predictions. */
  readonly macroF1: number;
  readonly perClass: readonly ClassScore[];
  /** Sorted labels of the confusion matrix. */
  readonly labels: readonly Label[];
  /** confusion[k][m]: samples of class labels[k] predicted as labels[m]. */
  readonly confusion: readonly (readonly number[])[];
}

/**
 * Compares predictions with the truth. Definitions as in scikit-learn's classification_report with
 * zero_division=0: a label that only one side has counts too.
 */
export function evaluate(truth: ArrayLike<Label>, predicted: ArrayLike<Label>): Evaluation {
  const labels = [...new Set([...Array.from(truth), ...Array.from(predicted)])].sort(compareLabels);
  const numbers = new Map(labels.map((label, k) => [label, k]));
  const confusion = labels.map(() => labels.map(() => 0));
  for (let i = 0; i < truth.length; i++) confusion[numbers.get(truth[i]!)!]![numbers.get(predicted[i]!)!]!++;
  const perClass = labels.map((label, k): ClassScore => {
    const right = confusion[k]![k]!;
    const support = sum(confusion[k]!);
    const claimed = sum(confusion.map((row) => row[k]!));
    return {
      label,
      precision: ratio(right, claimed),
      recall: ratio(right, support),
      f1: ratio(2 * right, support + claimed),
      support,
    };
  });
  return {
    accuracy: ratio(sum(labels.map((_, k) => confusion[k]![k]!)), truth.length),
    macroF1: ratio(sum(perClass.map(({ f1 }) => f1)), labels.length),
    perClass,
    labels,
    confusion,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

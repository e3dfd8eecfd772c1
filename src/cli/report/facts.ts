import type { Label } from "../../data/labels.ts";
import type { FitReport } from "../../model/fit-options.ts";
import type { ModelCertificate } from "../../model/json.ts";
import type { LinearSVM } from "../../model/linear-svm.ts";
import { type Evaluation, evaluate } from "../../model/metrics.ts";
import type { Labelled } from "../commands/labelled.ts";

/** What a page reports on: a model, what was proven of it, and labelled data that it was tried on. */
export interface Facts {
  readonly svm: LinearSVM;
  /** From the fit that has just ended, or from the model's file; undefined for a model that was not fitted. */
  readonly proof: FitReport | ModelCertificate | undefined;
  /** The data of the fit, where it has just ended. */
  readonly trainedOn: string | undefined;
  readonly set: Labelled;
  readonly predicted: readonly Label[];
  readonly evaluation: Evaluation;
}

export function gatherFacts(facts: Omit<Facts, "predicted" | "evaluation">): Facts {
  const predicted = facts.svm.predict(facts.set.X);
  return { ...facts, predicted, evaluation: evaluate(facts.set.labels, predicted) };
}

/** Whether the data are the very ones that the model was fitted to. */
export function isOwnTrainingData({ trainedOn, set }: Facts): boolean {
  return trainedOn === set.source;
}

/** A feature's name in its own file, else its number there. */
export function featureName({ featureNames, indexBase = 0 }: Labelled, j: number): string {
  return featureNames?.[j] ?? `feature ${j + indexBase}`;
}

/** The classes that have a row of weights, each with its number: binary has one row, which speaks for its second class. */
export function weightRows({ svm }: Facts): { row: number; title: string; label: Label }[] {
  const { classes } = svm;
  if (svm.weights.shape[0] === 1) {
    return [{ row: 0, title: `${classes[1]} against ${classes[0]}`, label: classes[1]! }];
  }
  return classes.map((label, row) => ({ row, title: String(label), label }));
}

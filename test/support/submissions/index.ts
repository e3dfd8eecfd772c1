/** All planted mistakes, alone and in pairs, and all right functions. */
import { nested, nestedMistakes, typed, typedMistakes } from "./javascript.ts";
import { biasRow, biasRowMistakes, withBias, withBiasMistakes } from "./numpy-bias.ts";
import { byClass, byClassMistakes, columns, columnsMistakes } from "./numpy-by-class.ts";
import { counting, countingMistakes } from "./numpy-counting.ts";
import { naive, naiveMistakes } from "./numpy-naive.ts";
import { vectorised, vectorisedMistakes } from "./numpy-vectorised.ts";
import { rightJavascript, rightNumpy } from "./right.ts";
import { type Base, type Mistake, pairs, type Submission, single } from "./submission.ts";

export type { Submission } from "./submission.ts";

const planted: readonly (readonly [Base, readonly Mistake[]])[] = [
  [naive, naiveMistakes],
  [vectorised, vectorisedMistakes],
  [counting, countingMistakes],
  [byClass, byClassMistakes],
  [columns, columnsMistakes],
  [withBias, withBiasMistakes],
  [biasRow, biasRowMistakes],
  [nested, nestedMistakes],
  [typed, typedMistakes],
];

export const right: readonly Submission[] = [...rightNumpy, ...rightJavascript];

export const singles: readonly Submission[] = planted.flatMap(([base, mistakes]) =>
  mistakes.map((each) => single(base, each)),
);

export const allPairs: readonly Submission[] = planted.flatMap(([base, mistakes]) => pairs(base, mistakes));

const header = { python: "import numpy as np\n", javascript: "" };
export const extension = { python: ".py", javascript: ".mjs" };

/** Many functions as one file; the names are svm_loss_0, svm_loss_1, .... */
export function fileOf(submissions: readonly Submission[]): string {
  const [first] = submissions;
  if (first === undefined) return "";
  return header[first.language] + submissions.map((each, k) => each.text(nameOf(k))).join("\n");
}

export function nameOf(k: number): string {
  return `svm_loss_${k}`;
}

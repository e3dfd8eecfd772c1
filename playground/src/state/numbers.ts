import { computed } from "@preact/signals";
import { createLoss, HingeError, type HingeLossResult, hingeLoss, type Matrix } from "hinge";
import { explainSample, type SampleExplanation } from "hinge/explain";
import { scoreOf } from "../worker/samples.ts";
import { lookedAt } from "./hover.ts";
import { spoiled } from "./riddle.ts";
import { objective, riddle, W } from "./store.ts";
import { task } from "./task.ts";

export const loss = computed(() => createLoss(objective.value));

/** The loss and its gradient by the library, or the sentence by which it refuses. */
export const result = computed<HingeLossResult | string>(() => {
  if (task.value.X.length === 0) return "There are no samples: click the ground, or add a point.";
  try {
    return hingeLoss({ ...problem(task.value.matrix, task.value.y), W: W.value });
  } catch (error) {
    if (error instanceof HingeError) return sentence(error.message);
    throw error;
  }
});

/** What a descent follows: the gradient, or what a mistake makes of it. One row a score, the bias last. */
export const gradient = computed<readonly (readonly number[])[] | undefined>(() => {
  const { X, y } = task.value;
  if (riddle.value !== null) return spoiled(riddle.value, X, y);
  if (typeof result.value === "string") return undefined;
  return rowsOf(result.value.gradient);
});

/** What was worked out with the present weights, by the samples' rows: a drag changes one of them. */
const known = computed(() => {
  // Other weights, or another loss, and nothing is known.
  void W.value;
  void loss.value;
  return new WeakMap<readonly number[], SampleExplanation>();
});

/** A sample that takes part, worked by hand; undefined where there is none in that place. */
export function workedAt(place: number): SampleExplanation | undefined {
  const { X, y } = task.value;
  const x = X[place];
  if (x === undefined) return undefined;
  const before = known.value.get(x);
  if (before?.y === y[place]) return before;
  const now = explainSample(loss.value, scoresOf(x), y[place]!);
  known.value.set(x, now);
  return now;
}

export const accuracy = computed(() => {
  const { X, y } = task.value;
  const { predict } = loss.value;
  const s = new Float64Array(W.value.length);
  const right = X.filter((x, i) => {
    W.value.forEach((row, m) => {
      s[m] = scoreOf(row, x);
    });
    return predict(s) === y[i];
  });
  return right.length / X.length;
});

/** The place in the task of the sample that is looked at; -1 where none is, or it takes no part. */
export const place = computed(() => task.value.numbers.indexOf(lookedAt.value));

/** The options of hingeLoss but W. */
export function problem(X: Matrix, y: readonly number[]) {
  return { X, y, bias: 1, ...objective.value };
}

export function scoresOf(x: readonly number[]): Float64Array {
  return Float64Array.from(W.value, (row) => scoreOf(row, x));
}

export function rowsOf({ data, shape }: HingeLossResult["gradient"]): number[][] {
  return Array.from({ length: shape[0] }, (_, m) => [...data.subarray(m * shape[1], (m + 1) * shape[1])]);
}

/** The library's sentences begin in small letters, as they follow a program's name elsewhere. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

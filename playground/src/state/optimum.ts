import { computed, signal } from "@preact/signals";
import type { Progress } from "hinge";
import { workerAt } from "../worker/blob.ts";
import type { Answered, Wanted } from "../worker/solve.ts";
import solverUrl from "../worker/solve.ts?worker&url";
import { sentence } from "./numbers.ts";
import { running } from "./running.ts";
import { change, descent, objective } from "./store.ts";
import { rowNames, task } from "./task.ts";

/** What was proven of a task, in the page's own scale: the mean loss and the penalty. */
export interface Proof {
  readonly of: readonly unknown[];
  readonly status: string;
  readonly message: string;
  readonly primal: number;
  readonly dual: number;
  readonly relativeGap: number;
  /** One entry a certificate. */
  readonly trace: readonly { readonly epoch: number; readonly primal: number; readonly dual: number }[];
  readonly W: readonly (readonly number[])[];
}

const latest = signal<Proof | undefined>(undefined);

/** What is proven of the present task; undefined once points or objective are others. */
export const proof = computed(() => {
  const { of } = latest.value ?? {};
  return of?.[0] === task.value && of?.[1] === objective.value ? latest.value : undefined;
});

export const solving = signal<Progress | true | undefined>(undefined);
export const solverRefusal = signal<string | undefined>(undefined);

/** Why the solver cannot prove anything here; undefined where it can. */
export const obstacle = computed<string | undefined>(() => {
  const { loss, margin, lambda, regularizeBias } = objective.value;
  if (loss === "softmax") return "Softmax has no dual here: no optimum of it can be proven.";
  if (margin === 0) return "With a margin of 0, W = 0 is optimal.";
  if (lambda === 0) return "With \u03bb = 0 there may be no optimum at all.";
  if (!regularizeBias) return "The solver takes the bias into the penalty: tick \u201cbias too\u201d for it.";
  const { y, nScores } = task.value;
  const empty = rowNames.value.findIndex((_, k) => nScores > 1 && !y.includes(k));
  if (empty >= 0) return `Class ${rowNames.value[empty]} has no sample.`;
  if (new Set(y).size < 2) return "It takes samples of two classes.";
  return undefined;
});

let worker: Worker | undefined;

/** Has the certified solver find the optimum, off the page's own thread; then shows it. */
export function goToOptimum(): void {
  stopSolving();
  running.value = false;
  if (obstacle.value !== undefined) return;
  const of = [task.value, objective.value] as const;
  const { loss, squared, margin, lambda, penalty } = of[1];
  const { matrix: X, y } = of[0];
  worker = workerAt(solverUrl);
  solving.value = true;
  solverRefusal.value = undefined;
  worker.addEventListener("error", ({ message }) => {
    stopSolving();
    solverRefusal.value = `The solver's worker failed: ${message || "it could not be started"}.`;
  });
  worker.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
    if ("progress" in data) {
      solving.value = data.progress;
      return;
    }
    stopSolving();
    if ("refusal" in data) solverRefusal.value = sentence(data.refusal);
    else if (of[0] === task.value && of[1] === objective.value) accept(data, of);
  });
  const options = {
    loss: loss as Exclude<typeof loss, "softmax">,
    squared,
    margin,
    lambda: penalty === "half" ? lambda : 2 * lambda,
    bias: 1,
    tolerance: 1e-6,
    maxEpochs: 20_000,
  };
  worker.postMessage({ X, y, options } satisfies Wanted);
}

export function stopSolving(): void {
  worker?.terminate();
  worker = undefined;
  solving.value = undefined;
}

function accept(answer: Extract<Answered, { W: unknown }>, of: readonly [unknown, unknown]): void {
  const { W, status, message, relativeGap, C } = answer;
  // The library's scale is 1/2 |W|^2 + C sum l; the page's is that divided by C N.
  const scale = C * task.value.y.length;
  latest.value = {
    of,
    status,
    message,
    relativeGap,
    W,
    primal: answer.primal / scale,
    dual: answer.dual / scale,
    trace: answer.trace.map(({ epoch, primal, dual }) => ({
      epoch,
      primal: primal / scale,
      dual: dual / scale,
    })),
  };
  change({ W, descent: { ...descent.value, steps: 0 }, riddle: null });
}

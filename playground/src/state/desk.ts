import { workerAt } from "../worker/blob.ts";
import type { Answers, Questions, Returned, Sent } from "../worker/desk.ts";
import deskUrl from "../worker/desk.ts?worker&url";
import { objective, W } from "./store.ts";
import { type Task, task } from "./task.ts";

let worker: Worker | undefined;
/** The task whose samples the worker has. */
let known: Task | undefined;
let count = 0;
const waiting = new Map<number, (answer: Returned["answer"]) => void>();

/**
 * Has something worked out off the page's thread, of the present state.
 *
 * @returns undefined where there is no answer: the numbers have none, or there is no worker
 */
export function ask<K extends keyof Questions>(
  kind: K,
  question: Questions[K],
): Promise<Answers[K] | undefined> {
  worker ??= start();
  const id = count++;
  const { matrix: X, y } = task.value;
  const sent = {
    ...{ id, kind, question, W: W.value, objective: objective.value },
    ...(known === task.value ? {} : { samples: { X, y } }),
  };
  known = task.value;
  worker.postMessage(sent as unknown as Sent);
  return new Promise((resolve) => waiting.set(id, (answer) => resolve(answer as Answers[K] | undefined)));
}

function start(): Worker {
  const fresh = workerAt(deskUrl);
  fresh.addEventListener("message", ({ data: { id, answer } }: MessageEvent<Returned>) => {
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  // The browser says why; what waits gets no answer, and the next question another worker.
  fresh.addEventListener("error", () => {
    fresh.terminate();
    worker = undefined;
    known = undefined;
    for (const resolve of waiting.values()) resolve(undefined);
    waiting.clear();
  });
  return fresh;
}

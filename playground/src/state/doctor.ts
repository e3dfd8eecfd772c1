import { signal } from "@preact/signals";
import type { Counterexample } from "hinge/check";
import { workerAt } from "../worker/blob.ts";
import type { Consulted, Judged } from "../worker/examine.ts";
import doctorUrl from "../worker/examine.ts?worker&url";

let worker: Worker | undefined;

/** Whether a function is being examined. */
export const examining = signal(false);
/** What was found of the last one, or why nothing was. */
export const judged = signal<Judged | string | undefined>(undefined);

/** Has somebody's function examined, off the page's thread; the function itself runs in a worker of its own. */
export function examineCode(code: string): void {
  stopExamining();
  examining.value = true;
  judged.value = undefined;
  worker = workerAt(doctorUrl);
  const end = (result: Judged | string): void => {
    stopExamining();
    judged.value = result;
  };
  worker.addEventListener("message", ({ data }: MessageEvent<Judged>) => end(data));
  worker.addEventListener("error", ({ message }) =>
    end(`The doctor's worker failed: ${message || "no reason given"}.`),
  );
  worker.postMessage({ code } satisfies Consulted);
}

/** Ends the examination, and with it the function that is examined. */
export function stopExamining(): void {
  worker?.terminate();
  worker = undefined;
  examining.value = false;
}

/** The smallest numbers that show a mistake; undefined where there are none. */
export function showMistake(
  wanted: Extract<Consulted, { mistake: unknown }>,
): Promise<Counterexample | undefined> {
  const own = workerAt(doctorUrl);
  return new Promise((resolve) => {
    const end = (example: Counterexample | undefined): void => {
      own.terminate();
      resolve(example);
    };
    own.addEventListener("message", ({ data }: MessageEvent<Counterexample | undefined>) => end(data));
    own.addEventListener("error", () => end(undefined));
    own.postMessage(wanted satisfies Consulted);
  });
}

import { HingeError, LinearSVM, type LinearSVMOptions, type Progress } from "hinge";
import type { Samples } from "./samples.ts";

/** What the worker is asked for. */
export interface Wanted extends Samples {
  readonly options: LinearSVMOptions;
}

/** What it answers, the last time with a model or a refusal. */
export type Answered =
  | { readonly progress: Progress }
  | { readonly refusal: string }
  | {
      /** One row a score, the bias last. */
      readonly W: readonly (readonly number[])[];
      readonly status: string;
      readonly message: string;
      readonly primal: number;
      readonly dual: number;
      readonly C: number;
      readonly relativeGap: number;
      readonly trace: readonly Progress[];
    };

const answer = (message: Answered): void => postMessage(message);

addEventListener("message", async ({ data }: MessageEvent<Wanted>) => {
  try {
    const svm = new LinearSVM(data.options);
    const report = await svm.fit(data.X, data.y, { onProgress: (progress) => answer({ progress }) });
    const { data: weights, shape } = svm.weights;
    const W = Array.from(svm.bias, (b, m) => [...weights.subarray(m * shape[1], (m + 1) * shape[1]), b]);
    const { status, message, primal, dual, C, relativeGap, trace } = report;
    answer({ W, status, message, primal, dual, C, relativeGap, trace });
  } catch (error) {
    if (!(error instanceof HingeError)) throw error;
    answer({ refusal: error.message });
  }
});

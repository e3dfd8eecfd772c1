import { HingeError } from "hinge";
import type { Objective } from "../state/model.ts";
import { derivation, type WorkedSample, workedSample } from "./formula.ts";
import type { Samples, Weights } from "./samples.ts";
import { type Slice, sliceAlong } from "./slice.ts";

/** What the page wants worked out, where it would have to wait. */
export interface Questions {
  slice: { readonly E: Weights; readonly span: number; readonly count: number };
  sample: { readonly index: number; readonly names: readonly string[] | undefined };
  derivation: Record<never, never>;
}

export interface Answers {
  slice: Slice;
  sample: WorkedSample;
  derivation: string;
}

/** A question as it is sent; the samples go along when they are others than before. */
export type Sent = {
  [K in keyof Questions]: {
    readonly id: number;
    readonly samples?: Samples;
    readonly W: Weights;
    readonly objective: Objective;
    readonly kind: K;
    readonly question: Questions[K];
  };
}[keyof Questions];

/** The answer; undefined where the library refuses, which the page says elsewhere. */
export interface Returned {
  readonly id: number;
  readonly answer: Answers[keyof Answers] | undefined;
}

let samples: Samples | undefined;

addEventListener("message", ({ data }: MessageEvent<Sent>) => {
  samples = data.samples ?? samples;
  let answer: Returned["answer"];
  try {
    answer = answerTo(data);
  } catch (error) {
    if (!(error instanceof HingeError)) throw error;
  }
  postMessage({ id: data.id, answer } satisfies Returned);
});

function answerTo({ W, objective, ...sent }: Sent): Returned["answer"] {
  const place = { ...samples!, W, objective };
  switch (sent.kind) {
    case "slice":
      return sliceAlong(place, sent.question.E, sent.question.span, sent.question.count);
    case "sample":
      return workedSample(place, sent.question.index, sent.question.names);
    case "derivation":
      return derivation(objective);
  }
}

import type { MistakeId } from "./diagnosis/mistakes/mistake.ts";

/** What the lines of one check have in common. */
export type NotebookPattern =
  | "agrees"
  | "kinks"
  | "factor"
  | "sign"
  | "no-gradient"
  | "flat-loss"
  | "not-finite"
  | "partly-zero"
  | "signs-differ"
  | "regularizer"
  | "irregular"
  | "nothing";

/** A mistake that would print such lines, and what speaks for it. */
export interface Candidate {
  readonly id: MistakeId;
  readonly why: string;
}

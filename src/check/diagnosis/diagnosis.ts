import type { Counterexample } from "../counterexample.ts";
import type { Convention } from "./asked.ts";
import type { Finding } from "./finding.ts";
import type { Part } from "./mistakes/mistake.ts";

export type Verdict = "right" | "right-other-convention" | "wrong" | "undetermined";

/** Of a part: also that it was not there to be judged (no loss given, lambda = 0). */
export type PartVerdict = "right" | "wrong" | "undetermined" | "not-tested";

/** What was found, as plain data. */
export interface Diagnosis {
  readonly verdict: Verdict;
  /** The verdict as a sentence. */
  readonly message: string;
  readonly parts: Readonly<Record<Part, PartVerdict>>;
  /** The simplest explanation's mistakes. */
  readonly mistakes: readonly Finding[];
  /** Other explanations of the same numbers, the likeliest first. */
  readonly runnersUp: readonly (readonly Finding[])[];
  readonly convention: Convention;
  readonly notes: readonly string[];
  /** Where the verdict is undetermined: weights, in W's own shape, at which it would not be, and why. */
  readonly better?: { readonly W: number[][]; readonly why: string };
  readonly counterexample?: Counterexample;
  /** The relative error up to which the numbers agree with the explanation. */
  readonly tolerance: number;
}

/** The verdict in one sentence. */
export function messageOf(verdict: Verdict, mistakes: readonly Finding[], convention: Convention): string {
  switch (verdict) {
    case "right":
      return "Right.";
    case "right-other-convention":
      return `Right, in another convention: ${conventionInWords(convention)}.`;
    case "undetermined":
      return "Undetermined: this point cannot tell.";
    case "wrong":
      return `Wrong: ${mistakes.map(({ headline }) => headline).join("; ")}.`;
  }
}

export function conventionInWords({ loss, margin, reduction, penalty, bias }: Convention): string {
  return [
    loss === "its own" ? "a loss of its own" : loss,
    margin === undefined || margin === 1 ? undefined : `margin ${margin}`,
    reduction,
    penalty === undefined ? undefined : penalty === "none" ? "no penalty" : `penalty ${penalty}`,
    bias === undefined ? undefined : `bias ${bias}`,
  ]
    .filter((part) => part !== undefined)
    .join(", ");
}

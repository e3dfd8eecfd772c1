import type { Edit } from "../hypotheses.ts";
import type { PenaltyGradient, PenaltyValue, Reach } from "../penalty.ts";
import type { Point } from "../point.ts";

export const mistakeIds = [
  "regularizer-gradient-factor",
  "regularizer-gradient-missing",
  "regularizer-averaged",
  "regularizer-wrong-term",
  "regularizer-loss",
  "bias-regularized",
  "bias-not-regularized",
  "correct-class-counted",
  "correct-class-loss",
  "correct-class-not-counted",
  "correct-class-row-missing",
  "other-rows-missing",
  "constant-count",
  "no-clamp",
  "margins-not-indicator",
  "sign-flipped",
  "not-averaged",
  "averaged-twice",
  "averaged-over-classes",
  "overwritten",
  "weights-instead-of-inputs",
  "per-sample-gradient",
  "transposed",
  "labels-shifted",
  "delta-missing",
  "delta-wrong",
  "other-loss",
  "integer-overflow",
  "not-implemented",
  "wrong-shape",
  "last-sample-only",
  "stateful",
  "loss-only",
  "unknown",
] as const;

export type MistakeId = (typeof mistakeIds)[number];

/** Which part of the answer a mistake spoils. */
export type Part = "data" | "regularizer" | "bias" | "loss";

/** What was found of a mistake, for its definition to tell in words. */
export interface Detail {
  /** Where it is: in the gradient alone, in the loss alone, or in both alike. */
  readonly where: "gradient" | "loss" | "both";
  /** The stage's value, as in recipe.ts: "once", "last", "own-last", "crammer-singer", ... */
  readonly variant?: string;
  /** A factor's name, and the one that would be right: "1" where "2" is, "N" where "1" is. */
  readonly factor?: string;
  readonly expected?: string;
  /** What is known of an unknown mistake, or of a misshapen result; whole sentences. */
  readonly known?: string;
}

/** What a mistake is told as, once it is known where and how. */
export interface Told {
  /** What is wrong, as the end of a headline: "the penalty's gradient is half of what the loss implies". */
  readonly headline: string;
  /** The line of mathematics that it breaks, in plain text. */
  readonly equation: string;
  /** What was done in its place, in the same notation. */
  readonly instead: string;
  /** Two or three sentences: what is wrong, and why the right term is what it is. */
  readonly summary: string;
  /** The repair in words. */
  readonly fix: string;
  /** The repair as a line of NumPy, and of JavaScript. */
  readonly numpy: string;
  readonly javascript: string;
}

/** A mistake as checker, report and documentation know it: one definition for all. */
export interface Mistake {
  readonly id: MistakeId;
  /** Its part where it sits in the gradient; in the loss alone it is "loss". */
  readonly part: Part;
  /** A few words, for lists. */
  readonly title: string;
  /** The exact signature: what the submitted gradient minus the right one is, in plain text. */
  readonly signature: string;
  tell(detail: Detail): Told;
  /** The commonest form of it, for the documentation and its counterexample. Absent where numbers do not show it. */
  readonly example?: Example;
  /** How a line that does this looks, by language; the first line of the function that matches is quoted. */
  readonly suspects?: { readonly numpy: readonly RegExp[]; readonly javascript: readonly RegExp[] };
  /** What the wrong lines look like, for the documentation. */
  readonly wrongCode: { readonly numpy: string; readonly javascript: string };
}

/** One form of a mistake, as something that can be computed. */
export interface Example {
  readonly detail: Detail;
  readonly gradient?: readonly Edit[];
  readonly loss?: readonly Edit[];
  readonly gradientScale?: string;
  readonly lossScale?: string;
  /** Factors on lambda * W and lambda * |W|^2; "2" and "1" unless given. */
  readonly gradientPenalty?: string;
  readonly lossPenalty?: string;
  /** What these are factors on, where that is not W and |W|^2. */
  readonly gradientTerm?: PenaltyGradient;
  readonly lossTerm?: PenaltyValue;
  /** Which weights the regulariser should take in; all unless given. */
  readonly declared?: Reach;
  /** The gradient as it is returned, nFeatures x nScores if the shape is right, where no recipe makes it. */
  returned?(point: Point): number[][];
}

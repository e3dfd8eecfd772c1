import type { Penalty } from "../objective/hinge-loss.ts";
import { type Inline, math, say } from "./steps.ts";

/** Which penalty is meant: lambda/2 |W|^2 and the bias in it, unless something else is said. */
export interface PenaltyOptions {
  readonly penalty?: Penalty | undefined;
  /** Whether it takes in the bias, the last column of W. */
  readonly regularizeBias?: boolean | undefined;
}

/** What a penalty looks like on paper, formulas in formula.ts's LaTeX, and in NumPy. */
export interface PenaltyForm {
  readonly value: string;
  readonly gradient: string;
  /** What goes after their mention, where they speak of other weights than W; mostly nothing. */
  readonly where: readonly Inline[];
  /** Lines that come first, and the two terms. */
  readonly before: readonly string[];
  readonly valueCode: string;
  readonly gradientCode: string;
}

/** @param W its name: "W", or "w" for the binary loss */
export function penaltyForm(
  { penalty = "half", regularizeBias = true }: PenaltyOptions,
  W: "W" | "w",
): PenaltyForm {
  const half = penalty === "half";
  const [strength, slope] = half ? ["\\frac{\\lambda}{2}", "\\lambda"] : ["\\lambda", "2 \\lambda"];
  // The name of the weights that the penalty takes in.
  const V = regularizeBias ? W : "V";
  return {
    value: `${strength} \\lVert ${V} \\rVert^2`,
    gradient: `${slope} ${V}`,
    where: regularizeBias ? [] : say`, where ${math("V")} is ${math(W)} with 0 for the bias`,
    before: regularizeBias
      ? []
      : [`V = ${W}.copy()`, `V[${W === "W" ? ":, -1" : "-1"}] = 0   # the bias is not regularised`],
    valueCode: `${half ? "lam / 2" : "lam"} * np.sum(${V} * ${V})`,
    gradientCode: `${half ? "lam" : "2 * lam"} * ${V}`,
  };
}

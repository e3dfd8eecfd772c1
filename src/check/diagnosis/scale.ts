import type { Account } from "./explanation.ts";
import { isFactor } from "./factors.ts";
import type { Detail, MistakeId } from "./mistakes/mistake.ts";

/** What a factor on the data part, relative to the mean, says about averaging. */
const byFactor: Readonly<Record<string, readonly MistakeId[]>> = {
  "1": [],
  N: ["not-averaged"],
  "1/N": ["averaged-twice"],
  "1/N^2": ["averaged-twice"],
  "1/C": ["averaged-over-classes"],
  "1/(C-1)": ["averaged-over-classes"],
  "N/C": ["not-averaged", "averaged-over-classes"],
  "1/(N*C)": ["averaged-twice", "averaged-over-classes"],
};

/** The factor that is left of `factor` where a sum is what is wanted. */
const againstSum: Readonly<Record<string, string>> = { N: "1", "1": "1/N", "N/C": "1/C", "N^2": "N" };

/** Blames a factor on the data part that is no convention. */
export function scaleMistakes(account: Account, given: string, wanted: string, where: Detail["where"]): void {
  const flipped = given.startsWith("-") && isFactor(given);
  const positive = flipped ? given.slice(1) : given;
  if (flipped) account.blame("sign-flipped", "data", { where, variant: "all" });
  const factor = wanted === "N" ? (againstSum[positive] ?? positive) : positive;
  const ids = byFactor[factor];
  if (ids !== undefined) {
    ids.forEach((id, k) => {
      account.blame(id, "data", { where, factor }, k === 0 ? 1 : 0.9);
    });
    return;
  }
  const grown = /^(.*?)\(?1\+2?lambda\)?$/.exec(factor)?.[1];
  if (grown !== undefined) {
    if (grown !== "") scaleMistakes(account, grown, "1", where);
    account.blame("regularizer-wrong-term", "regularizer", { where, variant: "data-gradient" });
    return;
  }
  if (factor === "1/2" && account.settled.recipe.squared && where === "gradient") {
    account.blame("margins-not-indicator", "data", { where, variant: "half-slope" });
    return;
  }
  const times = isFactor(factor) ? factor : String(Number(Number(factor).toPrecision(6)));
  const what =
    where === "loss"
      ? "The data loss"
      : where === "gradient"
        ? "The data part of the gradient"
        : "The data part of loss and gradient";
  account.blame("unknown", "data", { where, factor, known: `${what} is ${times} times the right one.` });
}

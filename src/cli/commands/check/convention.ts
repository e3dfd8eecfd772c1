import { type Asked, courseConvention } from "../../../check/diagnosis/asked.ts";
import { HingeError, show } from "../../../errors.ts";
import { createLoss } from "../../../losses/index.ts";
import { didYouMean } from "../../data/suggest.ts";
import type { LossFlags } from "../../options.ts";

/** What each word of --convention settles. */
const words: Readonly<Record<string, Partial<Asked>>> = {
  course: { penalty: "full", reduction: "mean" },
  full: { penalty: "full" },
  half: { penalty: "half" },
  mean: { reduction: "mean" },
  sum: { reduction: "sum" },
  "bias-regularized": { regularizeBias: true },
  "bias-free": { regularizeBias: false },
};

export const conventionWords = Object.keys(words);

/**
 * Reads --convention: words with commas between, of which no two settle the same thing differently.
 *
 * @throws HingeError `bad-option`
 */
export function convention(text: string): Partial<Asked> {
  const option = "--convention";
  const settled: Record<string, unknown> = {};
  for (const word of text.split(",")) {
    if (!Object.hasOwn(words, word)) {
      const fix = didYouMean(word, conventionWords, "give some of them, with commas between");
      throw new HingeError("bad-option", `${show(word)} is none of ${conventionWords.join(", ")}; ${fix}`, {
        option,
      });
    }
    for (const [what, value] of Object.entries(words[word]!)) {
      if (Object.hasOwn(settled, what) && settled[what] !== value) {
        throw new HingeError("bad-option", `${show(text)} asks for two that exclude each other; choose one`, {
          option,
        });
      }
      settled[what] = value;
    }
  }
  return settled;
}

/** The convention that the flags ask for; the course's where they say nothing. @throws HingeError `bad-margin` */
export function askedBy({
  loss,
  squared = false,
  margin,
  convention: settled,
}: LossFlags & { readonly convention: Partial<Asked> }): Asked {
  createLoss({ loss, squared, margin });
  // Of two classes there is one hinge a sample: one-vs-all with a single row.
  const form = loss === "binary" ? "one-vs-all" : loss;
  return { ...courseConvention, form, squared, margin, ...settled };
}

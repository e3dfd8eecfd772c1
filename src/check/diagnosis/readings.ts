import { transpose } from "../../math/vector.ts";
import type { Asked } from "./asked.ts";
import { type Explained, explainObservations } from "./explain.ts";
import type { Found } from "./explanation.ts";
import { negatedEntries } from "./per-sample.ts";
import type { Observation } from "./point.ts";

/** A gradient read another way than it was given, and what is wrong with it if that is what it is. */
interface Reading {
  readonly found: Found;
  /** undefined where a point cannot be read so. */
  read(gradient: Float64Array, observation: Observation): Float64Array | undefined;
}

const negated: Reading = {
  found: {
    id: "per-sample-gradient",
    part: "data",
    detail: { where: "gradient", variant: "negated-entries" },
  },
  // What lambda adds is put to it after the entries were negated, as a rule.
  read: (gradient, { point }) => (point.lambda === 0 ? negatedEntries(gradient, point) : undefined),
};

const negatedWithPenalty: Reading = {
  ...negated,
  read: (gradient, { point }) => negatedEntries(gradient, point),
};

const transposed = (flat: "CxD" | "DxC" | undefined): Reading => ({
  found: { id: "transposed", part: "data", detail: { where: "gradient" } },
  read(gradient, { point: { nFeatures: D, nScores: K } }) {
    if (K === 1) return undefined;
    // Flat numbers were taken to lie as W does: put back as they came, they are read the other way round.
    if (flat === "DxC") return transpose(gradient, K, D);
    if (flat === "CxD") return transpose(gradient, D, K);
    return D === K ? transpose(gradient, D, K) : undefined;
  },
});

/**
 * Where no recipe explains a gradient, tries what its numbers could be if they had been put elsewhere: the transpose
 * where no shape tells it, or entries negated by class numbers taken for feature numbers.
 *
 * @param flat how W lies, where matrices go in and out as flat arrays
 * @returns undefined where that explains nothing either
 */
export function explainOtherwise(
  observations: readonly Observation[],
  { explanations }: Explained,
  asked: Asked,
  flat?: "CxD" | "DxC",
): { readonly explained: Explained; readonly found: Found } | undefined {
  const isUnknown = (each: Explained): boolean =>
    each.explanations[0]!.found.some(({ id, part }) => id === "unknown" && part !== "loss");
  if (!isUnknown({ explanations, tolerance: 0 })) return undefined;
  for (const { found, read } of [transposed(flat), negated, negatedWithPenalty]) {
    const other = observations.flatMap((each): Observation[] => {
      const gradient = each.gradient && read(each.gradient, each);
      return gradient === undefined ? [] : [{ ...each, gradient }];
    });
    if (other.length === 0) continue;
    const explained = explainObservations(other, asked, 2);
    if (!isUnknown(explained)) return { explained, found };
  }
  return undefined;
}

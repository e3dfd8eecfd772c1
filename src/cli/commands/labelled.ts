import type { Label } from "../../data/labels.ts";
import { HingeError } from "../../errors.ts";
import type { LoadedDataset } from "../data/load.ts";

export type Labelled = LoadedDataset & { readonly labels: readonly Label[] };

/** A data set that has labels. @throws HingeError `no-label` */
export function labelled(set: LoadedDataset): Labelled {
  const { labels } = set;
  if (labels === undefined) {
    throw new HingeError("no-label", "there are no labels in it; give data with a label each", {
      file: set.source,
    });
  }
  return { ...set, labels };
}

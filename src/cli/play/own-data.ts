import type { Label } from "../../data/labels.ts";
import { HingeError } from "../../errors.ts";
import type { Labelled } from "../commands/labelled.ts";
import { rowOf } from "../data/entries.ts";

/** One's own data as the page reads them. */
export interface OwnData {
  readonly X: readonly (readonly number[])[];
  readonly y: readonly Label[];
  readonly featureNames: readonly string[] | null;
  readonly imageShape: readonly [number, number] | null;
}

/** More numbers than these make a page slow, and its data a download. */
const mostNumbers = 1_000_000;

/**
 * Makes data small enough for a page: every k-th sample where there are too many.
 *
 * @returns the data, and how many samples there were
 * @throws HingeError `too-many-features`
 */
export function ownData(set: Labelled, most = mostNumbers): { data: OwnData; nSamples: number } {
  const { X, labels, featureNames = null, imageShape = null } = set;
  const [nSamples, nFeatures] = X.shape;
  if (nFeatures > most / 2) {
    throw new HingeError(
      "too-many-features",
      `has ${nFeatures} features, more than a page can show; leave some out`,
      { file: set.source },
    );
  }
  const stride = Math.max(1, Math.ceil((nSamples * nFeatures) / most));
  const rows = Array.from({ length: Math.ceil(nSamples / stride) }, (_, k) => k * stride);
  return {
    data: { X: rows.map((i) => rowOf(X, i)), y: rows.map((i) => labels[i]!), featureNames, imageShape },
    nSamples,
  };
}

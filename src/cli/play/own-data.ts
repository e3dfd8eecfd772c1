import type { Label } from "../../data/labels.ts";
import type { CsrMatrix, DenseMatrix } from "../../data/matrix.ts";
import { isCsr } from "../../data/rows.ts";
import { HingeError } from "../../errors.ts";
import type { Labelled } from "../commands/labelled.ts";

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
    data: { X: rows.map((i) => row(X, i)), y: rows.map((i) => labels[i]!), featureNames, imageShape },
    nSamples,
  };
}

/** Row i of a matrix, zeros written out. */
export function row(X: DenseMatrix | CsrMatrix, i: number): number[] {
  const width = X.shape[1];
  if (!isCsr(X)) return Array.from(X.data.subarray(i * width, (i + 1) * width));
  const dense = new Array<number>(width).fill(0);
  for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) dense[X.indices[k]!] = X.values[k]!;
  return dense;
}

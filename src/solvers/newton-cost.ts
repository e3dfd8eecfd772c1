import type { Problem } from "../objective/problem.ts";

/** The most rows of a factor (128 MB). */
const mostRows = 4000;
/** The kernels do about so many multiplications of a factor in the time of one of a product with sparse rows. */
const faster = 4;

/** What a factor with a row for each free b costs, in multiplications of products with X; infinite where it is too large. */
export function costInVariables({ rows, nScores }: Problem, nFree: number, nSamples: number): number {
  if (nFree > mostRows) return Number.POSITIVE_INFINITY;
  const gram = (nSamples ** 2 * rows.nnz) / rows.nSamples / 2;
  return (nFree ** 3 / 6 + (nFree ** 2 * nScores) / 2 + gram) / faster;
}

/** The same of a factor with a row for each weight, a block a class if they are `separable`. */
export function costInWeights(
  { rows, nScores }: Problem,
  nFree: number,
  nSamples: number,
  separable: boolean,
): number {
  const D = rows.nFeatures;
  const blocks = separable ? nScores : 1;
  const n = (nScores / blocks) * D;
  if (blocks * n * n > mostRows ** 2) return Number.POSITIVE_INFINITY;
  // Free classes of a sample, and its own.
  const classes = nFree / nSamples + 1;
  const pairs = separable ? nFree : (nSamples * classes * (classes + 1)) / 2;
  return ((blocks * n ** 3) / 6 + pairs * D * D) / faster;
}

import type { CsrMatrix, DenseMatrix } from "../../data/matrix.ts";
import { eachEntry } from "../data/entries.ts";

/** From this ratio on, a first-order method may crawl. */
const worthSaying = 50;

/**
 * What to do about a fit that stopped early: most often features of very different size.
 *
 * @returns a sentence, or undefined if the features' sizes are not to blame
 */
export function scalingAdvice(X: DenseMatrix | CsrMatrix): string | undefined {
  const largest = new Float64Array(X.shape[1]);
  eachEntry(X, (value, j) => {
    largest[j] = Math.max(largest[j]!, Math.abs(value));
  });
  const used = largest.filter((value) => value > 0);
  const ratio = used.reduce((a, b) => Math.max(a, b), 0) / used.reduce((a, b) => Math.min(a, b), Infinity);
  if (!(ratio >= worthSaying)) return undefined;
  return `The features differ in size by a factor of ${Number(ratio.toPrecision(2)).toLocaleString("en-US")}: scaled to [-1, 1], say, they train far faster.`;
}

import type { Label } from "../data/labels.ts";
import type { CsrMatrix, DenseMatrix } from "../data/matrix.ts";

/** What a data file holds: samples, their labels, and what is known of the names. */
export interface Dataset {
  readonly X: DenseMatrix | CsrMatrix;
  /** One label a sample; absent where the file has none (a CSV to predict). */
  readonly labels?: readonly Label[] | undefined;
  readonly featureNames?: readonly string[] | undefined;
  /** Number of the first feature in the file's own counting (svmlight: 1, or 0 by option). */
  readonly indexBase?: 0 | 1 | undefined;
}

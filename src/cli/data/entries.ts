import type { CsrMatrix, DenseMatrix } from "../../data/matrix.ts";
import { isCsr } from "../../data/rows.ts";

/** Visits every stored entry of a matrix, row by row; of a sparse one, only those that are stored. */
export function eachEntry(
  X: DenseMatrix | CsrMatrix,
  visit: (value: number, j: number, i: number) => void,
): void {
  const [nSamples, nFeatures] = X.shape;
  if (!isCsr(X)) {
    for (let k = 0; k < X.data.length; k++) visit(X.data[k]!, k % nFeatures, Math.floor(k / nFeatures));
    return;
  }
  for (let i = 0; i < nSamples; i++) {
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) visit(X.values[k]!, X.indices[k]!, i);
  }
}

/** Row i of a matrix, zeros written out. */
export function rowOf(X: DenseMatrix | CsrMatrix, i: number): number[] {
  const width = X.shape[1];
  if (!isCsr(X)) return Array.from(X.data.subarray(i * width, (i + 1) * width));
  const dense = new Array<number>(width).fill(0);
  for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) dense[X.indices[k]!] = X.values[k]!;
  return dense;
}

/** The standard deviation of each feature, over all samples. */
export function spreads(X: DenseMatrix | CsrMatrix): Float64Array {
  const [nSamples, nFeatures] = X.shape;
  const means = new Float64Array(nFeatures);
  eachEntry(X, (value, j) => {
    means[j]! += value / nSamples;
  });
  const stored = new Float64Array(nFeatures);
  const squares = new Float64Array(nFeatures);
  eachEntry(X, (value, j) => {
    stored[j]!++;
    squares[j]! += (value - means[j]!) ** 2;
  });
  // Zeros that are not stored lie a mean away, too.
  return squares.map((sum, j) => Math.sqrt((sum + (nSamples - stored[j]!) * means[j]! ** 2) / nSamples));
}

import { HingeError, show } from "../errors.ts";
import { reference as kernels } from "../kernels/reference.ts";
import type { CsrMatrix } from "./matrix.ts";
import type { Rows } from "./rows.ts";
import { checkShape, checkSquaredNorm } from "./shape.ts";

/**
 * Rows of a compressed-sparse-row matrix, used where it lies.
 *
 * @throws HingeError `bad-shape`, `bad-indices`, `not-finite`, `too-large`
 */
export class CsrRows implements Rows {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nnz: number;
  readonly #matrix: CsrMatrix;
  readonly #squaredNorms: Float64Array;

  constructor(X: CsrMatrix) {
    checkShape(X.shape, "X");
    const [rows, columns] = X.shape;
    const { indptr, indices, values } = X;
    if (indptr.length !== rows + 1 || indptr[0] !== 0) {
      throw new HingeError(
        "bad-indices",
        `indptr has ${indptr.length} numbers from ${show(indptr[0])}; ${rows} rows need ${rows + 1} numbers from 0`,
      );
    }
    if (indptr[rows] !== indices.length || indices.length !== values.length) {
      throw new HingeError(
        "bad-indices",
        `indptr ends at ${indptr[rows]} where there are ${indices.length} indices and ${values.length} values`,
      );
    }
    this.nSamples = rows;
    this.nFeatures = columns;
    this.#matrix = X;
    this.#squaredNorms = new Float64Array(rows);
    let nnz = 0;
    for (let i = 0; i < rows; i++) {
      const start = indptr[i]!;
      const end = indptr[i + 1]!;
      if (end < start)
        throw new HingeError("bad-indices", `indptr descends from ${start} to ${end} at row ${i}`);
      for (let k = start; k < end; k++) {
        const j = indices[k]!;
        if (j < 0 || j >= columns) {
          throw new HingeError(
            "bad-indices",
            `row ${i} has index ${j}; ${columns} columns allow 0 to ${columns - 1}`,
          );
        }
        if (k > start && indices[k - 1]! >= j) {
          throw new HingeError(
            "bad-indices",
            `row ${i} has index ${j} after ${indices[k - 1]}; indices must ascend within a row`,
          );
        }
        if (values[k] !== 0) nnz++;
      }
      const q = kernels.squaredNorm(values, start, end - start);
      checkSquaredNorm(q, i, values, start, end);
      this.#squaredNorms[i] = q;
    }
    this.nnz = nnz;
  }

  squaredNorm(i: number): number {
    return this.#squaredNorms[i]!;
  }

  scores(i: number, W: Float64Array, out: Float64Array): void {
    const { indptr, indices, values } = this.#matrix;
    kernels.sparseScores(indices, values, indptr[i]!, indptr[i + 1]!, W, out);
  }

  addOuter(i: number, g: Float64Array, W: Float64Array): void {
    const { indptr, indices, values } = this.#matrix;
    kernels.sparseAddOuter(indices, values, indptr[i]!, indptr[i + 1]!, g, W);
  }
}

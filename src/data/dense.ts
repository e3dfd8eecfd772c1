import { HingeError } from "../errors.ts";
import { reference as kernels } from "../kernels/reference.ts";
import type { DenseMatrix, NumericArray } from "./matrix.ts";
import type { Rows } from "./rows.ts";
import { checkShape, checkSquaredNorm } from "./shape.ts";

/** Rows of a dense row-major matrix, used where it lies. @throws HingeError `bad-shape`, `not-finite`, `too-large` */
export class DenseRows implements Rows {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nnz: number;
  readonly #data: NumericArray;
  readonly #squaredNorms: Float64Array;

  constructor(X: DenseMatrix) {
    checkShape(X.shape, "X");
    const [rows, columns] = X.shape;
    if (!ArrayBuffer.isView(X.data) || X.data.length !== rows * columns) {
      throw new HingeError(
        "bad-shape",
        `X holds ${X.data?.length ?? "no"} numbers where its shape ${rows} x ${columns} needs ${rows * columns}`,
      );
    }
    this.nSamples = rows;
    this.nFeatures = columns;
    this.#data = X.data;
    this.#squaredNorms = new Float64Array(rows);
    let nnz = 0;
    for (let i = 0; i < rows; i++) {
      const start = i * columns;
      const q = kernels.squaredNorm(X.data, start, columns);
      checkSquaredNorm(q, i, X.data, start, start + columns);
      this.#squaredNorms[i] = q;
      for (let k = start; k < start + columns; k++) if (X.data[k] !== 0) nnz++;
    }
    this.nnz = nnz;
  }

  squaredNorm(i: number): number {
    return this.#squaredNorms[i]!;
  }

  scores(i: number, W: Float64Array, out: Float64Array): void {
    kernels.denseScores(this.#data, i * this.nFeatures, this.nFeatures, W, out);
  }

  addOuter(i: number, g: Float64Array, W: Float64Array): void {
    kernels.denseAddOuter(this.#data, i * this.nFeatures, this.nFeatures, g, W);
  }
}

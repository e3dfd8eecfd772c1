import { HingeError, show } from "../errors.ts";
import { reference as kernels } from "../kernels/reference.ts";
import { wasmModule } from "../kernels/wasm.ts";
import { ascendInPlace, measureInPlace } from "./kernel-measure.ts";
import { type CsrMatrix, fitsF32 } from "./matrix.ts";
import { measureRows, type RowMeasures } from "./measure.ts";
import type { BlockProducts, Precision, WeightArray } from "./products.ts";
import { ReferenceProducts } from "./reference-products.ts";
import type { Rows, StoredRows } from "./rows.ts";
import { checkShape } from "./shape.ts";
import { SparseProducts } from "./sparse-products.ts";

/**
 * Rows of a compressed-sparse-row matrix, used where it lies.
 *
 * @throws HingeError `bad-shape`, `bad-indices`, `not-finite`, `too-large`
 */
export class CsrRows implements Rows {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly #matrix: CsrMatrix;
  #measured: RowMeasures | undefined;
  #nnz: number | undefined;

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
    // All of them first: a leap beyond the end comes with a descent behind it.
    for (let i = 0; i < rows; i++) {
      if (indptr[i + 1]! < indptr[i]!) {
        throw new HingeError(
          "bad-indices",
          `indptr descends from ${indptr[i]} to ${indptr[i + 1]} at row ${i}`,
        );
      }
    }
    this.nSamples = rows;
    this.nFeatures = columns;
    this.#matrix = X;
    if (ascendInPlace(X) === true) return;
    for (let i = 0; i < rows; i++) {
      // Ascending from 0 on, a row stays within the columns if its last one does.
      let before = -1;
      const end = indptr[i + 1]!;
      for (let k = indptr[i]!; k < end; k++) {
        const j = indices[k]!;
        if (j <= before) throw badIndex(X, i);
        before = j;
      }
      if (before >= columns) throw badIndex(X, i);
    }
  }

  get nnz(): number {
    this.#nnz ??= this.validate().nnz;
    return this.#nnz;
  }

  squaredNorm(i: number): number {
    return this.validate().squaredNorms[i]!;
  }

  get squaredNorms(): Float64Array {
    return this.validate().squaredNorms;
  }

  validate(): RowMeasures {
    this.#measured ??= this.measure(0);
    return this.#measured;
  }

  measure(more: number): RowMeasures {
    const { indptr, values } = this.#matrix;
    const measures =
      measureInPlace(this.nSamples, values, indptr, more) ??
      measureRows(this.nSamples, values, (i) => indptr[i]!, more);
    this.#nnz = measures.nnz;
    return measures;
  }

  scores(i: number, W: Float64Array, out: Float64Array): void {
    const { indptr, indices, values } = this.#matrix;
    kernels.sparseScores(indices, values, indptr[i]!, indptr[i + 1]!, W, out);
  }

  addOuter(i: number, g: Float64Array, W: Float64Array): void {
    const { indptr, indices, values } = this.#matrix;
    kernels.sparseAddOuter(indices, values, indptr[i]!, indptr[i + 1]!, g, W);
  }

  copyRow(i: number, indices: Int32Array, values: WeightArray, at: number): number {
    const { indptr, indices: columns, values: numbers } = this.#matrix;
    const end = indptr[i + 1]!;
    for (let k = indptr[i]!; k < end; k++) {
      if (numbers[k] === 0) continue;
      indices[at] = columns[k]!;
      values[at++] = numbers[k]!;
    }
    return at;
  }

  get stored(): StoredRows {
    const { values, indices, indptr, shape } = this.#matrix;
    return { values, width: shape[1], entries: { indices, indptr }, constant: 0 };
  }

  get fitsF32(): boolean {
    return fitsF32(this.#matrix.values);
  }

  products(K: number, precision: Precision): BlockProducts {
    const module = wasmModule();
    if (module === null) return new ReferenceProducts(this, K);
    return new SparseProducts(module, this.#matrix, K, precision);
  }
}

/** What is wrong with the first bad index of row i. */
function badIndex({ indptr, indices, shape: [, columns] }: CsrMatrix, i: number): HingeError {
  const start = indptr[i]!;
  const row = Array.from(indices.subarray(start, indptr[i + 1]));
  const outside = row.findIndex((j) => j < 0 || j >= columns);
  const descent = row.findIndex((j, k) => k > 0 && row[k - 1]! >= j);
  if (outside >= 0 && !(descent >= 0 && descent < outside)) {
    return new HingeError(
      "bad-indices",
      `row ${i} has index ${row[outside]}; ${columns} columns allow 0 to ${columns - 1}`,
    );
  }
  return new HingeError(
    "bad-indices",
    `row ${i} has index ${row[descent]} after ${row[descent - 1]}; indices must ascend within a row`,
  );
}

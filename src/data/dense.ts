import { HingeError } from "../errors.ts";
import { reference as kernels } from "../kernels/reference.ts";
import { wasmModule } from "../kernels/wasm.ts";
import { DenseProducts } from "./dense-products.ts";
import { type DenseMatrix, fitsF32, type NumericArray } from "./matrix.ts";
import { measureRows, type RowMeasures } from "./measure.ts";
import type { BlockProducts, Precision, WeightArray } from "./products.ts";
import { ReferenceProducts } from "./reference-products.ts";
import type { Rows, StoredRows } from "./rows.ts";
import { checkShape } from "./shape.ts";

/** Rows of a dense row-major matrix, used where it lies. @throws HingeError `bad-shape`, `not-finite`, `too-large` */
export class DenseRows implements Rows {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly #data: NumericArray;
  #measured: RowMeasures | undefined;
  #nnz: number | undefined;

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
    const measures = measureRows(this.nSamples, this.#data, (i) => i * this.nFeatures, more);
    this.#nnz = measures.nnz;
    return measures;
  }

  scores(i: number, W: Float64Array, out: Float64Array): void {
    kernels.denseScores(this.#data, i * this.nFeatures, this.nFeatures, W, out);
  }

  addOuter(i: number, g: Float64Array, W: Float64Array): void {
    kernels.denseAddOuter(this.#data, i * this.nFeatures, this.nFeatures, g, W);
  }

  copyRow(i: number, indices: Int32Array, values: WeightArray, at: number): number {
    const D = this.nFeatures;
    for (let j = 0, k = i * D; j < D; j++, k++) {
      const value = this.#data[k]!;
      if (value === 0) continue;
      indices[at] = j;
      values[at++] = value;
    }
    return at;
  }

  get stored(): StoredRows {
    return { values: this.#data, width: this.nFeatures, constant: 0 };
  }

  get fitsF32(): boolean {
    return fitsF32(this.#data);
  }

  products(K: number, precision: Precision): BlockProducts {
    const module = wasmModule();
    if (module === null) return new ReferenceProducts(this, K);
    return new DenseProducts(module, this.#data, this.nFeatures, K, precision);
  }
}

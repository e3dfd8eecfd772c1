import { BiasProducts } from "./bias-products.ts";
import type { RowMeasures } from "./measure.ts";
import type { BlockProducts, Precision, WeightArray } from "./products.ts";
import type { Rows, StoredRows } from "./rows.ts";

/**
 * Rows with one more, constant feature of the given value, last: its weights are the bias, regularised like
 * any other. A value of 0 means no bias, and returns the rows themselves.
 */
export function withBias(rows: Rows, value: number): Rows {
  return value === 0 ? rows : new RowsWithBias(rows, value);
}

class RowsWithBias implements Rows {
  readonly nSamples: number;
  readonly nFeatures: number;
  #measured: RowMeasures | undefined;

  constructor(
    private readonly rows: Rows,
    private readonly value: number,
  ) {
    this.nSamples = rows.nSamples;
    this.nFeatures = rows.nFeatures + 1;
  }

  get nnz(): number {
    // First, since the rows know theirs from then on.
    this.validate();
    return this.rows.nnz + this.nSamples;
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
    return this.rows.measure(this.value * this.value + more);
  }

  scores(i: number, W: Float64Array, out: Float64Array): void {
    const K = out.length;
    const last = this.rows.nFeatures * K;
    this.rows.scores(i, W, out);
    for (let m = 0; m < K; m++) out[m]! += this.value * W[last + m]!;
  }

  addOuter(i: number, g: Float64Array, W: Float64Array): void {
    const K = g.length;
    const last = this.rows.nFeatures * K;
    this.rows.addOuter(i, g, W);
    for (let m = 0; m < K; m++) W[last + m]! += this.value * g[m]!;
  }

  copyRow(i: number, indices: Int32Array, values: WeightArray, at: number): number {
    const end = this.rows.copyRow(i, indices, values, at);
    indices[end] = this.rows.nFeatures;
    values[end] = this.value;
    return end + 1;
  }

  get stored(): StoredRows {
    return { ...this.rows.stored, constant: this.value };
  }

  get fitsF32(): boolean {
    return this.rows.fitsF32;
  }

  products(K: number, precision: Precision): BlockProducts {
    return new BiasProducts(this.rows.products(K, precision), this.rows.nFeatures, K, this.value);
  }
}

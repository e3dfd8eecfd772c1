import type { NumericArray } from "../math/numeric.ts";

/** Columns' numbers. */
export type IndexArray = Int32Array | Uint32Array | Uint16Array;

/**
 * The inner loops that rows are made of. `W` is feature-major with K scores (see data/rows.ts). Every
 * implementation sums in ascending order of features, one rounding a multiplication and one an addition, so
 * that dense and sparse storage of the same numbers give the same bits.
 */
export interface Kernels {
  /** out = W x for the dense row x of `length` numbers from `start`; `out` is overwritten. */
  denseScores(x: NumericArray, start: number, length: number, W: Float64Array, out: Float64Array): void;
  /** W += g x^T for the dense row x. */
  denseAddOuter(x: NumericArray, start: number, length: number, g: Float64Array, W: Float64Array): void;
  /** out = W x for the sparse row with entries from `start` to `end`; `out` is overwritten. */
  sparseScores(
    indices: IndexArray,
    values: NumericArray,
    start: number,
    end: number,
    W: Float64Array,
    out: Float64Array,
  ): void;
  /** W += g x^T for the sparse row. */
  sparseAddOuter(
    indices: IndexArray,
    values: NumericArray,
    start: number,
    end: number,
    g: Float64Array,
    W: Float64Array,
  ): void;
}

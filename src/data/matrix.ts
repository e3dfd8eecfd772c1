import type { NumericArray } from "../math/numeric.ts";

export type { NumericArray };

/** A dense matrix, row-major: entry (i, j) is `data[i * shape[1] + j]`. */
export interface DenseMatrix {
  readonly data: NumericArray;
  readonly shape: readonly [rows: number, columns: number];
}

/**
 * A compressed-sparse-row matrix: row i holds `indices[k]` (column, from 0, strictly ascending) and
 * `values[k]` for k in `indptr[i] .. indptr[i + 1]`.
 */
export interface CsrMatrix {
  readonly indptr: Int32Array | Uint32Array;
  readonly indices: Int32Array | Uint32Array | Uint16Array;
  readonly values: NumericArray;
  readonly shape: readonly [rows: number, columns: number];
}

/** Any matrix the library takes: dense, CSR, or an array of rows for small things. */
export type Matrix = DenseMatrix | CsrMatrix | readonly ArrayLike<number>[];

/** Whether f32 holds every value of the array exactly, whatever they are. */
export function fitsF32(values: NumericArray): boolean {
  return (
    values instanceof Float32Array || (values.BYTES_PER_ELEMENT < 4 && !(values instanceof Float64Array))
  );
}

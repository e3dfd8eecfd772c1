/** Numbers as they are stored; every kind converts exactly to f64, in which hinge computes. */
export type NumericArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

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
  readonly indices: Int32Array | Uint32Array;
  readonly values: NumericArray;
  readonly shape: readonly [rows: number, columns: number];
}

/** Any matrix the library takes: dense, CSR, or an array of rows for small things. */
export type Matrix = DenseMatrix | CsrMatrix | readonly ArrayLike<number>[];

import { HingeError } from "../errors.ts";
import { CsrRows } from "./csr.ts";
import { DenseRows } from "./dense.ts";
import type { CsrMatrix, DenseMatrix, Matrix, NumericArray } from "./matrix.ts";
import type { RowMeasures } from "./measure.ts";
import type { BlockProducts, Precision, WeightArray } from "./products.ts";

/** Rows as they lie in the arrays that they came in. */
export interface StoredRows {
  readonly values: NumericArray;
  /** Numbers a row, where there are no entries; else columns. */
  readonly width: number;
  /** Of sparse rows: the column of each value, and where each row begins among them. */
  readonly entries?: Pick<CsrMatrix, "indices" | "indptr">;
  /** Value of one more, constant, last feature that is not stored; 0 for none. */
  readonly constant: number;
}

/**
 * The samples, a row each. Rows know nothing of a loss; a loss knows nothing of rows.
 *
 * `W` is always feature-major ("class-minor"): the weight of feature j for score m is `W[j * K + m]`, where K
 * is the length of the score row. One sparse feature then touches K neighbouring numbers.
 */
export interface Rows {
  readonly nSamples: number;
  readonly nFeatures: number;
  /** Stored entries that are not zero. */
  readonly nnz: number;
  /**
   * Looks at every number, once: a pass over the data, which loss and gradient can do without.
   *
   * @throws HingeError `not-finite`, `too-large` (squares overflow); `nnz` and the squared norms throw the same
   */
  validate(): RowMeasures;
  /** The same, for rows around these: `more` is added to each squared norm, and the array is the caller's. */
  measure(more: number): RowMeasures;
  /** |x_i|^2. */
  squaredNorm(i: number): number;
  /** The same of all rows, for those who need every one. */
  readonly squaredNorms: Float64Array;
  /** out = W x_i, for the K = out.length scores; `out` is overwritten. */
  scores(i: number, W: Float64Array, out: Float64Array): void;
  /** W += g x_i^T, for the K = g.length coefficients. */
  addOuter(i: number, g: Float64Array, W: Float64Array): void;
  /** Copies the entries of row i that are not zero to `indices` and `values` from `at`; returns where they end. */
  copyRow(i: number, indices: Int32Array, values: WeightArray, at: number): number;
  /** The arrays behind the rows, for those who copy many rows at a time. */
  readonly stored: StoredRows;
  /** Whether f32 holds every stored number exactly by its type. */
  readonly fitsF32: boolean;
  /** The two products of a gradient for K scores, a block of rows at a time; release them after use. */
  products(K: number, precision: Precision): BlockProducts;
}

/**
 * Views a matrix as rows, after checking its form: shapes fit the bytes, sparse indices ascend within the
 * columns. Nothing is copied but arrays of arrays. Whether the values are finite is for `validate` to say.
 *
 * @throws HingeError `bad-shape`, `ragged-rows`, `bad-indices`
 */
export function toRows(X: Matrix): Rows {
  if (isCsr(X)) return new CsrRows(X);
  if (isDense(X)) return new DenseRows(X);
  if (Array.isArray(X)) return new DenseRows(fromNested(X));
  throw new HingeError(
    "bad-shape",
    "X is none of {data, shape}, {indptr, indices, values, shape}, an array of rows",
  );
}

export function isCsr(X: unknown): X is CsrMatrix {
  return typeof X === "object" && X !== null && "indptr" in X && "indices" in X && "values" in X;
}

export function isDense(X: unknown): X is DenseMatrix {
  return typeof X === "object" && X !== null && "data" in X && "shape" in X;
}

/** Copies an array of equally long rows into a dense f64 matrix. */
export function fromNested(rows: readonly ArrayLike<number>[], name = "X"): DenseMatrix {
  const columns = rows[0]?.length ?? 0;
  const data = new Float64Array(rows.length * columns);
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new HingeError(
        "ragged-rows",
        `${name}[${i}] has ${row.length} numbers where ${name}[0] has ${columns}; rows must be equally long`,
      );
    }
    for (let j = 0; j < columns; j++) {
      const value = row[j]!;
      if (typeof value !== "number") {
        throw new HingeError("not-a-number", `${name}[${i}][${j}] is ${typeof value}, not a number`);
      }
      data[i * columns + j] = value;
    }
  });
  return { data, shape: [rows.length, columns] };
}

import type { NumericArray } from "../math/numeric.ts";
import type { Matrix } from "./matrix.ts";
import { isCsr, isDense } from "./rows.ts";

/**
 * Some rows of a matrix as a matrix of the same kind, copied.
 *
 * @param order row numbers, each within X
 * @returns order.length x nFeatures
 */
export function takeRows<M extends Matrix>(X: M, order: Int32Array): M;
export function takeRows(X: Matrix, order: Int32Array): Matrix {
  if (isCsr(X)) {
    const { indptr, indices, values } = X;
    const starts = new Int32Array(order.length + 1);
    order.forEach((i, k) => {
      starts[k + 1] = starts[k]! + indptr[i + 1]! - indptr[i]!;
    });
    const ends = {
      indices: like(indices, starts[order.length]!),
      values: like(values, starts[order.length]!),
    };
    order.forEach((i, k) => {
      ends.indices.set(indices.subarray(indptr[i], indptr[i + 1]), starts[k]);
      ends.values.set(values.subarray(indptr[i], indptr[i + 1]), starts[k]);
    });
    return { indptr: starts, ...ends, shape: [order.length, X.shape[1]] };
  }
  if (isDense(X)) {
    const d = X.shape[1];
    const data = like(X.data, order.length * d);
    order.forEach((i, k) => {
      data.set(X.data.subarray(i * d, (i + 1) * d), k * d);
    });
    return { data, shape: [order.length, d] };
  }
  return Array.from(order, (i) => X[i]!);
}

/** A new array of the same type. */
function like<A extends NumericArray>(array: A, length: number): A {
  return new (array.constructor as new (length: number) => A)(length);
}

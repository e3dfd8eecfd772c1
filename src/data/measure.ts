import { HingeError } from "../errors.ts";
import type { NumericArray } from "../math/numeric.ts";

/** What is known of rows once their numbers have been looked at. */
export interface RowMeasures {
  /** |x_i|^2 of each row. */
  readonly squaredNorms: Float64Array;
  /** Stored entries that are not zero. */
  readonly nnz: number;
}

/**
 * Looks at every number once: that it is finite, and that no row's squares overflow.
 *
 * @param start where row i begins in `values`; it ends where row i + 1 begins
 * @param more added to each squared norm: the part of features that are not stored
 * @throws HingeError `not-finite`, `too-large`
 */
export function measureRows(
  nRows: number,
  values: NumericArray,
  start: (i: number) => number,
  more: number,
): RowMeasures {
  const squaredNorms = new Float64Array(nRows);
  let nnz = 0;
  for (let i = 0; i < nRows; i++) {
    const from = start(i);
    const to = start(i + 1);
    let q = 0;
    for (let k = from; k < to; k++) {
      const value = values[k]!;
      q += value * value;
      if (value !== 0) nnz++;
    }
    checkSquaredNorm(q, i, values, from, to);
    squaredNorms[i] = q + more;
  }
  return { squaredNorms, nnz };
}

function checkSquaredNorm(q: number, i: number, values: ArrayLike<number>, start: number, end: number): void {
  if (Number.isFinite(q)) return;
  for (let k = start; k < end; k++) {
    const value = values[k]!;
    if (!Number.isFinite(value)) {
      throw new HingeError("not-finite", `X has ${value} in row ${i}; every value must be finite`);
    }
  }
  throw new HingeError(
    "too-large",
    `row ${i} of X has numbers so large that their squares overflow; scale the features`,
  );
}

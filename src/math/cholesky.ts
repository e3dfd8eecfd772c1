/**
 * Cholesky's factor L of a symmetric positive definite matrix, in place of its lower triangle, row by row so that both
 * operands of an inner product are contiguous (Golub & Van Loan 2013, section 4.2): the columns from `from` up to `to`,
 * where those to the left have been subtracted already.
 *
 * @param A n x n, row-major; only the lower triangle is read and written
 * @returns false, with A spoilt, if a pivot is not positive
 */
export function factorColumns(A: Float64Array, n: number, from = 0, to = n): boolean {
  for (let i = from; i < n; i++) {
    for (let j = from; j < to && j <= i; j++) {
      let sum = A[i * n + j]!;
      for (let k = from; k < j; k++) sum -= A[i * n + k]! * A[j * n + k]!;
      if (j < i) A[i * n + j] = sum / A[j * n + j]!;
      else if (sum > 0) A[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L L^T x = v in place of v. */
export function choleskySolve(L: Float64Array, n: number, v: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = v[i]!;
    for (let k = 0; k < i; k++) sum -= L[i * n + k]! * v[k]!;
    v[i] = sum / L[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    const x = v[i]! / L[i * n + i]!;
    v[i] = x;
    for (let k = 0; k < i; k++) v[k]! -= L[i * n + k]! * x;
  }
}

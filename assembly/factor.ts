// A dense symmetric matrix: products, Cholesky's factor as a whole, and solutions with it; all in f64.

import { columns, factorPanel } from "./cholesky";
import { add1 } from "./dense-outer";
import { denseScores } from "./dense-scores";
import { dot1 } from "./newton-curved";

/** Rows updated at a time; src/solvers/finite-kernel.ts knows it too. */
const chunk = 64;

/**
 * Cholesky's factor in place of the lower triangle, a panel at a time: src/solvers/cholesky.ts says how.
 *
 * @param A n x n numbers, row-major
 * @param work 64 addresses, 64 x 32 numbers, and those of `factorPanel`
 * @returns false if a pivot is not positive
 */
export function factor(A: usize, n: i32, work: usize): bool {
  const row = <usize>n << 3;
  const sums = work + (chunk << 2);
  const panel = sums + ((chunk * columns) << 3);
  for (let from = 0; from < n; from += columns) {
    const to = min(n, from + columns);
    const width = <usize>(to - from) << 3;
    for (let i = from; from > 0 && i < n; i += chunk) {
      const count = min(chunk, n - i);
      for (let k = 0; k < count; k++) store<usize>(work + (<usize>k << 2), A + <usize>(i + k) * row);
      memory.fill(sums, 0, <usize>count * width);
      denseScores<f64>(work, count, A + <usize>from * row, n, 0, from, to - from, sums);
      for (let k = 0; k < count; k++) {
        const line = A + <usize>(i + k) * row + (<usize>from << 3);
        const sum = sums + <usize>k * width;
        for (let c: usize = 0; c < width; c += 8) store<f64>(line + c, load<f64>(line + c) - load<f64>(sum + c));
      }
    }
    if (!factorPanel(A, n, from, to, panel)) return false;
  }
  return true;
}

/** Solves L L^T x = v in place of v. */
export function solveFactor(L: usize, n: i32, v: usize): void {
  const row = <usize>n << 3;
  for (let i = 0; i < n; i++) {
    const line = L + <usize>i * row;
    const at = <usize>i << 3;
    store<f64>(v + at, (load<f64>(v + at) - dot1(line, v, i)) / load<f64>(line + at));
  }
  for (let i = n - 1; i >= 0; i--) {
    const line = L + <usize>i * row;
    const at = <usize>i << 3;
    const x = load<f64>(v + at) / load<f64>(line + at);
    store<f64>(v + at, x);
    add1<f64>(line, -x, v, i);
  }
}

/** out = r - (I + A) v for the symmetric A, of which the lower triangle is there. */
export function residualOf(A: usize, n: i32, v: usize, r: usize, out: usize): void {
  const row = <usize>n << 3;
  for (let i: usize = 0; i < row; i += 8) store<f64>(out + i, load<f64>(r + i) - load<f64>(v + i));
  for (let i = 0; i < n; i++) {
    const line = A + <usize>i * row;
    const at = <usize>i << 3;
    store<f64>(out + at, load<f64>(out + at) - dot1(line, v, i + 1));
    add1<f64>(line, -load<f64>(v + at), out, i);
  }
}

/** Multiplies entry (a, c) of A's lower triangle with the inner product of rows a and c of R, n x K. */
export function weighProducts(A: usize, n: i32, R: usize, K: i32): void {
  const width = <usize>K << 3;
  for (let a = 0; a < n; a++) {
    const line = A + ((<usize>a * <usize>n) << 3);
    const row = R + <usize>a * width;
    for (let c = 0; c <= a; c++) {
      const at = line + (<usize>c << 3);
      store<f64>(at, load<f64>(at) * dot1(row, R + <usize>c * width, K));
    }
  }
}

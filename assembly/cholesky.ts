// What second-order steps do to small dense matrices, all in f64: src/solvers/cholesky.ts and newton-weights.ts call it.

/** Columns of a panel at most; src/solvers/cholesky.ts knows it too. */
export const columns = 32;

/**
 * Cholesky's factor of the columns from `from` up to `to`, at most 32, where those to the left have been subtracted
 * already: the readable form is src/math/cholesky.ts.
 *
 * @param A n x n numbers, row-major; the lower triangle
 * @param work 34 x 32 numbers
 * @returns false if a pivot is not positive
 */
export function factorPanel(A: usize, n: i32, from: i32, to: i32, work: usize): bool {
  const line = <usize>columns << 3;
  // Row j of `turned` holds column j of the panel's own triangle without its diagonal, whose inverses lie apart.
  const turned = work;
  const inverses = work + <usize>columns * line;
  const b = inverses + line;
  memory.fill(work, 0, (<usize>columns + 2) * line);
  const width = to - from;
  for (let i = from; i < n; i++) {
    const row = A + ((<usize>i * <usize>n + <usize>from) << 3);
    const r = i - from;
    const known = min(r, width);
    memory.copy(b, row, <usize>min(r + 1, width) << 3);
    for (let j = 0; j < known; j++) {
      const x = load<f64>(b + (<usize>j << 3)) * load<f64>(inverses + (<usize>j << 3));
      const xs = f64x2.splat(x);
      const column = turned + <usize>j * line;
      for (let k = (<usize>(j + 1) & ~1) << 3; k < <usize>known << 3; k += 16) {
        const part = f64x2.mul(xs, v128.load(column + k));
        v128.store(b + k, f64x2.sub(v128.load(b + k), part));
      }
      store<f64>(b + (<usize>j << 3), x);
      store<f64>(row + (<usize>j << 3), x);
    }
    if (r >= width) continue;
    let pivot = load<f64>(row + (<usize>r << 3));
    for (let j = 0; j < r; j++) {
      const x = load<f64>(b + (<usize>j << 3));
      pivot -= x * x;
      store<f64>(turned + <usize>j * line + (<usize>r << 3), x);
    }
    if (!(pivot > 0)) return false;
    store<f64>(row + (<usize>r << 3), sqrt(pivot));
    store<f64>(inverses + (<usize>r << 3), 1 / sqrt(pivot));
  }
  return true;
}

/**
 * H += factor x x^T, H's rows being `stride` numbers apart.
 *
 * @param lower whether what lies above the diagonal is of no interest
 */
export function addSquare(H: usize, stride: i32, x: usize, D: i32, factor: f64, lower: bool): void {
  for (let j = 0; j < D; j++, H += <usize>stride << 3) {
    const c = factor * load<f64>(x + (<usize>j << 3));
    if (c == 0) continue;
    const cs = f64x2.splat(c);
    const end = <usize>(lower ? j + 1 : D) << 3;
    const whole = end & ~15;
    for (let l: usize = 0; l < whole; l += 16) {
      v128.store(H + l, f64x2.add(v128.load(H + l), f64x2.mul(cs, v128.load(x + l))));
    }
    if (whole < end) store<f64>(H + whole, load<f64>(H + whole) + c * load<f64>(x + whole));
  }
}

/** The same for an x given by `count` entries: their indices, ascending, i32 each, and values. */
export function addSparseSquare(
  H: usize,
  stride: i32,
  indices: usize,
  values: usize,
  count: i32,
  factor: f64,
  lower: bool,
): void {
  for (let p = 0; p < count; p++) {
    const c = factor * load<f64>(values + (<usize>p << 3));
    const row = H + ((<usize>load<i32>(indices + (<usize>p << 2)) * <usize>stride) << 3);
    const end = lower ? p + 1 : count;
    for (let q = 0; q < end; q++) {
      const at = row + (<usize>load<i32>(indices + (<usize>q << 2)) << 3);
      store<f64>(at, load<f64>(at) + c * load<f64>(values + (<usize>q << 3)));
    }
  }
}

import { newtonKernels } from "../kernels/newton-wasm.ts";
import { borrow, giveBack } from "../kernels/pool.ts";
import { layOut, wasmModule } from "../kernels/wasm.ts";
import { factorColumns } from "../math/cholesky.ts";

/** Columns factored at a time (assembly/cholesky.ts knows it too), and rows updated at a time. */
const columns = 32;
const chunk = 64;

/**
 * Cholesky's factor in place of the lower triangle, a block of columns at a time: their update by all columns to the left,
 * nearly all of the work, is the product that the compiled kernels know as scores.
 *
 * @param A n x n, row-major
 * @returns false, with A spoilt, if a pivot is not positive
 */
export function choleskyFactor(A: Float64Array, n: number): boolean {
  const module = n > 2 * columns ? wasmModule() : null;
  if (module === null) return factorColumns(A, n);
  const { addresses, end } = layOut(64, [
    n * n * 8,
    chunk * columns * 8,
    chunk * 4,
    (columns + 2) * columns * 8,
  ]);
  const [at, sumsAt, rowsAt, workAt] = addresses as [number, number, number, number];
  const instance = borrow(module, end);
  try {
    const { buffer } = instance.memory;
    const L = new Float64Array(buffer, at, n * n);
    const sums = new Float64Array(buffer, sumsAt, chunk * columns);
    const rows = new Uint32Array(buffer, rowsAt, chunk);
    L.set(A);
    for (let j = 0; j < n; j += columns) {
      const to = Math.min(n, j + columns);
      for (let i = j; i < n; i += chunk) {
        const count = Math.min(chunk, n - i);
        for (let k = 0; k < count; k++) rows[k] = at + (i + k) * n * 8;
        sums.fill(0);
        instance.kernels.denseScores64(rowsAt, count, at + j * n * 8, n, 0, j, to - j, sumsAt);
        for (let k = 0; k < count; k++) {
          for (let c = j; c < to; c++) L[(i + k) * n + c]! -= sums[k * (to - j) + c - j]!;
        }
      }
      if (!newtonKernels(instance).factorPanel(at, n, j, to, workAt)) return false;
    }
    A.set(L);
    return true;
  } finally {
    giveBack(instance);
  }
}

import { borrow, giveBack } from "../kernels/pool.ts";
import { layOut, wasmModule } from "../kernels/wasm.ts";
import { choleskySolve } from "../math/cholesky.ts";
import type { Problem } from "../objective/problem.ts";
import { choleskyFactor } from "./cholesky.ts";
import type { Envelope } from "./newton-envelope.ts";
import { rootOf } from "./newton-root.ts";

/** A row with more entries than this part is multiplied zeros and all, two numbers at a time. */
const fullFrom = 0.5;

/**
 * d with H d = v for the Hessian H = I + sum_i (L^T J_i L) (x) x_i x_i^T itself, a row for each weight: the way to go where there
 * are few weights and many free b. Without a say of one class in another's weights it is a block a class.
 *
 * @param order the samples with a free b
 * @param v K x D
 * @returns undefined if rounding has made H indefinite, or where there are no kernels
 */
export function weightSolve(
  problem: Problem,
  envelope: Envelope,
  order: Int32Array,
  v: Float64Array,
): Float64Array | undefined {
  const { rows, nScores: K } = problem;
  const D = rows.nFeatures;
  const module = wasmModule();
  if (module === null) return undefined;
  const together = envelope.separable ? 1 : K;
  const n = together * D;
  const size = (K / together) * n * n;
  const { addresses, end } = layOut(64, [size * 8, D * 8, D * 4, D * 8]);
  const [hessianAt, xAt, columnsAt, valuesAt] = addresses as [number, number, number, number];
  const instance = borrow(module, end);
  const blocks: Float64Array[] = [];
  try {
    const { kernels, memory } = instance;
    const { buffer } = memory;
    const H = new Float64Array(buffer, hessianAt, size);
    const x = new Float64Array(buffer, xAt, D);
    H.fill(0);
    const R = new Float64Array(K * K);
    const columns = new Int32Array(buffer, columnsAt, D);
    const values = new Float64Array(buffer, valuesAt, D);
    for (const i of order) {
      const count = rows.copyRow(i, columns, values, 0);
      const isFull = count > fullFrom * D;
      if (isFull) x.fill(0);
      if (isFull) for (let k = 0; k < count; k++) x[columns[k]!] = values[k]!;
      const f = rootOf(problem, envelope, i, R);
      const classes = touched(R, f, K);
      for (const m of classes) {
        for (const k of classes) {
          if (k > m || (envelope.separable && k < m)) continue;
          let factor = 0;
          for (let a = 0; a < f; a++) factor += R[a * K + m]! * R[a * K + k]!;
          if (factor === 0) continue;
          const at = envelope.separable ? m * n * n : m * D * n + k * D;
          const to = hessianAt + at * 8;
          if (isFull) kernels.addSquare(to, n, xAt, D, factor, k === m);
          else kernels.addSparseSquare(to, n, columnsAt, valuesAt, count, factor, k === m);
        }
      }
    }
    for (let g = 0; g < size; g += n * n) blocks.push(H.slice(g, g + n * n));
  } finally {
    giveBack(instance);
  }
  const d = v.slice();
  for (const [g, block] of blocks.entries()) {
    for (let j = 0; j < n; j++) block[j * n + j]! += 1;
    if (!choleskyFactor(block, n)) return undefined;
    choleskySolve(block, n, d.subarray(g * n, (g + 1) * n));
  }
  return d;
}

/** The classes with a say in f rows. */
function touched(R: Float64Array, f: number, K: number): number[] {
  const classes: number[] = [];
  for (let m = 0; m < K; m++) {
    for (let a = 0; a < f; a++) {
      if (R[a * K + m] === 0) continue;
      classes.push(m);
      break;
    }
  }
  return classes;
}

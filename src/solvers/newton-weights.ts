import { wasmModule } from "../kernels/wasm.ts";
import { type System, solveSystem } from "./dense-system.ts";
import { blockOf } from "./newton-blocks.ts";
import type { Envelope } from "./newton-envelope.ts";
import type { SettledProblem } from "./newton-passes.ts";
import { type Curved, rootOf } from "./newton-root.ts";

/** A row with more entries than this part is multiplied zeros and all, two numbers at a time. */
const fullFrom = 0.5;

/**
 * d with H d = v for the Hessian H = I + sum_i (L^T J_i L) (x) x_i x_i^T itself, a row for each weight: the way to go where there
 * are few weights and many free b. Without a say of one class in another's weights it is a block a class.
 *
 * @param v K x D
 * @returns undefined if rounding has made H indefinite, or where there are no kernels
 */
export function weightSolve(
  problem: SettledProblem,
  envelope: Envelope,
  { order }: Curved,
  v: Float64Array,
): Float64Array | undefined {
  const { rows, nScores: K, passes } = problem;
  const D = rows.nFeatures;
  const d = v.slice();
  if (!envelope.separable) {
    if (wasmModule() === null) return undefined;
    const room = D * 8 * 3;
    const build = (system: System): void => addHessian(problem, envelope, order, system);
    return solveSystem(K * D, room, build, d) ? d : undefined;
  }
  passes.begin(order);
  for (let m = 0; m < K; m++) {
    const { list, weights } = blockOf(problem, order, m);
    const build = ({ A }: System): void => {
      passes.block(list, weights, A);
      for (let j = 0; j < D; j++) A[j * D + j]! += 1;
    };
    if (!solveSystem(D, 0, build, d.subarray(m * D, (m + 1) * D))) return undefined;
  }
  return d;
}

/** Writes H, the lower triangle of KD x KD. */
function addHessian(
  problem: SettledProblem,
  envelope: Envelope,
  order: Int32Array,
  { A: H, place }: System,
): void {
  const { rows, nScores: K } = problem;
  const D = rows.nFeatures;
  const n = K * D;
  const { kernels, buffer, A: hessianAt, room: xAt } = place!;
  const [valuesAt, columnsAt] = [xAt + D * 8, xAt + D * 16];
  const x = new Float64Array(buffer, xAt, D);
  const columns = new Int32Array(buffer, columnsAt, D);
  const values = new Float64Array(buffer, valuesAt, D);
  const R = new Float64Array(K * K);
  for (const i of order) {
    const count = rows.copyRow(i, columns, values, 0);
    const isFull = count > fullFrom * D;
    if (isFull) x.fill(0);
    if (isFull) for (let k = 0; k < count; k++) x[columns[k]!] = values[k]!;
    const f = rootOf(problem, envelope, i, R);
    const classes = touched(R, f, K);
    for (const m of classes) {
      for (const k of classes) {
        if (k > m) continue;
        let factor = 0;
        for (let a = 0; a < f; a++) factor += R[a * K + m]! * R[a * K + k]!;
        if (factor === 0) continue;
        const to = hessianAt + (m * D * n + k * D) * 8;
        if (isFull) kernels.addSquare(to, n, xAt, D, factor, k === m);
        else kernels.addSparseSquare(to, n, columnsAt, valuesAt, count, factor, k === m);
      }
    }
  }
  for (let j = 0; j < n; j++) H[j * n + j]! += 1;
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

import type { StoredRows } from "../data/rows.ts";
import { borrow, giveBack } from "../kernels/pool.ts";
import { type TrainingKernels, trainingKernels } from "../kernels/training-wasm.ts";
import { layOut, type WasmInstance } from "../kernels/wasm.ts";
import type { Bounds } from "./bounds.ts";
import { type DualPoint, dualError } from "./dual.ts";
import { type Bounded, primalError } from "./primal.ts";
import type { Problem } from "./problem.ts";
import { ProofPlan, paddedTo, proofSizes } from "./proof-plan.ts";

/** Numbers of X copied at a time, or one row if it is longer: they stay in the second-level cache. */
const blockNumbers = 8192;
/** No more rows than a plan describes at a time. */
const blockRows = 512;

/** The halves of a certificate by compiled kernels, rows and variables copied to them a block at a time. */
export class CompiledBounds implements Bounds {
  readonly #instance: WasmInstance;
  readonly #kernels: TrainingKernels;
  readonly #problem: Problem;
  readonly #stored: StoredRows;
  readonly #plan: ProofPlan;
  readonly #values: Float64Array;
  readonly #indices: Int32Array;
  readonly #b: Float64Array;
  /** With what the last vector of the last feature reaches over. */
  readonly #W: Float64Array;
  readonly room: Float64Array;

  /** @throws HingeError `too-large` */
  constructor(module: WebAssembly.Module, problem: Problem) {
    const { rows, nScores: K } = problem;
    const { nSamples: N, nFeatures: D, stored } = rows;
    const numbers = Math.max(blockNumbers, longestRow(stored, N));
    const nIndices = stored.entries === undefined ? stored.width : numbers;
    const sizes = [numbers * 8, nIndices * 4, blockRows * K * 8, (D * K + 3) * 8];
    const { addresses, end } = layOut(64, [...sizes, ...proofSizes(problem)]);
    const [values, indices, b, W, ...proof] = addresses as [number, number, number, number, ...number[]];
    this.#instance = borrow(module, end);
    const { buffer } = this.#instance.memory;
    this.#kernels = trainingKernels(this.#instance);
    this.#problem = problem;
    this.#stored = stored;
    this.#values = new Float64Array(buffer, values, numbers);
    this.#indices = new Int32Array(buffer, indices, nIndices);
    this.#b = new Float64Array(buffer, b, blockRows * K);
    this.#W = new Float64Array(buffer, W, D * K + 3);
    this.#W.fill(0);
    this.room = this.#W.subarray(0, D * K);
    if (stored.entries === undefined) for (let j = 0; j < stored.width; j++) this.#indices[j] = j;
    this.#plan = new ProofPlan(this.#instance, problem, proof);
    this.#plan.set({ indices, b, step: K * 8, W, row: K * 8, from: 0, to: paddedTo(K) * 8 });
  }

  dual(b: Float64Array): DualPoint {
    const { nScores: K } = this.#problem;
    const plan = this.#plan;
    this.#W.fill(0);
    plan.begin();
    plan.eachBlock(this.#values.length, (first, n, from, to) => {
      const variables = b.subarray(first * K, (first + n) * K);
      if (isZero(variables)) return;
      this.#b.set(variables);
      this.#copy(from, to);
      this.#kernels.proofDual64(plan.address, n);
      if (plan.get("changed") !== 0) variables.set(this.#b.subarray(0, n * K));
    });
    this.#kernels.proofNorms64(plan.address);
    const { total } = plan;
    const square = plan.take(plan.norms);
    const sums = { total, magnitude: plan.get("magnitude"), reach: plan.get("reach"), square };
    // The same array each time: new ones of this size would pile up until they are collected.
    const W = this.room;
    const error = dualError(this.#problem, sums);
    return { W, value: total - square / 2, error, infeasibility: plan.get("infeasibility") };
  }

  primal(W: Float64Array): Bounded {
    if (W !== this.room) this.room.set(W);
    const plan = this.#plan;
    plan.begin();
    this.#kernels.proofNorms64(plan.address);
    const regularizer = plan.take(plan.norms) / 2;
    // Where all weights are zero, so are all scores.
    const areRowsNeeded = plan.get("largest") !== 0;
    plan.eachBlock(this.#values.length, (_, n, from, to) => {
      if (areRowsNeeded) this.#copy(from, to);
      this.#kernels.proofPrimal64(plan.address, n);
    });
    const value = plan.total + regularizer;
    return { value, error: primalError(plan.get("error"), regularizer, value) };
  }

  release(): void {
    giveBack(this.#instance);
  }

  /** Copies the numbers to where the first of all would lie so far ahead: addresses are taken modulo 2^32, as kernels do. */
  #copy(from: number, to: number): void {
    const { values, entries } = this.#stored;
    this.#plan.set({ values: this.#values.byteOffset - from * 8 });
    this.#values.set(values.subarray(from, to));
    if (entries === undefined) return;
    this.#plan.set({ indices: this.#indices.byteOffset - from * 4 });
    this.#indices.set(entries.indices.subarray(from, to));
  }
}

/** Whether samples take no part: their zeros are feasible and add nothing. */
function isZero(b: Float64Array): boolean {
  for (let k = 0; k < b.length; k++) if (b[k] !== 0) return false;
  return true;
}

function longestRow({ entries, width }: StoredRows, nSamples: number): number {
  if (entries === undefined) return width;
  let longest = 0;
  for (let i = 0; i < nSamples; i++) longest = Math.max(longest, entries.indptr[i + 1]! - entries.indptr[i]!);
  return longest;
}

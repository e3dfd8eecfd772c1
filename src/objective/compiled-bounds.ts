import type { StoredRows } from "../data/rows.ts";
import { borrow, giveBack } from "../kernels/pool.ts";
import { type TrainingKernels, trainingKernels } from "../kernels/training-wasm.ts";
import { layOut, type WasmInstance } from "../kernels/wasm.ts";
import { gamma, unitRoundoff } from "../math/sum.ts";
import type { Bounds } from "./bounds.ts";
import { type DualPoint, dualError } from "./dual.ts";
import { blockKinds, ownScores } from "./kernel-terms.ts";
import { type Bounded, primalError } from "./primal.ts";
import type { Problem } from "./problem.ts";

/** Numbers of X copied at a time, or one row if it is longer: they stay in the second-level cache. */
const blockNumbers = 8192;
const blockRows = 512;

/** Places among the f64 of a plan (assembly/proof-plan.ts). */
const field = {
  total: 15,
  lost: 16,
  magnitude: 17,
  reach: 18,
  infeasibility: 19,
  error: 20,
  largest: 21,
  square: 22,
  changed: 23,
};
const planBytes = 192;

/** The halves of a certificate by compiled kernels, rows and variables copied to them a block at a time. */
export class CompiledBounds implements Bounds {
  readonly #instance: WasmInstance;
  readonly #kernels: TrainingKernels;
  readonly #problem: Problem;
  readonly #stored: StoredRows;
  readonly #plan: number;
  readonly #doubles: Float64Array;
  readonly #values: Float64Array;
  readonly #indices: Int32Array;
  readonly #starts: Int32Array;
  readonly #b: Float64Array;
  /** Of all samples, and of the block's. */
  readonly #owns: Int32Array;
  readonly #own: Int32Array;
  readonly #C: Float64Array;
  readonly #norms: Float64Array;
  /** With what the last vector of the last feature reaches over. */
  readonly #W: Float64Array;
  readonly room: Float64Array;

  /** @throws HingeError `too-large` */
  constructor(module: WebAssembly.Module, problem: Problem) {
    const { rows, loss, nScores: K } = problem;
    const { nSamples: N, nFeatures: D, stored } = rows;
    const stride = K + (K & 1);
    const numbers = Math.max(blockNumbers, longestRow(stored, N));
    const { addresses, end } = layOut(64, [
      planBytes,
      numbers * 8,
      (stored.entries === undefined ? stored.width : numbers) * 4,
      (blockRows + 1) * 4,
      blockRows * K * 8,
      stride * 8,
      stride * 8,
      (D * K + 1) * 8,
      blockRows * 4,
      blockRows * 8,
      blockRows * 8,
    ]);
    const [plan, values, indices, starts, b, s, sums, W, own, weights, q] = addresses as number[];
    this.#instance = borrow(module, end);
    const { buffer } = this.#instance.memory;
    this.#kernels = trainingKernels(this.#instance);
    this.#problem = problem;
    this.#stored = stored;
    this.#plan = plan!;
    this.#doubles = new Float64Array(buffer, plan, planBytes / 8);
    this.#values = new Float64Array(buffer, values, numbers);
    this.#indices = new Int32Array(buffer, indices, stored.entries === undefined ? stored.width : numbers);
    this.#starts = new Int32Array(buffer, starts, blockRows + 1);
    this.#b = new Float64Array(buffer, b, blockRows * K);
    this.#W = new Float64Array(buffer, W, D * K + 1);
    this.#W.fill(0);
    this.room = this.#W.subarray(0, D * K);
    if (stored.entries === undefined) for (let j = 0; j < stored.width; j++) this.#indices[j] = j;
    this.#owns = ownScores(problem);
    this.#own = new Int32Array(buffer, own, blockRows);
    this.#C = new Float64Array(buffer, weights, blockRows);
    this.#norms = new Float64Array(buffer, q, blockRows);
    const dense = stored.entries === undefined ? 1 : 0;
    new Int32Array(buffer, plan).set([
      ...[
        values!,
        indices!,
        starts!,
        dense,
        b!,
        s!,
        sums!,
        W!,
        K * 8,
        stored.width,
        K,
        stride,
        own!,
        weights!,
        q!,
      ],
      ...[blockKinds[loss.block], loss.squared ? 1 : 0],
    ]);
    // See primal.ts: a score is off by gamma_{D+2} |W_m| |x| and what its hinge's own additions lose.
    const perReach = gamma(D + 2) + 4 * unitRoundoff;
    const slope = loss.block === "separate" ? 1 : 2;
    this.#doubles.set([loss.margin, stored.constant, perReach, 4 * unitRoundoff, slope, gamma(K + 4)], 9);
  }

  dual(b: Float64Array): DualPoint {
    const { nScores: K } = this.#problem;
    this.#W.fill(0);
    this.#doubles.fill(0, field.total);
    this.#eachBlock((first, n, copy) => {
      const variables = b.subarray(first * K, (first + n) * K);
      if (isZero(variables)) return;
      this.#b.set(variables);
      copy();
      this.#describe(first, n);
      this.#kernels.proofDual(this.#plan, n);
      if (this.#doubles[field.changed] !== 0) variables.set(this.#b.subarray(0, n * K));
    });
    this.#kernels.proofNorms(this.#plan);
    const [total, magnitude, reach] = [
      this.#sum,
      this.#doubles[field.magnitude]!,
      this.#doubles[field.reach]!,
    ];
    const square = this.#doubles[field.square]!;
    // The same array each time: new ones of this size would pile up until they are collected.
    const W = this.room;
    return {
      W,
      value: total - square / 2,
      error: dualError(this.#problem, { total, magnitude, reach, square }),
      infeasibility: this.#doubles[field.infeasibility]!,
    };
  }

  primal(W: Float64Array): Bounded {
    if (W !== this.room) this.room.set(W);
    this.#doubles.fill(0, field.total);
    this.#kernels.proofNorms(this.#plan);
    // Where all weights are zero, so are all scores.
    const areRowsNeeded = this.#doubles[field.largest] !== 0;
    this.#eachBlock((first, n, copy) => {
      if (areRowsNeeded) copy();
      this.#describe(first, n);
      this.#kernels.proofPrimal(this.#plan, n);
    });
    const regularizer = this.#doubles[field.square]! / 2;
    const value = this.#sum + regularizer;
    return { value, error: primalError(this.#doubles[field.error]!, regularizer, value) };
  }

  release(): void {
    giveBack(this.#instance);
  }

  get #sum(): number {
    const total = this.#doubles[field.total]!;
    // Beyond the largest double what was lost is not a number any more, and the plain sum is infinite.
    return Number.isFinite(total) ? total + this.#doubles[field.lost]! : total;
  }

  /** Writes what is known of the block's samples, beside their rows. */
  #describe(first: number, n: number): void {
    const { rows, C } = this.#problem;
    this.#own.set(this.#owns.subarray(first, first + n));
    this.#C.set(C.subarray(first, first + n));
    this.#norms.set(rows.squaredNorms.subarray(first, first + n));
  }

  /** Shows where each block of rows begins, how many there are, and how to copy them. */
  #eachBlock(see: (first: number, n: number, copy: () => void) => void): void {
    const { nSamples: N } = this.#problem.rows;
    const { values, entries, width } = this.#stored;
    const start = (i: number): number => entries?.indptr[i] ?? i * width;
    for (let first = 0; first < N; ) {
      const from = start(first);
      let end = first + 1;
      this.#starts[0] = 0;
      this.#starts[1] = start(end) - from;
      while (end < N && end - first < blockRows && start(end + 1) - from <= this.#values.length) {
        end++;
        this.#starts[end - first] = start(end) - from;
      }
      const to = start(end);
      see(first, end - first, () => {
        this.#values.set(values.subarray(from, to));
        if (entries !== undefined) this.#indices.set(entries.indices.subarray(from, to));
      });
      first = end;
    }
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

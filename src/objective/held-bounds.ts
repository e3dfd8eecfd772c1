import { rareKernels, type TrainingKernels, trainingKernels } from "../kernels/training-wasm.ts";
import type { WasmInstance } from "../kernels/wasm.ts";
import { type DualPoint, dualError } from "./dual.ts";
import { type Bounded, primalError } from "./primal.ts";
import type { Problem } from "./problem.ts";
import { ProofPlan, paddedTo, proofSizes } from "./proof-plan.ts";

/**
 * W(b) is summed in f64 for as many classes at a time as so many bytes hold, or so many an entry of the rows, over which each
 * time goes; for one vector of f32, or one class, at least.
 */
const roomBytes = { least: 2 ** 20, anEntry: 3 };

/** Where a solver's numbers lie in kernel memory, for certificates to read them there. */
export interface Held {
  /** Addresses of the rows' own numbers, exactly as they are stored, and whether values are f64, not f32. */
  readonly values: number;
  readonly indices: number;
  /** Bytes an index, 4 or 2. */
  readonly width: number;
  readonly isF64: boolean;
  /** In f32, features x stride weights and samples x stride variables; the stride is K up to whole vectors, or 1. */
  readonly W: number;
  readonly b: number;
  readonly stride: number;
}

/** Sizes of what `HeldBounds` needs beside that. */
export function heldSizes(problem: Problem): number[] {
  return [problem.rows.nFeatures * classesAtOnce(problem) * 8 + 8, ...proofSizes(problem)];
}

function classesAtOnce({ rows, nScores: K }: Problem): number {
  const room = Math.max(roomBytes.least, roomBytes.anEntry * rows.nnz);
  const many = Math.floor(room / (rows.nFeatures * 32)) * 4;
  return K === 1 ? 1 : Math.min(paddedTo(K), Math.max(4, many));
}

/**
 * The halves of a certificate by compiled kernels that read rows, f32 weights and variables where a solver has them, so that
 * no second copy is needed. All sums are in f64, as ever: W(b) a few classes at a time, whose squares are summed before the
 * weights are rounded to become the solver's own. D(b) is that of the sums, P(W) that of the rounded weights.
 */
export class HeldBounds {
  readonly #kernels: TrainingKernels;
  readonly #proofDual: TrainingKernels["proofDual64"];
  readonly #proofPrimal: TrainingKernels["proofPrimal64"];
  readonly #problem: Problem;
  readonly #held: Held;
  readonly #plan: ProofPlan;
  readonly #room: Float64Array;
  /** Of the last dual point: in how many directions the variables are free, and of how many samples. */
  free: readonly [number, number] | undefined;

  /** @param addresses as `heldSizes` */
  constructor(instance: WasmInstance, problem: Problem, held: Held, addresses: readonly number[]) {
    const [room, ...proof] = addresses as [number, ...number[]];
    this.#kernels = trainingKernels(instance);
    const of = held.isF64 ? "of64" : "";
    const isShort = held.width === 2;
    this.#proofDual = isShort
      ? this.#kernels[`proofDual32${of}Short`]
      : rareKernels(instance)[`proofDual32${of}`];
    this.#proofPrimal = isShort
      ? this.#kernels[`proofPrimal32${of}Short`]
      : rareKernels(instance)[`proofPrimal32${of}`];
    this.#problem = problem;
    this.#held = held;
    this.#plan = new ProofPlan(instance, problem, proof);
    this.#plan.set({ values: held.values, indices: held.indices, step: held.stride * 4 });
    // What one class alone has no use for: its vectors reach into the next feature's weights.
    const count = problem.rows.nFeatures * classesAtOnce(problem) + 1;
    this.#room = new Float64Array(instance.memory.buffer, room, count);
  }

  /** D(b) of the solver's variables, which are made feasible; its weights become W(b). */
  dual(): Omit<DualPoint, "W"> {
    const { b, stride, W } = this.#held;
    const plan = this.#plan;
    const atOnce = classesAtOnce(this.#problem);
    const norms = new Float64Array(stride);
    let sums = { total: 0, magnitude: 0, reach: 0 };
    let infeasibility = 0;
    for (let first = 0; first < stride; first += atOnce) {
      const width = Math.min(atOnce, stride - first);
      const row = width * 8;
      this.#room.fill(0);
      plan.set({ W: this.#room.byteOffset, row, from: first * 8, to: first * 8 + Math.max(16, row) });
      plan.begin();
      this.#eachBlock((start, n) => {
        plan.set({ b: b + start * stride * 4 });
        this.#proofDual(plan.address, n);
      });
      this.#kernels.proofNorms64(plan.address);
      norms.set(plan.norms.subarray(0, width), first);
      this.#kernels.proofRound(plan.address, W + first * 4, stride * 4);
      // All but the first are for their weights alone.
      if (first > 0) continue;
      sums = { total: plan.total, magnitude: plan.get("magnitude"), reach: plan.get("reach") };
      infeasibility = plan.get("infeasibility");
      this.free = [plan.get("free"), plan.get("freeSamples")];
    }
    const square = plan.take(norms);
    const error = dualError(this.#problem, { ...sums, square });
    return { value: sums.total - square / 2, error, infeasibility };
  }

  /** P(W) of the solver's weights. */
  primal(): Bounded {
    const { W, stride } = this.#held;
    const plan = this.#plan;
    plan.begin();
    plan.set({ W, row: stride * 4 });
    this.#kernels.proofNorms32(plan.address);
    const regularizer = plan.take(plan.norms) / 2;
    this.#eachBlock((_, n) => this.#proofPrimal(plan.address, n));
    const value = plan.total + regularizer;
    return { value, error: primalError(plan.get("error"), regularizer, value) };
  }

  #eachBlock(see: (first: number, n: number) => void): void {
    this.#plan.eachBlock(Number.POSITIVE_INFINITY, see);
  }
}

import { copyDense, copySparse } from "../data/copy-rows.ts";
import { residenceOfRows } from "../data/kernel-rows.ts";
import type { Precision } from "../data/products.ts";
import type { Residence } from "../data/resident.ts";
import type { Rows } from "../data/rows.ts";
import { borrow, giveBack } from "../kernels/pool.ts";
import { trainingKernels } from "../kernels/training-wasm.ts";
import { layOut, type WasmInstance } from "../kernels/wasm.ts";
import type { Problem } from "../objective/problem.ts";
import { field, planBytes, sampleBytes, writePlans, writeSamples } from "./dual-plan.ts";

/** Rows with more zeros than this are kept by their other entries. */
const denseFrom = 0.6;

/**
 * A problem laid out in kernel memory, in one precision. Classes that do not couple come in sets of one vector each,
 * every set with weights, variables and an order of its own; coupled ones in a single set.
 */
export class KernelLayout {
  readonly nSets: number;
  /** Classes a set, padding included. */
  readonly stride: number;
  readonly #instance: WasmInstance;
  /** The rows' own memory, if they are used in place; else the memory is borrowed. */
  readonly #residence: Residence | undefined;
  readonly #problem: Problem;
  readonly #nMembers: number;
  readonly #visits: (plan: number, visits: number) => void;
  readonly #blend: (from: number, to: number, end: number, part: number) => void;
  readonly #ints: Int32Array;
  readonly #doubles: Float64Array;
  readonly #numbers: Float32Array | Float64Array;
  readonly #plans: number;
  readonly #W: number;
  readonly #mean: number;
  readonly #b: number;

  /**
   * @param members the samples to be visited
   * @param word gives 32 random bits for each set's order
   * @throws HingeError `too-large`
   */
  constructor(
    module: WebAssembly.Module,
    problem: Problem,
    precision: Precision,
    members: Int32Array,
    word: () => number,
  ) {
    const { rows, loss, nScores: K } = problem;
    const { nSamples: N, nFeatures: D } = rows;
    const size = precision === "f32" ? 4 : 8;
    const lanes = 16 / size;
    // One class alone has weights and variables without padding.
    const padded = K === 1 ? 1 : Math.ceil(K / lanes) * lanes;
    const stride = loss.block === "separate" ? Math.min(lanes, padded) : padded;
    const nSets = padded / stride;
    const isDense = rows.nnz > denseFrom * N * D;
    // Dense rows have it among their numbers, sparse ones leave it out.
    const constant = isDense ? 0 : rows.stored.constant;
    const entries = isDense ? N * D : rows.nnz - (constant === 0 ? 0 : N);
    // In f64 no mean is wanted.
    const nMeans = precision === "f32" ? D * padded : 0;
    const residence = isDense ? undefined : residenceOfRows(rows);
    // Scores are computed for eight vectors of classes at a time where six or more are left: room for two more.
    const sizes = (isInPlace: boolean): number[] => [
      nSets * planBytes,
      nSets * N * 4,
      N * sampleBytes,
      isInPlace ? 0 : (isDense ? D : entries) * 4,
      isInPlace ? 0 : entries * size,
      D * padded * size,
      nMeans * size,
      N * padded * size,
      padded * size + 32,
      padded * size,
      padded * 4,
      padded * 4,
    ];
    const behind = residence && layOut(residence.workspace, sizes(true));
    const isInPlace = behind !== undefined && behind.end <= residence!.bytes && isReadBy(size, nSets, rows);
    const { addresses, end } = isInPlace ? behind : layOut(64, sizes(false));
    const [plans, order, samples, , , W, mean, b, s, delta, vectors, spare] = addresses;
    const { values: numbersThere, entries: entriesThere } = rows.stored;
    const indices = isInPlace ? entriesThere!.indices.byteOffset : addresses[3]!;
    const values = isInPlace ? numbersThere.byteOffset : addresses[4]!;
    this.#residence = isInPlace ? residence : undefined;
    if (isInPlace) residence!.inUse = true;
    this.#instance = isInPlace ? residence!.instance : borrow(module, end);
    const { memory } = this.#instance;
    const kernels = trainingKernels(this.#instance);
    const { dualVisits32, dualVisits32of64, dualVisits64, dualVisits64of32, blend32 } = kernels;
    const isSame = !isInPlace || numbersThere.BYTES_PER_ELEMENT === size;
    if (size === 4) this.#visits = isSame ? dualVisits32 : dualVisits32of64;
    else this.#visits = isSame ? dualVisits64 : dualVisits64of32;
    this.#blend = blend32;
    this.#ints = new Int32Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
    this.#numbers = size === 4 ? new Float32Array(memory.buffer) : this.#doubles;
    this.#problem = problem;
    this.#nMembers = members.length;
    this.#plans = plans!;
    this.#W = W! / size;
    this.#mean = mean! / size;
    this.#b = b! / size;
    // What lies there from before could be no number, and stay so.
    this.#numbers.fill(0, this.#mean, this.#mean + nMeans);
    this.nSets = nSets;
    this.stride = stride;

    let starts = isDense ? undefined : entriesThere?.indptr;
    if (!isInPlace) {
      const numbers = this.#numbers.subarray(values / size, values / size + entries);
      const columns = this.#ints.subarray(indices / 4, indices / 4 + (isDense ? D : entries));
      if (isDense) {
        copyDense(rows, numbers);
        for (let j = 0; j < D; j++) columns[j] = j;
      } else {
        const indptr = new Int32Array(N + 1);
        const stored = { ...rows.stored, constant: 0 };
        copySparse({ nSamples: N, nFeatures: D, stored }, { indptr, indices: columns, values: numbers });
        starts = indptr;
      }
    }
    writeSamples(problem, samples!, this.#ints, this.#doubles, starts);
    writePlans(problem, this.#ints, this.#doubles, {
      ...{ plans: plans!, nSets, stride, size, members, word, isDense, constant },
      ...{ order: order!, samples: samples!, indices, values, W: W!, b: b! },
      ...{ s: s!, delta: delta!, vectors: vectors!, spare: spare! },
    });
  }

  /**
   * Begins a full sweep, over all classes and all samples that are not parked, or one over the first `active` in a set's order.
   *
   * @returns whether it is one over all samples
   */
  begin(set: number, active: number | "full"): boolean {
    const at = (this.#plans + set * planBytes) / 4;
    const isFull = active === "full";
    const reach = this.#ints[at + field.reach]!;
    this.#ints[at + field.full] = isFull ? 1 : 0;
    this.#ints[at + field.next] = 0;
    this.#ints[at + field.active] = isFull ? reach : active;
    this.#ints[at + field.moved] = 0;
    this.#doubles[at / 2 + field.gap] = 0;
    this.#doubles[at / 2 + field.loss] = 0;
    // With more scores parked samples cost more epochs than they save.
    if (isFull && this.stride === 1) {
      this.#doubles[at / 2 + field.far] = this.#doubles[at / 2 + field.worst]!;
      this.#doubles[at / 2 + field.worst] = 0;
    }
    return isFull && reach === this.#nMembers;
  }

  /** Lets a set's full sweeps visit all samples again. */
  unpark(set: number): void {
    this.#ints[(this.#plans + set * planBytes) / 4 + field.reach] = this.#nMembers;
  }

  visit(set: number, visits: number): void {
    this.#visits(this.#plans + set * planBytes, visits);
  }

  /** How far the sweep is. */
  look(set: number): { next: number; active: number; moved: boolean; gap: number; loss: number } {
    const plan = this.#plans + set * planBytes;
    return {
      next: this.#ints[plan / 4 + field.next]!,
      active: this.#ints[plan / 4 + field.active]!,
      moved: this.#ints[plan / 4 + field.moved] !== 0,
      gap: this.#doubles[plan / 8 + field.gap]!,
      loss: this.#doubles[plan / 8 + field.loss]!,
    };
  }

  /** @param W feature-major, features x K */
  setWeights(W: Float64Array): void {
    this.#exchange(W, this.#W, true);
  }

  /** @param W feature-major, features x K; overwritten */
  getWeights(W: Float64Array): void {
    this.#exchange(W, this.#W, false);
  }

  /** Moves a set's mean weights by a part of the way to those it has now; in f32 only. */
  average(set: number, part: number): void {
    const { nFeatures: D } = this.#problem.rows;
    const size = this.#numbers.BYTES_PER_ELEMENT;
    const from = set * D * this.stride;
    const to = (this.#mean + from) * size;
    this.#blend((this.#W + from) * size, to, to + D * this.stride * size, part);
  }

  /** @param W feature-major, features x K; overwritten */
  getMean(W: Float64Array): void {
    this.#exchange(W, this.#mean, false);
  }

  /** @param b samples x K */
  setVariables(b: Float64Array): void {
    this.#exchange(b, this.#b, true);
  }

  /** @param b samples x K; overwritten */
  getVariables(b: Float64Array): void {
    this.#exchange(b, this.#b, false);
  }

  /** Copies between `count` rows of K numbers and the sets' padded ones from `first`. */
  #exchange(outside: Float64Array, first: number, inward: boolean): void {
    const { nScores: K } = this.#problem;
    const { stride, nSets } = this;
    const count = outside.length / K;
    const inside = this.#numbers;
    if (nSets === 1 && stride === K) {
      // Laid out alike on both sides.
      const all = inside.subarray(first, first + outside.length);
      if (inward) all.set(outside);
      else outside.set(all);
      return;
    }
    // Row by row: one of many sets after the other would run through all rows as often.
    for (let i = 0, from = 0; i < count; i++) {
      for (let g = 0, to = first + i * stride; g < nSets; g++, to += count * stride) {
        const width = Math.min(stride, K - g * stride);
        if (inward) for (let m = 0; m < width; m++) inside[to + m] = outside[from + m]!;
        else for (let m = 0; m < width; m++) outside[from + m] = inside[to + m]!;
        if (inward) for (let m = width; m < stride; m++) inside[to + m] = 0;
        from += width;
      }
    }
  }

  release(): void {
    if (this.#residence === undefined) giveBack(this.#instance);
    else this.#residence.inUse = false;
  }
}

/**
 * Whether rows are better read as they are than from a copy, by kernels for weights of so many bytes. Values of another size are
 * turned into such as they are read, which pays once but not for set after set.
 */
function isReadBy(size: number, nSets: number, { stored }: Rows): boolean {
  return stored.values.BYTES_PER_ELEMENT === size || nSets === 1;
}

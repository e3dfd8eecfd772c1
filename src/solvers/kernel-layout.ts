import { copyDense, copySparse } from "../data/copy-rows.ts";
import { residenceOfRows } from "../data/kernel-rows.ts";
import type { Precision, WeightArray } from "../data/products.ts";
import type { Residence } from "../data/resident.ts";
import type { Rows } from "../data/rows.ts";
import { borrow, giveBack } from "../kernels/pool.ts";
import {
  type RareKernels,
  rareKernels,
  type TrainingKernels,
  trainingKernels,
} from "../kernels/training-wasm.ts";
import { layOut, type WasmInstance } from "../kernels/wasm.ts";
import { HeldBounds, heldSizes } from "../objective/held-bounds.ts";
import type { Problem } from "../objective/problem.ts";
import { field, planBytes, sampleBytes, writePlans, writeSamples } from "./dual-plan.ts";

/** Numbers that pass through kernel memory at a time, on their way between what lies there and what lies outside; a row at least. */
const chunk = 16384;

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
  /** Certificates of what lies here: where rows are no copy, there is one set, and numbers are in f32. */
  readonly bounds: HeldBounds | undefined;
  readonly #instance: WasmInstance;
  /** The rows' own memory, if they are used in place; else the memory is borrowed. */
  readonly #residence: Residence | undefined;
  readonly #problem: Problem;
  readonly #nMembers: number;
  readonly #visits: (plan: number, visits: number) => void;
  readonly #kernels: TrainingKernels;
  readonly #ints: Int32Array;
  readonly #doubles: Float64Array;
  readonly #numbers: Float32Array | Float64Array;
  readonly #plans: number;
  readonly #W: number;
  /**
   * Running mean of the weights, laid out as they are: in kernel memory, or outside where certificates read weights in place, so
   * that it can be handed over when all else goes.
   */
  readonly #mean: Float32Array;
  /** The mean piece by piece, where it lies outside, and where it passes through kernel memory. */
  #pieces: readonly Piece[] | undefined;
  /** Two rooms for so many numbers. */
  readonly #passing: { readonly first: number; readonly second: number; readonly length: number };
  readonly #b: number;

  /**
   * @param nMembers how many samples are to be visited
   * @param word gives 32 random bits for each set's order
   * @throws HingeError `too-large`
   */
  constructor(
    module: WebAssembly.Module,
    problem: Problem,
    precision: Precision,
    nMembers: number,
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
    const canHold = size === 4 && nSets === 1;
    const residence = isDense ? undefined : residenceOfRows(rows);
    // Scores are computed for eight vectors of classes at a time where six or more are left: room for two more.
    const sizes = (isInPlace: boolean): number[] => [
      nSets * planBytes,
      nSets * N * 4,
      N * sampleBytes,
      isInPlace ? 0 : (isDense ? D : entries) * 4,
      isInPlace ? 0 : entries * size,
      D * padded * size,
      2 * (Math.max(chunk, padded) * size + 16),
      size === 4 && !(isInPlace && canHold) ? D * padded * 4 : 0,
      N * padded * size,
      padded * size + 32,
      padded * size,
      padded * 4,
      padded * 4,
      ...(isInPlace && canHold ? heldSizes(problem) : []),
    ];
    const behind = residence && layOut(residence.workspace, sizes(true));
    const isInPlace = behind !== undefined && behind.end <= residence!.bytes && isReadBy(size, nSets, rows);
    const isHeld = isInPlace && canHold;
    const { addresses, end } = isInPlace ? behind : layOut(64, sizes(false));
    const [plans, order, samples, , , W, passing, mean, b, s, delta, vectors, spare, ...proof] = addresses;
    const { values: numbersThere, entries: entriesThere } = rows.stored;
    const indices = isInPlace ? entriesThere!.indices.byteOffset : addresses[3]!;
    const values = isInPlace ? numbersThere.byteOffset : addresses[4]!;
    const width = isInPlace ? entriesThere!.indices.BYTES_PER_ELEMENT : 4;
    this.#residence = isInPlace ? residence : undefined;
    if (isInPlace) residence!.inUse = true;
    this.#instance = isInPlace ? residence!.instance : borrow(module, end);
    const { memory } = this.#instance;
    const kernels = trainingKernels(this.#instance);
    const isSame = !isInPlace || numbersThere.BYTES_PER_ELEMENT === size;
    const rare = (): RareKernels => rareKernels(this.#instance);
    if (size === 8) this.#visits = rare()[`dualVisits64${isSame ? "" : "of32"}${width === 2 ? "Short" : ""}`];
    else if (width === 2) this.#visits = kernels[`dualVisits32${isSame ? "" : "of64"}Short`];
    else this.#visits = isSame ? kernels.dualVisits32 : rare().dualVisits32of64;
    this.#kernels = kernels;
    this.#ints = new Int32Array(memory.buffer);
    this.#doubles = new Float64Array(memory.buffer);
    this.#numbers = size === 4 ? new Float32Array(memory.buffer) : this.#doubles;
    this.#problem = problem;
    this.#nMembers = nMembers;
    this.#plans = plans!;
    this.#W = W! / size;
    // In f64 none is wanted. What lies there from before could be no number, and stay so.
    const nMeans = size === 4 ? D * padded : 0;
    this.#mean = isHeld ? new Float32Array(nMeans) : new Float32Array(memory.buffer, mean, nMeans).fill(0);
    const length = Math.max(chunk, padded);
    this.#passing = { first: passing!, second: passing! + length * size + 16, length };
    this.#b = b! / size;
    this.nSets = nSets;
    this.stride = stride;

    if (isHeld) {
      const held = { values, indices, width, isF64: !isSame, W: W!, b: b!, stride };
      this.bounds = new HeldBounds(this.#instance, problem, held, proof);
    }

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
        copySparse(
          { nSamples: N, nFeatures: D, nnz: entries, stored },
          { indptr, indices: columns, values: numbers },
        );
        starts = indptr;
      }
    }
    writeSamples(problem, samples!, this.#ints, starts);
    writePlans(problem, this.#ints, this.#doubles, {
      ...{ plans: plans!, nSets, stride, size, nMembers, word, isDense, constant },
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

  /** How far the sweep is: the place in the set's order, and where its active samples end. Asked often, so no objects. */
  next(set: number): number {
    return this.#ints[(this.#plans + set * planBytes) / 4 + field.next]!;
  }

  active(set: number): number {
    return this.#ints[(this.#plans + set * planBytes) / 4 + field.active]!;
  }

  /** What the sweep has met so far. */
  met(set: number): { moved: boolean; gap: number; loss: number } {
    const plan = this.#plans + set * planBytes;
    return {
      moved: this.#ints[plan / 4 + field.moved] !== 0,
      gap: this.#doubles[plan / 8 + field.gap]!,
      loss: this.#doubles[plan / 8 + field.loss]!,
    };
  }

  /** @param W feature-major, features x K */
  setWeights(W: Float64Array): void {
    this.#write(W, this.#W);
  }

  /** Copies the weights. @param W feature-major, features x K; overwritten */
  getWeights(W: WeightArray): void {
    this.#read(W, this.#numbers, this.#W, W.length / this.#problem.nScores);
  }

  /** Copies the mean weights. @param W feature-major, features x K; overwritten */
  getMean(W: WeightArray): void {
    this.#read(W, this.#mean, 0, W.length / this.#problem.nScores);
  }

  /** Puts the mean in the place of the weights. */
  takeMean(): void {
    this.#numbers.set(this.#mean, this.#W);
  }

  /** Hands over the mean, or the weights in its place: feature-major, features x K. There is no mean afterwards. */
  deliver(which: "own" | "other"): Float32Array {
    const { nScores: K, rows } = this.#problem;
    const mean = this.#mean;
    if (which === "own") mean.set(this.#numbers.subarray(this.#W, this.#W + mean.length));
    for (let j = 1; j < rows.nFeatures && this.stride > K; j++) {
      mean.copyWithin(j * K, j * this.stride, j * this.stride + K);
    }
    return mean.subarray(0, rows.nFeatures * K);
  }

  /** Moves a set's mean weights by a part of the way to those it has now; in f32 only. */
  average(set: number, part: number): void {
    const count = this.#problem.rows.nFeatures * this.stride;
    const mean = this.#mean;
    const { blend32 } = this.#kernels;
    if (this.bounds === undefined) {
      const to = mean.byteOffset + 4 * set * count;
      blend32(4 * (this.#W + set * count), to, to + 4 * count, part);
      return;
    }
    const { first, length } = this.#passing;
    this.#pieces ??= pieces(mean, this.#numbers as Float32Array, first / 4, length);
    for (let at = 0, k = 0; at < count; at += length, k++) {
      const { outside, inside } = this.#pieces[k]!;
      inside.set(outside);
      blend32(4 * (this.#W + at), first, first + outside.byteLength, part);
      outside.set(inside);
    }
  }

  /** @param b samples x K */
  setVariables(b: Float64Array): void {
    this.#write(b, this.#b);
  }

  /** Lets all variables be zero, and the weights with them: in place, others may lie there from before. */
  clear(): void {
    const { nSamples, nFeatures } = this.#problem.rows;
    const padded = this.nSets * this.stride;
    this.#numbers.fill(0, this.#b, this.#b + nSamples * padded);
    this.#numbers.fill(0, this.#W, this.#W + nFeatures * padded);
  }

  /** Copies the variables of samples from `first` on. @param b samples x K; overwritten */
  getVariables(b: Float64Array, first = 0): void {
    this.#read(b, this.#numbers, this.#b + first * this.stride, this.#problem.rows.nSamples);
  }

  /** Copies rows of K numbers into the sets' padded ones, all of them, from the number `to` on. */
  #write(outside: Float64Array, to: number): void {
    const { nScores: K } = this.#problem;
    const { stride } = this;
    const numbers = this.#numbers;
    const size = numbers.BYTES_PER_ELEMENT;
    const total = outside.length / K;
    const { first, length } = this.#passing;
    const part = size === 4 ? this.#kernels.partSets32 : this.#kernels.partSets64;
    const atOnce = Math.floor(length / K);
    for (let i = 0; i < total; i += atOnce) {
      const n = Math.min(atOnce, total - i);
      numbers.set(outside.subarray(i * K, (i + n) * K), first / size);
      part(first, n, total, stride, K, (to + i * stride) * size);
    }
  }

  /** Copies the sets' padded rows, of which every set has `total`, from the number `from` on. @param outside rows of K numbers */
  #read(outside: WeightArray, inside: WeightArray, from: number, total: number): void {
    const { nScores: K } = this.#problem;
    const { stride } = this;
    const size = inside.BYTES_PER_ELEMENT;
    const { first, second, length } = this.#passing;
    const join = size === 4 ? this.#kernels.joinSets32 : this.#kernels.joinSets64;
    const isThere = inside.buffer === this.#numbers.buffer;
    const rows = outside.length / K;
    const atOnce = Math.floor(length / (isThere ? K : stride));
    for (let i = 0; i < rows; i += atOnce) {
      const n = Math.min(atOnce, rows - i);
      const here = from + i * stride;
      // What lies outside has one set.
      if (!isThere) this.#numbers.set(inside.subarray(here, here + n * stride), second / size);
      join(isThere ? inside.byteOffset + here * size : second, n, total, stride, K, first);
      outside.set(this.#numbers.subarray(first / size, first / size + n * K), i * K);
    }
  }

  release(): void {
    if (this.#residence === undefined) giveBack(this.#instance);
    else this.#residence.inUse = false;
  }
}

interface Piece {
  readonly outside: Float32Array;
  readonly inside: Float32Array;
}

/** Views of numbers a piece at a time, and of where each can lie among others from `first` on: made once for many copies. */
function pieces(numbers: Float32Array, others: Float32Array, first: number, length: number): Piece[] {
  const views: Piece[] = [];
  for (let at = 0; at < numbers.length; at += length) {
    const outside = numbers.subarray(at, at + length);
    views.push({ outside, inside: others.subarray(first, first + outside.length) });
  }
  return views;
}

/**
 * Whether rows are better read as they are than from a copy, by kernels for weights of so many bytes. Values of another size are
 * turned into such as they are read, which pays once but not for set after set.
 */
function isReadBy(size: number, nSets: number, { stored }: Rows): boolean {
  return stored.values.BYTES_PER_ELEMENT === size || nSets === 1;
}

import { borrow, giveBack } from "../kernels/pool.ts";
import { layOut, type WasmInstance } from "../kernels/wasm.ts";
import { blockRows } from "./dense-layout.ts";
import type { CsrMatrix } from "./matrix.ts";
import type { BlockProducts, Precision, WeightArray } from "./products.ts";
import { fitsIn, type Residence, residenceOf } from "./resident.ts";

/** Products of a sparse matrix by the compiled kernels: in place if it lies in kernel memory, else a block at a time. */
export class SparseProducts implements BlockProducts {
  readonly blockRows = blockRows;
  readonly #instance: WasmInstance;
  /** The matrix's own memory, if it is used in place; else the memory is borrowed. */
  readonly #residence: Residence | undefined;
  readonly #X: CsrMatrix;
  readonly #K: number;
  /** Classes, padded to whole vectors. */
  readonly #padded: number;
  readonly #size: 4 | 8;
  readonly #at: { W: number; dW: number; S: number; G: number; indices: number; values: number };
  /** Bytes an index. */
  readonly #width: number;
  /** Which kernels are for such numbers and indices. */
  readonly #bits: 32 | 64;
  readonly #short: "" | "Short";
  readonly #view: Float64Array | Float32Array;
  readonly #indices: Int32Array;
  /** The first entry of each row of the block, and how many there are. */
  readonly #starts = new Int32Array(this.blockRows);
  readonly #counts = new Int32Array(this.blockRows);
  #n = 0;

  constructor(module: WebAssembly.Module, X: CsrMatrix, K: number, precision: Precision) {
    const size = precision === "f32" ? 4 : 8;
    const lanes = 16 / size;
    const padded = Math.ceil(K / lanes) * lanes;
    const sizes = sparseSizes(X.shape[1], K, size);
    const residence = X.indices.buffer === X.values.buffer ? residenceOf(X.values) : undefined;
    const inPlace = residence !== undefined && fitsIn(residence, X.values, size, sizes);
    let longest = 0;
    if (!inPlace) {
      for (let i = 0; i < X.shape[0]; i++) longest = Math.max(longest, X.indptr[i + 1]! - X.indptr[i]!);
    }
    const capacity = this.blockRows * longest;
    sizes.push(capacity * 4, capacity * size);
    const { addresses, end } = layOut(inPlace ? residence.workspace : 64, sizes);
    this.#instance = inPlace ? residence.instance : borrow(module, end);
    this.#residence = inPlace ? residence : undefined;
    if (inPlace) residence.inUse = true;
    this.#X = X;
    this.#K = K;
    this.#padded = padded;
    this.#size = size;
    this.#width = inPlace ? X.indices.BYTES_PER_ELEMENT : 4;
    this.#bits = size === 4 ? 32 : 64;
    this.#short = this.#width === 2 ? "Short" : "";
    const [W, dW, S, G, indices, values] = addresses as [number, number, number, number, number, number];
    this.#at = inPlace
      ? { W, dW, S, G, indices: X.indices.byteOffset, values: X.values.byteOffset }
      : { W, dW, S, G, indices, values };
    const { buffer } = this.#instance.memory;
    this.#view = size === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
    this.#indices = new Int32Array(buffer);
  }

  setWeights(W: WeightArray, stride: number): void {
    const D = this.#X.shape[1];
    const first = this.#at.W / this.#size;
    this.#view.fill(0, first, first + D * this.#padded);
    for (let m = 0; m < this.#K; m++) {
      for (let j = 0; j < D; j++) this.#view[first + j * this.#padded + m] = W[m * stride + j]!;
    }
    const dW = this.#at.dW / this.#size;
    this.#view.fill(0, dW, dW + D * this.#padded);
  }

  scores(order: Int32Array, from: number, n: number, S: Float64Array): void {
    const { indptr } = this.#X;
    const { kernels } = this.#instance;
    const kernel = kernels[`sparseScores${this.#bits}${this.#short}`];
    this.#n = n;
    if (this.#residence === undefined) this.#copy(order, from, n);
    else {
      for (let r = 0; r < n; r++) {
        const i = order[from + r]!;
        this.#starts[r] = indptr[i]!;
        this.#counts[r] = indptr[i + 1]! - indptr[i]!;
      }
    }
    for (let r = 0; r < n; r++) {
      const at = this.#starts[r]!;
      const into = this.#at.S + r * this.#padded * this.#size;
      kernel(
        this.#at.indices + at * this.#width,
        this.#at.values + at * this.#size,
        this.#counts[r]!,
        this.#at.W,
        this.#padded,
        into,
      );
      const first = into / this.#size;
      for (let m = 0; m < this.#K; m++) S[r * this.#K + m] = this.#view[first + m]!;
    }
  }

  /** Copies the entries of a block of rows. */
  #copy(order: Int32Array, from: number, n: number): void {
    const { indptr, indices, values } = this.#X;
    let at = 0;
    for (let r = 0; r < n; r++) {
      const start = indptr[order[from + r]!]!;
      const end = indptr[order[from + r]! + 1]!;
      this.#starts[r] = at;
      this.#counts[r] = end - start;
      this.#indices.set(indices.subarray(start, end), this.#at.indices / 4 + at);
      this.#view.set(values.subarray(start, end), this.#at.values / this.#size + at);
      at += end - start;
    }
  }

  addOuter(G: Float64Array): void {
    const { kernels } = this.#instance;
    const kernel = kernels[`sparseOuter${this.#bits}${this.#short}`];
    const first = this.#at.G / this.#size;
    // The padding's coefficients stay zero.
    this.#view.fill(0, first, first + this.#padded);
    for (let r = 0; r < this.#n; r++) {
      let any = false;
      for (let m = 0; m < this.#K; m++) {
        const g = G[r * this.#K + m]!;
        this.#view[first + m] = g;
        any ||= g !== 0;
      }
      if (!any) continue;
      const at = this.#starts[r]!;
      kernel(
        this.#at.indices + at * this.#width,
        this.#at.values + at * this.#size,
        this.#counts[r]!,
        this.#at.G,
        this.#at.dW,
        this.#padded,
      );
    }
  }

  readGradient(out: WeightArray, stride: number): void {
    const D = this.#X.shape[1];
    const first = this.#at.dW / this.#size;
    for (let m = 0; m < this.#K; m++) {
      for (let j = 0; j < D; j++) out[m * stride + j] = this.#view[first + j * this.#padded + m]!;
    }
  }

  release(): void {
    if (this.#residence === undefined) giveBack(this.#instance);
    else this.#residence.inUse = false;
  }
}

/** Sizes in bytes of the work space for sparse products: W, dW, S and G, their classes padded to whole vectors. */
export function sparseSizes(nFeatures: number, K: number, size: number): number[] {
  const padded = Math.ceil((K * size) / 16) * 16;
  return [nFeatures * padded, nFeatures * padded, blockRows * padded, blockRows * padded];
}

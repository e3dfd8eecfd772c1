import { borrow, giveBack } from "../kernels/pool.ts";
import { layOut, type WasmInstance } from "../kernels/wasm.ts";
import type { NumericArray } from "../math/numeric.ts";
import { blockFeatures, blockRows, denseSizes } from "./dense-layout.ts";
import type { BlockProducts, Precision, WeightArray } from "./products.ts";
import { fitsIn, type Residence, residenceOf } from "./resident.ts";
import { splitCommon } from "./split-common.ts";

/** Products of a dense matrix by the compiled kernels, in place if the matrix lies in kernel memory. */
export class DenseProducts implements BlockProducts {
  readonly blockRows = blockRows;
  readonly #instance: WasmInstance;
  /** The matrix's own memory, if it is used in place; else the memory is borrowed. */
  readonly #residence: Residence | undefined;
  readonly #data: NumericArray;
  readonly #D: number;
  readonly #K: number;
  readonly #features: number;
  readonly #size: 4 | 8;
  readonly #at: { W: number; dW: number; S: number; G: number; rows: number; list: number; X: number };
  readonly #addresses: Uint32Array;
  readonly #view: Float64Array | Float32Array;
  readonly #split: Float64Array;
  #n = 0;

  constructor(
    module: WebAssembly.Module,
    data: NumericArray,
    nFeatures: number,
    K: number,
    precision: Precision,
  ) {
    const size = precision === "f32" ? 4 : 8;
    const residence = residenceOf(data);
    const fits =
      residence !== undefined && fitsIn(residence, data, size, denseSizes(nFeatures, K, size, true));
    const sizes = denseSizes(nFeatures, K, size, fits);
    const { addresses, end } = layOut(fits ? residence.workspace : 64, sizes);
    this.#instance = fits ? residence.instance : borrow(module, end);
    this.#residence = fits ? residence : undefined;
    if (fits) residence.inUse = true;
    this.#data = data;
    this.#D = nFeatures;
    this.#K = K;
    this.#features = blockFeatures(K, size);
    this.#size = size;
    const [W, dW, S, G, rows, list, X] = addresses as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    this.#at = { W, dW, S, G, rows, list, X };
    const { buffer } = this.#instance.memory;
    this.#addresses = new Uint32Array(buffer, rows, blockRows);
    this.#view = size === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
    this.#split = new Float64Array(K + 1);
  }

  setWeights(W: WeightArray, stride: number): void {
    const at = this.#at.W / this.#size;
    for (let m = 0; m < this.#K; m++)
      this.#view.set(W.subarray(m * stride, m * stride + this.#D), at + m * this.#D);
    const dW = this.#at.dW / this.#size;
    this.#view.fill(0, dW, dW + (this.#K + 1) * this.#D);
  }

  scores(order: Int32Array, from: number, n: number, S: Float64Array): void {
    const D = this.#D;
    const K = this.#K;
    const size = this.#size;
    if (this.#residence === undefined) this.#copy(order, from, n);
    else for (let r = 0; r < n; r++) this.#addresses[r] = this.#data.byteOffset + order[from + r]! * D * size;
    this.#n = n;
    const first = this.#at.S / size;
    this.#view.fill(0, first, first + n * K);
    const { denseScores32, denseScores64 } = this.#instance.kernels;
    const kernel = size === 4 ? denseScores32 : denseScores64;
    for (let j = 0; j < D; j += this.#features) {
      kernel(this.#at.rows, n, this.#at.W, D, j, Math.min(D, j + this.#features), K, this.#at.S);
    }
    for (let k = 0; k < n * K; k++) S[k] = this.#view[first + k]!;
  }

  /** Copies a block of rows, neighbours together: a copy a row costs more than the numbers of short rows. */
  #copy(order: Int32Array, from: number, n: number): void {
    const D = this.#D;
    const first = this.#at.X / this.#size;
    for (let r = 0; r < n; ) {
      const i = order[from + r]!;
      let end = r + 1;
      while (end < n && order[from + end] === i + end - r) end++;
      this.#view.set(this.#data.subarray(i * D, (i + end - r) * D), first + r * D);
      for (; r < end; r++) this.#addresses[r] = (first + r * D) * this.#size;
    }
  }

  addOuter(G: Float64Array): void {
    const D = this.#D;
    const K = this.#K;
    const first = this.#at.G / this.#size;
    for (let r = 0; r < this.#n; r++) {
      splitCommon(G, r * K, K, this.#split);
      for (let m = 0; m <= K; m++) this.#view[first + r * (K + 1) + m] = this.#split[m]!;
    }
    const { denseOuter32, denseOuter64 } = this.#instance.kernels;
    const kernel = this.#size === 4 ? denseOuter32 : denseOuter64;
    for (let j = 0; j < D; j += this.#features) {
      const end = Math.min(D, j + this.#features);
      kernel(this.#at.rows, this.#n, this.#at.G, K + 1, this.#at.dW, D, j, end, this.#at.list);
    }
  }

  readGradient(out: WeightArray, stride: number): void {
    const D = this.#D;
    const first = this.#at.dW / this.#size;
    const common = first + this.#K * D;
    for (let m = 0; m < this.#K; m++) {
      for (let j = 0; j < D; j++)
        out[m * stride + j] = this.#view[first + m * D + j]! + this.#view[common + j]!;
    }
  }

  release(): void {
    if (this.#residence === undefined) giveBack(this.#instance);
    else this.#residence.inUse = false;
  }
}

import { borrow, giveBack } from "../kernels/pool.ts";
import { layOut, type WasmInstance } from "../kernels/wasm.ts";
import type { CsrMatrix } from "./matrix.ts";
import type { BlockProducts, Precision, WeightArray } from "./products.ts";

/** Products of a sparse matrix by the compiled kernels; a block of its entries is copied in at a time. */
export class SparseProducts implements BlockProducts {
  readonly blockRows = 32;
  readonly #instance: WasmInstance;
  readonly #X: CsrMatrix;
  readonly #K: number;
  /** Classes, padded to whole vectors. */
  readonly #padded: number;
  readonly #size: 4 | 8;
  readonly #at: { W: number; dW: number; S: number; G: number; indices: number; values: number };
  readonly #view: Float64Array | Float32Array;
  readonly #indices: Int32Array;
  /** Where each row of the block begins in the copy, and one end more. */
  readonly #starts = new Int32Array(this.blockRows + 1);
  #n = 0;

  constructor(module: WebAssembly.Module, X: CsrMatrix, K: number, precision: Precision) {
    const size = precision === "f32" ? 4 : 8;
    const lanes = 16 / size;
    const padded = Math.ceil(K / lanes) * lanes;
    let longest = 0;
    for (let i = 0; i < X.shape[0]; i++) longest = Math.max(longest, X.indptr[i + 1]! - X.indptr[i]!);
    const capacity = this.blockRows * longest;
    const weights = X.shape[1] * padded * size;
    const block = this.blockRows * padded * size;
    const { addresses, end } = layOut(64, [weights, weights, block, block, capacity * 4, capacity * size]);
    this.#instance = borrow(module, end);
    this.#X = X;
    this.#K = K;
    this.#padded = padded;
    this.#size = size;
    const [W, dW, S, G, indices, values] = addresses as [number, number, number, number, number, number];
    this.#at = { W, dW, S, G, indices, values };
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
    const { indptr, indices, values } = this.#X;
    const { kernels } = this.#instance;
    const kernel = this.#size === 4 ? kernels.sparseScores32 : kernels.sparseScores64;
    this.#n = n;
    let at = 0;
    for (let r = 0; r < n; r++) {
      const i = order[from + r]!;
      const start = indptr[i]!;
      const end = indptr[i + 1]!;
      this.#starts[r] = at;
      this.#indices.set(indices.subarray(start, end), this.#at.indices / 4 + at);
      this.#view.set(values.subarray(start, end), this.#at.values / this.#size + at);
      const into = this.#at.S + r * this.#padded * this.#size;
      kernel(
        this.#at.indices + at * 4,
        this.#at.values + at * this.#size,
        end - start,
        this.#at.W,
        this.#padded,
        into,
      );
      at += end - start;
      const first = into / this.#size;
      for (let m = 0; m < this.#K; m++) S[r * this.#K + m] = this.#view[first + m]!;
    }
    this.#starts[n] = at;
  }

  addOuter(G: Float64Array): void {
    const { kernels } = this.#instance;
    const kernel = this.#size === 4 ? kernels.sparseOuter32 : kernels.sparseOuter64;
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
      const count = this.#starts[r + 1]! - at;
      kernel(
        this.#at.indices + at * 4,
        this.#at.values + at * this.#size,
        count,
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
    giveBack(this.#instance);
  }
}

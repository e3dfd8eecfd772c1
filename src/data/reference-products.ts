import type { BlockProducts, WeightArray } from "./products.ts";
import type { Rows } from "./rows.ts";

/** The products as anyone can read them: row by row, in f64, from the rows' own two operations. */
export class ReferenceProducts implements BlockProducts {
  readonly blockRows = 32;
  readonly #rows: Rows;
  readonly #K: number;
  readonly #W: Float64Array;
  readonly #dW: Float64Array;
  #block: readonly number[] = [];

  constructor(rows: Rows, K: number) {
    this.#rows = rows;
    this.#K = K;
    this.#W = new Float64Array(rows.nFeatures * K);
    this.#dW = new Float64Array(rows.nFeatures * K);
  }

  setWeights(W: WeightArray, stride: number): void {
    const K = this.#K;
    for (let m = 0; m < K; m++) {
      for (let j = 0; j < this.#rows.nFeatures; j++) this.#W[j * K + m] = W[m * stride + j]!;
    }
    this.#dW.fill(0);
  }

  scores(order: Int32Array, from: number, n: number, S: Float64Array): void {
    this.#block = Array.from(order.subarray(from, from + n));
    this.#block.forEach((i, r) => {
      this.#rows.scores(i, this.#W, S.subarray(r * this.#K, (r + 1) * this.#K));
    });
  }

  addOuter(G: Float64Array): void {
    this.#block.forEach((i, r) => {
      this.#rows.addOuter(i, G.subarray(r * this.#K, (r + 1) * this.#K), this.#dW);
    });
  }

  readGradient(out: WeightArray, stride: number): void {
    const K = this.#K;
    for (let m = 0; m < K; m++) {
      for (let j = 0; j < this.#rows.nFeatures; j++) out[m * stride + j] = this.#dW[j * K + m]!;
    }
  }

  release(): void {}
}

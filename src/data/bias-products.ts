import type { BlockProducts, WeightArray } from "./products.ts";

/** Products of rows with one more, constant feature, last. */
export class BiasProducts implements BlockProducts {
  readonly blockRows: number;
  readonly #weights: Float64Array;
  readonly #gradient: Float64Array;
  #n = 0;

  /** @param nFeatures of the inner products; @param value of the constant feature */
  constructor(
    private readonly inner: BlockProducts,
    private readonly nFeatures: number,
    private readonly K: number,
    private readonly value: number,
  ) {
    this.blockRows = inner.blockRows;
    this.#weights = new Float64Array(K);
    this.#gradient = new Float64Array(K);
  }

  setWeights(W: WeightArray, stride: number): void {
    this.inner.setWeights(W, stride);
    for (let m = 0; m < this.K; m++) this.#weights[m] = W[m * stride + this.nFeatures]!;
    this.#gradient.fill(0);
  }

  scores(order: Int32Array, from: number, n: number, S: Float64Array): void {
    this.inner.scores(order, from, n, S);
    this.#n = n;
    for (let k = 0; k < n * this.K; k++) S[k]! += this.value * this.#weights[k % this.K]!;
  }

  addOuter(G: Float64Array): void {
    this.inner.addOuter(G);
    for (let k = 0; k < this.#n * this.K; k++) this.#gradient[k % this.K]! += this.value * G[k]!;
  }

  readGradient(out: WeightArray, stride: number): void {
    this.inner.readGradient(out, stride);
    for (let m = 0; m < this.K; m++) out[m * stride + this.nFeatures] = this.#gradient[m]!;
  }

  release(): void {
    this.inner.release();
  }
}

import type { WeightArray } from "../data/products.ts";

/** The best weights so far: in f32 as long as that holds them exactly, as it does what an ascent in f32 has found. */
export class KeptWeights {
  #W: WeightArray;

  constructor(length: number) {
    this.#W = new Float32Array(length);
  }

  /** Copies weights; returns where they are kept until the next ones come. */
  take(W: Float64Array): WeightArray {
    if (this.#W instanceof Float32Array) {
      if (copyExactly(W, this.#W)) return this.#W;
      this.#W = new Float64Array(W.length);
    }
    this.#W.set(W);
    return this.#W;
  }
}

/** Rounds weights to f32. */
export function roundToF32(W: Float64Array): void {
  for (let k = 0; k < W.length; k++) W[k] = Math.fround(W[k]!);
}

/** @param into overwritten, though only in part where it does not hold weights exactly @returns whether it does */
function copyExactly(W: Float64Array, into: Float32Array): boolean {
  for (let k = 0; k < W.length; k++) {
    into[k] = W[k]!;
    if (into[k] !== W[k]) return false;
  }
  return true;
}

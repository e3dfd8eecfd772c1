import { blockSamples, type Variables } from "./variables.ts";

/** Dual variables for a later fit to begin from. Only those that are not zero are kept: of many classes, few a sample. */
export class KeptVariables {
  /** In all, zeros included. */
  readonly length: number;
  readonly #places: Uint32Array;
  readonly #values: Float64Array;

  private constructor(length: number, places: Uint32Array, values: Float64Array) {
    this.length = length;
    this.#places = places;
    this.#values = values;
  }

  static of(b: Variables, nSamples: number, K: number): KeptVariables {
    const countOf = (first: number): number => Math.min(blockSamples, nSamples - first);
    let count = 0;
    for (let first = 0; first < nSamples; first += blockSamples)
      count += nonZero(b.of(first, countOf(first)));
    const places = new Uint32Array(count);
    const values = new Float64Array(count);
    for (let first = 0, at = 0; first < nSamples; first += blockSamples) {
      at += keep(b.of(first, countOf(first)), first * K, places.subarray(at), values.subarray(at));
    }
    return new KeptVariables(nSamples * K, places, values);
  }

  /** Each of them `times` times, times a factor. @param place of which copy of the variable in which place */
  spread(times: number, place: (from: number, copy: number) => number, factor: number, length: number) {
    const count = this.#places.length;
    const places = new Uint32Array(times * count);
    const values = new Float64Array(times * count);
    for (let copy = 0, to = 0; copy < times; copy++) {
      for (let k = 0; k < count; k++, to++) {
        places[to] = place(this.#places[k]!, copy);
        values[to] = factor * this.#values[k]!;
      }
    }
    return new KeptVariables(length, places, values);
  }

  toArray(): Float64Array {
    const b = new Float64Array(this.length);
    for (let at = 0; at < this.#places.length; at++) b[this.#places[at]!] = this.#values[at]!;
    return b;
  }
}

function nonZero(block: Float64Array): number {
  let count = 0;
  for (let k = 0; k < block.length; k++) if (block[k] !== 0) count++;
  return count;
}

/** @returns how many */
function keep(block: Float64Array, first: number, places: Uint32Array, values: Float64Array): number {
  let count = 0;
  for (let k = 0; k < block.length; k++) {
    if (block[k] === 0) continue;
    places[count] = first + k;
    values[count++] = block[k]!;
  }
  return count;
}

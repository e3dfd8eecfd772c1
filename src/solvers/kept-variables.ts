import { fitsF32, halves, isZero } from "../math/halves.ts";
import { blockSamples, type Variables } from "./variables.ts";

/** Dual variables for a later fit to begin from. Only those that are not zero are kept: of many classes, few a sample. */
export class KeptVariables {
  /** In all, zeros included. */
  readonly length: number;
  readonly #places: Uint32Array;
  /** Begun again at their end while there are places left. In f32 where that holds them exactly. */
  readonly #values: Float32Array | Float64Array;

  private constructor(length: number, places: Uint32Array, values: Float32Array | Float64Array) {
    this.length = length;
    this.#places = places;
    this.#values = values;
  }

  static of(b: Variables, nSamples: number, K: number): KeptVariables {
    const countOf = (first: number): number => Math.min(blockSamples, nSamples - first);
    let count = 0;
    let isNarrow = true;
    for (let first = 0; first < nSamples; first += blockSamples) {
      const bits = halves(b.of(first, countOf(first)));
      count += nonZero(bits);
      isNarrow &&= areF32(bits);
    }
    const places = new Uint32Array(count);
    const values = new (isNarrow ? Float32Array : Float64Array)(count);
    const packed = new Float64Array(Math.min(blockSamples, nSamples) * K);
    for (let first = 0, at = 0; first < nSamples; first += blockSamples) {
      const found = pack(halves(b.of(first, countOf(first))), first * K, halves(packed), places, at);
      values.set(packed.subarray(0, found), at);
      at += found;
    }
    return new KeptVariables(nSamples * K, places, values);
  }

  /** Each of them `times` times. @param place of which copy of the variable in which place */
  spread(times: number, place: (from: number, copy: number) => number, length: number): KeptVariables {
    const count = this.#places.length;
    const places = new Uint32Array(times * count);
    for (let copy = 0, to = 0; copy < times; copy++) {
      for (let k = 0; k < count; k++) places[to++] = place(this.#places[k]!, copy);
    }
    return new KeptVariables(length, places, this.#values);
  }

  toArray(): Float64Array {
    const b = new Float64Array(this.length);
    const { length } = this.#values;
    for (let at = 0; at < this.#places.length; at++) {
      b[this.#places[at]!] = this.#values[at % length]!;
    }
    return b;
  }
}

function nonZero(bits: Int32Array): number {
  let count = 0;
  for (let k = 0; 2 * k < bits.length; k++) if (!isZero(bits, k)) count++;
  return count;
}

function areF32(bits: Int32Array): boolean {
  for (let k = 0; 2 * k < bits.length; k++) if (!fitsF32(bits, k)) return false;
  return true;
}

/** Puts a block's variables that are not zero side by side, and notes their places from `at` on. @returns how many */
function pack(bits: Int32Array, first: number, packed: Int32Array, places: Uint32Array, at: number): number {
  let count = 0;
  for (let k = 0; 2 * k < bits.length; k++) {
    if (isZero(bits, k)) continue;
    places[at + count] = first + k;
    packed[2 * count] = bits[2 * k]!;
    packed[2 * count + 1] = bits[2 * k + 1]!;
    count++;
  }
  return count;
}

import { fitsF32, halves } from "../math/halves.ts";
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
    const block = blockOf(Math.min(blockSamples, nSamples) * K);
    let count = 0;
    let isNarrow = true;
    for (let first = 0; first < nSamples; first += blockSamples) {
      const found = pack(halves(b.of(first, countOf(first))), first * K, block);
      count += found;
      isNarrow &&= areF32(block.bits, found);
    }
    const places = new Uint32Array(count);
    const values = new (isNarrow ? Float32Array : Float64Array)(count);
    for (let first = 0, at = 0; first < nSamples; first += blockSamples) {
      const found = pack(halves(b.of(first, countOf(first))), first * K, block);
      values.set(block.values.subarray(0, found), at);
      places.set(block.places.subarray(0, found), at);
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

/** Whether f32 holds the first `count` doubles exactly. */
function areF32(bits: Int32Array, count: number): boolean {
  for (let k = 0; k < count; k++) if (!fitsF32(bits, k)) return false;
  return true;
}

/** Of a double by its halves, without a branch: which variables are zero nobody foresees. */
function oneUnlessZero(low: number, high: number): number {
  const either = low | (high << 1);
  return (either | -either) >>> 31;
}

/** Variables side by side, and their places. */
interface Block {
  readonly values: Float64Array;
  readonly bits: Int32Array;
  readonly places: Uint32Array;
}

function blockOf(length: number): Block {
  const values = new Float64Array(length);
  return { values, bits: halves(values), places: new Uint32Array(length) };
}

/** Puts those variables side by side that are not zero. @param first the place of the first of all @returns how many */
function pack(from: Int32Array, first: number, { bits, places }: Block): number {
  let count = 0;
  for (let k = 0, place = first; k < from.length; k += 2, place++) {
    const low = from[k]!;
    const high = from[k + 1]!;
    places[count] = place;
    bits[2 * count] = low;
    bits[2 * count + 1] = high;
    count += oneUnlessZero(low, high);
  }
  return count;
}

import { randomStream, shuffle } from "../math/random.ts";
import { countUp } from "../math/vector.ts";
import type { Sampling } from "./sgd-options.ts";

/** A stream of the seed's own: epochs' shuffles count up from 0, and this lies far off, as initial weights' does. */
const drawStream = 2 ** 30;

/**
 * The batches of a descent, one after the other: numbers of samples, the same for the same seed.
 *
 * Shuffled: epoch e's order comes from stream e, cut into batches of `size`. With replacement: one stream serves the
 * whole descent, and each sample is floor(u * nSamples).
 *
 * @returns a function giving the next batch, in an array that the call after next may overwrite
 */
export function batches(nSamples: number, size: number, sampling: Sampling, seed: number): () => Int32Array {
  if (sampling === "with-replacement") {
    const random = randomStream(seed, drawStream);
    const drawn = new Int32Array(size);
    return () => {
      for (let k = 0; k < size; k++) drawn[k] = Math.floor(random() * nSamples);
      return drawn;
    };
  }
  const order = countUp(nSamples);
  let epoch = 0;
  let next = nSamples;
  return () => {
    if (next >= nSamples) {
      shuffle(order, nSamples, randomStream(seed, epoch++));
      next = 0;
    }
    const from = next;
    next = Math.min(nSamples, from + size);
    return order.subarray(from, next);
  };
}

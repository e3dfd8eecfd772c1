import { randomStream } from "../math/random.ts";

/**
 * One row out of every `stride`, drawn at random: in the same order, and the same ones each time.
 *
 * @returns row numbers, ascending
 */
export function drawRows(nSamples: number, stride: number): Int32Array {
  const random = randomStream(1, stride);
  const drawn = new Int32Array(Math.floor(nSamples / stride));
  for (let k = 0; k < drawn.length; k++) drawn[k] = k * stride + Math.floor(random() * stride);
  return drawn;
}

import { normal, randomStream } from "../data/random.ts";
import type { LossName } from "./names.ts";

type Weights = readonly (readonly number[])[];

/** Rows of W: the binary loss has one score for its two classes. */
export function nScoresOf(loss: LossName, nClasses: number): number {
  return loss === "binary" ? 1 : nClasses;
}

/** Small random weights, and biases of 0. */
export function randomWeights(K: number, D: number, seed: number): number[][] {
  const random = randomStream(seed, 7);
  return Array.from({ length: K }, () => [
    ...Array.from({ length: D }, () => Math.round(1000 * normal(random) * (D > 2 ? 0.02 : 0.5)) / 1000),
    0,
  ]);
}

/** The same weights for another number of scores: one score is the difference of the first two. */
export function fitted(W: Weights, K: number): Weights {
  if (W.length === K) return W;
  const [first] = W;
  const D = first!.length;
  if (K === 1) return [first!.map((w, j) => W[1]![j]! - w)];
  const rows = W.length === 1 ? [first!.map((w) => -w / 2), first!.map((w) => w / 2)] : W;
  return Array.from({ length: K }, (_, m) => rows[m] ?? new Array<number>(D).fill(0));
}

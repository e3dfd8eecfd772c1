import type { Asked } from "./asked.ts";
import { recipeOf } from "./asked.ts";
import type { Found } from "./explanation.ts";
import { type Point, scoresAt } from "./point.ts";
import { sampleBy } from "./sample.ts";

/**
 * Reads an array of nSamples x nFeatures that was given for a gradient: every sample's own multiple of x_i, not yet
 * summed into the rows of W.
 *
 * @returns what is wrong with it, and whether its counts of violating classes are right; undefined if it is none
 */
export function readPerSample(
  data: Float64Array,
  point: Point,
  asked: Asked,
  tolerance: number,
): { readonly found: Found[]; readonly averaged: boolean } | undefined {
  const { X, y, nSamples: N, nFeatures: D, nScores: K } = point;
  if (data.length !== N * D) return undefined;
  const S = scoresAt(point);
  const part = new Float64Array(K);
  const counts = y.map((label, i) => {
    sampleBy(recipeOf(asked), S.subarray(i * K, (i + 1) * K), label, part);
    return -part[label]!;
  });
  const size = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (const negated of [true, false]) {
    for (const scale of [1, 1 / N, -1, -1 / N]) {
      let off = 0;
      for (let i = 0; i < N; i++) {
        for (let j = 0; j < D; j++) {
          const flipped = negated && j === y[i] ? -1 : 1;
          off = Math.max(off, Math.abs(data[i * D + j]! - scale * flipped * counts[i]! * X[i * D + j]!));
        }
      }
      if (off > tolerance * size) continue;
      const variant = negated ? "times-count-negated" : "times-count";
      return {
        found: [
          { id: "per-sample-gradient", part: "data", detail: { where: "gradient", variant } },
          { id: "other-rows-missing", part: "data", detail: { where: "gradient" } },
        ],
        averaged: Math.abs(scale) !== 1 || N === 1,
      };
    }
  }
  return undefined;
}

/**
 * The gradient with the entries (feature i, class y_i) negated, as `dW[range(N), y] *= -1` does to nFeatures x nClasses
 * numbers; undefined where there are more samples than features, so that it fails.
 *
 * @param gradient nScores x nFeatures
 */
export function negatedEntries(
  gradient: Float64Array,
  { y, nSamples, nFeatures }: Point,
): Float64Array | undefined {
  if (nSamples > nFeatures) return undefined;
  const out = gradient.slice();
  y.forEach((label, i) => {
    out[label * nFeatures + i]! *= -1;
  });
  return out;
}

import type { Point } from "../../../src/check/diagnosis/point.ts";
import { randomStream } from "../../../src/math/random.ts";

/** A random point away from kinks, whose numbers are multiples of 1/64. */
export function randomPoint(seed: number, { N = 7, D = 5, K = 4, lambda = 0, spread = 1 } = {}): Point {
  const random = randomStream(seed, 99);
  const grid = (scale: number) => Math.round((random() * 2 - 1) * scale * 64) / 64 + 1 / 128;
  const y = Int32Array.from({ length: N }, (_, i) =>
    i < Math.max(K, 2) ? i % Math.max(K, 2) : Math.floor(random() * Math.max(K, 2)),
  );
  return {
    X: Float64Array.from({ length: N * D }, () => grid(2)),
    y,
    W: Float64Array.from({ length: K * D }, () => grid(spread)),
    nSamples: N,
    nFeatures: D,
    nScores: K,
    lambda,
  };
}

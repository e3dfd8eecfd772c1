import { dot } from "../math/vector.ts";
import type { Subdifferential } from "./loss.ts";

/**
 * The one-sided slope of the loss along ds, lim (l(s + t ds) - l(s)) / t for t -> 0+: the largest product of
 * a subgradient with ds (Rockafellar, Convex Analysis, theorem 23.4).
 */
export function directionalDerivative(set: Subdifferential, ds: Float64Array): number {
  const gains = set.directions.map((direction) => Math.max(0, dot(direction, ds)));
  const gain = set.joint ? Math.max(0, ...gains) : gains.reduce((sum, value) => sum + value, 0);
  return dot(set.base, ds) + gain;
}

/**
 * The subgradient base + sum_k alphas[k] * directions[k]. Where the subdifferential is an interval, a single
 * alpha in [0, 1] runs through all of it.
 */
export function subgradientAt(set: Subdifferential, alphas: ArrayLike<number>): Float64Array {
  const out = set.base.slice();
  set.directions.forEach((direction, k) => {
    for (let m = 0; m < out.length; m++) out[m]! += alphas[k]! * direction[m]!;
  });
  return out;
}

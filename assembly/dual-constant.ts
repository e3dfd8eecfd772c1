// A constant last feature, the bias, which no row stores.

import { Plan } from "./dual-plan";

/** The scores of one vector of classes with the constant feature's part, whose weights are `weights`. */
// @ts-expect-error: decorator
@inline
export function withConstant<T>(p: Plan, scores: v128, weights: v128): v128 {
  return v128.add<T>(scores, v128.mul<T>(v128.splat<T>(<T>p.constant), weights));
}

/** Its weights of the vector of classes `at` bytes from the first += constant * g. */
// @ts-expect-error: decorator
@inline
export function constantOuter<T>(p: Plan, g: v128, at: usize): void {
  const w = p.bias + at;
  v128.store(w, withConstant<T>(p, v128.load(w), g));
}

import { workOut } from "./landing.ts";
import { inputsAt, type Point } from "./point.ts";
import type { Recipe } from "./recipe.ts";

/**
 * The data part of dW by a recipe, averaged over the samples.
 *
 * @param columns what is added for each sample, nSamples x p: X itself, or a few random mixtures of its features,
 * which tell two gradients apart as well and cost less
 * @param mixedW the same of W, nScores x p
 * @returns nScores x p, `out`
 */
export function dataGradient(
  recipe: Recipe,
  point: Point,
  A: Float64Array,
  columns: Float64Array = point.X,
  mixedW: Float64Array = point.W,
  out = new Float64Array((point.nScores * columns.length) / point.nSamples),
): Float64Array {
  const { nSamples: N, nScores: K, y } = point;
  const p = columns.length / N;
  out.fill(0);
  if (recipe.adds === "violating-weights") {
    for (let k = 0; k < N * K; k++) {
      const m = k % K;
      const own = y[Math.floor(k / K)]!;
      if (m === own || A[k] === 0) continue;
      for (let j = 0; j < p; j++) {
        const part = (A[k]! / N) * mixedW[m * p + j]!;
        out[m * p + j]! += part;
        out[own * p + j]! -= part;
      }
    }
    return out;
  }
  for (let i = 0; i < N; i++) {
    for (let m = 0; m < K; m++) {
      const a = A[i * K + m]! / N;
      if (a === 0) continue;
      const source = recipe.adds === "inputs" ? columns : mixedW;
      const row = recipe.adds === "inputs" ? i : recipe.adds === "weights" || K === 1 ? m : y[i]!;
      for (let j = 0; j < p; j++) out[m * p + j]! += a * source[row * p + j]!;
    }
  }
  return out;
}

/** The whole data gradient of a recipe at a point. */
export function dataGradientAt(recipe: Recipe, point: Point): Float64Array {
  return dataGradient(recipe, point, workOut(recipe, point).A, inputsOf(recipe, point));
}

/** X as a recipe's products take it. */
export function inputsOf({ inputs }: Recipe, point: Point): Float64Array {
  return inputs === "given" ? point.X : inputsAt(point, true).X;
}

import { inputsAt, type Point } from "./point.ts";
import type { Recipe } from "./recipe.ts";
import { sampleBy, shifted } from "./sample.ts";

/** A recipe worked out at a point. */
export interface Worked {
  /** nSamples x nScores: row m of dW is sum_i A[i, m] times what is added, over nSamples. */
  readonly A: Float64Array;
  /** The mean of the samples' losses. */
  readonly loss: number;
}

/**
 * Works a recipe out: every sample's loss and coefficients, and what is left of them when an assignment overwrites
 * what was there (`dW[:, y] -= ...` with repeated labels keeps the last sample of each class alone). All of it is
 * linear in x, so an overwritten part is a coefficient of zero.
 *
 * @param A overwritten, where one is at hand
 */
export function workOut(
  recipe: Recipe,
  point: Point,
  A = new Float64Array(point.y.length * point.nScores),
): Worked {
  const { S } = inputsAt(point, recipe.inputs === "bytes");
  const { nSamples, nScores: K, y } = point;
  A.fill(0);
  let loss = 0;
  for (let i = 0; i < nSamples; i++) {
    const only = recipe.samples === "last" ? nSamples - 1 : recipe.samples === "first" ? 0 : i;
    if (i !== only) continue;
    loss += sampleBy(recipe, S.subarray(i * K, (i + 1) * K), y[i]!, A.subarray(i * K, (i + 1) * K));
  }
  if (recipe.landing !== "added" && K > 1) {
    // An assignment goes to the row that the recipe takes for the true class's.
    const labels = y.map((label) => shifted(label, recipe.labels, K));
    land(recipe.landing, A, labels, K);
  }
  return { A, loss: loss / nSamples };
}

function land(landing: Recipe["landing"], A: Float64Array, y: Int32Array, K: number): void {
  const N = y.length;
  if (landing === "own-last" || landing === "own-replaces") {
    const last = new Int32Array(K).fill(-1);
    y.forEach((label, i) => {
      last[label] = i;
    });
    for (let i = 0; i < N; i++) {
      const label = y[i]!;
      for (let m = 0; m < K; m++) {
        const lost = m === label ? last[m] !== i : landing === "own-replaces" && last[m]! >= 0;
        if (lost) A[i * K + m] = 0;
      }
    }
    return;
  }
  // A loop over samples and classes, in order: an assignment wipes the row as it was until then.
  const wipe = (m: number, upTo: number): void => {
    for (let i = 0; i <= upTo; i++) A[i * K + m] = 0;
  };
  for (let i = 0; i < N; i++) {
    const row = A.slice(i * K, (i + 1) * K);
    const label = y[i]!;
    const own = row[label]!;
    let violations = 0;
    A.fill(0, i * K, (i + 1) * K);
    for (let m = 0; m < K; m++) {
      if (m === label || row[m] === 0) continue;
      violations++;
      if (landing === "loop-others-replace" || landing === "loop-replaces") wipe(m, i);
      A[i * K + m] = row[m]!;
    }
    if (violations === 0) continue;
    if (landing === "loop-others-replace") A[i * K + label] = own;
    else {
      wipe(label, i);
      // Assigned once a violation, what stays is a single one; assigned after the loop, it is the count.
      A[i * K + label] = landing === "loop-count-replaces" ? own : own / violations;
    }
  }
}

import type { Problem } from "./problem.ts";

/** For each class number the score that ought to be high, from the signs of the loss's own coefficients; -1 if none. */
export function ownScores({ y, loss, nScores }: Problem): number[] {
  const ones = new Float64Array(nScores).fill(1);
  const c = new Float64Array(nScores);
  const owns: number[] = [];
  for (const label of y) {
    if (owns[label] !== undefined) continue;
    loss.coefficients(ones, 0, label, c);
    owns[label] = c.findIndex((value) => value > 0);
  }
  return owns;
}

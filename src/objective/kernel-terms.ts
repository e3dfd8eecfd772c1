// What kernels have to know of a loss and its labels, in numbers.

import type { DualLoss } from "../losses/loss.ts";
import type { Problem } from "./problem.ts";

/** A loss's kind of block, as the plans of assembly/ have it. */
export const blockKinds: Record<DualLoss["block"], number> = { separate: 0, sum: 1, maximum: 2 };

/** A problem as far as rows have no part in it. */
type Labelled = Omit<Problem, "rows">;

const known = new WeakMap<Labelled, Int32Array>();

/** For each sample the score that ought to be high, from the signs of the loss's own coefficients; -1 if none. */
export function ownScores(problem: Labelled): Int32Array {
  const found = known.get(problem) ?? findOwnScores(problem);
  known.set(problem, found);
  return found;
}

function findOwnScores({ y, loss, nScores }: Labelled): Int32Array {
  const ones = new Float64Array(nScores).fill(1);
  const c = new Float64Array(nScores);
  const owns: number[] = [];
  const out = new Int32Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const label = y[i]!;
    if (owns[label] === undefined) {
      loss.coefficients(ones, 0, label, c);
      owns[label] = c.findIndex((value) => value > 0);
    }
    out[i] = owns[label]!;
  }
  return out;
}

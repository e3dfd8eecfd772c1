import { fromNested, toRows } from "../../src/data/rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { createDualLoss, type LossName } from "../../src/losses/index.ts";
import type { Problem } from "../../src/objective/problem.ts";

/** A plain problem, as test/support/problems.ts and the goldens have it, in the form that solvers take. */
export function buildProblem(plain: {
  X: readonly (readonly number[])[];
  y: readonly number[];
  nClasses: number;
  loss: LossName;
  squared: boolean;
  C: number;
  bias: number;
  margin: number;
  sampleWeight?: readonly number[] | undefined;
}): Problem {
  const loss = createDualLoss({ loss: plain.loss, squared: plain.squared, margin: plain.margin });
  return {
    rows: withBias(toRows(fromNested(plain.X)), plain.bias),
    y: Int32Array.from(plain.y),
    loss,
    nScores: loss.nScores(plain.nClasses),
    C: Float64Array.from(plain.y, (_, i) => plain.C * (plain.sampleWeight?.[i] ?? 1)),
  };
}

/** The eight losses of the library. */
export const lossForms = (["weston-watkins", "crammer-singer", "one-vs-all", "binary"] as const).flatMap(
  (loss) => [false, true].map((squared) => ({ loss, squared })),
);

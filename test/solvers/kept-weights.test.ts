import { expect, test } from "vitest";
import { toRows } from "../../src/data/rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { createDualLoss } from "../../src/losses/index.ts";
import { primal } from "../../src/objective/primal.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { certified } from "../../src/solvers/certified.ts";
import { KeptWeights, roundToF32 } from "../../src/solvers/kept-weights.ts";
import { testRandom } from "../support/problems.ts";

test("Weights are kept in f32 as long as that holds them, and then in f64", () => {
  const kept = new KeptWeights(2);
  const take = (...W: number[]) => kept.take(Float64Array.from(W));
  expect(take(0.5, -3)).toEqual(Float32Array.of(0.5, -3));
  expect(take(0.25, 0.1)).toEqual(Float64Array.of(0.25, 0.1));
  expect(take(1, 2)).toEqual(Float64Array.of(1, 2));
});

test("Rounded weights are those that f32 holds", () => {
  const W = Float64Array.of(0.5, 0.1);
  roundToF32(W);
  expect(W).toEqual(Float64Array.of(0.5, Math.fround(0.1)));
});

const random = testRandom(7);
const y = Int32Array.from({ length: 60 }, (_, i) => i % 4);
const X = Array.from(y, (k) => Array.from({ length: 6 }, (_, j) => (j === k ? 1 : 0) + 2 * random() - 1));

test.each([
  { tolerance: 1e-3, narrow: true },
  { tolerance: 1e-3, precision: "f64" as const, narrow: false },
  { tolerance: 1e-7, narrow: false },
])("A certificate speaks of the very weights that are delivered: %o", async ({ narrow, ...options }) => {
  for (const name of ["crammer-singer", "weston-watkins", "one-vs-all"] as const) {
    const loss = createDualLoss({ loss: name });
    const C = new Float64Array(y.length).fill(1);
    const problem: Problem = { rows: withBias(toRows(X), 1), y, loss, nScores: loss.nScores(4), C };
    const { certificate, status } = await certified(problem, { ...options, maxEpochs: 1e5, seed: 0 });
    expect(status).toBe("certified");
    const { W, primal: value, primalError } = certificate;
    expect(W instanceof Float32Array, name).toBe(narrow);
    const again = primal(problem, Float64Array.from(W));
    // Weights that differ by their digits beyond f32's would be off by some 1e-8.
    expect(Math.abs(again.value - value)).toBeLessThanOrEqual(1e-13 * value);
    expect(primalError).toBeLessThan(1e-10 * value);
  }
});

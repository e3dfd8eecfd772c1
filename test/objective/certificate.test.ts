import { expect, test } from "vitest";
import { boundsOf } from "../../src/objective/bounds.ts";
import {
  certify,
  certifyPoint,
  certifyPrimal,
  withDual,
  withWeights,
} from "../../src/objective/certificate.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { solve } from "../../src/solvers/solve.ts";
import { buildProblem } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

const problem = buildProblem({ ...filledProblem(4, 0.9, [80, 6, 3]), loss: "one-vs-all", squared: true });
const size = problem.nScores * problem.rows.nFeatures;

test("Each half of a certificate can be bettered by itself", () => {
  const random = testRandom(9);
  const zero = new Float64Array(problem.nScores * problem.rows.nSamples);
  const W = Float64Array.from({ length: size }, () => 1e-3 * (random() - 0.5));
  const b = zero.map(() => 1e-3 * random());
  const bounds = boundsOf(problem);
  const begin = { ...certifyPoint(bounds, bounds.dual(zero)), primal: Number.POSITIVE_INFINITY };
  const upper = withWeights(begin, W, bounds.primal(W));
  const both = withDual(upper, bounds.dual(b.slice()));
  const wanted = certifyPrimal(problem, W, b.slice());
  expect(both.W).toEqual(W);
  expect(both.dual).toBeGreaterThan(begin.dual);
  for (const name of ["primal", "dual", "gap"] as const) {
    expect(Math.abs(both[name] - wanted[name])).toBeLessThan(1e-12 * wanted.primal);
  }
  const again = withDual(both, bounds.dual(zero));
  expect([again.primal, again.dual]).toEqual([both.primal, both.dual]);
  bounds.release();
});

test("Where rounding hides the gap, the weights are W(b)", async () => {
  const options = { tolerance: 1e-12, maxEpochs: 1000, seed: 1 };
  const { certificate: optimum, b } = await solve(problem, automatic, options);
  expect(optimum.gap).toBeLessThanOrEqual(1e-12 * optimum.primal);
  expect(optimum.gap).toBeLessThanOrEqual(optimum.bound);
  const own = certify(problem, b!.toArray()).W;
  optimum.W.forEach((weight, k) => void expect(Math.abs(weight - own[k]!)).toBeLessThan(1e-14));
});

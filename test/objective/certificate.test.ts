import { expect, test } from "vitest";
import { boundsOf } from "../../src/objective/bounds.ts";
import { certify, certifyPrimal, certifyWeights } from "../../src/objective/certificate.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { solve } from "../../src/solvers/solve.ts";
import { buildProblem } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

const problem = buildProblem({ ...filledProblem(4, 0.9, [80, 6, 3]), loss: "one-vs-all", squared: true });
const size = problem.nScores * problem.rows.nFeatures;

test("Weights beside variables are certified by both, and W(b) is told", () => {
  const random = testRandom(9);
  const W = Float64Array.from({ length: size }, () => random() - 0.5);
  const b = Float64Array.from({ length: problem.nScores * problem.rows.nSamples }, () => random());
  const bounds = boundsOf(problem);
  const { certificate, ofB } = certifyWeights(bounds, W, bounds.primal(W), b.slice());
  const wanted = certifyPrimal(problem, W, b.slice());
  expect(certificate.W).toEqual(W);
  for (const name of ["primal", "dual", "gap"] as const) {
    expect(Math.abs(certificate[name] - wanted[name])).toBeLessThan(1e-12 * wanted.primal);
  }
  const own = certify(problem, b.slice()).W;
  for (let k = 0; k < size; k++)
    expect(Math.abs(ofB[k]! - own[k]!)).toBeLessThan(1e-12 * Math.abs(own[k]!) + 1e-12);
  bounds.release();
});

test("Where rounding hides the gap, the weights are W(b)", async () => {
  const options = { tolerance: 1e-12, maxEpochs: 1000, seed: 1 };
  const { certificate: optimum, b } = await solve(problem, automatic, options);
  expect(optimum.gap).toBeLessThanOrEqual(1e-12 * optimum.primal);
  const bounds = boundsOf(problem);
  const W = optimum.W.map((weight) => weight * (1 + 1e-15));
  const { certificate, ofB } = certifyWeights(bounds, W, bounds.primal(W), b!.slice());
  expect(certificate.gap).toBeLessThanOrEqual(certificate.bound);
  expect(certificate.W).toBe(ofB);
  bounds.release();
});

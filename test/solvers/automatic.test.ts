import { describe, expect, test } from "vitest";
import { toRows } from "../../src/data/rows.ts";
import { createDualLoss } from "../../src/losses/index.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { dualBlock } from "../../src/solvers/dual-block.ts";
import { isFiniteFirst } from "../../src/solvers/finite-cost.ts";
import { solve } from "../../src/solvers/solve.ts";
import { atOnce } from "../support/at-once.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { randomProblem, testRandom } from "../support/problems.ts";
import { svmOptimum } from "../support/qp.ts";

const firstSeed = Number(process.env.HINGE_SEED);
const count = Number(process.env.HINGE_FUZZ ?? 1500);

describe("ascent and second-order steps together", () => {
  test("no false certificate and no hang, on random tiny problems with C from 1e-6 to 1e6", async () => {
    const tally: Record<string, number> = { certified: 0, stopped: 0 };
    for (let k = 0; k < count; k++) {
      const seed = firstSeed + 20_000 + k;
      const form = lossForms[k % lossForms.length]!;
      const size = { maxSamples: 10, maxFeatures: 5, maxClasses: 5 };
      const C = 10 ** (Math.floor(testRandom(seed)() * 13) - 6);
      const raw = randomProblem(seed, { ...size, C, ...(form.loss === "binary" ? { nClasses: 2 } : {}) });
      const plain = { ...raw, ...form };
      const { primal, lower } = svmOptimum(plain);
      const maxEpochs = [3, 30, 300, 3000][(k >> 3) % 4]!;
      const solver = (k >> 5) % 2 === 0 ? atOnce : automatic;
      const solution = await solve(buildProblem(plain), solver, { tolerance: 1e-6, maxEpochs, seed: k });
      const name = `${form.squared ? "squared " : ""}${form.loss}, C ${C}, seed ${seed} (${raw.shape})`;
      const { certificate } = solution;
      tally[solution.status]!++;
      expect(["certified", "stopped"], name).toContain(solution.status);
      expect(solution.epochs, name).toBeLessThanOrEqual(maxEpochs);
      const slack = 1e-12 * primal;
      expect(certificate.primal + certificate.primalError, name).toBeGreaterThanOrEqual(lower - slack);
      expect(certificate.dual - certificate.dualError, name).toBeLessThanOrEqual(primal + slack);
      if (solution.status === "certified") {
        expect(certificate.primal, name).toBeLessThanOrEqual((primal + slack) * (1 + 1.1e-6));
      }
    }
    console.log(`${tally.certified} certified, ${tally.stopped} stopped`);
    expect(tally.certified).toBeGreaterThan(0.6 * count);
  }, 300_000);

  test("certify 1e-8 soon where the ascent crawls, in every form of loss", async () => {
    const random = testRandom(5);
    // A long axis and a short one: the condition number of the features is 1e6.
    const X = Array.from({ length: 60 }, (_, i) => {
      const u = random() - 0.5;
      return [1000 * u, u + random() + (i % 3), random()];
    });
    const y = X.map((_, i) => i % 3);
    for (const form of lossForms) {
      const nClasses = form.loss === "binary" ? 2 : 3;
      const plain = {
        X,
        y: y.map((k) => Math.min(k, nClasses - 1)),
        nClasses,
        C: 10,
        bias: 1,
        margin: 1,
        ...form,
      };
      const options = { tolerance: 1e-8, maxEpochs: 4000, seed: 1 };
      const crawling = await solve(buildProblem(plain), dualBlock, options);
      const problem = buildProblem(plain);
      const solution = await solve(problem, automatic, options);
      const name = `${form.squared ? "squared " : ""}${form.loss}`;
      expect(crawling.status, name).toBe("stopped");
      expect(solution.message, name).toMatch(/^Certified/);
      expect(new Set(solution.trace.map(({ phase }) => phase)), name).toEqual(
        new Set(isFiniteFirst(problem) ? ["newton"] : ["ascent", "newton"]),
      );
    }
  });

  test("the same seed gives the same bits, from sparse rows too", async () => {
    const { X, y } = randomProblem(3, { nSamples: 80, nFeatures: 6, nClasses: 3, shape: "tame" });
    const big = X.map((row) => row.map((value, j) => value * 10 ** (j - 2)));
    const indices = big.flatMap((row) => row.map((_, j) => j));
    const indptr = Int32Array.from({ length: 81 }, (_, i) => 6 * i);
    const sparse = {
      indptr,
      indices: Int32Array.from(indices),
      values: Float64Array.from(big.flat()),
      shape: [80, 6],
    };
    const plain = { X: big, y, nClasses: 3, C: 100, bias: 0, margin: 1, squared: false } as const;
    const loss = createDualLoss({ loss: "crammer-singer" });
    const dense = buildProblem({ ...plain, loss: "crammer-singer" });
    const run = () => solve(dense, automatic, { tolerance: 1e-7, maxEpochs: 5000, seed: 7 });
    const [a, b] = [await run(), await run()];
    expect(b.certificate.W).toEqual(a.certificate.W);
    expect(a.trace.some(({ phase }) => phase === "newton")).toBe(true);
    const rows = toRows({ ...sparse, shape: [80, 6] as const });
    const c = await solve({ ...dense, rows, loss }, automatic, { tolerance: 1e-7, maxEpochs: 5000, seed: 7 });
    expect(c.message).toMatch(/^Certified/);
    expect(Math.abs(c.certificate.primal - a.certificate.primal)).toBeLessThan(2e-7 * a.certificate.primal);
  });

  test("steps of one class after the other go on past their time while they halve the gap or lower the primal", () => {
    const nFeatures = 6000;
    const y = [0, 1, 2, 0];
    const X = y.map((own) => Array.from({ length: nFeatures }, (_, j) => (j % 3 === own ? 1 : 0)));
    const raw = { X, y, nClasses: 3, C: 1, bias: 0, margin: 1 } as const;
    const problem = buildProblem({ ...raw, loss: "one-vs-all", squared: true });
    const W = new Float64Array(3 * nFeatures);
    const certificate = { W, primal: 100, dual: 0, gap: 100, bound: 0, primalError: 0, dualError: 0 };
    const isGoingOn = (estimatedGap: number, primal: number, low: number): boolean => {
      const state = automatic.init(problem, 0);
      state.newton = {
        ...{ epochs: 10, estimatedGap, isEstimateExact: true, active: 4, exhausted: false },
        ...{ b: new Float64Array(12), steps: (function* () {})(), release: () => {} },
      };
      Object.assign(state, { until: 10, half: 50, low });
      automatic.refresh(problem, state, W, { ...certificate, primal });
      const { newton, until } = state;
      automatic.release!(state);
      expect(until).toBe(newton === undefined ? 10 : 20);
      return newton !== undefined;
    };
    expect(isGoingOn(51, 99.98, 99.99)).toBe(true);
    expect(isGoingOn(51, 99.999, 99.99)).toBe(false);
    expect(isGoingOn(50, 100, 99.99)).toBe(true);
    // Of other steps the primal says nothing.
    expect(isGoingOn(51, 1, 0)).toBe(false);
  });
});

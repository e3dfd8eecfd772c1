import { describe, expect, it } from "vitest";
import { certifyPrimal } from "../../src/objective/certificate.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { certified } from "../../src/solvers/certified.ts";
import { type Progress, solve } from "../../src/solvers/solve.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { randomProblem } from "../support/problems.ts";

const firstSeed = Number(process.env.HINGE_SEED);
const options = { tolerance: 1e-7, maxEpochs: 20_000, seed: 0 };

describe("a problem of two classes, solved by the difference of their scores", () => {
  for (const form of lossForms.filter(({ loss }) => loss !== "binary")) {
    const name = `${form.squared ? "squared " : ""}${form.loss}`;

    it(`has the optimum, the variables and the weights of the problem itself: ${name}`, async () => {
      for (let k = 0; k < 60; k++) {
        const raw = randomProblem(firstSeed + k, { nClasses: 2, maxSamples: 12, maxFeatures: 4 });
        const problem = buildProblem({ ...raw, ...form });
        const seen: Progress[] = [];
        const short = await certified(problem, { ...options, onProgress: (one) => seen.push(one) });
        const long = await solve(problem, automatic, options);
        const [a, b] = [short.certificate, long.certificate];
        const slack = Math.max(a.gap, b.gap, 0) + a.bound + b.bound;
        expect(Math.abs(a.primal - b.primal), `${name}, ${raw.shape}`).toBeLessThanOrEqual(slack);
        // What is claimed of the reduced problem is recomputed on the problem as it was given.
        const again = certifyPrimal(problem, Float64Array.from(a.W), short.b!.toArray());
        expect(Math.abs(again.primal - a.primal)).toBeLessThanOrEqual(again.primalError + a.primalError);
        // The variables delivered are the last ones, of which the dual may be a little below the best.
        expect(Math.abs(again.dual - a.dual)).toBeLessThanOrEqual(slack + 1e-4 * a.primal);
        for (let j = 0; j < a.W.length; j += 2) expect(a.W[j]! + a.W[j + 1]!).toBe(0);
        expect(seen.at(-1)!.primal).toBe(short.trace.at(-1)!.primal);
        expect(short.trace.at(-1)!.primal).toBe(a.primal);
      }
    });

    it(`begins from variables of the problem as it was given: ${name}`, async () => {
      const raw = randomProblem(firstSeed, { nClasses: 2, nSamples: 30, nFeatures: 3, shape: "tame" });
      const problem = buildProblem({ ...raw, ...form, C: 1 });
      const first = await certified(problem, options);
      const second = await certified(problem, { ...options, start: first.b!.toArray() });
      expect(second.trace[0]!.dual).toBeGreaterThanOrEqual(first.certificate.dual * (1 - 1e-9));
      expect(second.epochs).toBeLessThanOrEqual(first.epochs);
    });
  }
});

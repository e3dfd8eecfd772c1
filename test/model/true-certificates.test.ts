import { describe, expect, test } from "vitest";
import { LinearSVM } from "../../src/model/index.ts";
import { lossForms } from "../support/build-problem.ts";
import { naiveLoss } from "../support/naive.ts";
import { randomProblem, testRandom } from "../support/problems.ts";
import { svmOptimum } from "../support/qp.ts";

const firstSeed = Number(process.env.HINGE_SEED);
/** `npm run test:optima` asks for 5,000, else what fits into a few seconds. */
const count = Number(process.env.HINGE_OPTIMA ?? 240);
const maxEpochs = 3000;
const tolerance = 1e-6;

/** Tiny and nasty: besides what randomProblem spoils, all of X up to a thousand times smaller or larger, and C from 1e-6 to 1e6. */
function drawn(seed: number) {
  const form = lossForms[seed % lossForms.length]!;
  const random = testRandom(seed + 1);
  const C = 10 ** (Math.floor(random() * 13) - 6);
  const scale = random() < 0.5 ? 1 : 10 ** (Math.floor(random() * 7) - 3);
  const sizes = { maxSamples: 9, maxFeatures: 4, maxClasses: 4, C };
  const raw = randomProblem(seed, { ...sizes, ...(form.loss === "binary" ? { nClasses: 2 } : {}) });
  return { ...raw, ...form, X: raw.X.map((row) => row.map((value) => scale * value)), scale };
}

describe("what a fit says of itself is true", () => {
  const statuses: Record<string, number> = {};

  test(
    `on ${count} tiny problems against a quadratic programme, from seed ${firstSeed}`,
    async () => {
      for (let seed = firstSeed; seed < firstSeed + count; seed++) {
        const problem = drawn(seed);
        const { X, y, loss, squared, C, bias, margin, sampleWeight, shape, scale } = problem;
        const name = `${squared ? "squared " : ""}${loss}, C ${C}, scale ${scale}, ${shape}, seed ${seed}`;
        const svm = new LinearSVM({ loss, squared, C, bias, margin, tolerance, maxEpochs, seed: seed % 7 });
        const { status, primal, dual, gap, bound, relativeGap, epochs, message } = await svm.fit(X, y, {
          sampleWeight,
        });
        statuses[status] = (statuses[status] ?? 0) + 1;
        expect(["certified", "stopped"], `${name}: ${message}`).toContain(status);
        expect(epochs, name).toBeLessThanOrEqual(maxEpochs);
        if (status === "stopped" && epochs < maxEpochs)
          expect(message, name).toMatch(/rounding|no step changes/);

        // The model's weights have the objective that the report says.
        const W = Array.from(svm.bias, (b, m) => [
          ...svm.weights.data.subarray(m * X[0]!.length, (m + 1) * X[0]!.length),
          ...(bias === 0 ? [] : [b / bias]),
        ]);
        const sum = naiveLoss({
          X,
          y,
          W,
          bias,
          loss,
          squared,
          margin,
          reduction: "sum",
          ...(sampleWeight && { sampleWeight }),
        });
        const squares = W.flat().reduce((total, w) => total + w * w, 0);
        const value = squares / 2 + C * sum.dataLoss;
        expect(Math.abs(value - primal), `${name}: its primal`).toBeLessThanOrEqual(bound + 1e-12 * value);

        // And the optimum lies where it says.
        const optimum = svmOptimum(problem);
        const slack = 1e-12 * Math.abs(optimum.primal) + bound;
        expect(primal, `${name}: the primal is above the optimum`).toBeGreaterThanOrEqual(
          optimum.lower - slack,
        );
        expect(dual, `${name}: the dual is below the optimum`).toBeLessThanOrEqual(optimum.primal + slack);
        expect(primal - optimum.primal, `${name}: by no more than the gap`).toBeLessThanOrEqual(gap + slack);
        if (status === "certified") expect(relativeGap, name).toBeLessThanOrEqual(tolerance);
      }
      console.log(`${count} problems: ${JSON.stringify(statuses)}`);
      // Without enough of them nothing was tested.
      expect(statuses.certified, JSON.stringify(statuses)).toBeGreaterThan(0.8 * count);
    },
    60_000 + 300 * count,
  );
});

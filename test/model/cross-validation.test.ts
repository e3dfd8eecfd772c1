import { describe, expect, test } from "vitest";
import { loadBundled } from "../../src/cli/data/bundled.ts";
import { crossValidate, evaluate, LinearSVM, stratifiedFolds } from "../../src/model/index.ts";

const { X, labels } = await loadBundled("iris");
const y = labels!;
const nested = Array.from({ length: 150 }, (_, i) =>
  Array.from({ length: 4 }, (_, j) => (X as { data: Float64Array }).data[4 * i + j]!),
);

describe("crossValidate", () => {
  test("is what training by hand on all folds but one gives", async () => {
    const options = { loss: "crammer-singer", C: 0.3, seed: 2 } as const;
    const result = await crossValidate(X, y, { ...options, folds: 3 });
    const fold = stratifiedFolds(y, { folds: 3, seed: 2 });
    const accuracies: number[] = [];
    const f1: number[] = [];
    for (let f = 0; f < 3; f++) {
      const [inside, outside] = [true, false].map((is) =>
        y.map((_, i) => i).filter((i) => (fold[i] !== f) === is),
      ) as [number[], number[]];
      const svm = new LinearSVM(options);
      await svm.fit(
        inside.map((i) => nested[i]!),
        inside.map((i) => y[i]!),
      );
      const predicted = svm.predict(outside.map((i) => nested[i]!));
      expect(outside.map((i) => result.predictions[i])).toEqual(predicted);
      const { accuracy, macroF1 } = evaluate(
        outside.map((i) => y[i]!),
        predicted,
      );
      accuracies.push(accuracy);
      f1.push(macroF1);
      expect(result.fits[f]).toMatchObject({ status: "certified", primal: svm.report!.primal });
    }
    expect(result.accuracy.folds).toEqual(accuracies);
    expect(result.macroF1.folds).toEqual(f1);
    const mean = (accuracies[0]! + accuracies[1]! + accuracies[2]!) / 3;
    expect(result.accuracy.mean).toBeCloseTo(mean, 14);
    const variance = accuracies.reduce((sum, a) => sum + (a - mean) ** 2, 0) / 2;
    expect(result.accuracy.standardError).toBeCloseTo(Math.sqrt(variance / 3), 14);
  });

  test("takes sample weights along: weight 0 is as good as not being there", async () => {
    // Samples of weight 0 are still tested, but teach nothing: with wrong labels they would.
    const wrong = y.map((label, i) => (i % 2 === 0 ? "setosa" : label));
    const sampleWeight = y.map((label, i) => (i % 2 === 0 && label !== "setosa" ? 0 : 1));
    const weighted = await crossValidate(X, wrong, { sampleWeight, C: 0.3 });
    const trusted = await crossValidate(X, wrong, { C: 0.3 });
    const right = ({ predictions }: { predictions: readonly unknown[] }) =>
      predictions.filter((label, i) => label === y[i]).length;
    expect(right(weighted)).toBeGreaterThan(right(trusted));
  });

  test("goes with a descent too", async () => {
    const { accuracy, fits } = await crossValidate(X, y, {
      ...{ solver: "sgd", loss: "softmax", lambda: 0.01, folds: 2 },
    });
    expect(fits.map(({ status }) => status)).toEqual(["stopped", "stopped"]);
    expect(accuracy.mean).toBeGreaterThan(0.8);
  });

  test("rejects with the signal's reason", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const onFit = () => controller.abort(reason);
    await expect(crossValidate(X, y, { signal: controller.signal, onFit })).rejects.toBe(reason);
  });

  test("refuses labels of another number", async () => {
    await expect(crossValidate(X, y.slice(1))).rejects.toThrow("there are 149 labels for 150 rows of X");
  });
});

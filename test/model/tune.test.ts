import { describe, expect, test } from "vitest";
import { loadBundled } from "../../src/cli/data/bundled.ts";
import { costGrid, crossValidate, tune } from "../../src/model/index.ts";

const { X, labels } = await loadBundled("iris");
const y = labels!;

describe("tune", () => {
  test("scores each candidate as crossValidate does, and picks the best", async () => {
    const C = [1, 0.01, 0.1];
    const losses = ["weston-watkins", "one-vs-all"] as const;
    // Warm and cold fits differ within the gap, so it is made small enough for no prediction to change.
    const model = { tolerance: 1e-6, folds: 3, seed: 1 };
    const { rows, best } = await tune(X, y, { ...model, C, losses, metric: "macro-f1" });
    expect(rows.map(({ loss, C: c }) => [loss, c])).toEqual(
      losses.flatMap((loss) => [0.01, 0.1, 1].map((c) => [loss, c])),
    );
    for (const { loss, C: c, accuracy, macroF1, predictions } of rows) {
      const alone = await crossValidate(X, y, { ...model, loss, C: c });
      expect({ accuracy, macroF1, predictions }).toEqual({
        accuracy: alone.accuracy,
        macroF1: alone.macroF1,
        predictions: alone.predictions,
      });
    }
    expect(best.macroF1.mean).toBe(Math.max(...rows.map(({ macroF1 }) => macroF1.mean)));
  });

  test("spends fewer epochs than fits from nothing", async () => {
    const wine = await loadBundled("wine");
    const C = [0.03, 0.1, 0.3];
    const epochsOf = (fits: readonly { epochs: number }[]) =>
      fits.reduce((sum, { epochs }) => sum + epochs, 0);
    const { rows } = await tune(wine.X, wine.labels!, { C, folds: 3 });
    let cold = 0;
    for (const c of C) cold += epochsOf((await crossValidate(wine.X, wine.labels!, { C: c, folds: 3 })).fits);
    expect(rows.reduce((sum, { fits }) => sum + epochsOf(fits), 0)).toBeLessThan(cold);
  });

  test("of equal scores takes the smallest C, and of those the first loss", async () => {
    // Far apart: every candidate is right everywhere.
    const far = [[-9], [-8], [-7], [7], [8], [9]];
    const result = await tune(far, ["a", "a", "a", "b", "b", "b"], {
      ...{ C: [3, 1, 2], losses: ["one-vs-all", "weston-watkins"], folds: 3 },
    });
    expect(result.rows.every(({ accuracy }) => accuracy.mean === 1)).toBe(true);
    expect(result.best).toMatchObject({ C: 1, loss: "one-vs-all" });
  });

  test("is the same every time, and tells each fit as it is done", async () => {
    const run = async () => {
      const told: number[] = [];
      const { rows } = await tune(X, y, {
        ...{ C: [0.1, 1], folds: 2 },
        onFit: ({ done, total }) => void told.push(done / total),
      });
      expect(told).toEqual([0.25, 0.5, 0.75, 1]);
      return rows.map(({ accuracy, fits }) => [accuracy, fits.map(({ primal }) => primal)]);
    };
    expect(await run()).toEqual(await run());
  });

  test.each([
    [{ C: [] }, "C: there is no C to try; give one or more"],
    [{ losses: [] }, "losses: there is no loss to try; give one or more"],
    [{ C: [1, -1] }, "C: -1 is no finite number > 0"],
    [{ C: [1, Number.NaN] }, "C: NaN is no finite number > 0"],
    [{ metric: "recall" as "accuracy" }, 'metric: "recall" is no metric; choose accuracy or macro-f1'],
    [
      { losses: ["weston-watkins" as const, "softmax" as const] },
      "softmax cannot be trained with a certificate",
    ],
    [{ folds: 500 }, "folds: 500 folds are more than the 150 samples"],
  ])("%j is refused before any fit", async (options, message) => {
    const onFit = () => {
      throw new Error("a fit was made");
    };
    await expect(tune(X, y, { ...options, onFit })).rejects.toThrow(message);
  });
});

describe("costGrid", () => {
  test("goes from end to end in equal ratios, about two a decade", () => {
    expect(costGrid(0.001, 100)).toEqual([0.001, 0.00316, 0.01, 0.0316, 0.1, 0.316, 1, 3.16, 10, 31.6, 100]);
    expect(costGrid(0.5, 8, 5)).toEqual([0.5, 1, 2, 4, 8]);
    expect(costGrid(1, 2)).toEqual([1, 2]);
  });

  test.each([
    [1, 1, undefined],
    [0, 1, undefined],
    [2, 1, undefined],
    [1, Number.POSITIVE_INFINITY, undefined],
    [1, 2, 1],
    [1, 2, 2.5],
    [1, 2, 5000],
  ])("from %d to %d in %s is refused", (from, to, points) => {
    expect(() => costGrid(from, to, points)).toThrow(/^C: .* (is no range of C|is no number of values)/);
  });
});

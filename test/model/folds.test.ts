import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stratifiedFolds } from "../../src/model/folds.ts";

const counts = (values: Iterable<number>, n: number) => {
  const out = new Array<number>(n).fill(0);
  for (const value of values) out[value]!++;
  return out;
};
const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

describe("stratifiedFolds", () => {
  test("deals every sample once, with as many a fold and as many of each class a fold, up to one", () => {
    const labels = fc
      .array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 5 })
      .map((sizes) => sizes.flatMap((size, k) => new Array<number>(size).fill(k)));
    fc.assert(
      fc.property(labels, fc.integer({ min: 2, max: 10 }), fc.nat(), (y, folds, seed) => {
        fc.pre(folds <= y.length);
        const fold = stratifiedFolds(y, { folds, seed });
        expect(fold).toHaveLength(y.length);
        expect(spread(counts(fold, folds))).toBeLessThanOrEqual(1);
        for (const k of new Set(y)) {
          expect(
            spread(
              counts(
                fold.filter((_, i) => y[i] === k),
                folds,
              ),
            ),
          ).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("depends on the seed alone", () => {
    const y = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? "a" : "b"));
    expect(stratifiedFolds(y, { seed: 3 })).toEqual(stratifiedFolds(y, { seed: 3 }));
    expect(stratifiedFolds(y, { seed: 3 })).not.toEqual(stratifiedFolds(y, { seed: 4 }));
    expect(stratifiedFolds(y)).toEqual(stratifiedFolds(y, { folds: 5, seed: 0 }));
  });

  test("does not follow the order of the samples, which files often sort", () => {
    const y = new Array<number>(100).fill(0);
    const fold = stratifiedFolds(y, { folds: 2 });
    expect([...fold].slice(0, 50).filter((f) => f === 0).length).toBeLessThan(40);
  });

  test.each([
    [[1, 2, 1, 2], { folds: 1 }, "folds: 1 is no whole number >= 2; give 5, say"],
    [[1, 2, 1, 2], { folds: 2.5 }, "folds: 2.5 is no whole number >= 2; give 5, say"],
    [[1, 2, 1, 2], {}, "folds: 5 folds are more than the 4 samples; give fewer"],
    [
      ["a", "b", "a", "c", "a"],
      { folds: 2 },
      'a class needs two samples or more, one to learn from and one to test, and there is one only of "b", "c"; leave it out',
    ],
  ])("%j into %j is refused", (y, options, message) => {
    expect(() => stratifiedFolds(y, options)).toThrow(message);
  });
});

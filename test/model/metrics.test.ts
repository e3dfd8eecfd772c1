import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate } from "../../src/model/index.ts";

test("a table of three classes, worked by hand", () => {
  const truth = ["a", "a", "a", "a", "b", "b", "b", "c", "c", "c"];
  const predicted = ["a", "a", "b", "c", "b", "b", "a", "c", "c", "c"];
  const { accuracy, macroF1, perClass, labels, confusion } = evaluate(truth, predicted);
  expect(labels).toEqual(["a", "b", "c"]);
  expect(confusion).toEqual([
    [2, 1, 1],
    [1, 2, 0],
    [0, 0, 3],
  ]);
  expect(accuracy).toBe(0.7);
  expect(perClass).toEqual([
    { label: "a", precision: 2 / 3, recall: 2 / 4, f1: 4 / 7, support: 4 },
    { label: "b", precision: 2 / 3, recall: 2 / 3, f1: 4 / 6, support: 3 },
    { label: "c", precision: 3 / 4, recall: 1, f1: 6 / 7, support: 3 },
  ]);
  expect(macroF1).toBeCloseTo((4 / 7 + 4 / 6 + 6 / 7) / 3, 15);
});

test("a label that only the truth or only the predictions have counts with zeros", () => {
  // 9 is never predicted, 5 never true.
  const { accuracy, macroF1, perClass, labels, confusion } = evaluate([9, 1, 1, 1], [1, 1, 1, 5]);
  expect(labels).toEqual([1, 5, 9]);
  expect(confusion).toEqual([
    [2, 1, 0],
    [0, 0, 0],
    [1, 0, 0],
  ]);
  expect(accuracy).toBe(0.5);
  expect(perClass).toEqual([
    { label: 1, precision: 2 / 3, recall: 2 / 3, f1: 4 / 6, support: 3 },
    { label: 5, precision: 0, recall: 0, f1: 0, support: 0 },
    { label: 9, precision: 0, recall: 0, f1: 0, support: 1 },
  ]);
  expect(macroF1).toBeCloseTo(2 / 9, 15);
});

test("labels are sorted by their kind, and -0 is 0", () => {
  expect(evaluate([10, 9, -1], [10, 9, -1]).labels).toEqual([-1, 9, 10]);
  expect(evaluate([true, false], [true, true]).labels).toEqual([false, true]);
  expect(evaluate([-0, 0], [0, -0])).toMatchObject({ accuracy: 1, macroF1: 1, labels: [0] });
});

test("of no samples everything is 0", () => {
  expect(evaluate([], [])).toEqual({ accuracy: 0, macroF1: 0, perClass: [], labels: [], confusion: [] });
});

test("f1 is the harmonic mean of precision and recall, and the matrix holds every sample once", () => {
  const label = fc.integer({ min: 0, max: 4 });
  fc.assert(
    fc.property(fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 40 }), (pairs) => {
      const { perClass, confusion, accuracy, macroF1 } = evaluate(
        pairs.map(([truth]) => truth),
        pairs.map(([, predicted]) => predicted),
      );
      for (const { precision, recall, f1 } of perClass) {
        const harmonic = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
        expect(f1).toBeCloseTo(harmonic, 14);
      }
      expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(pairs.length);
      expect(accuracy).toBe(pairs.filter(([truth, predicted]) => truth === predicted).length / pairs.length);
      expect(macroF1).toBeCloseTo(perClass.reduce((sum, { f1 }) => sum + f1, 0) / perClass.length, 14);
    }),
  );
});

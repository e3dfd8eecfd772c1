import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeLabels, indexLabels, type Label } from "../../src/data/index.ts";
import { compareLabels, showClasses } from "../../src/data/labels.ts";

const kinds: readonly (readonly [string, fc.Arbitrary<Label>])[] = [
  ["integers", fc.oneof(fc.integer({ min: -3, max: 3 }), fc.maxSafeInteger())],
  ["strings", fc.oneof(fc.constantFrom("a", "B", "10", "9", "", "é", "\u{1f600}"), fc.string())],
  ["booleans", fc.boolean()],
];

describe.each(kinds)("labels that are %s", (_, label) => {
  test("become numbers of sorted, distinct classes", () => {
    fc.assert(
      fc.property(fc.array(label), (labels) => {
        const { classes, y } = encodeLabels(labels);
        expect(y.length).toBe(labels.length);
        labels.forEach((name, i) => {
          // -0 is 0.
          expect(classes[y[i]]).toBe(name === 0 ? 0 : name);
        });
        for (let k = 1; k < classes.length; k++) expect(classes[k - 1] < classes[k]).toBe(true);
        expect(new Set(y).size).toBe(classes.length);
      }),
    );
  });
});

test("classes are sorted, never in the order first seen", () => {
  expect(encodeLabels([10, -2, 9, 10])).toEqual({ classes: [-2, 9, 10], y: Int32Array.of(2, 0, 1, 2) });
  expect(encodeLabels(["b", "B", "10", "9"]).classes).toEqual(["10", "9", "B", "b"]);
  expect(encodeLabels([true, false]).classes).toEqual([false, true]);
  expect(encodeLabels(Uint8Array.of(7, 3))).toEqual({ classes: [3, 7], y: Int32Array.of(1, 0) });
  expect(encodeLabels([])).toEqual({ classes: [], y: new Int32Array(0) });
});

test("numbers that are far apart are classes of their own, whatever their order", () => {
  const names = [0, 256, -256, 2 ** 40, 2 ** 40 + 256, Number.MAX_SAFE_INTEGER, -1, 255];
  const labels = Array.from({ length: 80 }, (_, i) => names[((i * i) % 8) ^ (i >> 4)]!);
  const { classes, y } = encodeLabels(labels);
  expect(classes).toEqual([...new Set(labels)].sort((a, b) => a - b));
  expect(Array.from(y, (k) => classes[k])).toEqual(labels);
});

test("-0 and 0 are one class, named 0", () => {
  const { classes, y } = encodeLabels([-0, 0, 1]);
  expect(classes).toEqual([0, 1]);
  expect(y).toEqual(Int32Array.of(0, 0, 1));
});

test("compareLabels orders as encodeLabels does", () => {
  expect([3, 1, 2].sort(compareLabels)).toEqual([1, 2, 3]);
  expect(compareLabels("x", "x")).toBe(0);
});

test.each([
  [[1, 1.5], "bad-label", "y[1] is 1.5; a label is an integer, a string or a boolean"],
  [[Number.NaN], "bad-label", "y[0] is NaN; a label is an integer, a string or a boolean"],
  [
    [0, Number.POSITIVE_INFINITY],
    "bad-label",
    "y[1] is Infinity; a label is an integer, a string or a boolean",
  ],
  [[2 ** 53], "bad-label", "y[0] is 9007199254740992; a label is an integer, a string or a boolean"],
  [["a", null], "bad-label", "y[1] is null; a label is an integer, a string or a boolean"],
  [[undefined], "bad-label", "y[0] is undefined; a label is an integer, a string or a boolean"],
  [[1, "1"], "mixed-labels", 'y[1] is the string "1" where y[0] is the number 1; use one kind'],
  [[true, 0], "mixed-labels", "y[1] is the number 0 where y[0] is the boolean true; use one kind"],
])("encodeLabels refuses %j", (labels, code, message) => {
  expect(() => encodeLabels(labels as Label[])).toThrowError(expect.objectContaining({ code, message }));
});

describe("indexLabels", () => {
  test("numbers labels by the classes given, whatever their order", () => {
    expect(indexLabels(["b", "a", "b"], ["b", "c", "a"])).toEqual(Int32Array.of(0, 2, 0));
    expect(indexLabels([-0], [0])).toEqual(Int32Array.of(0));
  });

  test.each([
    [[0, 3], [0, 1], "y[1] is 3, which is none of the classes 0, 1"],
    [["1"], [1], 'y[0] is "1", which is none of the classes 1'],
    [["a\n"], ["a"], 'y[0] is "a\\n", which is none of the classes "a"'],
    [
      [12],
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      "y[0] is 12, which is none of the classes 0, 1, 2, 3, 4, 5, 6, 7, ... (10)",
    ],
  ])("refuses %j among %j", (labels, classes, message) => {
    expect(() => indexLabels(labels as Label[], classes)).toThrowError(
      expect.objectContaining({ code: "unknown-label", message }),
    );
  });
});

test("showClasses shows eight at most", () => {
  expect(showClasses([1, 2, 3, 4, 5, 6, 7, 8])).toBe("1, 2, 3, 4, 5, 6, 7, 8");
  expect(showClasses([1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe("1, 2, 3, 4, 5, 6, 7, 8, ... (9)");
});

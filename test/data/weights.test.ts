import { describe, expect, test } from "vitest";
import { type ClassWeight, combineWeights, encodeLabels } from "../../src/data/index.ts";
import { checkEveryClassWeighs } from "../../src/data/weights.ts";

const labels = encodeLabels(["a", "b", "b", "c", "c", "c"]);

describe("combineWeights", () => {
  test("weighs every sample 1 unless told otherwise", () => {
    expect(combineWeights(labels)).toEqual({ factors: new Float64Array(6).fill(1), total: 6 });
  });

  test("multiplies sample and class weights; the total is of the sample weights alone", () => {
    const sampleWeight = [1, 2, 0, 0.5, 1, 4];
    expect(combineWeights(labels, sampleWeight, { a: 3, c: 2 })).toEqual({
      factors: Float64Array.of(3, 2, 0, 1, 2, 8),
      total: 8.5,
    });
    expect(combineWeights(labels, Float32Array.from(sampleWeight)).factors).toEqual(
      Float64Array.from(sampleWeight),
    );
    expect(sampleWeight).toEqual([1, 2, 0, 0.5, 1, 4]);
  });

  test("balanced gives each class total / (nClasses * its weight)", () => {
    expect(combineWeights(labels, undefined, "balanced")).toEqual({
      factors: Float64Array.of(2, 1, 1, 2 / 3, 2 / 3, 2 / 3),
      total: 6,
    });
    // Class weights 4, 3, 5: all count 4 in the end.
    const { factors, total } = combineWeights(labels, [4, 1, 2, 1, 1, 3], "balanced");
    const perClass = [factors[0], factors[1] + factors[2], factors[3] + factors[4] + factors[5]];
    expect(total).toBe(12);
    for (const weight of perClass) expect(weight).toBeCloseTo(4, 14);
  });

  test("balanced leaves a class without weight at 0, not at infinity", () => {
    expect(combineWeights(labels, [0, 1, 1, 1, 1, 0], "balanced").factors).toEqual(
      Float64Array.of(0, 1, 1, 1, 1, 0),
    );
  });

  test("takes class weights by record and by map, for labels of any kind", () => {
    const numbers = encodeLabels([-1, 5, 5]);
    const booleans = encodeLabels([true, false]);
    expect(combineWeights(numbers, undefined, { "-1": 7 }).factors).toEqual(Float64Array.of(7, 1, 1));
    expect(combineWeights(numbers, undefined, new Map([[5, 0]])).factors).toEqual(Float64Array.of(1, 0, 0));
    expect(combineWeights(booleans, undefined, { true: 2 }).factors).toEqual(Float64Array.of(2, 1));
    expect(combineWeights(booleans, undefined, new Map([[false, 2]])).factors).toEqual(Float64Array.of(1, 2));
    expect(combineWeights(labels, undefined, {}).factors).toEqual(new Float64Array(6).fill(1));
  });

  test.each<[what: string, () => unknown, code: string, message: string]>([
    [
      "too few sample weights",
      () => combineWeights(labels, [1, 2]),
      "bad-shape",
      "there are 2 sample weights for 6 samples; give one each",
    ],
    [
      "a negative sample weight",
      () => combineWeights(labels, [1, 1, -0.5, 1, 1, 1]),
      "bad-weight",
      "sample-weight: the weight of sample 2 is -0.5; it must be finite and >= 0",
    ],
    [
      "a sample weight that is no number",
      () => combineWeights(labels, [Number.NaN, 1, 1, 1, 1, 1]),
      "bad-weight",
      "sample-weight: the weight of sample 0 is NaN; it must be finite and >= 0",
    ],
    [
      "an infinite sample weight",
      () => combineWeights(labels, [1, 1, 1, 1, 1, Number.POSITIVE_INFINITY]),
      "bad-weight",
      "sample-weight: the weight of sample 5 is Infinity; it must be finite and >= 0",
    ],
    [
      "a weight for a class that is not there",
      () => combineWeights(labels, undefined, { d: 1 }),
      "unknown-label",
      'class-weight: there is a weight for "d", which is none of the classes "a", "b", "c"',
    ],
    [
      "a negative class weight",
      () => combineWeights(labels, undefined, new Map([["b", -1]])),
      "bad-weight",
      'class-weight: the weight of class "b" is -1; it must be finite and >= 0',
    ],
    [
      "a class weight that is no number",
      () => combineWeights(labels, undefined, { a: Number.NaN }),
      "bad-weight",
      'class-weight: the weight of class "a" is NaN; it must be finite and >= 0',
    ],
    [
      "a class weight in words",
      () => combineWeights(labels, undefined, { a: "2" } as unknown as ClassWeight),
      "bad-weight",
      'class-weight: the weight of class "a" is "2"; it must be finite and >= 0',
    ],
    [
      "an unknown word",
      () => combineWeights(labels, undefined, "equal" as ClassWeight),
      "bad-weight",
      'class-weight: "equal" is neither balanced nor a weight a class',
    ],
    [
      "null",
      () => combineWeights(labels, undefined, null as unknown as ClassWeight),
      "bad-weight",
      "class-weight: null is neither balanced nor a weight a class",
    ],
  ])("refuses %s", (_, call, code, message) => {
    expect(call).toThrowError(expect.objectContaining({ code, message }));
  });
});

describe("checkEveryClassWeighs", () => {
  test("lets weights pass that leave every class something", () => {
    checkEveryClassWeighs(labels, combineWeights(labels, [1, 0, 1e-300, 1, 0, 0]));
  });

  test.each([
    [[0, 1, 1, 1, 1, 1], undefined, '"a"'],
    [undefined, { b: 0 }, '"b"'],
  ])("refuses sample weights %j, class weights %j", (sampleWeight, classWeight, name) => {
    expect(() =>
      checkEveryClassWeighs(labels, combineWeights(labels, sampleWeight, classWeight)),
    ).toThrowError(
      expect.objectContaining({
        code: "weightless-class",
        message: `the weights of class ${name} sum to zero; leave its samples out or give them weight`,
      }),
    );
  });

  test("refuses a class that no sample belongs to", () => {
    const absent = { classes: [0, 1, 2], y: Int32Array.of(0, 2) };
    expect(() => checkEveryClassWeighs(absent, combineWeights(absent))).toThrowError(
      "the weights of class 1 sum to zero; leave its samples out or give them weight",
    );
  });
});

test("balanced weights share among the classes that are there", () => {
  const labels = { classes: [0, 1, 2], y: Int32Array.of(0, 0, 0, 2) };
  expect(Array.from(combineWeights(labels, undefined, "balanced").factors)).toEqual([2 / 3, 2 / 3, 2 / 3, 2]);
});

test("sample weights that sum to infinity are refused", () => {
  const labels = { classes: [0, 1], y: Int32Array.of(0, 1) };
  expect(() => combineWeights(labels, [1e308, 1e308])).toThrow(
    "sample-weight: the sample weights sum to infinity; scale them down",
  );
});

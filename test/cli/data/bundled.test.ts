import { describe, expect, test } from "vitest";
import { bundledNames, isBundledName, loadBundled } from "../../../src/cli/data/bundled.ts";
import { encodeLabels } from "../../../src/data/labels.ts";
import type { CsrMatrix, DenseMatrix } from "../../../src/data/matrix.ts";
import { toRows } from "../../../src/data/rows.ts";

/** Rows, columns, samples a class in the classes' order, and a sum of all values, each from the set's own page. */
const SETS = [
  ["digits", 1797, 64, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]],
  ["iris", 150, 4, [50, 50, 50]],
  ["wine", 178, 13, [59, 71, 48]],
  ["breast-cancer", 569, 30, [357, 212]],
  ["penguins", 342, 4, [151, 68, 123]],
  ["heart", 270, 13, [150, 120]],
] as const;

describe.each(SETS)("the bundled set %s", (name, rows, columns, counts) => {
  test("has its samples, features and classes", async () => {
    const { X, labels, featureNames } = await loadBundled(name);
    expect(toRows(X)).toMatchObject({ nSamples: rows, nFeatures: columns });
    expect(new Set(featureNames).size).toBe(columns);
    const { classes, y } = encodeLabels(labels!);
    expect(classes.map((_, k) => y.filter((c) => c === k).length)).toEqual(counts);
  });

  test("falls into two parts, every fifth row for testing", async () => {
    const whole = await loadBundled(name);
    const train = await loadBundled(`${name}:train`);
    const test = await loadBundled(`${name}:test`);
    expect(test.labels).toEqual(whole.labels!.filter((_, i) => i % 5 === 4));
    expect(train.labels).toEqual(whole.labels!.filter((_, i) => i % 5 !== 4));
    const [all, first, second] = [whole, train, test].map((set) => toRows(set.X));
    expect(second!.squaredNorm(1)).toBe(all!.squaredNorm(9));
    expect(first!.squaredNorm(4)).toBe(all!.squaredNorm(5));
    expect(first!.nFeatures).toBe(columns);
    expect(second!.nFeatures).toBe(columns);
    expect(first!.nnz + second!.nnz).toBe(all!.nnz);
  });
});

test("the first sample of each set is as its file says", async () => {
  const firstRow = async (name: string) => [
    ...((await loadBundled(name)).X as DenseMatrix).data.subarray(0, 4),
  ];
  expect(await firstRow("iris")).toEqual([5.1, 3.5, 1.4, 0.2]);
  expect(await firstRow("penguins")).toEqual([39.1, 18.7, 181, 3750]);
  expect(await firstRow("wine")).toEqual([14.23, 1.71, 2.43, 15.6]);
  expect(await firstRow("breast_cancer")).toEqual([17.99, 10.38, 122.8, 1001]);
  expect(await firstRow("digits")).toEqual([0, 0, 5, 13]);
  expect(((await loadBundled("heart_scale")).X as CsrMatrix).values[0]).toBe(0.708333);
});

test("the labels are what people call the classes", async () => {
  const classes = async (name: string) => encodeLabels((await loadBundled(name)).labels!).classes;
  expect(await classes("iris")).toEqual(["setosa", "versicolor", "virginica"]);
  expect(await classes("breast-cancer")).toEqual(["benign", "malignant"]);
  expect(await classes("penguins")).toEqual(["Adelie", "Chinstrap", "Gentoo"]);
  expect(await classes("digits")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await classes("heart")).toEqual([-1, 1]);
});

test("penguins says how many rows it left out, and digits what a picture is", async () => {
  expect(await loadBundled("penguins")).toMatchObject({
    droppedRows: 2,
    featureNames: ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"],
  });
  expect((await loadBundled("digits:test")).imageShape).toEqual([8, 8]);
});

test("names are known, and only those", async () => {
  expect(bundledNames()).toEqual(SETS.map(([name]) => name));
  expect(["digits", "digits:test", "breast_cancer:train", "heart_scale"].every(isBundledName)).toBe(true);
  expect(
    ["", "digit", "digits:", "digits:all", "constructor", "__proto__", "data/iris.csv"].some(isBundledName),
  ).toBe(false);
  await expect(loadBundled("irsi")).rejects.toMatchObject({
    message:
      '"irsi" is no bundled data set; the names are digits, iris, wine, breast-cancer, penguins, heart, each with :train or :test',
  });
});

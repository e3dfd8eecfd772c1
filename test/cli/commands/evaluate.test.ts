import { beforeAll, describe, expect, test } from "vitest";
import { loadBundled } from "../../../src/cli/data/bundled.ts";
import { hingeHere, inFolder } from "../run.ts";

inFolder({
  "train.csv": "a,b,kind\n1,2,x\n3,0,y\n0.5,2.5,x\n2,-1,y\n",
  // One x taken for y, and a class that the model never saw.
  "test.csv": "kind,b,a\nx,2,1\nx,0,3\ny,0,3\nz,0,3\n",
  "many.svm": Array.from({ length: 40 }, (_, k) => `${k + 1000} 1:${k} ${k + 2}:1\n`).join(""),
});

beforeAll(async () => {
  await hingeHere("train", "train.csv", "--label", "kind", "--model", "names.json");
  await hingeHere("train", "digits:train", "--C", "0.003", "--model", "digits.json");
});

describe("evaluate", () => {
  test("accuracy is a count of the predictions", async () => {
    const { code, stdout } = await hingeHere("evaluate", "digits.json", "digits:test", "--json");
    expect(code).toBe(0);
    const { accuracy, macroF1, perClass, labels, confusion } = JSON.parse(stdout);
    const told = await hingeHere("predict", "digits.json", "digits:test", "--json");
    const predicted: number[] = JSON.parse(told.stdout).labels;
    const truth = (await loadBundled("digits:test")).labels!;
    const right = predicted.filter((label, i) => label === truth[i]).length;
    expect(accuracy).toBe(right / 359);
    expect(accuracy).toBeGreaterThan(0.95);
    expect(labels).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const counted = labels.map((k: number) =>
      labels.map((m: number) => predicted.filter((label, i) => truth[i] === k && label === m).length),
    );
    expect(confusion).toEqual(counted);
    confusion.forEach((row: number[], k: number) => {
      expect(row.reduce((a, b) => a + b)).toBe(perClass[k].support);
    });
    const f1 = perClass.reduce((sum: number, score: { f1: number }) => sum + score.f1, 0) / 10;
    expect(macroF1).toBeCloseTo(f1, 12);
    const human = await hingeHere("evaluate", "digits.json", "digits:test");
    expect(human.stdout.split("\n")[0]).toBe(
      `digits:test  ${(100 * accuracy).toFixed(1)} % right (${right} of 359), macro-F1 ${macroF1.toFixed(3)}`,
    );
  });

  test("a class that the model never saw is wrong, and has its row", async () => {
    const { code, stdout } = await hingeHere("evaluate", "names.json", "test.csv");
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "test.csv  50.0 % right (2 of 4), macro-F1 0.389",
        "",
        "  class  precision   recall     f1  samples",
        "  x        100.0 %   50.0 %  0.667        2",
        "  y         33.3 %  100.0 %  0.500        1",
        "  z          0.0 %    0.0 %  0.000        1",
        "",
        "  rows: true class, columns: predicted",
        "     x  y  z",
        "  x  1  1  ·",
        "  y  ·  1  ·",
        "  z  ·  1  ·",
        "",
      ].join("\n"),
    );
  });

  test("a matrix that would be wider than the page gives way to its worst entries", async () => {
    await hingeHere("train", "many.svm", "--C", "0.0001", "--model", "many.json");
    const { stdout } = await hingeHere("evaluate", "many.json", "many.svm");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/most frequent confusions|no sample is taken for another class/);
  });

  test("--quiet prints nothing", async () => {
    expect(await hingeHere("evaluate", "names.json", "test.csv", "--quiet")).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
  });
});

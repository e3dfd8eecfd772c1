import { describe, expect, test } from "vitest";
import { hinge, hingeHere, inFolder, listing } from "../run.ts";

inFolder({
  "lonely.csv": "a,kind\n1,x\n2,x\n3,y\n4,y\n5,z\n",
  "one.csv": "a,kind\n1,x\n2,x\n3,x\n4,x\n5,x\n",
});

const quick = ["--folds", "3", "--C", "0.1,1"];

describe("tune", () => {
  test("prints a table, a curve, the best and what to do with it", async () => {
    const { code, stdout, stderr } = await hingeHere("tune", "iris", ...quick);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const lines = stdout.split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "iris  150 samples, 4 features, 3 classes",
      "weston-watkins, 3 folds, margin 1, bias 1, seed 0",
      "",
    ]);
    // The last column is as wide as its longest time.
    expect(lines[3]).toMatch(/^ {2}C {9}accuracy {7}macro-F1 {2}epochs +time$/);
    expect(lines[4]).toMatch(
      /^ {2}0\.1 {2}\d\d\.\d % ± +\d\.\d {2}0\.\d{3} ± 0\.\d{3} +\d+ +\d+ ms( {2}best)?$/,
    );
    expect(lines.filter((line) => line.endsWith("  best"))).toHaveLength(1);
    expect(stdout).toContain("\naccuracy over C  ● weston-watkins  ★ best\n");
    expect(stdout).toMatch(
      /\nBest: weston-watkins, C (0\.1|1), \d\d\.\d % ± \d\.\d right on samples not trained on \(± one standard error\)\. It is the (small|larg)est C tried: a (smaller|larger) one may do better\.\n/,
    );
    expect(stdout).toContain("\nAll 6 fits are certified within 0.001.\n");
    expect(stdout).toMatch(/\n {2}hinge train iris --loss weston-watkins --C (0\.1|1)\n$/);
    for (const line of lines.filter((text) => !text.startsWith("Best"))) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
    expect(listing()).toHaveLength(2);
  });

  test("--json prints one object, whose best row is the one with the highest metric", async () => {
    const { code, stdout, stderr } = await hingeHere(
      ...["tune", "iris", "--loss", "weston-watkins,one-vs-all", "--squared", "--metric", "macro-f1"],
      ...[...quick, "--json"],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ metric: "macro-f1", folds: 3, seed: 0, tolerance: 1e-3, nSamples: 150 });
    expect(result.rows).toHaveLength(4);
    expect(result.rows.map(({ loss, C }: { loss: string; C: number }) => [loss, C])).toEqual([
      ["weston-watkins", 0.1],
      ["weston-watkins", 1],
      ["one-vs-all", 0.1],
      ["one-vs-all", 1],
    ]);
    const means = result.rows.map((row: { macroF1: { mean: number } }) => row.macroF1.mean);
    expect(result.best.macroF1.mean).toBe(Math.max(...means));
    expect(result.best).toMatchObject({ squared: true });
    expect(result.best.fits).toHaveLength(3);
    expect(result.best.accuracy.folds).toHaveLength(3);
  });

  test("is the same every time, and another with another seed", async () => {
    const rows = async (seed: string) => {
      const { stdout } = await hingeHere("tune", "iris", ...quick, "--json", "--seed", seed);
      return JSON.parse(stdout).rows.map((row: { accuracy: object }) => row.accuracy);
    };
    expect(await rows("1")).toEqual(await rows("1"));
    expect(await rows("1")).not.toEqual(await rows("2"));
  });

  test("says which fits stopped, with exit code 3 if the best one's did", async () => {
    const { code, stdout } = await hingeHere("tune", "iris", "--C", "1", "--max-epochs", "2");
    expect(code).toBe(3);
    expect(stdout).toContain("  best, 5 stopped\n");
    expect(stdout).toContain(
      "\n5 of 5 fits stopped before the tolerance 0.001 was proven; their rows say so.\n",
    );
    // A single C makes no curve.
    expect(stdout).not.toContain("over C");
  });

  test("--quiet prints nothing", async () => {
    expect(await hingeHere("tune", "iris", ...quick, "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("ends cleanly when interrupted, however small its fits are", async () => {
    const args = ["tune", "iris", "--C", "0.001:0.01:1000", "--folds", "75"];
    const { code, stdout, stderr } = await hinge(args, { signal: { name: "SIGINT", after: 1500 } });
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 130, stdout: "", stderr: "interrupted; nothing was written\n" },
    });
  });
});

describe("tune refuses", () => {
  const forms = "write from:to, from:to:points or a,b,c, as in 0.01:100";
  test.each([
    [["iris", "--folds", "1"], "--folds: 1 is no whole number >= 2; give 5, say"],
    [["iris", "--folds", "many"], '--folds: "many" is no finite number; write one like 0.5 or 1e-3'],
    [["iris", "--folds", "151"], "--folds: 151 folds are more than the 150 samples; give fewer"],
    [["iris", "--C", "0"], `--C: "0" is no finite number > 0; ${forms}`],
    [["iris", "--C", "1,,2"], `--C: "" is no finite number > 0; ${forms}`],
    [["iris", "--C", "1:2:3:4"], `--C: "1:2:3:4" is no range; ${forms}`],
    [["iris", "--C", "1:inf"], `--C: "inf" is no finite number > 0; ${forms}`],
    [["iris", "--C", "10:1"], "--C: from 10 to 1 is no range of C; give two numbers > 0, the smaller first"],
    [["iris", "--C", "1:10:1"], "--C: 1 is no number of values from 2 to 1000; give 11, say"],
    [
      ["iris", "--loss", "weston-watkins,crammer"],
      `--loss: "crammer" is none of weston-watkins, crammer-singer, one-vs-all, binary; choose weston-watkins or crammer-singer or one-vs-all or binary`,
    ],
    [["iris", "--metric", "f1"], `--metric: "f1" is none of accuracy, macro-f1; choose accuracy or macro-f1`],
    [
      ["lonely.csv", "--folds", "2"],
      'lonely.csv: a class needs two samples or more, one to learn from and one to test, and there is one only of "z"; leave it out',
    ],
    [["one.csv"], 'one.csv: all 5 samples are of one class, "x"; a classifier needs two or more'],
    [
      ["iris", "--loss", "binary"],
      "the binary loss needs 2 classes and got 3; use weston-watkins, crammer-singer or one-vs-all",
    ],
  ])("%j", async (args, sentence) => {
    const { code, stdout, stderr } = await hingeHere("tune", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.trimEnd().endsWith(sentence) ? "the sentence" : stderr).toBe("the sentence");
  });
});

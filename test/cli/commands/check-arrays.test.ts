import { describe, expect, it } from "vitest";
import { formatNpy } from "../../../src/io/npy.ts";
import { hingeLoss } from "../../../src/objective/hinge-loss.ts";
import { hingeHere, inFolder } from "../run.ts";

const X = [
  [1.5, -0.3, 0.8],
  [0.2, 1.1, -1.4],
  [-0.7, 0.4, 0.9],
  [1.2, 0.6, -0.5],
  [-1.1, -0.8, 0.3],
];
const y = [0, 1, 2, 3, 1];
/** A column a class. */
const W = [
  [0.5, -0.2, 0.3, 0.1],
  [-0.4, 0.7, 0.2, -0.6],
  [0.1, 0.9, -0.8, 0.4],
];
const lambda = 0.1;
const { value, gradient } = hingeLoss({ X, y, W, lambda, penalty: "full", layout: "DxC" });
const right = Float64Array.from(gradient.data);
const plus = (factor: number) => right.map((g, k) => g + factor * lambda * W.flat()[k]!);
const npy = (data: ArrayLike<number>, shape: number[]) => formatNpy({ data: Float64Array.from(data), shape });

const given = ["--X", "X.npy", "--y", "y.csv", "--W", "W.json", "--lambda", `${lambda}`];

const changed = (at: number, value: string) => given.map((each, k) => (k === at ? value : each));

describe("hinge check of arrays", () => {
  inFolder({
    "X.npy": npy(X.flat(), [5, 3]),
    "y.csv": y.join("\n"),
    "W.json": JSON.stringify(W),
    "right.npy": npy(right, [3, 4]),
    "half.csv": [0, 1, 2]
      .map((d) =>
        plus(-1)
          .subarray(4 * d, 4 * d + 4)
          .join(","),
      )
      .join("\n"),
    "turned.npy": npy(
      [0, 1, 2, 3].flatMap((c) => [0, 1, 2].map((d) => right[4 * d + c]!)),
      [4, 3],
    ),
    "small.npy": npy([1, 2, 3, 4], [2, 2]),
    "zero.npy": npy(new Float64Array(12), [3, 4]),
    "y4.csv": "0\n1\n2\n3\n",
    "y9.csv": "0\n1\n2\n3\n9\n",
  });

  it("calls the right gradient right, and its loss too", async () => {
    const right = await hingeHere("check", ...given, "--gradient", "right.npy", "--loss-value", `${value}`);
    expect(right).toEqual({ code: 0, stdout: "right.npy: right\n", stderr: "" });
  });

  it("takes half the regulariser for another convention where no loss is given, for a mistake where one is", async () => {
    const { code, stdout } = await hingeHere("check", ...given, "--gradient", "half.csv");
    expect(code).toBe(0);
    expect(stdout).toBe(
      "half.csv: right, in another convention\n  It takes lambda/2*sum(W^2) where lambda*sum(W^2) is asked for.\n",
    );
    const withLoss = await hingeHere("check", ...given, "--gradient", "half.csv", "--loss-value", `${value}`);
    expect(withLoss.code).toBe(1);
    expect(withLoss.stdout).toContain("(regularizer-gradient-factor");
    const asked = await hingeHere("check", ...given, "--gradient", "half.csv", "--convention", "half");
    expect(asked.stdout).toBe("half.csv: right\n");
  });

  it("prints the diagnosis as one JSON object", async () => {
    const { code, stdout } = await hingeHere("check", ...given, "--gradient", "turned.npy", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      file: "turned.npy",
      verdict: "wrong",
      mistakes: [{ id: "transposed" }],
      convention: { layout: "DxC" },
    });
  });

  it("judges a gradient's shape, too", async () => {
    const { code, stdout } = await hingeHere("check", ...given, "--gradient", "small.npy");
    expect(code).toBe(1);
    expect(stdout).toContain("The gradient must be 3 x 4 (as W); it is 2 x 2.");
  });

  it("does not judge where it cannot, and says at which W it could", async () => {
    const atZero = given.map((each) => (each === "W.json" ? "zero.npy" : each));
    const { gradient } = hingeLoss({ X, y, W: W.map((row) => row.map(() => 0)), layout: "DxC" });
    const { writeFileSync } = await import("node:fs");
    writeFileSync("start.npy", formatNpy(gradient));
    const { code, stdout, stderr } = await hingeHere("check", ...atZero, "--gradient", "start.npy");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^start\.npy: undetermined\n {2}At W = 0 no penalty shows[\s\S]*\n {2}try W = {2}\[\[/,
    );
  });

  it.each<[string, string[], string]>([
    [
      "an array that is missing",
      ["--X", "X.npy"],
      "--y: arrays are checked by all four of --X, --y, --W and --gradient",
    ],
    [
      "a label that W has no column for",
      [...changed(3, "y9.csv"), "--gradient", "right.npy"],
      "y9.csv: y[4] is 9, which is none of the classes 0, 1, 2, 3",
    ],
    [
      "too few labels",
      [...changed(3, "y4.csv"), "--gradient", "right.npy"],
      "y4.csv: there are 4 labels for 5 rows of X; give one each",
    ],
    [
      "a W of another shape",
      [...changed(5, "small.npy"), "--gradient", "right.npy"],
      "small.npy: W is 2 x 2, which gives each class 2 weights where X has 3 features",
    ],
    [
      "a lambda below 0",
      [...changed(7, "-1"), "--gradient", "right.npy"],
      "--lambda: lambda is -1; it must be a finite number >= 0",
    ],
    [
      "an option for code",
      [...given, "--gradient", "right.npy", "--limit", "3"],
      "--limit: this is for code, and arrays are given; leave it out",
    ],
    [
      "two arrays on one standard input",
      ["--X", "-", "--y", "-", "--W", "W.json", "--gradient", "right.npy"],
      "-: standard input can be read only once; give a file for one of the two",
    ],
  ])("one sentence about %s", async (_, args, sentence) => {
    expect(await hingeHere("check", ...args)).toEqual({ code: 2, stdout: "", stderr: `${sentence}\n` });
  });
});

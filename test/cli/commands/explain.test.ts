import { readFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadBundled } from "../../../src/cli/data/bundled.ts";
import { explain } from "../../../src/explain/index.ts";
import { formatModel, parseModel } from "../../../src/io/model-json.ts";
import { formatNpy } from "../../../src/io/npy.ts";
import { LinearSVM } from "../../../src/model/linear-svm.ts";
import { hingeHere, inFolder } from "../run.ts";

const weights = Float64Array.from({ length: 12 }, (_, k) => Math.sin(1 + k));
const { X, labels } = await loadBundled("iris");
const svm = new LinearSVM({ loss: "crammer-singer", margin: 2, bias: 4, maxEpochs: 5 });
await svm.fit(X, labels!);

inFolder({
  "W.npy": formatNpy({ data: weights, shape: [3, 4] }),
  "WT.npy": formatNpy({ data: weights, shape: [4, 3] }),
  "m.json": formatModel(svm),
  "hostile.csv": "x,label\n1,<script>\n2,\\input{a}\n3,$\n",
});

async function told(args: string) {
  const { code, stdout, stderr } = await hingeHere("explain", ...args.split(" "));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

describe("explain", () => {
  test("iris at W = 0", async () => {
    const text = await told("iris");
    expect(text).toContain("Weston-Watkins: sample 0 worked by hand\n");
    expect(text).toContain("ℓ = Σ_{j≠y} max(0, h_j) = 1 + 1 = 2\n");
    expect(text).toContain("x = (5.1, 3.5, 1.4, 0.2)\n");
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("--json prints the library's numbers", async () => {
    const options =
      "--weights W.npy --index 77 --loss one-vs-all --squared --margin 0.5 --lambda 0.1 --penalty full";
    const expected = explain({
      X,
      y: labels!,
      classes: ["setosa", "versicolor", "virginica"],
      W: { data: weights, shape: [3, 4] },
      index: 77,
      loss: "one-vs-all",
      squared: true,
      margin: 0.5,
      lambda: 0.1,
      penalty: "full",
    });
    expect(JSON.parse(await told(`iris ${options} --json`))).toEqual(expected);
    expect(JSON.parse(await told(`iris ${options} --as json`))).toEqual(expected);
  });

  test("--model brings W, loss, margin, classes and bias", async () => {
    const { svm: read } = parseModel(new Uint8Array(readFileSync("m.json")));
    const { sample, ...rest } = JSON.parse(await told("iris --model m.json --index 3 --json"));
    expect(rest).toMatchObject({
      loss: "crammer-singer",
      margin: 2,
      bias: 1,
      nFeatures: 5,
      classes: read.classes,
    });
    const scores = read.decisionFunction(X).data.slice(9, 12);
    for (let m = 0; m < 3; m++) expect(sample.scores[m]).toBeCloseTo(scores[m]!, 10);
    expect(sample.x.at(-1)).toBe(1);
  });

  test("--as writes Markdown, LaTeX and HTML, --out to a file", async () => {
    expect(await told("iris --as markdown")).toMatch(/^# Weston-Watkins: .*\n\n## 1\. The sample\n/);
    expect(await told("iris --as latex")).toMatch(/^\\documentclass\{article\}[\s\S]*\\end\{document\}\n$/);
    expect(await told("iris --as html --out a.html")).toBe("");
    expect(readFileSync("a.html", "utf8")).toMatch(
      /^<!doctype html>[\s\S]*<math display="block">[\s\S]*<\/html>\n$/,
    );
    rmSync("a.html");
  });

  test("names from files are harmless in every form", async () => {
    expect(await told("hostile.csv --as html")).not.toContain("<script");
    expect(await told("hostile.csv --as markdown")).not.toContain("<script");
    expect(await told("hostile.csv --as latex")).not.toContain("\\input{");
  });

  test("--help teaches by examples, within 80 columns", async () => {
    const text = await told("--help");
    expect(text).toContain("Usage: hinge explain [options] [data]\n");
    expect(text).toContain("Examples:\n  hinge explain ");
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("--derive needs no data", async () => {
    const text = await told("--derive --loss crammer-singer --squared");
    expect(text).toContain("Crammer-Singer, squared: from the definition to the vectorised line\n");
    expect(text).toContain("    r = H.argmax(axis=1)\n");
    expect(JSON.parse(await told("--derive --json")).steps[0].title).toBe("The definition");
    expect(await told("--derive --as html")).toContain("<mfrac>");
  });

  const bad: readonly [string, string, string][] = [
    ["no data", "", "hinge explain needs <data>, or --derive; hinge explain --help shows how"],
    [
      "a sample too far",
      "iris --index 150",
      "--index: there is no sample 150; the 150 samples are numbered from 0 to 149",
    ],
    [
      "half a sample",
      "iris --index 0.5",
      "--index: there is no sample 0.5; the 150 samples are numbered from 0 to 149",
    ],
    [
      "model and weights",
      "iris --model m.json --weights W.npy",
      "--weights: give --model or --weights, not both; each settles W",
    ],
    [
      "a loss beside the model's",
      "iris --model m.json --loss binary",
      "--loss: the model settles it; leave it out",
    ],
    [
      "a model of other data",
      "wine --model m.json",
      "wine: has 13 features where the model was trained on 4; give data of the same form",
    ],
    [
      "a transposed W",
      "iris --weights WT.npy",
      "WT.npy: W is 4 x 3 where the data and weston-watkins need 3 x 4; say --layout DxC",
    ],
    [
      "a W without the bias",
      "iris --weights W.npy --bias 1",
      "W.npy: W is 3 x 4 where the data, the bias as the last feature, and weston-watkins need 3 x 5; give a row a class",
    ],
    [
      "binary of three",
      "iris --loss binary",
      "iris: the binary loss needs 2 classes and got 3; use weston-watkins, crammer-singer or one-vs-all",
    ],
    ["softmax squared", "--derive --loss softmax --squared", "--squared: softmax has no squared form"],
    ["a negative lambda", "iris --lambda -1", "--lambda: lambda is -1; it must be finite and >= 0"],
    [
      "data to derive from",
      "iris --derive",
      "--derive: the derivation needs no data; leave one of the two out",
    ],
    [
      "numbers to derive from",
      "--derive --index 1",
      "--index: the derivation needs no numbers; leave it out",
    ],
    [
      "an unknown form",
      "iris --as htm",
      '--as: "htm" is none of table, markdown, latex, html, json; did you mean "html"?',
    ],
    ["two forms", "iris --as html --json", "--json: --as html asks for another form; give one"],
  ];
  test.each(bad)("refuses %s", async (_, args, sentence) => {
    expect(await hingeHere("explain", ...args.split(" ").filter((word) => word !== ""))).toEqual({
      code: 2,
      stdout: "",
      stderr: `${sentence}\n`,
    });
  });
});

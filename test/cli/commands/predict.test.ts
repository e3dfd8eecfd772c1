import { readFileSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { formatNpy } from "../../../src/io/npy.ts";
import { hinge, hingeHere, inFolder } from "../run.ts";

inFolder({
  "train.csv": "a,b,kind\n1,2,x\n3,0,y\n0.5,2.5,x\n2,-1,y\n",
  "same.csv": "a,b,kind\n1,2,y\n3,0,y\n",
  "no-label.csv": "a,b\n1,2\n3,0\n",
  "turned.csv": "b,extra,a\n2,7,1\n0,7,3\n",
  "bare.csv": "1,2\n3,0\n",
  "odd-label.csv": "a,b,kind\n1,2,\n3,0,1.5\n",
  "X.npy": formatNpy({ data: Float64Array.of(1, 2, 3, 0), shape: [2, 2] }),
  "train.svm": "1 1:1 2:2\n2 1:3\n1 1:0.5 2:2.5 3:1\n2 1:2 2:-1\n",
  "narrow.svm": "1 1:1\n2 2:3\n",
});

beforeAll(async () => {
  await hingeHere("train", "train.csv", "--label", "kind", "--model", "names.json");
  await hingeHere("train", "train.svm", "--model", "numbers.json");
  await hingeHere("train", "iris", "--model", "iris.json");
});

describe("predict", () => {
  test.each(["train.csv", "same.csv", "no-label.csv", "turned.csv", "bare.csv", "odd-label.csv", "X.npy"])(
    "%s: one label a line, whatever the order of the columns and the labels in them",
    async (name) => {
      const expected = name === "train.csv" ? "x\ny\nx\ny\n" : "x\ny\n";
      expect(await hingeHere("predict", "names.json", name)).toEqual({
        code: 0,
        stdout: expected,
        stderr: "",
      });
    },
  );

  test("reads svmlight with fewer features than the model knows", async () => {
    expect(await hingeHere("predict", "numbers.json", "narrow.svm")).toMatchObject({
      code: 0,
      stdout: "2\n1\n",
    });
  });

  test("--scores prints a row a sample, to the last bit, and --json the same numbers", async () => {
    const { stdout } = await hingeHere("predict", "iris.json", "iris", "--scores");
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ").map(Number));
    const json = JSON.parse((await hingeHere("predict", "iris.json", "iris", "--scores", "--json")).stdout);
    expect(json).toEqual({ classes: ["setosa", "versicolor", "virginica"], scores: rows });
    expect(rows).toHaveLength(150);

    const labels = JSON.parse((await hingeHere("predict", "iris.json", "iris", "--json")).stdout);
    const best = rows.map((row) => json.classes[row.indexOf(Math.max(...row))]);
    expect(labels).toEqual({ classes: json.classes, labels: best });
    expect((await hingeHere("predict", "iris.json", "iris")).stdout).toBe(`${best.join("\n")}\n`);
  });

  test("numbers stay numbers in --json", async () => {
    const { stdout } = await hingeHere("predict", "numbers.json", "narrow.svm", "--json");
    expect(stdout).toBe('{"classes":[1,2],"labels":[2,1]}\n');
  });

  test("--out writes a file instead, and overwrites one by --force only", async () => {
    const args = ["predict", "names.json", "no-label.csv", "--out", "labels.txt"];
    expect(await hingeHere(...args)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readFileSync("labels.txt", "utf8")).toBe("x\ny\n");
    expect(await hingeHere(...args)).toMatchObject({ code: 2, stdout: "" });
    expect(await hingeHere(...args, "--force")).toEqual({ code: 0, stdout: "", stderr: "" });
    rmSync("labels.txt");
  });

  test("the model or the data may come from stdin", async () => {
    const data = await hinge(["predict", "names.json", "-"], { input: "b,a\n2,1\n" });
    expect(data).toEqual({ code: 0, stdout: "x\n", stderr: "" });
    const model = await hinge(["predict", "-", "no-label.csv"], { input: readFileSync("names.json") });
    expect(model).toEqual({ code: 0, stdout: "x\ny\n", stderr: "" });
  });
});

import { readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../../src/io/model-json.ts";
import { hinge, hingeHere, inFolder, listing } from "../run.ts";

const svm = "1 1:1 2:2\n2 1:3\n1 1:0.5 2:2.5\n2 1:2 2:-1\n";

inFolder({
  "two.svm": svm,
  "two.svm.gz": gzipSync(svm),
  "wide.svm": "1 1:1 2:2\n2 1:3 5:1\n",
  "names.csv": "a,b,kind\n1,2,x\n3,0,y\n0.5,2.5,x\n2,-1,y\n",
  "turned.csv": "kind,b,a\nx,2,1\ny,0,3\n",
});

async function trained(...args: string[]) {
  const { code, stdout, stderr } = await hingeHere("train", ...args, "--json");
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return { code, report: JSON.parse(stdout) };
}

describe("train", () => {
  test("tells a person the certificate, the accuracy, and that nothing is saved", async () => {
    const { code, stdout, stderr } = await hingeHere("train", "two.svm");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.split("\n")).toEqual([
      "two.svm  4 samples, 2 features, 2 classes",
      "weston-watkins, C 1 (lambda 0.25), margin 1, bias 1, seed 0",
      "",
      expect.stringMatching(
        /^Certified: no weights whatever can have an objective more than \S+ % below this model's\.$/,
      ),
      expect.stringMatching(
        /^ {2}primal \S+ {2}dual \S+ {2}gap \S+ \(rounding at most \S+\) {2}\d+ epochs {2}\d+ ms$/,
      ),
      "",
      "100.0 % of its own training data right; --test measures on other data.",
      "The model is not saved; --model file.json saves it.",
      "",
    ]);
    expect(listing()).toHaveLength(5);
  });

  test("--json prints one object, whose numbers agree with one another", async () => {
    const { code, report } = await trained("iris", "--C", "0.5");
    expect(code).toBe(0);
    expect(report).toMatchObject({
      status: "certified",
      loss: "weston-watkins",
      squared: false,
      margin: 1,
      bias: 1,
      C: 0.5,
      lambda: 1 / (0.5 * 150),
      tolerance: 1e-3,
      seed: 0,
      nSamples: 150,
      nFeatures: 4,
      nClasses: 3,
      nnz: 600,
    });
    expect(report.gap).toBe(report.primal - report.dual);
    expect(report.relativeGap).toBe(report.gap / report.primal);
    expect(report.gap + report.bound).toBeLessThanOrEqual(1e-3 * report.primal);
    expect(Number.isInteger(report.epochs)).toBe(true);
    const { read, solve, total } = report.seconds;
    for (const value of [read, solve, total]) expect(value).toBeGreaterThan(0);
    expect(read + solve).toBeLessThanOrEqual(total);
    expect(report).not.toHaveProperty("test");
  });

  test("--lambda is C = 1 / (lambda N)", async () => {
    const { report } = await trained("iris", "--lambda", "0.01");
    expect(report.lambda).toBeCloseTo(0.01, 15);
    expect(report.C).toBe(1 / (0.01 * 150));
    const { report: same } = await trained("iris", "--C", String(report.C));
    expect(same.primal).toBe(report.primal);
  });

  test("--test measures on other data, whose columns are found by name", async () => {
    const { code, report } = await trained("names.csv", "--label", "kind", "--test", "turned.csv");
    expect(code).toBe(0);
    expect(report.test).toEqual({ accuracy: 1, macroF1: 1 });
    const { stdout } = await hingeHere("train", "names.csv", "--test", "turned.csv", "--label", "kind");
    expect(stdout).toContain("\nturned.csv  100.0 % right (2 of 2), macro-F1 1.000\n");
  });

  test("svmlight files that name other features are taken as wide as the wider one", async () => {
    expect((await trained("two.svm", "--test", "wide.svm")).report).toMatchObject({
      nFeatures: 5,
      test: { accuracy: 1 },
    });
    expect((await trained("wide.svm", "--test", "two.svm")).report).toMatchObject({ nFeatures: 5 });
  });

  test("--model saves the model, byte for byte the same for the same seed", async () => {
    for (const name of ["a.json", "b.json"]) {
      const { code, stdout } = await hingeHere("train", "iris", "--seed", "7", "--model", name);
      expect(code).toBe(0);
      expect(stdout).toContain(`Model saved: ${name}\n`);
    }
    expect(readFileSync("a.json")).toEqual(readFileSync("b.json"));
    await hingeHere("train", "iris", "--seed", "8", "--model", "b.json", "--force");
    expect(readFileSync("a.json")).not.toEqual(readFileSync("b.json"));
    const { input, svm } = parseModel(readFileSync("a.json"));
    expect(svm.classes).toEqual(["setosa", "versicolor", "virginica"]);
    expect(input.featureNames).toHaveLength(4);
    for (const name of ["a.json", "b.json"]) rmSync(name);
    expect(listing()).toHaveLength(5);
  });

  test("--model - prints the model and nothing else", async () => {
    const { code, stdout } = await hingeHere("train", "two.svm", "--model", "-");
    expect(code).toBe(0);
    expect(parseModel(new TextEncoder().encode(stdout)).input).toMatchObject({ indexBase: 1 });
  });

  test("--quiet prints nothing", async () => {
    expect(await hingeHere("train", "two.svm", "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("gzip is read as what it holds, and stdin as a file", async () => {
    const { seconds: _, ...plain } = (await trained("two.svm")).report;
    const { seconds: __, ...packed } = (await trained("two.svm.gz")).report;
    expect(packed).toEqual(plain);
    const { stdout } = await hinge(["train", "-", "--json"], { input: gzipSync(svm) });
    const { seconds: ___, ...piped } = JSON.parse(stdout);
    expect(piped).toEqual(plain);
  });

  test("--max-epochs stops with exit code 3, and the model is saved all the same", async () => {
    const { code, stdout, stderr } = await hingeHere(
      ..."train iris --max-epochs 2 --model stopped.json".split(" "),
    );
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(stdout).toMatch(
      /\nStopped: the limit of 2 epochs is reached, and the relative gap is \S+ where the tolerance is 0.001\.\n/,
    );
    expect(stdout).toContain("Model saved: stopped.json\n");
    expect(JSON.parse(readFileSync("stopped.json", "utf8")).certificate.status).toBe("stopped");
    rmSync("stopped.json");
    const { code: again, report } = await trained("iris", "--max-epochs", "2");
    expect(again).toBe(3);
    expect(report.status).toBe("stopped");
    expect(report.gap).toBe(report.primal - report.dual);
  });

  test("says what to do where features of very different size are why it stopped", async () => {
    const { code, stdout } = await hingeHere("train", "breast-cancer", "--max-epochs", "5");
    expect(code).toBe(3);
    expect(stdout).toContain("The features differ in size by a factor of 140,000: scaled to [-1, 1]");
  });

  test("--class-weight takes names or balanced", async () => {
    const { report: plain } = await trained("heart");
    const { report: balanced } = await trained("heart", "--class-weight", "balanced");
    const { report: named } = await trained("heart", "--class-weight", "1=2,-1=0.5");
    expect(new Set([plain, balanced, named].map(({ primal }) => primal)).size).toBe(3);
    // 120 of 270 patients are ill.
    const byHand = await trained("heart", "--class-weight", `-1=${270 / (2 * 150)},1=${270 / (2 * 120)}`);
    expect(byHand.report.primal).toBeCloseTo(balanced.primal, 9);
  });

  test("--bias 0 has no bias, and another value is no other model than a scaled feature", async () => {
    await hingeHere("train", "two.svm", "--bias", "0", "--model", "none.json");
    expect(parseModel(readFileSync("none.json")).svm.bias).toEqual(new Float64Array(2));
    rmSync("none.json");
    expect((await trained("two.svm", "--bias", "3")).report.bias).toBe(3);
  });

  test.each(["weston-watkins", "crammer-singer", "one-vs-all"])(
    "%s is certified, plain and squared",
    async (loss) => {
      for (const squared of [[], ["--squared"]]) {
        const { code, report } = await trained("iris", "--C", "0.1", "--loss", loss, ...squared);
        expect({ code, loss: report.loss }).toEqual({ code: 0, loss });
      }
    },
  );
});

describe("train --trace", () => {
  test("writes the fit's course as CSV or JSON", async () => {
    const { code, stdout } = await hingeHere("train", "iris", "--trace", "course.csv");
    expect(code).toBe(0);
    expect(stdout).toContain("\nTrace saved: course.csv\n");
    const [head, ...lines] = readFileSync("course.csv", "utf8").trimEnd().split("\n");
    expect(head).toBe("seconds,epoch,primal,dual,active,phase");
    const cells = lines.map((line) => line.split(","));
    const rows = cells.map((row) => [...row.slice(0, -1).map(Number), row.at(-1)]);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      expect(row.slice(0, -1).every(Number.isFinite)).toBe(true);
      expect(row.at(-1)).toMatch(/^(ascent|newton)$/);
    }
    await hingeHere("train", "iris", "--trace", "course.json", "--quiet");
    const json = JSON.parse(readFileSync("course.json", "utf8"));
    // Seconds differ from run to run, nothing else does.
    expect(json.map(({ seconds: _, ...rest }: object & { seconds: number }) => Object.values(rest))).toEqual(
      rows.map((row) => row.slice(1)),
    );
    for (const name of ["course.csv", "course.json"]) rmSync(name);
  });

  test("of a descent has the loss of each step's batch", async () => {
    const args = "train iris --solver sgd --lambda 0.1 --iterations 5 --trace steps.csv --quiet".split(" ");
    await hingeHere(...args);
    const lines = readFileSync("steps.csv", "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe("iteration,loss");
    expect(lines[5]).toMatch(/^5,\d+\.\d+$/);
    rmSync("steps.csv");
  });

  test.each([
    ["course.txt", `--trace: "course.txt" ends neither in .csv nor in .json; name it so\n`],
    [
      "no-such/course.csv",
      `--trace: "no-such/course.csv" cannot be written: there is no folder "no-such"; make it first\n`,
    ],
    ["two.svm.json", `--trace: "two.svm.json" is where the model goes; name another file\n`],
  ])("to %s is refused before the fit", async (path, stderr) => {
    const args = ["train", "iris", "--model", "two.svm.json", "--trace", path];
    expect(await hingeHere(...args)).toEqual({ code: 2, stdout: "", stderr });
    expect(listing()).toHaveLength(5);
  });
});

describe("train --max-seconds", () => {
  test("stops with exit code 3 and says that the result depends on the machine", async () => {
    const { code, stdout } = await hingeHere(
      ..."train digits --tolerance 1e-9 --max-epochs 1e9 --max-seconds 0.001".split(" "),
    );
    expect(code).toBe(3);
    expect(stdout).toContain(
      "\nStopped: the limit of 0.001 s is reached (how far one comes in it depends on the machine), and ",
    );
  });

  test.each([
    [["0"], "--max-seconds: 0 is no finite number > 0; give one such as 60\n"],
    [["soon"], `--max-seconds: "soon" is no finite number; write one like 0.5 or 1e-3\n`],
    [
      ["1", "--solver", "sgd"],
      "--max-seconds: sgd ends after its steps; say how many by iterations instead\n",
    ],
  ])("%s is refused", async (words, stderr) => {
    expect(await hingeHere("train", "iris", "--max-seconds", ...words)).toEqual({
      code: 2,
      stdout: "",
      stderr,
    });
  });
});

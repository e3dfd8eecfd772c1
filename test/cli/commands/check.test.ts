import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { noPython } from "../../support/python.ts";
import { hinge, hingeHere, inFolder } from "../run.ts";

const seed = (reg: string) => `import numpy as np

def svm(W, X, y, ${reg}delta=1):
    score = X.dot(W)
    y_pred = score[range(score.shape[0]),y]
    margins = score - y_pred[:,None] + delta
    margins[range(score.shape[0]),y] = 0
    loss = np.sum(margins,axis=1)
    non_zeros_count = (margins > 0).sum(axis=1)
    grad = X * non_zeros_count[:,None]
    grad[range(score.shape[0]),y] *= -1
    return loss, grad
`;

/** A right function, with its regulariser's gradient as told. */
const course = (name: string, gradient = "2 * reg * W", loss = "reg * np.sum(W * W)") => `import numpy as np

def ${name}(W, X, y, reg):
    N = X.shape[0]
    scores = X @ W
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1)
    margins[np.arange(N), y] = 0
    mask = (margins > 0) * 1.0
    mask[np.arange(N), y] = -mask.sum(axis=1)
    dW = X.T @ mask / N + ${gradient}
    return margins.sum() / N + ${loss}, dW
`;

const files = {
  "seed.py": seed(""),
  "seed_reg.py": seed("reg, "),
  "right.py": course("svm"),
  "half.py": course("svm", "reg * W", "0.5 * reg * np.sum(W * W)"),
  "wrong.py": course("svm", "reg * W"),
  "linear_svm.py": course("svm_loss", "reg * W"),
  "both.py": `${course("naive")}${course("vectorized", "reg * W")}${course("third", "reg * W")}`,
  "loops.py": "def svm(W, X, y, reg):\n  while True: pass\n",
  "parse.py": "def svm(W, X, y, reg)\n  return 1\n",
  "exits.py": "import sys\ndef svm(W, X, y, reg):\n  sys.exit(2)\n",
  "module.py": "import nosuchthing\ndef svm(W, X, y, reg):\n  return nosuchthing.f(W)\n",
  "nan.py": "def svm(W, X, y, reg):\n  return float('nan'), W * float('nan')\n",
  "shape.py": "import numpy as np\ndef svm(W, X, y, reg):\n  return np.zeros((2, 2))\n",
  "text.py": "def svm(W, X, y, reg):\n  return 'loss'\n",
  "none.py": "a = 1\n",
  "svm.ipynb": JSON.stringify({
    nbformat: 4,
    cells: [
      { cell_type: "markdown", source: "# SVM" },
      { cell_type: "code", source: course("svm", "reg * W") },
    ],
  }),
  "svm.mjs": `export function svm(W, X, y, reg) {
  const [N, D, C] = [X.length, W.length, W[0].length];
  let loss = 0;
  const dW = W.map((row) => row.map((w) => 2 * reg * w));
  for (let i = 0; i < N; i++) {
    const s = W[0].map((_, c) => X[i].reduce((sum, x, d) => sum + x * W[d][c], 0));
    for (let c = 0; c < C; c++) {
      const m = s[c] - s[y[i]] + 1;
      if (c === y[i] || m <= 0) continue;
      loss += m / N;
      for (let d = 0; d < D; d++) {
        dW[d][c] += X[i][d] / N;
        dW[d][y[i]] += X[i][d] / N;
      }
    }
  }
  for (const row of W) for (const w of row) loss += reg * w * w;
  return { loss, dW };
}
`,
};

const withPython = describe.skipIf(noPython !== undefined);

describe("hinge check", () => {
  inFolder(files);

  withPython("of the block that counts right and forms the wrong product", () => {
    it("says what is right, what is wrong, and how to repair it", async () => {
      const { code, stdout, stderr } = await hingeHere("check", "seed_reg.py");
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      const text = stdout.replace(/\s+/g, " ");
      expect(text).toContain("seed_reg.py, svm, line 3: wrong, 6 mistakes");
      expect(text).toContain(
        "What is right: The scores, the correct-class scores and the counts of violating",
      );
      for (const part of [
        "The loss adds up the margins without max(0, .) (no-clamp) line 8: loss = np.sum(margins,axis=1)",
        "(not-averaged)",
        "(regularizer-loss)",
        "(regularizer-gradient-missing)",
        "N x D, and takes class numbers for feature numbers (per-sample-gradient) line 10:",
        "(other-rows-missing)",
        "M = (margins > 0) * 1.0 M[np.arange(num_train), y] = -count dW = X.T @ M / num_train + 2 * reg * W",
        "y_pred",
      ]) {
        expect(text).toContain(part);
      }
    });

    it("without lambda misses no regulariser in the gradient", async () => {
      const { code, stdout } = await hingeHere("check", "seed.py", "--json");
      expect(code).toBe(1);
      const ids = JSON.parse(stdout).functions[0].mistakes.map(({ id }: { id: string }) => id);
      expect(ids.sort()).toEqual(["no-clamp", "not-averaged", "other-rows-missing", "per-sample-gradient"]);
    });
  });

  withPython("of Python", () => {
    it("says right in a line", async () => {
      expect(await hingeHere("check", "right.py")).toEqual({
        code: 0,
        stdout: "right.py, svm, line 3: right\n",
        stderr: "",
      });
    });

    it("names another convention, unless it is the one that is asked for", async () => {
      const { code, stdout } = await hingeHere("check", "half.py");
      expect(code).toBe(0);
      expect(stdout).toContain(
        "right, in another convention\n  It takes lambda/2*sum(W^2) where lambda*sum(W^2) is asked for",
      );
      const asked = await hingeHere("check", "half.py", "--convention", "half");
      expect(asked).toMatchObject({ code: 0, stdout: "half.py, svm, line 3: right\n" });
      const course = await hingeHere("check", "right.py", "--convention", "half,sum");
      expect(course.stdout.replace(/\s+/g, " ")).toContain(
        "It takes mean where sum is asked for and lambda*sum(W^2) where lambda/2*sum(W^2) is asked for.",
      );
    });

    it("shows a mistake with its line, the mathematics, numbers and the repair, within 80 columns", async () => {
      const { code, stdout } = await hingeHere("check", "wrong.py");
      expect(code).toBe(1);
      for (const part of [
        "wrong.py, svm, line 3: wrong\n",
        "(regularizer-gradient-factor)",
        "line 10:  dW = X.T @ mask / N + reg * W",
        "  yours  lambda*W\n",
        "dW += 2 * reg * W",
        "The smallest numbers that show it",
        "lambda = 1",
      ]) {
        expect(stdout).toContain(part);
      }
      for (const line of stdout.split("\n")) {
        expect(line.length, line).toBeLessThanOrEqual(80);
      }
    });

    it("prints what the README shows", async () => {
      const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
      const [, shown] = /\$ npx hinge check linear_svm\.py\n([\s\S]*?)```/.exec(readme)!;
      expect((await hingeHere("check", "linear_svm.py")).stdout).toBe(shown);
    });

    it("tells several functions of a file apart, and a story once", async () => {
      const { code, stdout } = await hingeHere("check", "both.py");
      expect(code).toBe(1);
      expect(stdout).toMatch(/^both\.py\n[\s\S]*\nnaive, line 3: right\n\nvectorized, line 14: wrong\n/);
      expect(stdout).toContain("As above.");
      expect(stdout.match(/ Fix: {2}/g)).toHaveLength(1);
      const one = await hingeHere("check", "both.py", "--function", "naive");
      expect(one).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("both.py, naive, line 3: right"),
      });
    });

    it("quotes a notebook's line by its cell", async () => {
      expect((await hingeHere("check", "svm.ipynb")).stdout).toContain("\n  cell 2, line 10:  dW = X.T");
    });

    it("prints a JSON object a file, one file a line, and goes on after a file that cannot be run", async () => {
      const names = ["right.py", "parse.py", "nowhere.py", "svm.rb", "half.py", "wrong.py"];
      const { code, stdout, stderr } = await hingeHere("check", ...names, "--json");
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      const reports = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      const unable = (file: string, sentence: unknown) => ({
        file,
        verdict: "undetermined",
        functions: [],
        notes: [sentence],
      });
      expect(reports).toMatchObject([
        { file: "right.py", verdict: "right", functions: [{ name: "svm", verdict: "right", mistakes: [] }] },
        unable("parse.py", expect.stringMatching(/^line 1: SyntaxError/)),
        unable("nowhere.py", expect.stringMatching(/^no such file/)),
        unable("svm.rb", expect.stringMatching(/^what language is this\?/)),
        { file: "half.py", verdict: "right-other-convention" },
        { file: "wrong.py", verdict: "wrong" },
      ]);
      const [{ name, verdict, mistakes, convention, notes, counterexample }] = reports[5].functions;
      expect({ name, verdict, notes }).toMatchObject({
        name: "svm",
        verdict: "wrong",
        notes: expect.any(Array),
      });
      expect(mistakes).toEqual([
        expect.objectContaining({
          id: "regularizer-gradient-factor",
          part: "regularizer",
          equation: expect.any(String),
          summary: expect.any(String),
          fix: expect.any(String),
          confidence: expect.any(Number),
        }),
      ]);
      expect(convention).toMatchObject({ loss: "weston-watkins", reduction: "mean", layout: "DxC" });
      expect(counterexample).toMatchObject({ lambda: 1, gradient: { yours: expect.any(Array) } });
    });

    it("closes many files with a table", async () => {
      const { code, stdout } = await hingeHere("check", "right.py", "wrong.py", "nowhere.py");
      expect(code).toBe(1);
      expect(stdout).toMatch(
        /\nfile {8}verdict {7}mistakes\nright\.py {4}right\nwrong\.py {4}wrong {9}regul/,
      );
      expect(stdout).toContain("nowhere.py  undetermined\n\n3 files: 1 right, 1 wrong and 1 undetermined.\n");
    });

    it("has no verdict for many files if one has none and none is wrong", async () => {
      expect((await hingeHere("check", "right.py", "parse.py")).code).toBe(2);
    });

    it.each([
      ["loops.py", /^loops\.py, svm, line 1: undetermined\n {2}it ran longer than 0\.5 s\n$/i],
      ["parse.py", /^parse\.py: line 1: SyntaxError: .*\n$/],
      ["exits.py", /undetermined\n {2}the code ended its process, by exit\(\) \(line 3\)\n/i],
      ["module.py", /undetermined\n {2}it needs the module nosuchthing, which is not here/i],
      ["none.py", /^none\.py: undetermined\n {2}There is no function in it\.\n$/],
    ])("gives %s its sentence on stderr", async (file, sentence) => {
      const { code, stdout, stderr } = await hingeHere("check", file, "--limit", "0.5");
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(sentence);
    });

    it.each([
      ["nan.py", /not a finite number|nan/i],
      ["shape.py", /\(wrong-shape\)[\s\S]*it is 2 x 2/],
      ["text.py", /it is a str/],
    ])("calls %s wrong, and says why", async (file, sentence) => {
      const { code, stdout, stderr } = await hingeHere("check", file);
      expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
      expect(stdout).toMatch(sentence);
    });

    it("tells a program in JSON, too, that a single file cannot be run", async () => {
      const { code, stdout, stderr } = await hingeHere("check", "parse.py", "--json");
      expect(code).toBe(2);
      expect(stderr).toMatch(/^parse\.py: line 1: SyntaxError/);
      expect(JSON.parse(stdout)).toMatchObject({ file: "parse.py", verdict: "undetermined", functions: [] });
    });

    it("knows the functions there are when another is asked for", async () => {
      const { code, stderr } = await hingeHere("check", "right.py", "--function", "vsm");
      expect(code).toBe(2);
      expect(stderr).toContain("There is no function vsm; there is svm.");
    });
  });

  describe("of JavaScript", () => {
    it("repairs in JavaScript", async () => {
      const { code, stdout } = await hingeHere("check", "svm.mjs");
      expect(code).toBe(1);
      expect(stdout).toContain("(sign-flipped)");
      expect(stdout).toMatch(/for \(|-=/);
    });
  });

  it.skipIf(process.platform === "win32")("ends what it started when it is interrupted", async () => {
    writeFileSync("forever.js", "export function svm(W, X, y, reg) {\n  for (;;);\n}\n");
    mkdirSync("tmp");
    const { code, stderr } = await hinge(["check", "forever.js", "--limit", "60"], {
      signal: { name: "SIGINT", after: 1500 },
      env: { TMPDIR: `${process.cwd()}/tmp` },
    });
    expect({ code, stderr }).toEqual({ code: 130, stderr: "interrupted; nothing was written\n" });
    expect(readdirSync("tmp")).toEqual([]);
  });

  it("says in its help whose rights the code has, and what the exit codes are", async () => {
    const { stdout } = await hingeHere("check", "--help");
    expect(stdout).toContain("The file's code is run, with your own rights, in a child process");
    expect(stdout).toContain("HINGE_PYTHON");
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(stdout).toMatch(/Exit codes: 0 right[\s\S]*1 a\s+mistake/);
  });

  it.each<[string, string[], string]>([
    [
      "nothing",
      [],
      "hinge check needs <files>, or arrays, or --notebook-output; hinge check --help shows how",
    ],
    ["a file that is not there", ["nowhere.py"], "nowhere.py: no such file; give a file of code"],
    [
      "an extension unknown",
      ["svm.rb"],
      "svm.rb: what language is this? The extensions known are .py, .ipynb, .js, .mjs, .cjs, .ts, .mts",
    ],
    [
      "standard input",
      ["-"],
      "-: code is not read from standard input, since a file's extension tells its language; give a file",
    ],
    [
      "a convention mistyped",
      ["a.py", "--convention", "haf"],
      '--convention: "haf" is none of course, full, half, mean, sum, bias-regularized, bias-free; did you mean "half"?',
    ],
    [
      "two conventions at once",
      ["a.py", "--convention", "half,full"],
      '--convention: "half,full" asks for two that exclude each other; choose one',
    ],
    [
      "a limit of 0",
      ["a.py", "--limit", "0"],
      '--limit: "0" is not above 0 and at most 3600; give such a number',
    ],
    [
      "a margin of none",
      ["a.py", "--margin", "nan"],
      '--margin: "nan" is no finite number; write one like 0.5 or 1e-3',
    ],
    ["code and arrays", ["a.py", "--X", "X.npy"], "--X: give a file of code or arrays, not both"],
    [
      "code and pasted lines",
      ["a.py", "--notebook-output", "b"],
      '--notebook-output: the pasted lines are read alone; leave "a.py" out',
    ],
  ])("one sentence about %s", async (_, args, sentence) => {
    expect(await hingeHere("check", ...args)).toEqual({ code: 2, stdout: "", stderr: `${sentence}\n` });
  });
});

import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type Detail, mistakes } from "../../../src/check/diagnosis/mistakes/index.ts";
import { noPython } from "../../support/python.ts";

/** Code of a definition: the wrong lines and the repairs of all details that change them. */
const details: readonly Detail[] = [
  { where: "gradient" },
  { where: "loss" },
  { where: "both" },
  ...["own", "others", "first", "loop-replaces", "crammer-singer"].map((variant) => ({
    where: "gradient" as const,
    variant,
  })),
  ...["2", "1", "0", "1/2", "1/N", "1/(2N)"].map((expected) => ({
    where: "gradient" as const,
    factor: "4",
    expected,
  })),
];
const losses = ["weston-watkins", "crammer-singer", "one-vs-all", "softmax"].flatMap((name) => [
  name,
  `squared ${name}`,
]);

function codeOf(mistake: (typeof mistakes)[number], language: "numpy" | "javascript"): string[] {
  const all: readonly Detail[] =
    mistake.id === "other-loss" ? losses.map((expected) => ({ where: "gradient", expected })) : details;
  return [...new Set([mistake.wrongCode[language], ...all.map((detail) => mistake.tell(detail)[language])])];
}

/** A problem with all names that the lines use. */
const problem = {
  X: [
    [1, 2],
    [-1, 3],
    [0, 1],
  ],
  y: [0, 1, 0],
  W: [
    [1, 0],
    [0, 1],
  ],
  scores: [
    [1, 2],
    [-1, 3],
    [0, 1],
  ],
};
const names = [
  "X",
  "y",
  "W",
  "scores",
  "margins",
  "dW",
  "N",
  "C",
  "D",
  "i",
  "j",
  "d",
  "lambda",
  "delta",
  "loss",
];
const extra = ["count", "counts"];

describe("the lines of JavaScript run", () => {
  it.each(mistakes)("for $id", (mistake) => {
    for (const code of codeOf(mistake, "javascript")) {
      const copy = structuredClone(problem);
      const margins = [
        [0, 2],
        [0, 0],
        [0, 2],
      ];
      const dW = [
        [0, 0],
        [0, 0],
      ];
      const values = [
        copy.X,
        copy.y,
        copy.W,
        copy.scores,
        margins,
        dW,
        3,
        2,
        2,
        1,
        0,
        0,
        0.5,
        1,
        0,
        1,
        [1, 0, 1],
      ];
      // A loop round it, for `continue`; what it makes of the problem is left in `dW`, `W` and `loss`.
      const run = new Function(
        ...names,
        ...extra,
        `"use strict"; for (let once = 0; once < 1; once++) { ${code}\n }`,
      );
      expect(() => run(...values), code).not.toThrow();
      expect([...copy.W.flat(), ...dW.flat()].every(Number.isFinite), code).toBe(true);
    }
  });
});

describe.skipIf(noPython !== undefined)("the lines of NumPy run", () => {
  it("for every mistake", () => {
    const codes = mistakes.flatMap((mistake) => codeOf(mistake, "numpy").map((code) => [mistake.id, code]));
    const script = `
import json, sys, textwrap
import numpy as np
failed = []
for id, code in json.loads(sys.stdin.read()):
    X = np.array([[1., 2.], [-1., 3.]])
    y = np.array([0, 1])
    W = np.array([[1., 0.5, 0.], [0., 1., -1.]])
    scores = X.dot(W)
    correct = scores[np.arange(2), y][:, None]
    margins = np.maximum(0, scores - correct + 1.)
    margins[np.arange(2), y] = 0
    mask = (margins > 0) * 1.0
    count = mask.sum(axis=1)
    mask[np.arange(2), y] = -count
    values = dict(X=X, y=y, W=W, scores=scores, correct=correct, margins=margins, mask=mask, count=count, dW=np.zeros(W.shape),
        loss=0., reg=0.5, delta=1., num_train=2, num_classes=3, num_features=2, i=1, j=0)
    source = "def f(%s):\\n  for once in [0]:\\n%s" % (", ".join(values), textwrap.indent(code, "    "))
    try:
        scope = {"np": np}
        exec(source, scope)
        scope["f"](**values)
    except Exception as error:
        failed.append([id, code, repr(error)])
print(json.dumps([np.__version__, failed]))
`;
    const { stdout, stderr } = spawnSync(process.env.HINGE_PYTHON!, ["-c", script], {
      input: JSON.stringify(codes),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)[1]).toEqual([]);
  });
});

describe("the lines that are quoted", () => {
  const right = {
    numpy: `
scores = X.dot(W)
correct_class_scores = scores[np.arange(num_train), y][:, np.newaxis]
margins = np.maximum(0, scores - correct_class_scores + 1)
margins[np.arange(num_train), y] = 0
loss = np.sum(margins) / num_train
loss += reg * np.sum(W * W)
mask = np.zeros(margins.shape)
mask[margins > 0] = 1
row_sum = np.sum(mask, axis=1)
mask[np.arange(num_train), y] = -row_sum
dW = X.T.dot(mask)
dW /= num_train
for i in range(num_train):
    for j in range(num_classes):
        if j == y[i]:
            continue
        margin = scores[j] - correct_class_score + 1 # note delta = 1
        if margin > 0:
            loss += margin
            dW[:, j] += X[i, :]
            dW[:, y[i]] -= X[i, :]
dW += 2 * reg * W
return loss, dW`,
    javascript: `
const m = scores[j] - scores[y[i]] + delta;
if (m > 0) {
  loss += m;
  for (let d = 0; d < D; d++) { dW[j][d] += X[i][d]; dW[y[i]][d] -= X[i][d]; }
}
dW[j][d] = dW[j][d] / N + 2 * lambda * W[j][d];
loss = loss / N + lambda * squares;
return { loss, gradient: dW };`,
  };
  /** Mistakes that sit in a line which right code has too, with another number in it. */
  const sameLine = {
    numpy: ["regularizer-gradient-factor", "regularizer-loss", "bias-regularized", "no-clamp", "delta-wrong"],
    javascript: ["regularizer-gradient-factor", "regularizer-loss"],
  };

  /** More lines of real code that the patterns are for, beside the definitions' own wrong code. */
  const seen: Record<"numpy" | "javascript", Record<string, string>> = {
    numpy: {
      "regularizer-gradient-factor": "dW += W * reg",
      "regularizer-averaged": "dW = (dW + 2 * reg * W) / num_train\ndW += 2 * reg * W / num_train",
      "regularizer-wrong-term": "dW += reg\ndW += reg * np.sum(W)\ndW += reg * W ** 2",
      "correct-class-not-counted": "mask[range(N), y] = -1",
      "no-clamp": "loss = margins.sum() / num_train",
      "margins-not-indicator": "dW = X.T @ margins / num_train\ndW[:, j] += margin * X[i]",
      "delta-missing": "margin = scores[j] - correct_class_score",
      "delta-wrong": "margin = scores[j] - correct_class_score + 10",
      "averaged-twice": "dW = X.T.dot(mask) / num_train ** 2\ndW = dW / num_train / num_train",
      "averaged-over-classes": "dW /= num_classes\nloss = np.mean(np.maximum(0, margins))",
      overwritten: "dW[y] -= X\ndW[:, j] = X[i]",
      "per-sample-gradient": "dW = count[:, None] * X",
      transposed: "return loss, dW.T\ndW = mask.T @ X",
      stateful: "noise = np.random.randn(3)\nglobal cache",
      "integer-overflow": "X = X.astype(np.uint8)",
    },
    javascript: {
      "regularizer-gradient-factor": "dW[j][d] += W[j][d] * lambda;",
      "regularizer-averaged":
        "dW[j][d] += 2 * lambda * W[j][d] / N;\ndW[j][d] = (dW[j][d] + 2 * lambda * W[j][d]) / N;",
      "regularizer-wrong-term": "dW[j][d] += lambda;",
      "margins-not-indicator": "dW[j][d] += margin * X[i][d];\ndW[j][d] += X[i][d] * margin;",
      "delta-missing": "const margin = scores[j] - correct;",
      "delta-wrong": "const margin = scores[j] - correct + 10;\nconst delta = 10;",
      "averaged-twice": "dW[j][d] /= (N * N);",
      "averaged-over-classes": "dW[j][d] /= C;",
      "labels-shifted": "const k = y[i] - 1;",
      stateful: "const noise = Math.random();",
      "bias-not-regularized": "for (let d = 0; d < D - 1; d++) dW[j][d] += 2 * lambda * W[j][d];",
    },
  };

  for (const language of ["numpy", "javascript"] as const) {
    it(`match what they were made for (${language})`, () => {
      const missed = mistakes.filter(({ id, suspects, wrongCode }) => {
        const patterns = suspects?.[language] ?? [];
        const lines = `${wrongCode[language]}\n${seen[language][id] ?? ""}`.split("\n");
        return patterns.some((pattern) => !lines.some((line) => pattern.test(line)));
      });
      expect(missed.map(({ id }) => id)).toEqual([]);
    });

    it(`do not match right code, but for what only a number makes wrong (${language})`, () => {
      const matching = mistakes.filter(({ suspects }) =>
        right[language]
          .split("\n")
          .some((line) => suspects?.[language].some((pattern) => pattern.test(line))),
      );
      expect(matching.map(({ id }) => id)).toEqual(sameLine[language]);
    });
  }
});

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { CsrMatrix } from "../../src/data/index.ts";
import { createLoss, type LossName } from "../../src/losses/index.ts";
import { type HingeLossOptions, hingeLoss } from "../../src/objective/index.ts";
import { LOSS_FORMS, naiveLoss, naiveScoreLoss } from "../support/naive.ts";
import { testRandom } from "../support/problems.ts";

const forms = LOSS_FORMS.map((form) => ({
  ...form,
  title: `${form.squared ? "squared " : ""}${form.loss}`,
}));

interface Problem {
  X: number[][];
  y: number[];
  W: number[][];
}

/** Small whole numbers, exact in every precision: ties are common. */
function wholeNumbers(seed: number, loss: LossName, nSamples: number): Problem {
  const random = testRandom(seed);
  const whole = (reach: number) => Math.floor(random() * (2 * reach + 1)) - reach;
  const nFeatures = 3;
  const nClasses = loss === "binary" ? 2 : 4;
  return {
    X: Array.from({ length: nSamples }, () => Array.from({ length: nFeatures }, () => whole(2))),
    y: Array.from({ length: nSamples }, () => Math.floor(random() * nClasses)),
    W: Array.from({ length: loss === "binary" ? 1 : nClasses }, () =>
      Array.from({ length: nFeatures }, () => whole(2)),
    ),
  };
}

function scoresOf({ X, W }: Problem): number[][] {
  return X.map((x) => W.map((w) => w.reduce((sum, value, j) => sum + value * x[j], 0)));
}

describe.each(forms)("hingeLoss with the $title loss", ({ loss, squared }) => {
  const problems = fc
    .tuple(fc.integer(), fc.constantFrom(1, 3, 31, 32, 33, 70))
    .map(([seed, n]) => wholeNumbers(seed, loss, n));

  it("counts the violated margins and the samples on a kink", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { y } = problem;
        let violations = 0;
        let kinks = 0;
        scoresOf(problem).forEach((s, i) => {
          const hinges = s.map((score, m) => {
            if (loss === "binary") return 1 - (y[i] === 1 ? score : -score);
            if (loss === "one-vs-all") return 1 - (m === y[i] ? score : -score);
            return m === y[i] ? 0 : 1 - (s[y[i]] - score);
          });
          violations += hinges.filter((h) => h > 0).length;
          // A kink is where the slopes to the left and to the right differ along some score, exactly for whole numbers.
          const value = (m: number, step: number) =>
            naiveScoreLoss(
              s.map((score, k) => score + (k === m ? step : 0)),
              y[i],
              loss,
              squared,
            ).value;
          const t = 2 ** -10;
          const slope = (m: number, step: number) =>
            (4 * value(m, step / 2) - value(m, step) - 3 * value(m, 0)) / step;
          if (s.some((_, m) => slope(m, t) !== slope(m, -t))) kinks++;
        });
        expect(hingeLoss({ ...problem, loss, squared })).toMatchObject({ nViolations: violations, kinks });
      }),
      { numRuns: 100 },
    );
  });

  it("with reduction none gives each sample's loss and its row of dl/ds; G^T X is the gradient", () => {
    fc.assert(
      fc.property(problems, fc.constantFrom(undefined, 0.5), (problem, classWeight) => {
        const { X, y, W } = problem;
        const weights = y.map((_, i) => (i % 3) / 2);
        const { losses, scoreGradients, gradient, value, dataLoss } = hingeLoss({
          ...problem,
          loss,
          squared,
          reduction: "none",
          sampleWeight: weights,
          ...(classWeight === undefined ? {} : { classWeight: { 1: classWeight } }),
        });
        const expected = scoresOf(problem).map((s, i) => {
          const one = naiveScoreLoss(s, y[i], loss, squared);
          const weight = weights[i] * (y[i] === 1 ? (classWeight ?? 1) : 1);
          return { value: weight * one.value, gradient: one.gradient.map((g) => weight * g + 0) };
        });
        expect([...losses!]).toEqual(expected.map((sample) => sample.value));
        expect(scoreGradients!.shape).toEqual([X.length, W.length]);
        const G = expected.map((sample) => sample.gradient);
        expect([...scoreGradients!.data].map((g) => g + 0)).toEqual(G.flat());
        const product = W.flatMap((row, m) =>
          row.map((_, j) => X.reduce((sum, x, i) => sum + G[i][m] * x[j], 0)),
        );
        expect([...gradient.data].map((g) => g + 0)).toEqual(product.map((g) => g + 0));
        expect(dataLoss).toBe(expected.reduce((sum, sample) => sum + sample.value, 0));
        expect(value).toBe(dataLoss);
      }),
      { numRuns: 100 },
    );
  });

  it("gives the same numbers from every kind of storage, where all are exact", () => {
    fc.assert(
      fc.property(problems, ({ X, y, W }) => {
        const reduction = "sum";
        const naive = naiveLoss({ X, y, W, loss, squared, reduction });
        const shape = [X.length, 3] as const;
        const kept = X.flatMap((row, i) => row.map((value, j) => ({ i, j, value }))).filter(
          (e) => e.value !== 0,
        );
        const csr: CsrMatrix = {
          indptr: Int32Array.from({ length: X.length + 1 }, (_, i) => kept.filter((e) => e.i < i).length),
          indices: Uint32Array.from(kept, (e) => e.j),
          values: Float32Array.from(kept, (e) => e.value),
          shape,
        };
        const matrices = [X, csr, ...[Float64Array, Float32Array, Int8Array].map(dense)];
        function dense(kind: typeof Float64Array | typeof Float32Array | typeof Int8Array) {
          return { data: kind.from(X.flat()), shape };
        }
        for (const matrix of matrices) {
          for (const kind of [Float64Array, Float32Array]) {
            const weights = { data: kind.from(W.flat()), shape: [W.length, 3] as const };
            const { value, gradient } = hingeLoss({ X: matrix, y, W: weights, loss, squared, reduction });
            expect(value).toBe(naive.value);
            expect(gradient.data).toBeInstanceOf(kind);
            expect([...gradient.data].map((g) => g + 0)).toEqual(naive.gradient.flat().map((g) => g + 0));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("counts a sample of weight 2 as two of its kind, in the sum and in the mean", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { X, y, W } = wholeNumbers(seed, loss, 5);
        for (const reduction of ["mean", "sum"] as const) {
          const options = { W, loss, squared, reduction, lambda: 0.5 };
          const twice = hingeLoss({ ...options, X: [...X, X[2]], y: [...y, y[2]] });
          const heavy = hingeLoss({ ...options, X, y, sampleWeight: [1, 1, 2, 1, 1] });
          expect(heavy.value).toBeCloseTo(twice.value, 12);
          heavy.gradient.data.forEach((g, k) => {
            expect(g).toBeCloseTo(twice.gradient.data[k], 12);
          });
        }
      }),
    );
  });

  it("takes a batch that some classes are absent from, and an empty one", () => {
    const { X, W } = wholeNumbers(7, loss, 9);
    const y = X.map(() => 1);
    const naive = naiveLoss({ X, y, W, loss, squared });
    const { value, gradient } = hingeLoss({ X, y, W, loss, squared });
    expect(value).toBeCloseTo(naive.value, 12);
    naive.gradient.flat().forEach((g, k) => {
      expect(gradient.data[k]).toBeCloseTo(g, 12);
    });
    const empty = hingeLoss({
      X: { data: new Float64Array(0), shape: [0, 3] },
      y: [],
      W,
      loss,
      squared,
      lambda: 2,
    });
    expect(empty).toMatchObject({ dataLoss: 0, value: empty.regularization, nViolations: 0, kinks: 0 });
    expect([...empty.gradient.data]).toEqual(W.flat().map((w) => 2 * w));
  });

  it("changes nothing that it was given", () => {
    const { X, y, W } = wholeNumbers(3, loss, 4);
    const before = structuredClone({ X, y, W });
    const data = Float64Array.from(W.flat());
    hingeLoss({ X, y, W: { data, shape: [W.length, 3] }, loss, squared, lambda: 1 });
    expect({ X, y, W }).toEqual(before);
    expect([...data]).toEqual(W.flat());
  });
});

test("softmax and its gradient, against central differences", () => {
  const random = testRandom(4);
  const X = Array.from({ length: 40 }, () => Array.from({ length: 3 }, () => 2 * random() - 1));
  const y = X.map(() => Math.floor(random() * 5));
  const W = Array.from({ length: 5 }, () => Array.from({ length: 4 }, () => 2 * random() - 1));
  const at = (W: number[][]) => hingeLoss({ X, y, W, loss: "softmax", bias: 1, lambda: 0.1 });
  const { gradient, nViolations, kinks } = at(W);
  expect([nViolations, kinks]).toEqual([0, 0]);
  const t = 1e-5;
  W.forEach((row, m) => {
    row.forEach((_, j) => {
      const moved = (step: number) =>
        at(W.map((other, k) => other.map((w, l) => w + (k === m && l === j ? step : 0)))).value;
      expect(gradient.data[m * 4 + j]).toBeCloseTo((moved(t) - moved(-t)) / (2 * t), 9);
    });
  });
});

test("at W = 0 the mean loss is nClasses - 1, exactly", () => {
  for (const nClasses of [2, 3, 10, 33]) {
    for (const nSamples of [1, 2, 3, 7, 49, 100, 333]) {
      const X = Array.from({ length: nSamples }, (_, i) => [i, -1]);
      const y = X.map((_, i) => i % nClasses);
      const W = Array.from({ length: nClasses }, () => [0, 0]);
      expect(hingeLoss({ X, y, W }).value).toBe(nClasses - 1);
    }
  }
});

test("the docstring's example", () => {
  const { value, gradient } = hingeLoss({
    X: [
      [1, 2],
      [3, 4],
    ],
    y: [0, 1],
    W: [
      [0, 0],
      [0, 0],
    ],
  });
  expect(value).toBe(1);
  expect(gradient).toEqual({ data: Float64Array.of(1, 1, -1, -1), shape: [2, 2] });
});

test("the rows of W are the classes given, or sorted strings and booleans", () => {
  const X = [[1], [2]];
  const W = [[1], [-1]];
  const byNumber = hingeLoss({ X, y: [1, 0], W }).value;
  expect(hingeLoss({ X, y: ["b", "a"], W }).value).toBe(byNumber);
  expect(hingeLoss({ X, y: [true, false], W }).value).toBe(byNumber);
  expect(hingeLoss({ X, y: [7, 9], W, classes: [9, 7] }).value).toBe(byNumber);
  expect(hingeLoss({ X, y: ["z", "z"], W, classes: ["y", "z"] }).value).toBe(
    hingeLoss({ X, y: [1, 1], W }).value,
  );
  expect(hingeLoss({ X, y: ["b", "a"], W: [[1]], loss: "binary" }).value).toBe(
    hingeLoss({ X, y: [1, 0], W: [[1]], loss: "binary" }).value,
  );
});

test("all sample weights 0 leave the penalty alone", () => {
  const result = hingeLoss({ X: [[1]], y: [0], W: [[1], [2]], sampleWeight: [0], lambda: 1 });
  expect(result).toMatchObject({ dataLoss: 0, value: 2.5 });
  expect(result.gradient.data).toEqual(Float64Array.of(1, 2));
});

describe("hingeLoss refuses", () => {
  const good: HingeLossOptions = {
    X: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    y: [0, 1],
    W: [
      [1, 0, 0],
      [0, 1, 0],
    ],
  };

  test.each<[what: string, change: Record<string, unknown>, code: string, message: string]>([
    ["a layout", { layout: "KxD" }, "bad-option", 'layout: "KxD" is none of CxD, DxC'],
    ["a penalty", { penalty: "l2" }, "bad-option", 'penalty: "l2" is none of half, full'],
    ["a reduction", { reduction: "avg" }, "bad-option", 'reduction: "avg" is none of mean, sum, none'],
    ["a negative lambda", { lambda: -1 }, "bad-lambda", "lambda: lambda is -1; it must be finite and >= 0"],
    [
      "a lambda in words",
      { lambda: "0.1" },
      "bad-lambda",
      'lambda: lambda is "0.1"; it must be finite and >= 0',
    ],
    [
      "an infinite lambda",
      { lambda: Number.POSITIVE_INFINITY },
      "bad-lambda",
      "lambda: lambda is Infinity; it must be finite and >= 0",
    ],
    [
      "a bias that is no number",
      { bias: Number.NaN },
      "bad-bias",
      "bias: the bias feature is NaN; give a finite number, 0 for none",
    ],
    [
      "a bias that is true",
      { bias: true },
      "bad-bias",
      "bias: the bias feature is true; give a finite number, 0 for none",
    ],
    [
      "an unknown loss",
      { loss: "logistic" },
      "unknown-loss",
      'loss: "logistic" is no loss; choose one of weston-watkins, crammer-singer, one-vs-all, binary, softmax',
    ],
    [
      "a bad margin",
      { margin: -1 },
      "bad-margin",
      "margin: the margin is -1; it must be a finite number >= 0",
    ],
    ["too few labels", { y: [0] }, "bad-shape", "there are 1 labels for 2 rows of X; give one each"],
    [
      "a label that no row of W is for",
      { y: [0, 2] },
      "unknown-label",
      "y[1] is 2, which is none of the classes 0, 1",
    ],
    ["a label of 1.5", { y: [0, 1.5] }, "unknown-label", "y[1] is 1.5, which is none of the classes 0, 1"],
    [
      "one class by name for two rows of W",
      { y: ["a", "a"] },
      "bad-shape",
      "y has 1 distinct labels where W has rows for 2 classes; name them by classes: [...]",
    ],
    [
      "classes that W has no rows for",
      { classes: [0, 1, 2] },
      "bad-shape",
      "W has 2 rows where the weston-watkins loss takes 3",
    ],
    [
      "two rows of W for binary",
      { loss: "binary" },
      "bad-shape",
      "W has 2 rows where the binary loss takes 1",
    ],
    [
      "three classes for binary",
      { loss: "binary", W: [[1, 2, 3]], classes: [0, 1, 2] },
      "not-two-classes",
      "the binary loss needs 2 classes and got 3; use weston-watkins, crammer-singer or one-vs-all",
    ],
    [
      "ragged weights",
      { W: [[1, 2, 3], [1]] },
      "ragged-rows",
      "W[1] has 1 numbers where W[0] has 3; rows must be equally long",
    ],
    ["weights in words", { W: [["1", 2, 3]] }, "not-a-number", "W[0][0] is string, not a number"],
    [
      "weights that do not fill their shape",
      { W: { data: new Float64Array(5), shape: [2, 3] } },
      "bad-shape",
      "W holds 5 numbers where its shape is 2 x 3",
    ],
    ["no weights", { W: [] }, "bad-shape", "W holds 0 numbers where its shape is 0 x 0"],
    [
      "weights of another width",
      { W: [[1], [2]] },
      "bad-shape",
      "W is 2 x 1, which gives each class 1 weights where X has 3 features",
    ],
    [
      "weights without the bias's",
      { bias: 1 },
      "bad-shape",
      "W is 2 x 3, which gives each class 3 weights where X has 3 features and the bias",
    ],
    [
      "weights transposed",
      {
        W: [
          [1, 0],
          [0, 1],
          [0, 0],
        ],
      },
      "bad-shape",
      'W is 3 x 2, which gives each class 2 weights where X has 3 features; if W is nFeatures x nClasses, say layout: "DxC"',
    ],
    [
      "weights transposed the other way",
      { layout: "DxC" },
      "bad-shape",
      'W is 2 x 3, which gives each class 2 weights where X has 3 features; if W is nClasses x nFeatures, say layout: "CxD"',
    ],
    [
      "a weight that is no number",
      {
        W: [
          [1, 0, 0],
          [Number.NaN, 1, 0],
        ],
      },
      "not-finite",
      "W has NaN at position 3; every weight must be finite",
    ],
    [
      "a weight that is no number, for a feature that no sample has",
      {
        X: {
          indptr: Int32Array.of(0, 1, 2),
          indices: Int32Array.of(0, 0),
          values: Float64Array.of(1, 2),
          shape: [2, 3],
        },
        W: [
          [1, 0, 0],
          [0, 0, Number.NaN],
        ],
        lambda: 1,
      },
      "not-finite",
      "W has NaN at position 5; every weight must be finite",
    ],
    [
      "an infinite value",
      {
        X: [
          [1, 2, 3],
          [4, Number.POSITIVE_INFINITY, 6],
        ],
      },
      "not-finite",
      "X has Infinity in row 1; every value must be finite",
    ],
    [
      "a negative sample weight",
      { sampleWeight: [1, -1] },
      "bad-weight",
      "sample-weight: the weight of sample 1 is -1; it must be finite and >= 0",
    ],
    [
      "a class weight for no class",
      { classWeight: { 2: 1 } },
      "unknown-label",
      'class-weight: there is a weight for "2", which is none of the classes 0, 1',
    ],
  ])("%s", (_, change, code, message) => {
    expect(() => hingeLoss({ ...good, ...change } as HingeLossOptions)).toThrowError(
      expect.objectContaining({ code, message }),
    );
  });
});

test("a gradient row is the loss's subgradient, whichever loss createLoss makes", () => {
  for (const { loss, squared } of forms) {
    const s = loss === "binary" ? [0.25] : [0.5, 0.25, -1];
    const g = new Float64Array(s.length);
    createLoss({ loss, squared }).subgradient(Float64Array.from(s), 1, g);
    // One sample, x = 1: W is the scores, and the gradient dl/ds.
    const { gradient } = hingeLoss({ X: [[1]], y: [1], W: s.map((score) => [score]), loss, squared });
    expect([...gradient.data].map((value) => value + 0)).toEqual([...g].map((value) => value + 0));
  }
});

test("a bias feature whose square overflows is refused", () => {
  expect(() => hingeLoss({ X: [[1]], y: [0], W: [[0, 0]], loss: "one-vs-all", bias: 1e200 })).toThrow(
    "bias: the square of the bias feature 1e+200 overflows; give a smaller one",
  );
});

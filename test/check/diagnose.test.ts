import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiagnoseOptions, diagnose } from "../../src/check/index.ts";
import type { LossName } from "../../src/losses/index.ts";
import { hingeLoss } from "../../src/objective/index.ts";
import { randomPoint } from "./diagnosis/points.ts";

interface Given {
  readonly X: number[][];
  readonly y: number[];
  readonly W: number[][];
}

function given(seed: number, sizes: Parameters<typeof randomPoint>[1] = {}): Given {
  const point = randomPoint(seed, sizes);
  const rows = (data: Float64Array, n: number) =>
    Array.from({ length: n }, (_, i) => [...data.subarray(i * point.nFeatures, (i + 1) * point.nFeatures)]);
  return { X: rows(point.X, point.nSamples), y: [...point.y], W: rows(point.W, point.nScores) };
}

function right(at: Given, options: Partial<Parameters<typeof hingeLoss>[0]> = {}) {
  const { value, gradient } = hingeLoss({ ...at, penalty: "full", ...options });
  const [n, d] = gradient.shape;
  const dW = Array.from({ length: n }, (_, m) => [...gradient.data.subarray(m * d, (m + 1) * d)]);
  return { loss: value, dW };
}

function map(W: number[][], of: (value: number, m: number, j: number) => number): number[][] {
  return W.map((row, m) => row.map((value, j) => of(value, m, j)));
}

const ids = async (options: DiagnoseOptions): Promise<string[]> =>
  (await diagnose(options)).mistakes.map(({ id }) => id);

describe("diagnose", () => {
  const at = given(1);
  const lambda = 0.5;
  const { loss, dW } = right(at, { lambda });

  it("calls the right gradient right, with its convention", async () => {
    const result = await diagnose({ ...at, lambda, loss, gradient: dW });
    expect(result.verdict).toBe("right");
    expect(result.mistakes).toEqual([]);
    expect(result.convention).toMatchObject({
      loss: "weston-watkins",
      reduction: "mean",
      penalty: "lambda*sum(W^2)",
      layout: "CxD",
    });
    expect(result.parts).toEqual({ data: "right", regularizer: "right", bias: "not-tested", loss: "right" });
  });

  it("blames the gradient for half the penalty that the loss implies", async () => {
    const half = map(dW, (value, m, j) => value - lambda * at.W[m]![j]!);
    const result = await diagnose({ ...at, lambda, loss, gradient: half });
    expect(result.verdict).toBe("wrong");
    expect(result.mistakes.map(({ id }) => id)).toEqual(["regularizer-gradient-factor"]);
    expect(result.parts).toMatchObject({ data: "right", regularizer: "wrong", loss: "right" });
    expect(result.mistakes[0]!.instead).toContain("lambda*W");
    expect(result.counterexample).toMatchObject({ lambda: 1 });
  });

  it("takes the same gradient for the other convention where the loss is lambda/2 too, or is not given", async () => {
    const half = map(dW, (value, m, j) => value - lambda * at.W[m]![j]!);
    const squares = at.W.flat().reduce((sum, w) => sum + w * w, 0);
    for (const value of [loss - (lambda / 2) * squares, undefined]) {
      const result = await diagnose({ ...at, lambda, loss: value, gradient: half });
      expect(result.verdict).toBe("right-other-convention");
      expect(result.convention.penalty).toBe("lambda/2*sum(W^2)");
    }
    const asked = await diagnose({ ...at, lambda, penalty: "half", gradient: half });
    expect(asked.verdict).toBe("right");
  });

  it("tells a regulariser that only the loss has wrong", async () => {
    const squares = at.W.flat().reduce((sum, w) => sum + w * w, 0);
    expect(await ids({ ...at, lambda, loss: loss - lambda * squares, gradient: dW })).toEqual([
      "regularizer-loss",
    ]);
  });

  it("sees a bias that the gradient does not penalise and the loss does", async () => {
    const last = at.X[0]!.length - 1;
    const gradient = map(dW, (value, m, j) => (j === last ? value - 2 * lambda * at.W[m]![j]! : value));
    const result = await diagnose({ ...at, lambda, loss, gradient });
    expect(result.mistakes.map(({ id }) => id)).toEqual(["bias-not-regularized"]);
    expect(result.parts.bias).toBe("wrong");
  });

  it("holds the bias against what was declared", async () => {
    const last = at.X[0]!.length - 1;
    const gradient = map(dW, (value, m, j) => (j === last ? value - 2 * lambda * at.W[m]![j]! : value));
    expect((await diagnose({ ...at, lambda, gradient })).verdict).toBe("right-other-convention");
    expect((await diagnose({ ...at, lambda, gradient, regularizeBias: false })).verdict).toBe("right");
    expect(await ids({ ...at, lambda, gradient, regularizeBias: true })).toEqual(["bias-not-regularized"]);
    expect(await ids({ ...at, lambda, gradient: dW, regularizeBias: false })).toEqual(["bias-regularized"]);
  });

  it("reads both layouts, and names a transposed gradient even where W is square", async () => {
    const turn = (A: number[][]) => A[0]!.map((_, j) => A.map((row) => row[j]!));
    expect((await diagnose({ ...at, W: turn(at.W), lambda, gradient: turn(dW) })).convention.layout).toBe(
      "DxC",
    );
    expect(await ids({ ...at, lambda, gradient: turn(dW) })).toEqual(["transposed"]);
    const square = given(2, { D: 4, K: 4 });
    const both = right(square);
    expect((await diagnose({ ...square, gradient: both.dW })).verdict).toBe("right");
    expect(await ids({ ...square, gradient: turn(both.dW) })).toEqual(["transposed"]);
  });

  it("finds two mistakes at once, and three", async () => {
    const N = at.X.length;
    const data = right(at).dW;
    const summed = map(data, (value, m, j) => N * value + lambda * at.W[m]![j]!);
    expect((await ids({ ...at, lambda, loss, gradient: summed })).sort()).toEqual([
      "not-averaged",
      "regularizer-gradient-factor",
    ]);
    const three = await ids({ ...at, lambda, loss: loss + 1, gradient: summed });
    expect(three.sort()).toEqual(["correct-class-loss", "not-averaged", "regularizer-gradient-factor"]);
  });

  it("says what is known of a gradient like none", async () => {
    const gradient = map(right(at).dW, (value, m) => (m === 2 ? 3 * value + 0.1 : value));
    const result = await diagnose({ ...at, gradient });
    expect(result.mistakes.map(({ id }) => id)).toEqual(["unknown"]);
    expect(result.mistakes[0]!.summary).toContain("class 0, 1, 3 is right");
    expect(result.mistakes[0]!.summary).toContain("class 2");
  });

  it("does not judge at W = 0, and gives weights at which it does", async () => {
    const zero = { ...at, W: map(at.W, () => 0) };
    const result = await diagnose({ ...zero, lambda, gradient: right(zero).dW });
    expect(result.verdict).toBe("undetermined");
    expect(result.message).toContain("W = 0");
    const better = { ...at, W: result.better!.W };
    expect((await diagnose({ ...better, lambda, gradient: right(better, { lambda }).dW })).verdict).toBe(
      "right",
    );
  });

  it("names what would look the same where margins are all violated", async () => {
    const small = { ...at, W: map(at.W, (value) => value * 1e-6) };
    const result = await diagnose({ ...small, gradient: right(small).dW });
    expect(result.verdict).toBe("undetermined");
    expect(result.better!.why).toContain("constant-count");
    const wrong = map(right(small).dW, (value) => -value);
    expect(await ids({ ...small, gradient: wrong })).toEqual(["sign-flipped"]);
  });

  it.each([
    ["crammer-singer", false],
    ["one-vs-all", false],
    ["softmax", false],
    ["weston-watkins", true],
    ["crammer-singer", true],
  ] as [LossName, boolean][])("tells the loss: %s, squared %s", async (name, squared) => {
    const other = right(at, { loss: name, squared, lambda });
    const consistent = await diagnose({ ...at, lambda, lossValue: other.loss, gradient: other.dW });
    expect(consistent.verdict).toBe("right-other-convention");
    expect(consistent.convention.loss).toBe(squared ? `squared ${name}` : name);
    const asked = await diagnose({
      ...at,
      lambda,
      loss: name,
      squared,
      lossValue: other.loss,
      gradient: other.dW,
    });
    expect(asked.verdict).toBe("right");
    expect(await ids({ ...at, lambda, loss, gradient: other.dW })).toEqual(["other-loss"]);
  });

  it("works out large problems by a few mixtures of the features", async () => {
    const big = given(3, { N: 500, D: 300, K: 10, spread: 0.05 });
    const answer = right(big, { lambda: 0.1 });
    const begin = performance.now();
    expect((await diagnose({ ...big, lambda: 0.1, loss: answer.loss, gradient: answer.dW })).verdict).toBe(
      "right",
    );
    const once = map(answer.dW, (value) => value * 500);
    expect(await ids({ ...big, lambda: 0.1, loss: answer.loss, gradient: once })).toEqual(["not-averaged"]);
    expect(performance.now() - begin).toBeLessThan(20_000);
  });

  it("takes float32 numbers for what they are", async () => {
    const gradient = { data: Float32Array.from(dW.flat()), shape: [4, 5] as [number, number] };
    const result = await diagnose({ ...at, lambda, gradient });
    expect(result.verdict).toBe("right");
    expect(result.notes.join()).toContain("float32");
  });

  it("reads a binary loss: one row of W, two classes", async () => {
    const single = given(4, { K: 1, D: 5 });
    const answer = right(single, { loss: "binary", lambda });
    expect((await diagnose({ ...single, loss: "binary", lambda, gradient: answer.dW })).verdict).toBe(
      "right",
    );
    const flipped = map(
      answer.dW,
      (value, _, j) => 2 * lambda * single.W[0]![j]! - (value - 2 * lambda * single.W[0]![j]!),
    );
    expect(await ids({ ...single, loss: "binary", lambda, gradient: flipped })).toEqual(["sign-flipped"]);
  });

  it("names per-sample arrays of the seed's kind", async () => {
    const counts = at.X.map((x, i) => {
      const s = at.W.map((w) => w.reduce((sum, value, j) => sum + value * x[j]!, 0));
      return s.filter((value, m) => m !== at.y[i] && value - s[at.y[i]!]! + 1 > 0).length;
    });
    const perSample = at.X.map((x, i) => x.map((value, j) => (j === at.y[i] ? -1 : 1) * value * counts[i]!));
    const result = await diagnose({ ...at, gradient: perSample });
    expect(result.mistakes.map(({ id }) => id)).toEqual([
      "per-sample-gradient",
      "other-rows-missing",
      "not-averaged",
    ]);
  });

  it.each<[string, Partial<DiagnoseOptions>, string]>([
    ["a lambda below 0", { lambda: -1 }, "lambda is -1"],
    ["a gradient that is not finite", { gradient: map(dW, () => Number.NaN) }, "the gradient has NaN"],
    ["weights that are not finite", { W: map(at.W, () => Number.POSITIVE_INFINITY) }, "W has Infinity"],
    ["too few labels", { y: [0, 1] }, "2 labels for 7 rows"],
    ["a label that is no class", { y: at.y.map(() => 9) }, "is 9, which is none of the classes"],
    ["an unknown loss", { loss: "hinge" as LossName }, '"hinge" is no loss'],
    ["ragged rows", { gradient: [[1], [1, 2]] }, "rows must be equally long"],
    ["weights of other features", { W: [[1, 2]] }, "W is 1 x 2"],
  ])("refuses %s in a sentence", async (_, options, sentence) => {
    await expect(diagnose({ ...at, gradient: dW, ...options })).rejects.toThrow(sentence);
  });

  it("never calls a scaled right gradient anything but a scale", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const random = given(seed);
        const { dW: gradient } = right(random);
        const { verdict } = await diagnose({ ...random, gradient: map(gradient, (value) => 7 * value) });
        // Seven samples: a sum in place of the mean; or a W at which that cannot be told from a mistake.
        expect(["right-other-convention", "undetermined"]).toContain(verdict);
      }),
      { numRuns: 20 },
    );
  });

  it.each([20, 33, 36.5, 40])(
    "calls a softmax right that is saturated, %d between two scores",
    async (lead) => {
      // What is left of the gradient is the rounding of 1 - p, which differs from one right code to the next.
      const X = [[1, 0.5]];
      const W = [
        [lead, 0],
        [0, 0],
      ];
      const e = Math.exp(-lead);
      const p = 1 / (1 + e);
      const gradient = [p - 1, 1 - p].map((c) => X[0]!.map((x) => c * x));
      const rounded = [(1 + e) / (1 + e) - 1, e].map((c) => X[0]!.map((x) => c * x));
      for (const dW of [gradient, rounded.map((row, m) => (m === 0 && lead < 36 ? gradient[0]! : row))]) {
        const result = await diagnose({
          X,
          y: [0],
          W,
          lambda: 0,
          loss: "softmax",
          gradient: dW,
          lossValue: -Math.log(p),
        });
        expect(result.verdict, result.message).not.toBe("wrong");
      }
    },
  );
});

import { describe, expect, test } from "vitest";
import { type ExplainOptions, explain } from "../../src/explain/index.ts";
import { dualLossNames, type LossName } from "../../src/losses/index.ts";
import { hingeLoss } from "../../src/objective/hinge-loss.ts";

/** Every loss, plain and squared, where it has a squared form. */
const forms: readonly { loss: LossName; squared: boolean }[] = [
  { loss: "softmax", squared: false },
  ...dualLossNames.flatMap((loss) => [false, true].map((squared) => ({ loss, squared }))),
];

/** Numbers without a pattern. */
const numbers = (n: number, seed: number) =>
  Float64Array.from({ length: n }, (_, k) => 2 * Math.sin(seed + 7 * k * k));

function problem(loss: LossName, squared: boolean, seed = 1): ExplainOptions {
  const K = loss === "binary" ? 1 : 4;
  const classes = loss === "binary" ? 2 : 4;
  return {
    X: { data: numbers(70 * 5, seed), shape: [70, 5] },
    y: Array.from({ length: 70 }, (_, i) => (i * i + seed) % classes),
    W: { data: numbers(K * 6, seed + 1), shape: [K, 6] },
    bias: 0.5,
    loss,
    squared,
    margin: 0.7,
    lambda: 0.3,
  };
}

const ofScores = (scores: readonly number[], y: number, options: Partial<ExplainOptions> = {}) =>
  explain({ X: [[1]], y: [y], W: scores.map((score) => [score]), ...options }).sample;

describe("by hand", () => {
  test("scores 13, -7, 11 of class 0 with margin 10: 8, from one class", () => {
    const sample = ofScores([13, -7, 11], 0, { margin: 10 });
    expect(sample).toMatchObject({
      scores: [13, -7, 11],
      hinges: [0, -10, 8],
      indicators: [0, 0, 1],
      count: 1,
      loss: 8,
      multiples: [-1, 0, 1],
      gradient: [[-1], [0], [1]],
      predicted: 0,
      probabilities: null,
      tie: null,
    });
  });

  test("cat, car and frog: 2.9, 0 and 12.9, on average 5.27", () => {
    const columns = [
      [3.2, 5.1, -1.7],
      [1.3, 4.9, 2.0],
      [2.2, 2.5, -3.1],
    ];
    const options = {
      X: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      y: ["cat", "car", "frog"],
      classes: ["cat", "car", "frog"],
      W: [0, 1, 2].map((j) => columns.map((scores) => scores[j]!)),
    };
    const [cat, car, frog] = [0, 1, 2].map((index) => explain({ ...options, index }));
    expect(cat!.sample.loss).toBeCloseTo(2.9, 12);
    expect(car!.sample.loss).toBe(0);
    expect(frog!.sample.loss).toBeCloseTo(12.9, 12);
    expect(frog!.sample).toMatchObject({
      label: "frog",
      y: 2,
      predicted: "car",
      count: 2,
      multiples: [1, 1, -2],
    });
    expect(cat!.batch).toMatchObject({
      pushDown: [1, 2, 0],
      pullUp: [1, 0, 1],
      multiples: [0, 2, -2],
      gradientSum: [
        [-1, 0, 1],
        [1, 0, 1],
        [0, 0, -2],
      ],
      nViolations: 3,
    });
    expect(cat!.batch.loss).toBeCloseTo(15.8 / 3, 12);
  });

  test("softmax: probabilities in place of hinges", () => {
    const sample = ofScores([Math.log(2), 0, 0], 0, { loss: "softmax" });
    expect(sample.probabilities!.map((p) => p.toFixed(12))).toEqual([
      "0.500000000000",
      "0.250000000000",
      "0.250000000000",
    ]);
    expect(sample.loss).toBeCloseTo(Math.log(2), 12);
    expect(sample.multiples[0]).toBeCloseTo(-0.5, 12);
  });
});

describe("a tie", () => {
  test("of one hinge is an interval", () => {
    expect(ofScores([2, 1, -3], 0)).toMatchObject({
      multiples: [0, 0, 0],
      tie: { directions: [[-1, 1, 0]], joint: false },
    });
  });

  test("of crammer-singer's worst hinges is a hull", () => {
    expect(ofScores([1, 2, 2], 0, { loss: "crammer-singer" })).toMatchObject({
      multiples: [-1, 1, 0],
      tie: { directions: [[0, -1, 1]], joint: true },
    });
  });

  test("is none for squared hinges at 0", () => {
    expect(ofScores([2, 1, -3], 0, { squared: true }).tie).toBeNull();
  });
});

describe.each(forms)("$loss, squared: $squared", ({ loss, squared }) => {
  test("has hingeLoss's value and gradient to the bit, in either layout and precision", () => {
    for (const seed of [1, 2, 3]) {
      const one = problem(loss, squared, seed);
      const W = one.W as { data: Float64Array; shape: [number, number] };
      const [K, D] = W.shape;
      const turned = Float64Array.from(W.data, (_, k) => W.data[(k % K) * D + Math.floor(k / K)]!);
      for (const options of [
        one,
        { ...one, penalty: "full" as const },
        { ...one, penalty: "full" as const, regularizeBias: false },
        { ...one, layout: "DxC" as const, W: { data: turned, shape: [D, K] as const } },
        { ...one, W: { data: Float32Array.from(W.data), shape: W.shape } },
      ]) {
        const whole = hingeLoss(options);
        const told = explain({ ...options, index: 41 });
        expect(told.total.value).toBe(whole.value);
        expect(told.batch.loss).toBe(whole.dataLoss);
        expect(told.regularizer.value).toBe(whole.regularization);
        const data = Array.from(whole.gradient.data, (value) => value + 0);
        const rows = told.total.gradient;
        const flat =
          options.layout === "DxC" ? rows[0]!.flatMap((_, j) => rows.map((row) => row[j]!)) : rows.flat();
        expect(flat).toEqual(data);
        expect(told.batch.kinks).toBe(whole.kinks);
        // The parts that are shown add up to the whole.
        const parts = told.batch.gradient.flatMap((row, m) =>
          row.map((value, j) => value + (told.regularizer.gradient.flat()[m * row.length + j] ?? Number.NaN)),
        );
        if ("layout" in options) continue;
        for (const [k, sum] of parts.entries()) expect(sum).toBeCloseTo(data[k]!, 5);
      }
    }
  });

  test("has each sample's loss and multiples as the pass over the data has them", () => {
    const options = problem(loss, squared);
    const { losses, scoreGradients } = hingeLoss({ ...options, reduction: "none", lambda: 0 });
    const K = scoreGradients!.shape[1];
    for (let index = 0; index < 70; index++) {
      const { sample } = explain({ ...options, index });
      expect(sample.loss).toBe(losses![index]);
      const row = Array.from(scoreGradients!.data.slice(index * K, (index + 1) * K), (g) => g + 0);
      expect(sample.multiples).toEqual(row);
    }
  });

  test("goes through JSON without loss", () => {
    const told = explain(problem(loss, squared));
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
  });
});

test("of a wide sample, the first features that are not 0 are shown", () => {
  const x = Array.from({ length: 100 }, (_, j) => (j % 10 === 3 ? j : 0));
  const told = explain({ X: [x], y: [0], W: [x, x], maxFeatures: 4 });
  expect(told.features).toEqual([3, 13, 23, 33]);
  expect(told.sample).toMatchObject({ x: [3, 13, 23, 33], nonzeros: 10 });
  expect(told.total.gradient).toEqual([
    [-3, -13, -23, -33],
    [3, 13, 23, 33],
  ]);
});

test.each([1, -1, 0.5, Number.NaN])("there is no sample %s of one", (index) => {
  expect(() => explain({ X: [[1]], y: [0], W: [[1], [2]], index })).toThrow(
    `index: there is no sample ${index}; the 1 samples are numbered from 0 to 0`,
  );
});

test("no samples, and what hingeLoss refuses", () => {
  expect(() => explain({ X: [], y: [], W: [[1], [2]] })).toThrow(
    "there is no sample to explain; give at least one",
  );
  expect(() => explain({ X: [[1]], y: [0], W: [[1], [2]], maxFeatures: 0 })).toThrow(
    "0 features cannot be shown",
  );
  expect(() =>
    explain({
      X: [[1]],
      y: [0],
      W: [
        [1, 2],
        [3, 4],
      ],
    }),
  ).toThrow("W is 2 x 2");
  expect(() => explain({ X: [[1]], y: [0], W: [[1], [2]], loss: "softmax", squared: true })).toThrow(
    "no squared form",
  );
});

import { describe, expect, test } from "vitest";
import { toRows } from "../../src/data/rows.ts";
import { createLoss } from "../../src/losses/index.ts";
import { LinearSVM, type LinearSVMOptions } from "../../src/model/index.ts";
import { Descent } from "../../src/solvers/index.ts";
import { randomProblem } from "../support/problems.ts";

const { X, y } = randomProblem(3, {
  nSamples: 60,
  nFeatures: 4,
  nClasses: 3,
  shape: "tame",
  margin: 1,
  bias: 0,
  weighted: false,
});
const names = y.map((k) => ["ant", "bee", "cat"][k]!);
const classes = ["cat", "ant", "bee"];
const options: LinearSVMOptions = {
  solver: "sgd",
  lambda: 0.01,
  bias: 0,
  sgd: { learningRate: { inverse: 0.1, t0: 10 }, momentum: 0.9 },
};

const withDog = names.map((name, i) => (i === 3 ? "dog" : name));

/** Batches of ten, in order. */
function batches() {
  return [0, 1, 2, 3, 4, 5].map((k) => ({
    X: X.slice(10 * k, 10 * k + 10),
    y: names.slice(10 * k, 10 * k + 10),
  }));
}

describe("partialFit", () => {
  test("takes the very steps, to the bit, that a descent over all the data takes with the same batches", () => {
    const svm = new LinearSVM(options);
    const losses = batches().map((batch) => svm.partialFit(batch.X, batch.y, { classes }).loss);
    const rate = { kind: "inverse", rate: 0.1, t0: 10 } as const;
    const descent = new Descent(new Float64Array(12), createLoss(), 3, 0.01, rate, 0.9);
    const products = toRows(X).products(3, "f64");
    const whole = { products, y: Int32Array.from(y), weights: new Float64Array(60).fill(1) };
    const expected = [0, 1, 2, 3, 4, 5].map((k) =>
      descent.step({ ...whole, order: Int32Array.from({ length: 10 }, (_, i) => 10 * k + i) }),
    );
    products.release();
    expect(losses).toEqual(expected);
    expect(Array.from(svm.weights.data)).toEqual(Array.from(descent.W));
  });

  test("in two halves equals the same batches in one, momentum and step count included", () => {
    const once = new LinearSVM(options);
    for (const batch of batches()) once.partialFit(batch.X, batch.y, { classes });
    const halves = new LinearSVM(options);
    for (const batch of batches().slice(0, 3)) halves.partialFit(batch.X, batch.y, { classes });
    // Looking at the model between changes nothing.
    halves.predict(X);
    JSON.stringify(halves);
    for (const batch of batches().slice(3)) halves.partialFit(batch.X, batch.y);
    expect(JSON.stringify(halves)).toBe(JSON.stringify(once));
  });

  test("steps on one batch are that many calls", () => {
    const [batch] = batches();
    const three = new LinearSVM(options);
    expect(three.partialFit(batch!.X, batch!.y, { classes, steps: 3 }).iteration).toBe(3);
    const calls = new LinearSVM(options);
    for (let k = 0; k < 3; k++) calls.partialFit(batch!.X, batch!.y, { classes });
    expect(calls.weights).toEqual(three.weights);
  });

  test("learns, predicts, scores and saves, and certifies nothing", () => {
    const svm = new LinearSVM({ ...options, bias: 1 });
    for (let epoch = 0; epoch < 50; epoch++)
      for (const batch of batches()) svm.partialFit(batch.X, batch.y, { classes });
    expect(svm.classes).toEqual(["ant", "bee", "cat"]);
    const zero = new LinearSVM(options);
    zero.partialFit([[0, 0, 0, 0]], ["ant"], { classes });
    expect(svm.score(X, names)).toBeGreaterThan(zero.score(X, names));
    expect(svm.report).toBeUndefined();
    const json = JSON.parse(JSON.stringify(svm));
    expect(json.certificate).toBeNull();
    expect(LinearSVM.fromJSON(json).predict(X)).toEqual(svm.predict(X));
  });

  test("without a rate takes one from the first batch, and needs no options but lambda", () => {
    const svm = new LinearSVM({ solver: "sgd", lambda: 0.01 });
    for (const batch of batches()) svm.partialFit(batch.X, batch.y, { classes });
    expect(svm.weights.data.every(Number.isFinite)).toBe(true);
  });

  test("after a fit goes on from the fitted weights, and a fit begins anew", async () => {
    const svm = new LinearSVM({ ...options, bias: 2 });
    await svm.fit(X, names);
    const before = Array.from(svm.weights.data);
    const bias = Array.from(svm.bias);
    svm.partialFit(X, names, { sampleWeight: names.map(() => 0) });
    // Nothing but the penalty's gradient: W (1 - rate * lambda).
    Array.from(svm.weights.data).forEach((w, k) => {
      expect(w).toBeCloseTo(before[k]! * (1 - 0.1 * 0.01), 12);
    });
    Array.from(svm.bias).forEach((b, m) => {
      expect(b).toBeCloseTo(bias[m]! * (1 - 0.1 * 0.01), 12);
    });
    await svm.fit(X, names);
    expect(Array.from(svm.weights.data)).toEqual(before);
    expect(svm.report?.gap).toBeGreaterThan(0);
  });

  test("softmax takes streams too", () => {
    const svm = new LinearSVM({ ...options, loss: "softmax" });
    const { loss } = svm.partialFit(X, names);
    expect(loss).toBeCloseTo(Math.log(3), 12);
  });
});

describe("partialFit says in one sentence", () => {
  const refusals: [string, LinearSVMOptions, (svm: LinearSVM) => unknown, string][] = [
    [
      "which solver it needs",
      { lambda: 1 },
      (svm) => svm.partialFit(X, names),
      'solver: partialFit takes steps of sgd and the solver is dual-block; say solver: "sgd"',
    ],
    [
      "that a stream has no N",
      { solver: "sgd", C: 1 },
      (svm) => svm.partialFit(X, names),
      "lambda: partialFit needs lambda: a stream has no N for C = 1 / (lambda N); give one such as 0.001",
    ],
    [
      "that it cannot balance",
      { ...options, classWeight: "balanced" },
      (svm) => svm.partialFit(X, names),
      "classWeight: balanced weights need all the data, which partialFit never sees; give a weight a class",
    ],
    [
      "that one class is not enough",
      options,
      (svm) => svm.partialFit(X.slice(0, 1), ["ant"]),
      'classes: the first batch has one class, "ant"; name all that will come by classes: [...]',
    ],
    [
      "which label is new",
      options,
      (svm) => svm.partialFit(X.slice(0, 1), ["dog"], { classes }),
      'y[0] is "dog", which is none of the classes "ant", "bee", "cat"',
    ],
    [
      "that the classes have changed",
      options,
      (svm) => {
        svm.partialFit(X, names);
        svm.partialFit(X, names, { classes: ["ant", "bee"] });
      },
      'classes: the classes "ant", "bee" are not the stream\'s, "ant", "bee", "cat"; begin another model',
    ],
    [
      "that the features have changed",
      options,
      (svm) => {
        svm.partialFit(X, names);
        svm.partialFit([[1]], ["ant"]);
      },
      "X has 1 features where the stream has 4",
    ],
    [
      "that a batch is empty",
      options,
      (svm) => svm.partialFit({ data: new Float64Array(0), shape: [0, 4] }, [], { classes }),
      "the batch has no samples; leave it out",
    ],
    [
      "that labels and rows differ in number",
      options,
      (svm) => svm.partialFit(X, names.slice(1)),
      "there are 59 labels for 60 rows of X; give one each",
    ],
    [
      "how many steps it takes",
      options,
      (svm) => svm.partialFit(X, names, { steps: 0 }),
      "steps: 0 is no whole number >= 1; give one such as 1",
    ],
    [
      "which value is not finite",
      options,
      (svm) => svm.partialFit([[1, 2, Number.NaN, 4]], ["ant"], { classes }),
      "X has NaN in row 0; every value must be finite",
    ],
  ];
  for (const [what, made, act, sentence] of refusals) {
    test(what, () => {
      expect(() => act(new LinearSVM(made))).toThrow(sentence);
    });
  }

  test("and a refused batch changes nothing", () => {
    const svm = new LinearSVM(options);
    expect(() => svm.partialFit(X, withDog, { classes })).toThrow("dog");
    expect(() => svm.predict(X)).toThrow("the model has no weights yet");
    svm.partialFit(X, names);
    const before = JSON.stringify(svm);
    expect(() => svm.partialFit(X, withDog)).toThrow("dog");
    expect(JSON.stringify(svm)).toBe(before);
  });
});

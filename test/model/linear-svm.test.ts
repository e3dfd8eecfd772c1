import { describe, expect, test } from "vitest";
import { loadBundled } from "../../src/cli/data/bundled.ts";
import type { Label } from "../../src/data/labels.ts";
import type { CsrMatrix } from "../../src/data/matrix.ts";
import type { HingeError } from "../../src/errors.ts";
import { LinearSVM, type LinearSVMOptions } from "../../src/model/index.ts";
import type { Progress } from "../../src/solvers/solve.ts";
import { testRandom } from "../support/problems.ts";

/** Three overlapping clouds: no fit of them is trivial. */
function clouds(nSamples = 60, nFeatures = 3, nClasses = 3) {
  const random = testRandom(17);
  const y = Array.from({ length: nSamples }, (_, i) => i % nClasses);
  const X = y.map((k) =>
    Array.from({ length: nFeatures }, (_, j) => (j % nClasses === k ? 1 : 0) + 2 * random() - 1),
  );
  return { X, y };
}

function sparse(X: readonly (readonly number[])[]): CsrMatrix {
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of X) {
    row.forEach((value, j) => {
      if (value === 0) return;
      indices.push(j);
      values.push(value);
    });
    indptr.push(indices.length);
  }
  return {
    indptr: Int32Array.from(indptr),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    shape: [X.length, X[0]!.length],
  };
}

const permuted = <T>(items: readonly T[], order: readonly number[]) => order.map((i) => items[i]!);

async function fitted(X: number[][], y: ArrayLike<Label>, options: LinearSVMOptions = {}) {
  const svm = new LinearSVM(options);
  const report = await svm.fit(X, y);
  return { svm, report };
}

/** The code and sentence of what is thrown. */
async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    const { name, code, message } = error as HingeError;
    expect(name).toBe("HingeError");
    return `${code}: ${message}`;
  }
  throw new Error("nothing was thrown");
}

const { X, y } = clouds();
const tight = { tolerance: 1e-10, C: 0.5 };

describe("a fitted model", () => {
  test("predicts, scores and decides alike", async () => {
    const { svm } = await fitted(X, y);
    const { data, shape } = svm.decisionFunction(X);
    expect(shape).toEqual([60, 3]);
    const best = y.map((_, i) => {
      const row = Array.from(data.subarray(3 * i, 3 * i + 3));
      return row.indexOf(Math.max(...row));
    });
    expect(svm.predict(X)).toEqual(best);
    expect(svm.score(X, y)).toBe(best.filter((label, i) => label === y[i]).length / 60);
    expect(svm.score(X, y)).toBeGreaterThan(0.5);
  });

  test("scores by its weights and bias", async () => {
    const { svm } = await fitted(X, y, { bias: 2 });
    const { data: W, shape } = svm.weights;
    expect(shape).toEqual([3, 3]);
    const { data: scores } = svm.decisionFunction([X[7]!]);
    for (let m = 0; m < 3; m++) {
      const byHand = X[7]!.reduce((sum, x, j) => sum + x * W[3 * m + j]!, svm.bias[m]!);
      expect(scores[m]).toBeCloseTo(byHand, 12);
    }
  });

  test.each<[string, Label[], Label[]]>([
    ["integers", [10, -3, 2], [-3, 2, 10]],
    ["strings", ["b", "a", "B"], ["B", "a", "b"]],
    ["numbers as strings", ["10", "9", "1"], ["1", "10", "9"]],
  ])("has its classes sorted, not as first seen: %s", async (_, names, sorted) => {
    const labels = y.map((k) => names[k]!);
    const { svm } = await fitted(X, labels);
    expect(svm.classes).toEqual(sorted);
    expect(svm.predict(X).every((label) => names.includes(label))).toBe(true);
    // The same samples are right whatever the classes are called.
    expect(svm.score(X, labels)).toBeCloseTo((await fitted(X, y)).svm.score(X, y), 1);
  });

  test("takes booleans, and typed arrays as labels", async () => {
    const { svm } = await fitted(
      X,
      y.map((k) => k === 1),
    );
    expect(svm.classes).toEqual([false, true]);
    expect((await fitted(X, Int8Array.from(y))).svm.weights).toEqual((await fitted(X, y)).svm.weights);
  });

  test.each(["weston-watkins", "crammer-singer", "one-vs-all", "binary"] as const)(
    "of %s has the same bits from dense, typed and sparse samples",
    async (loss) => {
      const rows = X.map((row) => row.map((x) => (Math.abs(x) < 0.3 ? 0 : x)));
      const labels = loss === "binary" ? y.map((k) => Math.min(k, 1)) : y;
      const json = [];
      for (const samples of [
        rows,
        { data: Float64Array.from(rows.flat()), shape: [60, 3] as const },
        sparse(rows),
      ]) {
        const svm = new LinearSVM({ loss });
        const report = await svm.fit(samples, labels);
        expect(report.status).toBe("certified");
        json.push(JSON.stringify(svm));
      }
      expect(json[1]).toBe(json[0]);
      expect(json[2]).toBe(json[0]);
    },
  );

  test("comes back from JSON with every bit", async () => {
    const options = { loss: "crammer-singer", squared: true, margin: 0.5 } as const;
    const { svm } = await fitted(X, y.map(String), { ...options, C: 1 / 3 });
    const text = JSON.stringify(svm);
    const read = LinearSVM.fromJSON(JSON.parse(text));
    expect(read.weights).toEqual(svm.weights);
    expect(read.bias).toEqual(svm.bias);
    expect(read.classes).toEqual(svm.classes);
    expect(read.options).toEqual(options);
    expect(read.decisionFunction(X)).toEqual(svm.decisionFunction(X));
    expect(read.report).toBeUndefined();
    expect(JSON.stringify({ ...read.toJSON(), certificate: svm.toJSON().certificate })).toBe(text);
  });

  test("depends on the seed alone", async () => {
    const json = async (seed: number) => JSON.stringify((await fitted(X, y, { seed })).svm);
    expect(await json(3)).toBe(await json(3));
    expect(JSON.parse(await json(3)).W).not.toEqual(JSON.parse(await json(4)).W);
  });
});

describe("a report", () => {
  test("agrees with itself: gap, relative gap, lambda = 1 / (C N)", async () => {
    const { report } = await fitted(X, y, { C: 0.25 });
    expect(report).toMatchObject({
      status: "certified",
      C: 0.25,
      nSamples: 60,
      nFeatures: 3,
      nClasses: 3,
      nnz: 180,
    });
    expect(report.gap).toBe(report.primal - report.dual);
    expect(report.relativeGap).toBe(report.gap / report.primal);
    expect(report.lambda).toBe(1 / (0.25 * 60));
    const byLambda = await fitted(X, y, { lambda: report.lambda });
    expect(byLambda.report.C).toBeCloseTo(0.25, 15);
  });

  test("says what was reached where the epochs ran out", async () => {
    const { report } = await fitted(X, y, { tolerance: 1e-12, C: 1000, maxEpochs: 2 });
    expect(report.status).toBe("stopped");
    expect(report.message).toMatch(/^Stopped: the limit of 2 epochs is reached, and the relative gap is /);
    expect(report.epochs).toBeGreaterThanOrEqual(2);
  });
});

describe("progress", () => {
  test("is consistent, and the dual never falls", async () => {
    const seen: Progress[] = [];
    const report = await new LinearSVM({ C: 10, tolerance: 1e-6 }).fit(X, y, {
      onProgress: (progress) => void seen.push(progress),
    });
    expect(seen.length).toBeGreaterThan(2);
    seen.forEach(({ primal, dual, gap, relativeGap, epoch, active, seconds }, k) => {
      expect(gap).toBe(primal - dual);
      expect(relativeGap).toBe(gap / primal);
      expect(gap).toBeGreaterThanOrEqual(-report.bound);
      expect(active).toBeLessThanOrEqual(60);
      const before = seen[Math.max(0, k - 1)]!;
      expect(dual).toBeGreaterThanOrEqual(before.dual);
      expect(primal).toBeLessThanOrEqual(before.primal);
      expect(epoch).toBeGreaterThanOrEqual(before.epoch);
      expect(seconds).toBeGreaterThanOrEqual(before.seconds);
    });
    expect(seen.at(-1)).toMatchObject({ primal: report.primal, dual: report.dual });
    expect(report.trace.every((step) => seen.includes(step))).toBe(true);
  });

  test("returning false stops the fit and keeps the model", async () => {
    const svm = new LinearSVM({ C: 10, tolerance: 1e-9 });
    let calls = 0;
    const report = await svm.fit(X, y, { onProgress: () => ++calls < 2 });
    expect(report.status).toBe("stopped");
    expect(report.message).toMatch(/^Stopped: asked to stop, and the relative gap is /);
    expect(calls).toBe(2);
    expect(svm.predict(X)).toHaveLength(60);
  });

  test("throwing ends the fit with that error and leaves the earlier model", async () => {
    const svm = new LinearSVM();
    await svm.fit(X, y);
    const before = JSON.stringify(svm);
    const oops = new Error("oops");
    const fit = svm.fit(
      X,
      y.map((k) => (k + 1) % 3),
      {
        onProgress: () => {
          throw oops;
        },
      },
    );
    await expect(fit).rejects.toBe(oops);
    expect(JSON.stringify(svm)).toBe(before);
  });
});

describe("aborting", () => {
  test("before the fit rejects with the reason, and there is no model", async () => {
    const svm = new LinearSVM();
    const reason = new Error("too late");
    await expect(svm.fit(X, y, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(() => svm.predict(X)).toThrow("no weights yet");
  });

  test("during the fit rejects with the reason and leaves the earlier model", async () => {
    const { X: slow, labels } = await loadBundled("digits");
    const svm = new LinearSVM({ C: 1000, tolerance: 1e-12, maxEpochs: 1e9 });
    await svm.fit(slow, labels!, { onProgress: () => false });
    const before = JSON.stringify(svm);
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 50);
    await expect(svm.fit(slow, labels!, { signal: controller.signal })).rejects.toBe(reason);
    expect(JSON.stringify(svm)).toBe(before);
  });
});

describe("weights", () => {
  test("a sample weight of k counts as k copies", async () => {
    const sampleWeight = y.map((_, i) => i % 4);
    const copies = y.flatMap((_, i) => new Array<number>(i % 4).fill(i));
    for (const squared of [false, true]) {
      const weighted = new LinearSVM({ ...tight, squared });
      const a = await weighted.fit(X, y, { sampleWeight });
      const { svm: copied, report: b } = await fitted(permuted(X, copies), permuted(y, copies), {
        ...tight,
        squared,
      });
      expect(a.lambda).toBe(b.lambda);
      expect(Math.abs(a.primal - b.primal)).toBeLessThanOrEqual(1e-9 * b.primal);
      // 1/2 |W - W*|^2 is at most the gap.
      const far = Math.sqrt(2 * (a.gap + a.bound)) + Math.sqrt(2 * (b.gap + b.bound));
      const apart = weighted.weights.data.reduce((sum, w, k) => sum + (w - copied.weights.data[k]!) ** 2, 0);
      expect(Math.sqrt(apart)).toBeLessThanOrEqual(far);
    }
  });

  test("a class weight is a weight of each of its samples", async () => {
    const byClass = await fitted(X, y.map(String), { ...tight, classWeight: { "0": 3, "2": 0.5 } });
    const bySample = new LinearSVM(tight);
    const report = await bySample.fit(X, y, { sampleWeight: y.map((k) => [3, 1, 0.5][k]!) });
    expect(byClass.report.primal).toBeCloseTo(report.primal, 8);
  });

  test("balanced lets every class count alike", async () => {
    const some = X.map((_, i) => i).filter((i) => y[i] !== 0 || i % 2 === 0);
    const labels = permuted(y, some);
    const balanced = await fitted(permuted(X, some), labels, { ...tight, classWeight: "balanced" });
    const weight = new Map(
      [0, 1, 2].map((k) => [k, labels.length / (3 * labels.filter((label) => label === k).length)]),
    );
    const named = await fitted(permuted(X, some), labels, { ...tight, classWeight: weight });
    expect(balanced.report.primal).toBe(named.report.primal);
  });
});

describe("the optimum does not depend on order", () => {
  const order = Array.from({ length: 60 }, (_, i) => (i * 37) % 60);
  const forms: LinearSVMOptions[] = (["weston-watkins", "crammer-singer", "one-vs-all"] as const).flatMap(
    (loss) => [
      { loss },
      { loss, margin: 0.5 },
      { loss, squared: true, margin: 0.5 },
      { loss, squared: true, bias: 0 },
    ],
  );
  test.each(forms)("of samples, features and classes: %j", async (form) => {
    const options = { ...form, C: 2, tolerance: 1e-8 };
    const { report } = await fitted(X, y, options);
    const others = [
      await fitted(permuted(X, order), permuted(y, order), options),
      await fitted(
        X.map((row) => permuted(row, [2, 0, 1])),
        y,
        options,
      ),
      await fitted(
        X,
        y.map((k) => [2, 0, 1][k]!),
        options,
      ),
    ];
    expect(report.status).toBe("certified");
    for (const { report: other } of others) {
      expect(other.status).toBe("certified");
      const least = report.dual - report.bound;
      expect(other.primal + other.bound).toBeGreaterThanOrEqual(least);
      expect(report.primal + report.bound).toBeGreaterThanOrEqual(other.dual - other.bound);
      const allowed = report.gap + report.bound + other.gap + other.bound;
      expect(Math.abs(other.primal - report.primal)).toBeLessThanOrEqual(allowed);
    }
  });

  test("half the margin halves the weights of the optimum", async () => {
    // With s = W x, hinges of margin d at d W are d times those of margin 1 at W; C d makes up for |d W|^2.
    const whole = await fitted(X, y, { ...tight, C: 1 });
    const half = await fitted(X, y, { ...tight, C: 0.5, margin: 0.5 });
    expect(half.report.primal).toBeCloseTo(whole.report.primal / 4, 8);
  });
});

describe("one sentence refuses", () => {
  const bomb: CsrMatrix = {
    indptr: Int32Array.of(0, 1, 2),
    indices: Int32Array.of(2147483646, 0),
    values: Float64Array.of(1, 1),
    shape: [2, 2147483647],
  };
  const train = (options: LinearSVMOptions, ...args: Parameters<LinearSVM["fit"]>) =>
    new LinearSVM(options).fit(...args);
  const cases: readonly [string, () => unknown, string][] = [
    [
      "a model that is not fitted",
      () => new LinearSVM().predict(X),
      "not-fitted: the model has no weights yet; call fit, or read one by fromJSON",
    ],
    [
      "saving one",
      () => JSON.stringify(new LinearSVM()),
      "not-fitted: the model has no weights yet; call fit, or read one by fromJSON",
    ],
    [
      "one class",
      () =>
        train(
          {},
          X,
          y.map(() => "a"),
        ),
      'one-class: all 60 samples are of one class, "a"; a classifier needs two or more',
    ],
    ["no samples", () => train({}, [], []), "no-samples: there are no samples to train on"],
    [
      "a label too few",
      () => train({}, X, y.slice(1)),
      "bad-shape: there are 59 labels for 60 rows of X; give one each",
    ],
    [
      "a label 1.5",
      () =>
        train(
          {},
          X,
          y.map((k) => k + 0.5),
        ),
      "bad-label: y[0] is 0.5; a label is an integer, a string or a boolean",
    ],
    [
      "binary with three classes",
      () => train({ loss: "binary" }, X, y),
      "not-two-classes: the binary loss needs 2 classes and got 3; use weston-watkins, crammer-singer or one-vs-all",
    ],
    [
      "a NaN",
      () => train({}, [[1], [Number.NaN]], [0, 1]),
      "not-finite: X has NaN in row 1; every value must be finite",
    ],
    [
      "a feature of 1e200",
      () => train({}, [[1], [1e200]], [0, 1]),
      "too-large: row 1 of X has numbers so large that their squares overflow; scale the features",
    ],
    [
      "a weight a sample too few",
      () => train({}, X, y, { sampleWeight: [1] }),
      "bad-shape: there are 1 sample weights for 60 samples; give one each",
    ],
    [
      "a negative weight",
      () => train({}, X, y, { sampleWeight: y.map(() => -1) }),
      "bad-weight: sample-weight: the weight of sample 0 is -1; it must be finite and >= 0",
    ],
    [
      "a class without weight",
      () => train({}, X, y, { sampleWeight: y }),
      "weightless-class: the weights of class 0 sum to zero; leave its samples out or give them weight",
    ],
    [
      "two entries that claim 2^31 features",
      () => train({}, bomb, [0, 1]),
      "too-many-features: there are 2147483647 features, and weights for 2 scores of each would take 34.4 GB; renumber the features without gaps",
    ],
    [
      "a class for each of many samples",
      () =>
        train(
          {},
          { data: new Float64Array(24_000), shape: [24_000, 1] },
          Int32Array.from({ length: 24_000 }, (_, i) => i),
        ),
      "too-many-classes: there are 24000 samples of 24000 classes, and their dual variables would take 4.6 GB; check that the labels are classes",
    ],
    [
      "a margin of 0",
      () => new LinearSVM({ margin: 0 }),
      "bad-margin: margin: a margin of 0 makes W = 0 optimal; train with a margin > 0",
    ],
    [
      "both C and lambda",
      () => new LinearSVM({ C: 1, lambda: 1 }),
      "bad-option: lambda: give C or lambda, not both; C = 1 / (lambda N)",
    ],
    [
      "C as text",
      () => new LinearSVM({ C: "1" as unknown as number }),
      'bad-C: C: "1" is no finite number > 0; give one such as 1',
    ],
    [
      "an infinite tolerance",
      () => new LinearSVM({ tolerance: Infinity }),
      "bad-tolerance: tolerance: Infinity is no finite number > 0; give one such as 0.001",
    ],
    [
      "half an epoch",
      () => new LinearSVM({ maxEpochs: 0.5 }),
      "bad-option: maxEpochs: 0.5 is no whole number >= 1; give one such as 1000",
    ],
    [
      "a bias that is no number",
      () => new LinearSVM({ bias: Number.NaN }),
      "bad-bias: bias: the bias feature is NaN; give a finite number, 0 for none",
    ],
  ];
  test.each(cases)("%s", async (_, work, sentence) => {
    expect(await refusal(work)).toBe(sentence);
  });

  test("samples of other features than the model's", async () => {
    const { svm } = await fitted(X, y);
    const sentence = "bad-shape: X has 2 features where the model was trained on 3";
    expect(await refusal(() => svm.predict([[1, 2]]))).toBe(sentence);
    expect(await refusal(() => svm.score(X, [1]))).toBe(
      "bad-shape: there are 1 labels for 60 rows of X; give one each",
    );
  });

  test("an error leaves the earlier model", async () => {
    const { svm } = await fitted(X, y);
    const before = JSON.stringify(svm);
    await expect(
      svm.fit(
        X,
        y.map(() => 0),
      ),
    ).rejects.toMatchObject({ code: "one-class" });
    expect(JSON.stringify(svm)).toBe(before);
  });
});

import { describe, expect, test } from "vitest";
import { LinearSVM, type LinearSVMOptions } from "../../src/model/index.ts";
import { lossForms } from "../support/build-problem.ts";
import { testRandom } from "../support/problems.ts";

/** Three overlapping clouds in four features; two of them for binary. */
function clouds(nSamples: number, nClasses: number) {
  const random = testRandom(5);
  const y = Array.from({ length: nSamples }, (_, i) => i % nClasses);
  const X = y.map((k) => Array.from({ length: 4 }, (_, j) => (j === k ? 1 : 0) + 2 * random() - 1));
  return { X, y };
}

const three = clouds(90, 3);
const two = clouds(90, 2);
const samplesFor = (loss: string) => (loss === "binary" ? two : three);

describe("a fit that begins from another", () => {
  test.each(lossForms)("reaches the optimum of $loss, squared $squared, at its own C", async (form) => {
    const { X, y } = samplesFor(form.loss);
    const options = { ...form, tolerance: 1e-8 };
    const before = new LinearSVM({ ...options, C: 0.1 });
    await before.fit(X, y);
    for (const C of [0.01, 1]) {
      const cold = await new LinearSVM({ ...options, C }).fit(X, y);
      const warm = await new LinearSVM({ ...options, C }).fit(X, y, { warmStart: before });
      expect([cold.status, warm.status]).toEqual(["certified", "certified"]);
      expect(Math.abs(warm.primal - cold.primal)).toBeLessThanOrEqual(1e-8 * cold.primal);
      // It begins from a dual that is feasible at the new C, hence no more than the optimum.
      expect(warm.trace[0]!.dual).toBeLessThanOrEqual(cold.primal * (1 + 1e-8));
      expect(warm.trace[0]!.dual).not.toBe(0);
    }
  });

  test("takes fewer epochs along a grid of C than fits from nothing", async () => {
    const { X, y } = three;
    const epochs = { cold: 0, warm: 0 };
    let previous: LinearSVM | undefined;
    for (const C of [0.1, 0.3, 1, 3, 10]) {
      const options: LinearSVMOptions = { C, tolerance: 1e-6 };
      epochs.cold += (await new LinearSVM(options).fit(X, y)).epochs;
      const svm = new LinearSVM(options);
      epochs.warm += (await svm.fit(X, y, { warmStart: previous })).epochs;
      previous = svm;
    }
    expect(epochs.warm).toBeLessThan(epochs.cold);
  });

  test("goes on where its own last fit stopped, and begins from nothing if there was none", async () => {
    const { X, y } = three;
    const svm = new LinearSVM({ C: 10, tolerance: 1e-9, maxEpochs: 5 });
    const first = await svm.fit(X, y, { warmStart: true });
    expect(first).toMatchObject({ status: "stopped", primal: (await svm.fit(X, y)).primal });
    const second = await svm.fit(X, y, { warmStart: true });
    expect(second.trace[0]!.dual).toBeCloseTo(first.dual, 9);
    expect(second.dual).toBeGreaterThan(first.dual);
  });

  test("is certified at once, or after a few epochs, where nothing has changed", async () => {
    const { X, y } = three;
    const svm = new LinearSVM({ C: 1 });
    const { primal } = await svm.fit(X, y);
    const again = await svm.fit(X, y, { warmStart: true });
    expect(again.status).toBe("certified");
    // The mean weights that were delivered are not W(b), with which the next fit begins.
    expect(again.epochs).toBeLessThanOrEqual(10);
    expect(again.primal).toBeLessThanOrEqual(primal * (1 + 1e-3));
  });

  test("scales each sample's variables to its own new weight", async () => {
    const { X, y } = three;
    const before = new LinearSVM({ C: 1 });
    await before.fit(X, y, { sampleWeight: y.map((_, i) => i % 4) });
    const options = { C: 0.5, tolerance: 1e-9 };
    const sampleWeight = y.map((_, i) => (i + 1) % 5);
    const warm = await new LinearSVM(options).fit(X, y, { sampleWeight, warmStart: before });
    const cold = await new LinearSVM(options).fit(X, y, { sampleWeight });
    expect(warm.status).toBe("certified");
    expect(Math.abs(warm.primal - cold.primal)).toBeLessThanOrEqual(1e-9 * cold.primal);
  });

  test("gives the same bits every time", async () => {
    const { X, y } = three;
    const before = new LinearSVM({ C: 0.1 });
    await before.fit(X, y);
    const bytes = async () => {
      const svm = new LinearSVM({ C: 1 });
      await svm.fit(X, y, { warmStart: before });
      return JSON.stringify(svm);
    };
    expect(await bytes()).toBe(await bytes());
  });
});

describe("a model that cannot be begun from", () => {
  const { X, y } = three;
  const same = "; begin from a fit of the same samples with the same loss, or leave it out";
  const refusal = async (warmStart: LinearSVM, options: LinearSVMOptions = {}) => {
    const svm = new LinearSVM(options);
    const message = await svm.fit(X, y, { warmStart }).then(
      () => "nothing was thrown",
      (error: Error) => error.message,
    );
    expect(() => svm.classes).toThrow("no weights yet");
    return message;
  };
  const fitted = async (samples = X, labels = y, options: LinearSVMOptions = {}) => {
    const svm = new LinearSVM(options);
    await svm.fit(samples, labels);
    return svm;
  };

  test("read from JSON", async () => {
    const read = LinearSVM.fromJSON((await fitted()).toJSON());
    expect(await refusal(read)).toBe(
      `warmStart: that model keeps no dual variables, being none that the certified solver has fitted here${same}`,
    );
  });

  test("no model at all", async () => {
    expect(await refusal({} as LinearSVM)).toMatch(/^warmStart: that model keeps no dual variables/);
  });

  test("of another loss", async () => {
    expect(await refusal(await fitted(), { squared: true })).toBe(
      `warmStart: that model has the loss weston-watkins and this one squared weston-watkins${same}`,
    );
  });

  test("of another number of samples or classes", async () => {
    expect(await refusal(await fitted(X.slice(1), y.slice(1)))).toBe(
      `warmStart: that model was fitted to 89 samples and 3 scores where here are 90 samples and 3 scores${same}`,
    );
    expect(await refusal(await fitted(two.X, two.y))).toMatch(/90 samples and 2 scores where here/);
  });

  test("by a descent", async () => {
    expect(await refusal(await fitted(), { solver: "sgd", lambda: 0.01 })).toBe(
      "warmStart: sgd goes on from a model by partialFit, or from sgd.initialWeights",
    );
  });
});

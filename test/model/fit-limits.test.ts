import { describe, expect, test } from "vitest";
import { loadBundled } from "../../src/cli/data/bundled.ts";
import { LinearSVM } from "../../src/model/index.ts";

describe("maxSeconds", () => {
  test("stops the fit in time, says why, and keeps the model", async () => {
    const { X, labels } = await loadBundled("digits");
    const svm = new LinearSVM({ C: 1000, tolerance: 1e-12, maxEpochs: 1e9, maxSeconds: 0.1 });
    const report = await svm.fit(X, labels!);
    expect(report.status).toBe("stopped");
    expect(report.message).toMatch(
      /^Stopped: the limit of 0\.1 s is reached \(how far one comes in it depends on the machine\), and the relative gap is /,
    );
    expect(report.seconds).toBeGreaterThanOrEqual(0.1);
    expect(report.gap).toBe(report.primal - report.dual);
    expect(svm.predict(X)).toHaveLength(labels!.length);
  });

  test("changes no bit of a fit that ends before", async () => {
    const { X, labels } = await loadBundled("iris");
    const bytes = async (maxSeconds?: number) => {
      const svm = new LinearSVM({ maxSeconds });
      await svm.fit(X, labels!);
      return JSON.stringify(svm);
    };
    expect(await bytes(1000)).toBe(await bytes());
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("%d is refused", (maxSeconds) => {
    expect(() => new LinearSVM({ maxSeconds })).toThrow(/^maxSeconds: .* is no finite number > 0/);
  });

  test("is not for a descent, whose steps are counted", () => {
    expect(() => new LinearSVM({ maxSeconds: 1, solver: "sgd" })).toThrow(
      "maxSeconds: sgd ends after its steps; say how many by iterations instead",
    );
  });
});

describe("the trace", () => {
  test("has a row a certificate, the last of which is the report's", async () => {
    const { X, labels } = await loadBundled("iris");
    const { trace, primal, dual, epochs, seconds } = await new LinearSVM({ tolerance: 1e-5 }).fit(X, labels!);
    expect(trace.length).toBeGreaterThan(2);
    expect(trace[0]).toMatchObject({ epoch: 0, dual: 0, active: 150 });
    expect(trace.at(-1)).toMatchObject({ epoch: epochs, primal, dual });
    expect(trace.at(-1)!.seconds).toBeLessThanOrEqual(seconds);
    for (const { active } of trace) expect(active >= 0 && active <= 150).toBe(true);
    // Samples whose step is zero are left out between certificates.
    expect(Math.min(...trace.map(({ active }) => active))).toBeLessThan(150);
  });
});

import { describe, expect, test } from "vitest";
import { loadBundled } from "../../src/cli/data/bundled.ts";
import { LinearSVM } from "../../src/model/index.ts";
import { hingeHere } from "../cli/run.ts";

describe("precision", () => {
  test("f64 proves the same as f32, by other bits, and the same ones each time", async () => {
    const { X, labels } = await loadBundled("digits");
    const trained = async (precision?: "f32" | "f64") => {
      const svm = new LinearSVM({ precision, tolerance: 1e-4 });
      const report = await svm.fit(X, labels!);
      expect(report.status).toBe("certified");
      return { ...report, bytes: JSON.stringify(svm) };
    };
    const [narrow, usual, wide, again] = [
      await trained("f32"),
      await trained(),
      await trained("f64"),
      await trained("f64"),
    ];
    expect(usual.bytes).toBe(narrow.bytes);
    expect(again.bytes).toBe(wide.bytes);
    expect(wide.bytes).not.toBe(narrow.bytes);
    expect(Math.abs(wide.primal - narrow.primal)).toBeLessThanOrEqual(Math.max(wide.gap, narrow.gap));
  });

  test("is one of two, and not for a descent", () => {
    expect(() => new LinearSVM({ precision: "f16" as "f32" })).toThrow(
      'precision: "f16" is no precision; choose one of f32, f64',
    );
    expect(() => new LinearSVM({ precision: "f64", solver: "sgd" })).toThrow(
      "precision: sgd computes in f64; leave it out",
    );
  });

  test("is an option of the command line", async () => {
    const { code, stdout } = await hingeHere("train", "iris", "--precision", "f64");
    expect(code).toBe(0);
    expect(stdout).toContain("Certified");
    const refused = await hingeHere("train", "iris", "--precision", "f16");
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("f32, f64");
  });
});

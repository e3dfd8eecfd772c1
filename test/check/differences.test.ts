import { describe, expect, it } from "vitest";
import { courseCheck } from "../../src/check/course.ts";
import { adaptiveSlopes, centralSlope } from "../../src/check/differences.ts";
import { checkGradient } from "../../src/check/index.ts";

describe("centralSlope", () => {
  it("is exact for a parabola", () => {
    expect(centralSlope((t) => 3 + 2 * t + 5 * t * t, 0.5).value).toBe(2);
  });

  it("has an error below what it says for smooth functions", () => {
    for (const x of [0, 0.3, 1, 2]) {
      const { value, error } = centralSlope((t) => Math.exp(x + t), 0.125);
      expect(Math.abs(value - Math.exp(x))).toBeLessThanOrEqual(4 * error);
      expect(error).toBeLessThanOrEqual(1e-11 * Math.exp(x));
    }
  });

  it("is not a number where the function is not", () => {
    expect(centralSlope(() => Number.NaN, 1).value).toBeNaN();
  });
});

describe("adaptiveSlopes", () => {
  const bend = (at: number) => (t: number) => 1 + 3 * t + Math.max(0, t - at) + Math.sin(t);

  it.each([1e-2, 1e-3, 1e-4, 1e-5])("stays below a kink at %s", (at) => {
    const { value, kinked } = adaptiveSlopes(bend(at), 1 / 16);
    expect(kinked).toBe(false);
    // Some roundings, divided by a step below the kink.
    expect(Math.abs(value - 4)).toBeLessThanOrEqual(Math.max(1e-12, 1e-14 / at));
  });

  it("gives both slopes at a kink", () => {
    const { left, right, kinked } = adaptiveSlopes(bend(0), 1 / 16);
    expect(kinked).toBe(true);
    expect(left).toBeCloseTo(4, 10);
    expect(right).toBeCloseTo(5, 10);
  });
});

describe("the course's check", () => {
  it("is grad_check_sparse, to the bit", () => {
    const f = (w: readonly number[]) => Math.sin(w[0]) * w[1] ** 3 + Math.exp(w[2]);
    const W = [0.7, -1.3, 0.2];
    const claimed = [1, 2, 3];
    const errors = W.map((w, k) => {
      const h = 1e-5;
      const numeric =
        (f(W.map((v, j) => (j === k ? w + h : v))) - f(W.map((v, j) => (j === k ? w - h : v)))) / (2 * h);
      return Math.abs(numeric - claimed[k]) / (Math.abs(numeric) + Math.abs(claimed[k]));
    }).sort((a, b) => a - b);
    const { course } = checkGradient((w) => [f(w), claimed], { W });
    expect(course.maxRelativeError).toBe(errors[2]);
    expect(course.medianRelativeError).toBe(errors[1]);
  });

  it("could tell without kinks, and not where half the penalty is less than its own error", () => {
    const sample = { analytic: 2, right: 2, kinkDistance: 1, penalty: 0.1 };
    expect(courseCheck([{ ...sample, difference: 2.001 }])).toMatchObject({ couldTell: true, crossings: 0 });
    expect(courseCheck([{ ...sample, difference: 2.2, kinkDistance: 1e-6 }])).toMatchObject({
      couldTell: false,
      crossings: 1,
      warning:
        "with h = 1e-5, 1 of 1 coordinates cross a kink, and the right gradient's relative error is up to 0.048, that of half the penalty's gradient 0.013: this check could not tell right from wrong",
    });
    expect(courseCheck([{ ...sample, difference: 2.0001, penalty: 0 }]).couldTell).toBe(true);
    expect(courseCheck([{ ...sample, difference: 2.001, penalty: 0 }]).warning).toBe(
      "with h = 1e-5, the right gradient's relative error is up to 0.00025: this check could not tell right from wrong",
    );
    expect(courseCheck([])).toMatchObject({ maxRelativeError: 0, medianRelativeError: 0, couldTell: true });
  });
});

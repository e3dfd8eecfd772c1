import { describe, expect, it } from "vitest";
import { checkGradient } from "../../src/check/index.ts";
import { type LossName, lossNames } from "../../src/losses/index.ts";
import { hingeLoss } from "../../src/objective/index.ts";
import { testRandom } from "../support/problems.ts";

const forms: { loss: LossName; squared: boolean }[] = lossNames.flatMap((loss) =>
  [false, true].filter((squared) => !(squared && loss === "softmax")).map((squared) => ({ loss, squared })),
);

function normals(seed: number): () => number {
  const random = testRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const matrix = (rows: number, columns: number, number: () => number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, number));

/** The course's notebook in small: W = 1e-4 randn, pixels large enough that scores spread as there. */
function notebook(lambda: number) {
  const number = normals(7);
  const [N, D, C] = [100, 100, 10];
  const X = matrix(N, D, () => 400 * number());
  const y = Array.from({ length: N }, (_, i) => (7 * i) % C);
  const W = matrix(D, C, () => 1e-4 * number());
  return { X, y, W, lambda, layout: "DxC", penalty: "full" } as const;
}

describe("the course's notebook setting, where a fifth of the coordinates cross a kink", () => {
  it("leaves our error below 1e-9 and the course's up to 1e-2", () => {
    const options = notebook(5e-6);
    const report = checkGradient((W) => hingeLoss({ ...options, W }), options);
    expect(report.ok).toBe(true);
    expect(report.checked).toBe(1000);
    expect(report.maxError).toBeLessThanOrEqual(1e-9);
    expect(report.course.crossings).toBeGreaterThan(100);
    expect(report.course.crossings).toBeLessThan(400);
    expect(report.course.maxRelativeError).toBeGreaterThan(1e-3);
    expect(report.course.couldTell).toBe(false);
    expect(report.course.warning).toMatch(
      /^with h = 1e-5, \d+ of 1000 coordinates cross a kink, and the right gradient's relative error is up to [\d.e-]+, that of half the penalty's gradient [\d.e-]+: this check could not tell right from wrong$/,
    );
  });

  it("hides lambda W for 2 lambda W from the course's check, but not from ours", () => {
    const options = notebook(50);
    const half = (W: number[][]) => {
      const { value } = hingeLoss({ ...options, W });
      return [value, hingeLoss({ ...options, W, penalty: "half" }).gradient] as const;
    };
    const right = checkGradient((W) => hingeLoss({ ...options, W }), { ...options, coordinates: 200 });
    const wrong = checkGradient(half, { ...options, coordinates: 200 });
    expect(right.ok).toBe(true);
    expect(wrong.ok).toBe(false);
    expect(wrong.course.couldTell).toBe(false);
    expect(wrong.course.maxRelativeError).toBeLessThanOrEqual(2 * right.course.maxRelativeError);
  });
});

/** A random problem with N, D and C all different, and every option drawn. */
function problem(seed: number, loss: LossName, squared: boolean) {
  const random = testRandom(seed);
  const number = normals(seed + 1);
  const below = (n: number) => Math.floor(random() * n);
  const [D, C, N] = [2 + below(3), loss === "binary" ? 2 : 5 + below(3), 9 + below(20)];
  const bias = [0, 1, 1.5][below(3)];
  const layout = (["CxD", "DxC"] as const)[below(2)];
  const scale = 10 ** (below(5) - 2);
  const sides = [loss === "binary" ? 1 : C, D + (bias === 0 ? 0 : 1)] as const;
  const W = layout === "CxD" ? matrix(...sides, number) : matrix(sides[1], sides[0], number);
  return {
    W: W.map((row) => row.map((w) => w / scale)),
    X: matrix(N, D, () => scale * number()),
    y: Array.from({ length: N }, () => below(C)),
    loss,
    squared,
    layout,
    bias,
    margin: [0.5, 1, 2][below(3)],
    lambda: [0, 1e-3, 1][below(3)],
    penalty: (["half", "full"] as const)[below(2)],
    regularizeBias: below(2) === 0,
    reduction: (["mean", "sum"] as const)[below(2)],
    ...(below(2) === 0 ? {} : { sampleWeight: Array.from({ length: N }, () => below(3)) }),
  };
}

describe.each(forms)("the right gradient of $loss, squared $squared", ({ loss, squared }) => {
  it("passes with an error below 1e-9, whatever the shape, bias, weights and layout", () => {
    for (let seed = 0; seed < 60; seed++) {
      const options = problem(seed, loss, squared);
      const report = checkGradient((W) => hingeLoss({ ...options, W }), { ...options, seed });
      expect(report.maxError, `seed ${seed}: ${report.message}`).toBeLessThanOrEqual(1e-9);
      expect(report).toMatchObject({ ok: true, kinks: 0, notes: [] });
    }
  });

  it("is told from wrong ones, and the worst coordinate is named", () => {
    for (let seed = 100; seed < 110; seed++) {
      const options = problem(seed, loss, squared);
      const spoilt = (spoil: (g: number, k: number) => number) =>
        checkGradient((W) => {
          const { value, gradient } = hingeLoss({ ...options, W });
          return { value, gradient: { ...gradient, data: gradient.data.map(spoil) } };
        }, options);
      const { gradient } = hingeLoss(options);
      const entries = [...gradient.data];
      const k = entries.reduce((best, g, at) => (g > entries[best] ? at : best), 0);
      const columns = gradient.shape[1];
      expect(spoilt((g) => -g).ok).toBe(false);
      expect(spoilt((g) => 2 * g).ok).toBe(false);
      expect(spoilt((g) => 1.000001 * g).ok).toBe(false);
      const one = spoilt((g, at) => (at === k ? 1.001 * g : g));
      expect(one.ok).toBe(false);
      expect(one.coordinates[0].index).toEqual([Math.floor(k / columns), k % columns]);
      expect(one.message).toMatch(/1 of \d+ coordinates are wrong$/);
    }
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LOSS_FORMS, naiveLoss } from "./naive.ts";
import { randomProblem, SHAPES, testRandom } from "./problems.ts";
import { type SvmProblem, solveQp, svmOptimum } from "./qp.ts";

interface Golden extends SvmProblem {
  name: string;
  primal: number;
  dual: number;
}

const golden: Golden[] = JSON.parse(
  readFileSync(new URL("../golden/qp.json", import.meta.url), "utf8"),
).problems;

/** A random problem with one of the eight losses, in turn; binary needs two classes. */
const problemFor = (seed: number) => {
  const form = LOSS_FORMS[seed % LOSS_FORMS.length];
  return { ...randomProblem(seed, form.loss === "binary" ? { nClasses: 2 } : {}), ...form };
};

describe("solveQp", () => {
  it("projects a point on a half plane, with the multiplier of the constraint", () => {
    // min 1/2 |x - (2, 3)|^2 subject to x1 + x2 <= 1: the point minus 2 (1, 1).
    const { x, z } = solveQp({
      P: [
        [1, 0],
        [0, 1],
      ],
      q: [-2, -3],
      G: [[1, 1]],
      h: [1],
    });
    expect(x[0]).toBeCloseTo(0, 10);
    expect(x[1]).toBeCloseTo(1, 10);
    expect(z[0]).toBeCloseTo(2, 10);
  });

  it("solves a linear programme, where P is zero", () => {
    // max x1 + 2 x2 in the triangle x1, x2 >= 0, x1 + x2 <= 1.
    const { x } = solveQp({
      P: [
        [0, 0],
        [0, 0],
      ],
      q: [-1, -2],
      G: [
        [-1, 0],
        [0, -1],
        [1, 1],
      ],
      h: [0, 0, 1],
    });
    expect(x[0]).toBeCloseTo(0, 10);
    expect(x[1]).toBeCloseTo(1, 10);
  });
});

describe("svmOptimum", () => {
  // iris is too large for a dense solver: 900 unknowns.
  for (const problem of golden.filter((p) => p.X)) {
    it(`meets the interval of another solver: ${problem.name}, C = ${problem.C}`, () => {
      const { primal, lower } = svmOptimum(problem);
      expect(primal - lower).toBeLessThanOrEqual(1e-10 * primal);
      expect(lower).toBeLessThanOrEqual(problem.primal * (1 + 1e-12));
      expect(primal).toBeGreaterThanOrEqual(problem.dual * (1 - 1e-12));
    });
  }

  /** The best of (slope z - curvature z^2 / 2) for 0 <= z <= cap: the dual of one sample, by hand. */
  const parabola = (slope: number, curvature: number, cap: number) => {
    const z = Math.min(cap, slope / curvature);
    return slope * z - (curvature * z * z) / 2;
  };

  // One sample x = (1, 2), q = 5. By symmetry all wrong classes have the same multiplier z, and
  // |W(z)|^2 = K (K - 1) z^2 q for the losses of differences, z^2 q a class for the others.
  for (const C of [1e-3, 0.04, 1, 1e3]) {
    for (const margin of [0.5, 1, 3]) {
      it(`solves one sample as one does by hand, C = ${C}, margin = ${margin}`, () => {
        const q = 5;
        const K = 3;
        const wrong = K - 1;
        const at = (loss: SvmProblem["loss"], squared: boolean, nClasses = K) =>
          svmOptimum({ X: [[1, 2]], y: [1], nClasses, loss, squared, C, bias: 0, margin });
        const inf = Number.POSITIVE_INFINITY;
        const expected = [
          [at("weston-watkins", false), parabola(wrong * margin, K * wrong * q, C)],
          [at("weston-watkins", true), parabola(wrong * margin, K * wrong * q + wrong / (2 * C), inf)],
          [at("crammer-singer", false), parabola(wrong * margin, K * wrong * q, C / wrong)],
          [at("crammer-singer", true), parabola(wrong * margin, K * wrong * q + wrong ** 2 / (2 * C), inf)],
          [at("one-vs-all", false), K * parabola(margin, q, C)],
          [at("one-vs-all", true), K * parabola(margin, q + 1 / (2 * C), inf)],
          [at("binary", false, 2), parabola(margin, q, C)],
          [at("binary", true, 2), parabola(margin, q + 1 / (2 * C), inf)],
        ] as const;
        for (const [{ primal, lower }, value] of expected) {
          expect(primal / value).toBeCloseTo(1, 10);
          expect(lower / value).toBeCloseTo(1, 10);
        }
      });
    }
  }

  it("puts two samples of a line on their margins when C allows, and pulls short when it does not", () => {
    const two = { X: [[1], [-1]], y: [1, 0], nClasses: 2, bias: 0, margin: 1, squared: false } as const;
    // 1/2 w^2 + 2 C max(0, 1 - w): w = min(1, 2 C).
    expect(svmOptimum({ ...two, loss: "binary", C: 10 }).W[0][0]).toBeCloseTo(1, 6);
    expect(svmOptimum({ ...two, loss: "binary", C: 10 }).primal).toBeCloseTo(0.5, 10);
    expect(svmOptimum({ ...two, loss: "binary", C: 0.1 }).W[0][0]).toBeCloseTo(0.2, 6);
    expect(svmOptimum({ ...two, loss: "binary", C: 0.1 }).primal).toBeCloseTo(0.02 + 0.2 * 0.8, 10);
    // Two rows share the work: W = (-1/2, 1/2) has |W|^2 / 2 = 1/4.
    for (const loss of ["weston-watkins", "crammer-singer"] as const) {
      expect(svmOptimum({ ...two, loss, C: 10 }).primal).toBeCloseTo(0.25, 10);
    }
  });

  it("gives up at W = 0 on the same sample with both labels", () => {
    for (const { loss, squared } of LOSS_FORMS) {
      const both = { X: [[3], [3]], y: [0, 1], nClasses: 2, C: 7, bias: 1, margin: 1, loss, squared };
      // Each of the two samples costs C, in one-vs-all once for each class.
      expect(svmOptimum(both).primal).toBeCloseTo(loss === "one-vs-all" ? 28 : 14, 9);
    }
  });

  it("counts a sample of weight 2 twice and one of weight 0 not at all", () => {
    for (let seed = 0; seed < 40; seed++) {
      const problem = { ...problemFor(seed), sampleWeight: undefined };
      const { X, y } = problem;
      const weighted = svmOptimum({ ...problem, sampleWeight: y.map((_, i) => [1, 2, 0][i % 3]) });
      const index = y.flatMap((_, i) => [[i], [i, i], []][i % 3]);
      const repeated = svmOptimum({ ...problem, X: index.map((i) => X[i]), y: index.map((i) => y[i]) });
      expect(Math.abs(weighted.primal - repeated.primal)).toBeLessThanOrEqual(1e-9 * repeated.primal);
    }
  });

  it("costs nothing where nothing is asked: margin 0", () => {
    const { primal, lower } = svmOptimum({ ...problemFor(0), margin: 0 });
    expect([primal, lower]).toEqual([0, 0]);
  });

  it("knows 1,000 random optima to 1e-8, nasty ones too, and its objective is the naive one", () => {
    for (let seed = 0; seed < 1000; seed++) {
      const problem = problemFor(seed);
      const { primal, lower, W } = svmOptimum(problem);
      const where = `seed ${seed}, ${problem.shape}, ${problem.loss}, C = ${problem.C}`;
      expect(primal - lower, where).toBeLessThanOrEqual(1e-8 * primal);
      expect(primal - lower, where).toBeGreaterThanOrEqual(-1e-12 * primal);
      let half = 0;
      for (const row of W) for (const w of row) half += 0.5 * w * w;
      const naive = half + problem.C * naiveLoss({ ...problem, W, reduction: "sum" }).value;
      expect(Math.abs(naive - primal), where).toBeLessThanOrEqual(1e-12 * primal);
    }
  });
});

describe("naiveLoss", () => {
  it("has the gradient that central differences find, away from kinks", () => {
    for (let seed = 0; seed < 80; seed++) {
      const problem = problemFor(seed);
      if (problem.shape === "scales") continue;
      const random = testRandom(seed);
      const rows = problem.loss === "binary" ? 1 : problem.nClasses;
      const width = problem.X[0].length + (problem.bias ? 1 : 0);
      const W = Array.from({ length: rows }, () => Array.from({ length: width }, () => random() - 0.5));
      const options = {
        ...problem,
        lambda: 0.3,
        classWeight: Array.from({ length: problem.nClasses }, (_, k) => 1 + k / 2),
        reduction: seed % 16 < 8 ? ("mean" as const) : ("sum" as const),
      };
      const { gradient } = naiveLoss({ ...options, W });
      // Random W are kinks with probability 0, and within 1e-7 of one so rarely that no seed here is.
      const step = 1e-7;
      for (let m = 0; m < rows; m++) {
        for (let j = 0; j < width; j++) {
          const moved = (t: number) =>
            naiveLoss({
              ...options,
              W: W.map((row, k) => row.map((w, l) => (k === m && l === j ? w + t : w))),
            });
          const slope = (moved(step).value - moved(-step).value) / (2 * step);
          expect(Math.abs(slope - gradient[m][j])).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(slope)));
        }
      }
    }
  });

  it("weighs, divides and regularises as written: two samples by hand", () => {
    const base = { X: [[1], [2]], y: [0, 1], W: [[0], [0]], loss: "weston-watkins" } as const;
    expect(naiveLoss(base)).toEqual({ value: 1, dataLoss: 1, regularization: 0, gradient: [[0.5], [-0.5]] });
    // Sample weights 3 and 1, divisor 4; the class weight 5 of class 1 stays out of the divisor.
    const weighted = naiveLoss({ ...base, sampleWeight: [3, 1], classWeight: [1, 5] });
    expect(weighted.value).toBe((3 * 1 + 1 * 5) / 4);
    expect(weighted.gradient).toEqual([[(-3 + 10) / 4], [(3 - 10) / 4]]);
    const regularised = naiveLoss({
      ...base,
      W: [
        [0, 2],
        [0, 2],
      ],
      bias: 1,
      lambda: 0.5,
    });
    expect(regularised.regularization).toBe(2);
    expect(regularised.gradient.map((row) => row[1])).toEqual([1, 1]);
  });

  it("does not count h = 0, and gives crammer-singer's ties to the lowest class", () => {
    const kink = naiveLoss({ X: [[1]], y: [0], W: [[1], [0]], loss: "weston-watkins" });
    expect(kink.gradient).toEqual([[0], [0]]);
    const tie = naiveLoss({ X: [[1]], y: [1], W: [[0], [0], [0]], loss: "crammer-singer" });
    expect(tie.gradient).toEqual([[1], [-1], [0]]);
  });
});

describe("randomProblem", () => {
  it("is the same for the same seed and differs for another", () => {
    expect(randomProblem(7)).toEqual(randomProblem(7));
    expect(randomProblem(7)).not.toEqual(randomProblem(8));
  });

  it("holds every class but the one asked to be absent, whatever the shape", () => {
    for (let seed = 0; seed < 200; seed++) {
      const shape = SHAPES[seed % SHAPES.length];
      const full = randomProblem(seed, { shape });
      expect(new Set(full.y).size).toBe(full.nClasses);
      const without = randomProblem(seed, { shape, nClasses: 4, absentClass: 2 });
      expect([...new Set(without.y)].sort()).toEqual([0, 1, 3]);
    }
  });

  it("makes what the shape's name says", () => {
    for (let seed = 0; seed < 20; seed++) {
      const lonely = randomProblem(seed, { shape: "one class with one sample", nSamples: 12 });
      const counts = Array.from(
        { length: lonely.nClasses },
        (_, k) => lonely.y.filter((v) => v === k).length,
      );
      expect(Math.min(...counts)).toBe(1);
      expect(randomProblem(seed, { shape: "zero rows" }).X.some((row) => row.every((v) => v === 0))).toBe(
        true,
      );
      expect(randomProblem(seed, { shape: "integers" }).X.flat().every(Number.isInteger)).toBe(true);
    }
  });
});

import { describe, expect, test } from "vitest";
import { settle } from "../../src/data/settled-rows.ts";
import { transpose } from "../../src/math/vector.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { ClassKernel, classRoom } from "../../src/solvers/class-kernel.ts";
import { startClasses } from "../../src/solvers/class-newton.ts";
import { stepNewton } from "../../src/solvers/newton-state.ts";
import { solve } from "../../src/solvers/solve.ts";
import { buildProblem } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

const forms = [
  { loss: "one-vs-all", squared: true },
  { loss: "binary", squared: true },
] as const;

function problemOf(
  form: (typeof forms)[number],
  seed: number,
  fill: number,
  size: [number, number],
): Problem {
  return buildProblem({ ...filledProblem(seed, fill, [...size, form.loss === "binary" ? 2 : 4]), ...form });
}

/** What the definitions give for class m at weights v: hinges, and minus the gradient. */
function naive({ rows, y, loss, nScores: K, C }: Problem, m: number, v: Float64Array) {
  const g = v.map((value) => -value);
  const hinges = new Float64Array(rows.nSamples);
  for (let i = 0; i < rows.nSamples; i++) {
    const x = row(rows, i);
    const sign = (K === 1 ? y[i] === 1 : y[i] === m) ? 1 : -1;
    hinges[i] = loss.margin - sign * x.reduce((sum, value, j) => sum + value * v[j]!, 0);
    for (let j = 0; j < g.length; j++) g[j]! += 2 * C[i]! * Math.max(0, hinges[i]!) * sign * x[j]!;
  }
  return { hinges, g };
}

function row(rows: Problem["rows"], i: number): Float64Array {
  const x = new Float64Array(rows.nFeatures);
  rows.addOuter(i, Float64Array.of(1), x);
  return x;
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>, within = 1e-11): void {
  const scale = Math.max(1, ...Array.from(wanted, Math.abs));
  expect(got.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++) {
    expect(Math.abs(got[k]! - wanted[k]!)).toBeLessThanOrEqual(within * scale);
  }
}

describe("the kernels of Newton steps for one class", () => {
  for (const form of forms) {
    test(`solve with the Hessian of the active samples, whichever these are (${form.loss})`, () => {
      const problem = problemOf(form, 3, 0.1, [70, 51]);
      const { rows, y, C, nScores: K } = problem;
      const settled = settle(rows, 1, () => classRoom(problem));
      const kernel = new ClassKernel(problem, settled.place!);
      const random = testRandom(5);
      const curvature = C.map((weight) => 2 * weight);
      for (let round = 0; round < 6; round++) {
        const m = round % K;
        // Ever larger weights leave ever fewer hinges active.
        const v = Float64Array.from({ length: rows.nFeatures }, () => 2 * round * (random() - 0.5));
        const { hinges, g } = naive(problem, m, v);
        kernel.r.set(v);
        const scores = Array.from(kernel.scores());
        expectClose(
          scores,
          Array.from(scores, (_, i) => row(rows, i).reduce((sum, value, j) => sum + value * v[j]!, 0)),
        );
        kernel.activate(hinges, curvature, (i) => (K === 1 ? y[i] === 1 : y[i] === m));
        const active = Array.from(hinges.keys()).filter((i) => hinges[i]! > 0);
        expect(kernel.nActive).toBe(active.length);
        kernel.residual(v);
        expectClose(kernel.r, g);
        const begin = kernel.begin();
        let steps = 0;
        for (let more = 10; more === 10 && steps < 500; steps += more)
          more = kernel.conjugate(10, 1e-26 * begin);
        kernel.end();
        const d = kernel.r.slice();
        const product = d.slice();
        const seen = new Set<number>();
        for (const i of active) {
          const x = row(rows, i);
          const s = x.reduce((sum, value, j) => sum + value * d[j]!, 0);
          for (let j = 0; j < x.length; j++) {
            product[j]! += curvature[i]! * s * x[j]!;
            if (x[j] !== 0) seen.add(j);
          }
        }
        expect(kernel.nColumns).toBe(seen.size);
        expectClose(product, g, 1e-9);
      }
      settled.release();
    });
  }
});

describe("Newton steps, a class at a time", () => {
  for (const form of forms) {
    test(`know variables and gap of the weights they show, and end at the optimum (${form.loss})`, () => {
      const problem = problemOf(form, 2, 0.05, [300, 400]);
      const { nScores: K, rows, C } = problem;
      const D = rows.nFeatures;
      const W = Float64Array.from({ length: K * D }, testRandom(9));
      const state = startClasses(problem, W.slice())!;
      let rounds = 0;
      while (!state.exhausted && rounds < 1000) {
        if (!stepNewton(state)) continue;
        rounds++;
        expect(state.writeWeights!(W)).toBe(true);
        const V = transpose(W, D, K);
        const { b } = state;
        let gap = 0;
        for (let m = 0; m < K; m++) {
          const { hinges, g } = naive(problem, m, V.subarray(m * D, (m + 1) * D));
          gap += g.reduce((sum, value) => sum + value * value, 0) / 2;
          expectClose(
            hinges.map((_, i) => b[i * K + m]!),
            hinges.map((hinge, i) => 2 * C[i]! * Math.max(0, hinge)),
          );
        }
        expect(Math.abs(state.estimatedGap - gap)).toBeLessThan(1e-9 * gap + 1e-14);
      }
      expect(state.exhausted).toBe(true);
      expect(rounds).toBeLessThan(100);
      expect(state.estimatedGap).toBeLessThan(1e-18);
      state.release();
    });
  }

  test("finish badly scaled sparse problems of many features that the ascent crawls on", async () => {
    const raw = filledProblem(5, 0.03, [600, 4200, 3]);
    const X = raw.X.map((x) => x.map((value, j) => (j % 7 === 0 ? 60 * value : value)));
    const problem = buildProblem({ ...raw, X, C: 100, loss: "one-vs-all", squared: true });
    const { trace, message } = await solve(problem, automatic, { tolerance: 1e-9, maxEpochs: 5000, seed: 1 });
    expect(message).toMatch(/^Certified/);
    expect(trace.some(({ phase }) => phase === "newton")).toBe(true);
  });
});

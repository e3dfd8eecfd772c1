import { describe, expect, test } from "vitest";
import { readableBounds } from "../../src/objective/bounds.ts";
import { ownScores } from "../../src/objective/kernel-terms.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { dualBlock } from "../../src/solvers/dual-block.ts";
import { isFiniteFirst } from "../../src/solvers/finite-cost.ts";
import { FiniteKernel, finiteRoom } from "../../src/solvers/finite-kernel.ts";
import { startFinite } from "../../src/solvers/finite-newton.ts";
import { isDenseForm, placeRows } from "../../src/solvers/finite-rows.ts";
import { stepNewton } from "../../src/solvers/newton-state.ts";
import { solve } from "../../src/solvers/solve.ts";
import { buildProblem } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

const forms = [
  { loss: "one-vs-all", squared: true },
  { loss: "binary", squared: true },
] as const;
const sizes = [
  [0.9, [151, 20, 5]],
  [0.9, [66, 70, 4]],
  [0.2, [150, 31, 7]],
  [0.2, [33, 12, 2]],
] as const;

/** What the definitions give at V, class by class: hinges, minus the gradient, and b, a sample's side by side. */
function naive({ rows, y, loss, nScores: K, C }: Problem, V: Float64Array) {
  const { nSamples: N, nFeatures: D } = rows;
  const h = Array.from({ length: K }, () => new Float64Array(N));
  const b = new Float64Array(N * K);
  const g = Float64Array.from(V, (value) => -value);
  for (let i = 0; i < N; i++) {
    const x = new Float64Array(D);
    rows.addOuter(i, Float64Array.of(1), x);
    for (let m = 0; m < K; m++) {
      const sign = (K === 1 ? y[i] === 1 : y[i] === m) ? 1 : -1;
      const s = x.reduce((sum, value, j) => sum + value * V[m * D + j]!, 0);
      h[m]![i] = loss.margin - sign * s;
      b[i * K + m] = 2 * C[i]! * Math.max(0, h[m]![i]!);
      for (let j = 0; j < D; j++) g[m * D + j]! += b[i * K + m]! * sign * x[j]!;
    }
  }
  return { h, b, g };
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>): void {
  const scale = Math.max(1, ...Array.from(wanted, Math.abs));
  expect(got.length).toBe(wanted.length);
  for (let k = 0; k < wanted.length; k++) {
    expect(Math.abs(got[k]! - wanted[k]!)).toBeLessThanOrEqual(1e-11 * scale);
  }
}

describe("the kernels of finite Newton steps", () => {
  for (const form of forms) {
    for (const [fill, [N, D, classes]] of sizes) {
      const nClasses = form.loss === "binary" ? 2 : classes;
      test(`know hinges, gradient and variables after every move, ${form.loss}, ${N} x ${D}, ${nClasses} classes`, () => {
        const problem = buildProblem({ ...filledProblem(3, fill, [N, D, nClasses]), ...form });
        const { nScores: K, rows, C } = problem;
        const width = rows.nFeatures;
        const place = placeRows(rows, (isDense) => finiteRoom(problem, isDense))!;
        expect(isDenseForm(place.rows)).toBe(fill > 0.4);
        const kernel = new FiniteKernel({ ...problem, rows: place.rows }, place.room, ownScores(problem), 0);
        const random = testRandom(7);
        const V = new Float64Array(K * width);
        kernel.V.fill(0);
        kernel.begin();
        // Large steps leave few hinges active and bring others back; a class is left out each time.
        for (let round = 0; round < 6; round++) {
          const moved = Array.from({ length: K }, (_, m) => m).filter((m) => K === 1 || m !== round % K);
          const d = Float64Array.from({ length: moved.length * width }, () => 3 * random() - 1.5);
          kernel.d.set(d);
          kernel.slopes(moved);
          for (const [k, m] of moved.entries()) {
            const t = random();
            const before = naive(problem, V).h[m]!;
            for (let j = 0; j < width; j++) V[m * width + j]! += t * d[k * width + j]!;
            const here = naive(problem, V).h[m]!;
            const sums = { slope: 0, curvature: 0, value: 0, active: 0 };
            for (let i = 0; i < N; i++) {
              if (!(here[i]! > 0)) continue;
              const dh = (here[i]! - before[i]!) / t;
              sums.slope += 2 * C[i]! * here[i]! * dh;
              sums.curvature += 2 * C[i]! * dh * dh;
              sums.value += C[i]! * here[i]! ** 2;
              sums.active++;
            }
            const along = kernel.along(m, k, t);
            expect(along.active).toBe(sums.active);
            for (const name of ["slope", "curvature", "value"] as const) {
              expect(Math.abs(along[name] - sums[name])).toBeLessThan(1e-8 * Math.abs(sums[name]) + 1e-8);
            }
            kernel.move(m, k, t, along.active);
          }
          for (let m = 0; m < K; m++) kernel.residual(m);
          const { b, g } = naive(problem, V);
          expectClose(kernel.V, V);
          expectClose(kernel.g, g);
          expectClose(kernel.variables(), b);
          // The Newton step solves (I + 2 sum C x x^T over active hinges) d = g.
          expect(kernel.factor(0)).toBe(true);
          kernel.solve(0, 0);
          const step = kernel.d.slice(0, width);
          const product = step.slice();
          for (let i = 0; i < N; i++) {
            if (!(b[i * K]! > 0)) continue;
            const x = new Float64Array(width);
            rows.addOuter(i, Float64Array.of(1), x);
            const s = x.reduce((sum, value, j) => sum + value * step[j]!, 0);
            for (let j = 0; j < width; j++) product[j]! += 2 * C[i]! * s * x[j]!;
          }
          expectClose(product, g.subarray(0, width));
        }
        place.release();
      });
    }
  }
});

describe("the kernels of finite Newton steps on plain hinges", () => {
  for (const loss of ["one-vs-all", "binary"] as const) {
    for (const [fill, [N, D, classes]] of sizes) {
      const nClasses = loss === "binary" ? 2 : classes;
      test(`know variables, gradient, losses and gaps after every move and new centre, ${loss}, ${N} x ${D}, ${nClasses} classes`, () => {
        const problem = buildProblem({ ...filledProblem(3, fill, [N, D, nClasses]), loss, squared: false });
        const { nScores: K, rows, C } = problem;
        const size = rows.nFeatures;
        const place = placeRows(rows, (isDense) => finiteRoom(problem, isDense))!;
        let width = 3;
        const kernel = new FiniteKernel(
          { ...problem, rows: place.rows },
          place.room,
          ownScores(problem),
          width,
        );
        const random = testRandom(7);
        const V = new Float64Array(K * size);
        /** Where a variable is between 0 and C. */
        let centres = Array.from({ length: K }, () => new Float64Array(N).fill(0.5));
        const parts = () =>
          naive(problem, V).h.map((h, m) =>
            h.map((value, i) => Math.min(1, Math.max(0, value / width + centres[m]![i]!))),
          );
        const check = (): void => {
          const at = parts();
          const { h } = naive(problem, V);
          const b = Float64Array.from(
            { length: N * K },
            (_, k) => C[Math.floor(k / K)]! * at[k % K]![Math.floor(k / K)]!,
          );
          const g = V.map((value) => -value);
          for (let i = 0; i < N; i++) {
            const x = new Float64Array(size);
            rows.addOuter(i, Float64Array.of(1), x);
            for (let m = 0; m < K; m++) {
              const sign = (K === 1 ? problem.y[i] === 1 : problem.y[i] === m) ? 1 : -1;
              for (let j = 0; j < size; j++) g[m * size + j]! += b[i * K + m]! * sign * x[j]!;
            }
          }
          expectClose(kernel.variables(), b);
          for (let m = 0; m < K; m++) {
            kernel.residual(m);
            let value = 0;
            let gap = 0;
            for (let i = 0; i < N; i++) {
              value += C[i]! * Math.max(0, h[m]![i]!);
              gap += C[i]! * Math.max(0, h[m]![i]!) - b[i * K + m]! * h[m]![i]!;
            }
            const found = kernel.losses(m);
            expect(Math.abs(found.value - value)).toBeLessThan(1e-10 * (1 + value));
            expect(Math.abs(found.gap - gap)).toBeLessThan(1e-10 * (1 + value));
          }
          expectClose(kernel.g, g);
          // The Newton step of class 0 solves (I + sum C / width x x^T over the hinges between their ends) d = g.
          expect(kernel.factor(0)).toBe(true);
          kernel.solve(0, 0);
          const step = kernel.d.slice(0, size);
          const product = step.slice();
          for (let i = 0; i < N; i++) {
            if (!(at[0]![i]! > 0 && at[0]![i]! < 1)) continue;
            const x = new Float64Array(size);
            rows.addOuter(i, Float64Array.of(1), x);
            const s = x.reduce((sum, value, j) => sum + value * step[j]!, 0);
            for (let j = 0; j < size; j++) product[j]! += (C[i]! / width) * s * x[j]!;
          }
          expectClose(product, g.subarray(0, size));
        };
        kernel.V.fill(0);
        kernel.begin();
        check();
        for (let round = 0; round < 8; round++) {
          const d = Float64Array.from({ length: K * size }, () => 2 * random() - 1);
          kernel.d.set(d);
          kernel.slopes(Array.from({ length: K }, (_, m) => m));
          for (let m = 0; m < K; m++) {
            const t = 0.5 * random();
            for (let j = m * size; j < (m + 1) * size; j++) V[j]! += t * d[j]!;
            // The envelope: |.|^2 / 2 between the ends, a line beyond, up to what the centres add.
            const before = kernel.along(m, m, t - 1e-5).value;
            const after = kernel.along(m, m, t + 1e-5).value;
            const here = kernel.along(m, m, t);
            expect(Math.abs((after - before) / 2e-5 - here.slope)).toBeLessThan(
              1e-4 * (1 + Math.abs(here.slope)),
            );
            kernel.move(m, m, t, here.active);
            const free = parts()[m]!.filter((part) => part > 0 && part < 1).length;
            expect(here.active).toBe(free);
          }
          check();
          if (round % 3 !== 1) continue;
          centres = parts();
          kernel.recentre(2.5);
          width /= 2.5;
          check();
        }
        place.release();
      });
    }
  }
});

describe("finite Newton steps", () => {
  for (const form of forms) {
    test(`certify 1e-10 in a dozen steps from nothing, and in fewer from a neighbour's variables (${form.loss})`, async () => {
      const raw = filledProblem(5, 0.9, [400, 12, form.loss === "binary" ? 2 : 4]);
      const problem = buildProblem({ ...raw, ...form });
      expect(isFiniteFirst(problem)).toBe(true);
      const options = { tolerance: 1e-10, maxEpochs: 500, seed: 1 };
      const cold = await solve(problem, automatic, options);
      expect(cold.message).toMatch(/^Certified/);
      expect(new Set(cold.trace.map(({ phase }) => phase))).toEqual(new Set(["newton"]));
      const harder = { ...problem, C: problem.C.map((weight) => 1.1 * weight) };
      const fromNothing = await solve(harder, automatic, options);
      const start = cold.b!.toArray().map((value) => 1.1 * value);
      const warm = await solve(harder, automatic, { ...options, start });
      expect(warm.message).toMatch(/^Certified/);
      expect(warm.trace[0]!.gap).toBeLessThan(fromNothing.trace[0]!.gap);
      const { primal } = fromNothing.certificate;
      expect(Math.abs(warm.certificate.primal - primal)).toBeLessThan(1e-9 * primal);
    });
  }

  test("come first for several scores where C |x|^2 is not small, or the tolerance is", () => {
    const isFirst = (loss: "one-vs-all" | "binary", squared: boolean, tolerance?: number): boolean[] =>
      [0.01, 0.1, 1, 10].map((C) => {
        const raw = filledProblem(5, 0.9, [4000, 12, loss === "binary" ? 2 : 4]);
        return isFiniteFirst(buildProblem({ ...raw, loss, squared, C }), { tolerance });
      });
    expect(isFirst("one-vs-all", true)).toEqual([false, false, true, true]);
    expect(isFirst("one-vs-all", true, 1e-9)).toEqual([false, true, true, true]);
    expect(isFirst("one-vs-all", false)).toEqual([false, false, false, true]);
    expect(isFirst("one-vs-all", false, 1e-9)).toEqual([false, false, true, true]);
    expect(isFirst("binary", true)).toEqual([true, true, true, true]);
  });

  test("tell of an objective within the tolerance before the gap shows it, and end there if that is enough", async () => {
    const raw = filledProblem(6, 0.3, [3000, 20, 2]);
    // Labels that the features tell of, but for noise.
    const y = raw.X.map((row, i) => (row[0]! + row[1]! + 0.3 * Math.sin(i) > 0 ? 1 : 0));
    const problem = buildProblem({ ...raw, y, C: 10, loss: "binary", squared: true });
    const options = { tolerance: 1e-2, maxEpochs: 500, seed: 1 };
    const optimum = (await solve(problem, automatic, { ...options, tolerance: 1e-10 })).certificate.primal;
    const proven = await solve(problem, automatic, options);
    const isNear = ({ primal }: { primal: number }): boolean => primal <= (1 + 1e-2) * optimum;
    const told = proven.trace.find(isNear)!;
    expect(told.relativeGap).toBeGreaterThan(1e-2);
    expect(proven.status).toBe("certified");
    const stopped = await solve(problem, automatic, { ...options, onProgress: (now) => !isNear(now) });
    expect(stopped.message).toContain("asked to stop");
    const { primal, W } = stopped.certificate;
    expect(primal).toBe(told.primal);
    expect(stopped.trace.at(-1)!.gap).toBe(told.gap);
    expect(Math.abs(readableBounds(problem).primal(Float64Array.from(W)).value - primal)).toBeLessThan(
      1e-9 * primal,
    );
  });

  test("begin with some of the samples where there are many: the first weights of all are near the optimum", async () => {
    const raw = filledProblem(8, 0.9, [6000, 12, 3]);
    const y = raw.X.map(([a, b], i) => Math.floor(1.5 + 1.4 * Math.tanh(2 * a! - b! + Math.sin(i))));
    const problem = buildProblem({ ...raw, y, loss: "one-vs-all", squared: true });
    const { nScores, rows } = problem;
    const firstFrom = (W: Float64Array) => {
      const state = startFinite(problem, W)!;
      // Before, all is zero.
      expect(state.writeWeights!(new Float64Array(W.length))).toBe(false);
      expect(state.b).toEqual(new Float64Array(problem.y.length * nScores));
      while (state.belief === undefined) stepNewton(state);
      state.writeWeights!(W);
      state.release();
      return { ...state.belief, W };
    };
    const zeros = new Float64Array(nScores * rows.nFeatures);
    // Weights that are all but zero are taken for given.
    const plain = firstFrom(zeros.map(() => 1e-12));
    const { primal, optimum, W } = firstFrom(zeros);
    const solution = await solve(problem, automatic, { tolerance: 1e-9, maxEpochs: 500, seed: 1 });
    const least = solution.certificate.primal;
    expect(primal).toBeLessThan(1.05 * least);
    expect(plain.primal).toBeGreaterThan(1.3 * least);
    expect(Math.abs(optimum - least)).toBeLessThan(0.02 * least);
    expect(Math.abs(readableBounds(problem).primal(W).value - primal)).toBeLessThan(1e-9 * primal);
  });

  test("certify plain hinges too, to 1e-9, where C is large, and whatever the form of the rows", async () => {
    for (const loss of ["one-vs-all", "binary"] as const) {
      for (const fill of [0.2, 0.9]) {
        const raw = filledProblem(9, fill, [3000, 12, loss === "binary" ? 2 : 3]);
        const y = raw.X.map(([a, b], i) =>
          Math.floor((raw.nClasses / 2) * (1 + 0.95 * Math.tanh(2 * a! - b! + Math.sin(i)))),
        );
        const problem = buildProblem({ ...raw, y, C: 100, loss, squared: false });
        expect(isFiniteFirst(problem)).toBe(true);
        const options = { tolerance: 1e-9, maxEpochs: 3000, seed: 1 };
        const solution = await solve(problem, automatic, options);
        expect(solution.message).toMatch(/^Certified/);
        expect(solution.trace[1]!.phase).toBe("newton");
        expect(isFiniteFirst({ ...problem, C: problem.C.map(() => 0.01) })).toBe(false);
        const ascended = await solve(problem, dualBlock, { ...options, tolerance: 1e-5, maxEpochs: 1e5 });
        expect(ascended.certificate.dual).toBeLessThan(solution.certificate.primal * (1 + 1e-12));
        expect(ascended.certificate.primal).toBeGreaterThan(solution.certificate.primal * (1 - 1e-8));
      }
    }
  });

  test("estimate the gap that is certified, and come to an end", () => {
    const problem = buildProblem({
      ...filledProblem(2, 0.9, [200, 9, 3]),
      loss: "one-vs-all",
      squared: true,
    });
    const { nScores, rows } = problem;
    const W = new Float64Array(nScores * rows.nFeatures);
    const state = startFinite(problem, W.slice())!;
    let steps = 0;
    while (!state.exhausted && steps < 1000) {
      if (!stepNewton(state)) continue;
      steps++;
      state.writeWeights!(W);
      const { g } = naive(
        problem,
        Float64Array.from({ length: nScores * rows.nFeatures }, (_, k) => {
          const [m, j] = [Math.floor(k / rows.nFeatures), k % rows.nFeatures];
          return W[j * nScores + m]!;
        }),
      );
      const gap = g.reduce((sum, value) => sum + value * value, 0) / 2;
      expect(Math.abs(state.estimatedGap - gap)).toBeLessThan(1e-9 * gap + 1e-15);
    }
    expect(state.exhausted).toBe(true);
    expect(steps).toBeLessThan(60);
    expect(state.estimatedGap).toBeLessThan(1e-18);
    state.release();
  });
});

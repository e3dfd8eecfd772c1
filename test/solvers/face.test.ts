import { describe, expect, test } from "vitest";
import { certify } from "../../src/objective/certificate.ts";
import { type FaceStep, faceStep } from "../../src/solvers/face.ts";
import {
  type FacePasses,
  facePasses,
  KernelFacePasses,
  ReadableFacePasses,
} from "../../src/solvers/face-passes.ts";
import { startFaces } from "../../src/solvers/faces.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

function finish(run: Generator<boolean, FaceStep>): FaceStep {
  for (;;) {
    const { done, value } = run.next();
    if (done === true) return value;
  }
}

describe("a second-order step on a face of the dual", () => {
  for (const form of lossForms.filter(({ loss, squared }) => squared && /weston|crammer/.test(loss))) {
    const name = form.loss;
    const problem = buildProblem({ ...filledProblem(3, 0.2, [60, 90, 5]), ...form });
    const { nScores, rows, y } = problem;
    const isHinge = (i: number, m: number) => y[i] !== m;
    const random = testRandom(4);
    const b = Float64Array.from({ length: rows.nSamples * nScores }, (_, k) =>
      isHinge(Math.floor(k / nScores), k % nScores) && random() < 0.7 ? 0.3 * random() : 0,
    );
    const start = certify(problem, b);

    test(`products are the readable ones, ${name}`, () => {
      const kernel = facePasses(problem);
      expect(kernel).toBeInstanceOf(KernelFacePasses);
      const order = Int32Array.from({ length: 20 }, (_, k) => 3 * k);
      const v = Float64Array.from({ length: 20 * nScores }, (_, k) =>
        isHinge(order[Math.floor(k / nScores)]!, k % nScores) ? random() - 0.5 : 0,
      );
      const results = (passes: FacePasses) => {
        // What an earlier use has left behind must not be seen.
        passes.weigh(order.subarray(1, 9), v.subarray(nScores, 9 * nScores));
        passes.weigh(order, v);
        return [...passes.weights(), passes.square(), ...passes.slopes(order)];
      };
      const found = results(kernel);
      const expected = results(new ReadableFacePasses(problem));
      kernel.release();
      expect(found.length).toBe(expected.length);
      found.forEach((value, k) => {
        expect(Math.abs(value - expected[k]!)).toBeLessThan(1e-12 * (1 + Math.abs(value)));
      });
    });

    test(`raises the dual by what it says, from a feasible point to another, ${name}`, () => {
      const passes = facePasses(problem);
      const before = b.slice();
      const step = finish(faceStep(problem, passes, b, 500, () => {}));
      passes.release();
      expect(b).toEqual(before);
      const made = step.b.slice();
      const after = certify(problem, made);
      expect(after.fault).toBeUndefined();
      made.forEach((value, k) => {
        expect(Math.abs(value - step.b[k]!)).toBeLessThan(1e-12);
      });
      expect(step.gain).toBeGreaterThan(0.01 * start.gap);
      expect(Math.abs(after.dual - start.dual - step.gain)).toBeLessThan(1e-9 * after.primal);
      step.W.forEach((value, k) => {
        expect(Math.abs(value - after.W[k]!)).toBeLessThan(1e-10);
      });
    });

    test(`ends at the face's maximum where no bound is met, ${name}`, () => {
      const passes = facePasses(problem);
      let at: Float64Array = b;
      // Each step ends at a bound of fewer variables; on the last face there is none.
      for (let k = 0; k < 60; k++) at = finish(faceStep(problem, passes, at, 500, () => {})).b;
      const { gain } = finish(faceStep(problem, passes, at, 500, () => {}));
      passes.weigh(
        Int32Array.from({ length: rows.nSamples }, (_, i) => i),
        at,
      );
      const slopes = passes.slopes(Int32Array.from({ length: rows.nSamples }, (_, i) => i));
      const { r, rho } = problem.loss.shape(1);
      let free = 0;
      for (let i = 0; i < rows.nSamples; i++) {
        const own = at.subarray(i * nScores, (i + 1) * nScores);
        const S = own.reduce((sum, value) => sum + value, 0);
        own.forEach((value, m) => {
          if (value === 0) return;
          free++;
          const gradient =
            problem.loss.margin + slopes[i * nScores + m]! - (r * value + rho * S) / problem.C[i]!;
          expect(Math.abs(gradient)).toBeLessThan(1e-5);
        });
      }
      passes.release();
      expect(free).toBeGreaterThan(20);
      expect(gain).toBeLessThan(1e-9);
    });
  }

  test("the ascent goes on by itself where it needs fewer epochs, and after steps that gained less", () => {
    const problem = buildProblem({
      ...filledProblem(3, 0.2, [60, 90, 5]),
      loss: "weston-watkins",
      squared: true,
    });
    const b = Float64Array.from({ length: 60 * 5 }, (_, k) => (k % 5 === Math.floor(k / 5) % 5 ? 0 : 0.1));
    const { dual, gap } = certify(problem, b);
    const faces = startFaces(problem);
    expect(faces.next(b, 10, { dual, gap }, 1)).toBeUndefined();
    const { gain } = finish(faces.next(b, 10, { dual, gap }, Number.POSITIVE_INFINITY)!);
    expect(gain).toBeGreaterThan(0);
    expect(faces.epochs).toBeGreaterThan(1);
    const infinite = Number.POSITIVE_INFINITY;
    const raised = { dual: dual + 100 * gain, gap };
    expect(faces.next(b, 11, raised, infinite)).toBeUndefined();
    // Nor where the step's gain was next to nothing of what is missing.
    expect(faces.next(b, 11, { dual, gap: 100 * gain }, infinite)).toBeUndefined();
    expect(faces.next(b, 11, { dual: dual + gain, gap: gain }, infinite)).toBeDefined();
    expect(faces.next(b, 20 + 2 * faces.epochs, raised, infinite)).toBeDefined();
    faces.release();
  });
});

import { describe, expect, test } from "vitest";
import { Envelope } from "../../src/solvers/newton-envelope.ts";
import { ReadablePasses } from "../../src/solvers/newton-passes.ts";
import { curvedSamples, rootOf } from "../../src/solvers/newton-root.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

describe("the root of a sample's curvature", () => {
  for (const form of lossForms) {
    test(`has as few rows as it has rank, and makes the curvature: ${form.squared ? "squared " : ""}${form.loss}`, () => {
      const K = form.loss === "binary" ? 2 : 6;
      const problem = buildProblem({ ...filledProblem(5, 0.9, [60, 8, K]), ...form });
      const { nScores, rows, loss, y } = problem;
      const envelope = new Envelope(problem);
      const passes = new ReadablePasses(problem, envelope);
      const random = testRandom(11);
      envelope.mu = form.squared ? 0.1 : 1;
      passes.hinges(Float64Array.from({ length: nScores * rows.nFeatures }, () => random() - 0.5));
      envelope.at(new Float64Array(nScores));
      const curved = curvedSamples(problem, envelope);
      const unit = (m: number) => Float64Array.from({ length: nScores }, (_, k) => (k === m ? 1 : 0));
      let rank = 0;
      for (let i = 0; i < rows.nSamples; i++) {
        const curvature = Array.from({ length: nScores }, (_, m) => {
          const dh = new Float64Array(nScores);
          const g = new Float64Array(nScores);
          loss.slopes(unit(m), y[i]!, dh);
          envelope.curve(i, dh);
          loss.coefficients(dh, 0, y[i]!, g);
          return g.map((value) => -value);
        });
        const most = Math.max(...curvature.flatMap((row) => [...row].map(Math.abs)));
        expect(curved.order.includes(i)).toBe(most > 1e-9);
        if (!curved.order.includes(i)) continue;
        const R = new Float64Array(nScores * nScores);
        const count = rootOf(problem, envelope, i, R);
        rank += count;
        for (let m = 0; m < nScores; m++) {
          for (let k = 0; k < nScores; k++) {
            let sum = 0;
            for (let a = 0; a < count; a++) sum += R[a * nScores + m]! * R[a * nScores + k]!;
            expect(Math.abs(sum - curvature[m]![k]!)).toBeLessThan(1e-12 * (1 + most));
          }
        }
      }
      expect(rank).toBe(curved.rank);
      expect(rank).toBeGreaterThan(5);
      const nFree = envelope.free.reduce((sum, one) => sum + one, 0);
      // The cap of the maximum of hinges holds some sums fixed.
      if (form.loss === "crammer-singer" && !form.squared) expect(rank).toBeLessThan(nFree);
      else expect(rank).toBe(nFree);
    });
  }
});

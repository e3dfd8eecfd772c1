import { describe, expect, test } from "vitest";
import { settle } from "../../src/data/settled-rows.ts";
import { curvedProducts, curvedRoom } from "../../src/solvers/newton-curved.ts";
import { Envelope } from "../../src/solvers/newton-envelope.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

const sizes = [
  [0.9, [150, 20, 5]],
  [0.9, [67, 9, 4]],
  [0.2, [150, 31, 7]],
  [0.2, [33, 12, 2]],
] as const;

describe("the Hessian's products", () => {
  for (const form of lossForms) {
    for (const [fill, size] of sizes) {
      const [N, D, classes] = size;
      const K = form.loss === "binary" ? 2 : classes;
      test(`are the readable ones, ${form.squared ? "squared " : ""}${form.loss}, ${N} x ${D}, ${K} classes`, () => {
        const problem = buildProblem({ ...filledProblem(3, fill, [N, D, K]), ...form });
        const { nScores, rows } = problem;
        const random = testRandom(7);
        const envelope = new Envelope(problem);
        envelope.mu = form.squared ? 0.1 : 2;
        for (let k = 0; k < envelope.h.length; k++) envelope.h[k] = 2 * random() - 0.7;
        envelope.at(new Float64Array(nScores));
        const order = Int32Array.from({ length: N }, (_, i) => i).filter((i) =>
          envelope.free.subarray(i * nScores, (i + 1) * nScores).includes(1),
        );
        expect(order.length).toBeGreaterThan(N / 10);
        const v = Float64Array.from({ length: nScores * rows.nFeatures }, () => random() - 0.5);
        const settled = settle(rows, nScores, (isDense) => curvedRoom(problem, isDense));
        expect(settled.place?.isDense).toBe(fill > 0.4);
        const answers = [undefined, settled.place].map((place) => {
          const curved = curvedProducts({ ...problem, rows: settled.rows }, place);
          const out = new Float64Array(v.length);
          // What an earlier use has left behind must not be seen.
          curved.begin(envelope, order.subarray(0, 3));
          curved.times(v, out);
          curved.begin(envelope, order);
          curved.times(v, out);
          return out;
        });
        settled.release();
        const [readable, compiled] = answers as [Float64Array, Float64Array];
        expect(readable).not.toEqual(v);
        for (let k = 0; k < v.length; k++) expect(Math.abs(compiled[k]! - readable[k]!)).toBeLessThan(1e-11);
      });
    }
  }
});

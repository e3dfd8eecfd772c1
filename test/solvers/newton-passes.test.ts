import { describe, expect, test } from "vitest";
import { settle } from "../../src/data/settled-rows.ts";
import { Envelope } from "../../src/solvers/newton-envelope.ts";
import { NewtonKernel, newtonRoom } from "../../src/solvers/newton-kernel.ts";
import { ReadablePasses } from "../../src/solvers/newton-passes.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

const sizes = [
  [0.9, [150, 20, 5]],
  [0.9, [67, 9, 4]],
  [0.2, [150, 31, 7]],
  [0.2, [33, 12, 2]],
] as const;

describe("passes over all samples", () => {
  for (const form of lossForms) {
    for (const [fill, size] of sizes) {
      const [N, D, classes] = size;
      const K = form.loss === "binary" ? 2 : classes;
      test(`are the readable ones, ${form.squared ? "squared " : ""}${form.loss}, ${N} x ${D}, ${K} classes`, () => {
        const problem = buildProblem({ ...filledProblem(3, fill, [N, D, K]), ...form });
        const { nScores, rows } = problem;
        const random = testRandom(7);
        const drawn = (length: number) => Float64Array.from({ length }, () => random() - 0.5);
        const [V, d, v] = [1, 2, 3].map(() => drawn(nScores * rows.nFeatures)) as [
          ...[Float64Array, Float64Array, Float64Array],
        ];
        const t = Float64Array.from({ length: nScores }, (_, m) =>
          form.loss === "one-vs-all" ? m / 8 : 0.4,
        );
        const settled = settle(rows, nScores, (isDense) => newtonRoom(problem, isDense));
        expect(settled.place?.isDense).toBe(fill > 0.4);
        const kernel = new NewtonKernel({ ...problem, rows: settled.rows }, settled.place!);
        const readable = new Envelope(problem);
        const ways = [
          { envelope: readable, passes: new ReadablePasses(problem, readable) },
          { envelope: new Envelope(problem, kernel), passes: kernel },
        ];
        const answers = ways.map(({ envelope, passes }) => {
          envelope.mu = form.squared ? 0.1 : 2;
          // The own class has no hinge where hinges are coupled, hence no variable.
          const isHinge = (i: number, m: number) => form.loss === "one-vs-all" || problem.y[i] !== m;
          for (let k = 0; k < envelope.centre.length; k++) {
            envelope.centre[k] = isHinge(Math.floor(k / nScores), k % nScores) ? 0.3 : 0;
          }
          passes.hinges(V);
          passes.slopes(d);
          const { slope, curvature } = envelope.at(t);
          const gap = envelope.move(t);
          const order = Int32Array.from({ length: N }, (_, i) => i).filter((i) =>
            envelope.free.subarray(i * nScores, (i + 1) * nScores).includes(1),
          );
          expect(order.length).toBeGreaterThan(N / 10);
          const g = new Float64Array(V.length);
          const used = passes.residual(V, g);
          // What an earlier use has left behind must not be seen.
          const product = new Float64Array(V.length);
          passes.begin(order.subarray(0, 3));
          passes.times(V, product);
          passes.begin(order);
          passes.times(v, product);
          expect(product).not.toEqual(v);
          const D = rows.nFeatures;
          const block = new Float64Array(D * D);
          const w = passes.diagonal(1 % nScores);
          passes.block(order, w, block);
          const { h, dh, b, free, beta } = envelope;
          const found = [h, dh, b, free, beta, slope, curvature, [gap, used], g, product, w, block];
          const copies = found.map((all) => [...all]);
          // On the way back those that did not move need not be looked at.
          const [there, between] = [-0.3, -0.11].map((part) => t.map((one) => part * one));
          envelope.at(there!);
          const again = envelope.at(between!, true);
          return [...copies, ...[b, free, again.slope, again.curvature].map((all) => [...all])];
        });
        settled.release();
        answers[0]!.forEach((all, which) => {
          all.forEach((value, k) => {
            const error = Math.abs(answers[1]![which]![k]! - value);
            expect(error, `${which} ${k}`).toBeLessThan(1e-11 * (1 + Math.abs(value)));
          });
        });
      });
    }
  }
});

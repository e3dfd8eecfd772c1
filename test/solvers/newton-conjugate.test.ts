import { describe, expect, test } from "vitest";
import { settle } from "../../src/data/settled-rows.ts";
import { dot } from "../../src/math/vector.ts";
import { Envelope } from "../../src/solvers/newton-envelope.ts";
import { NewtonKernel, newtonRoom } from "../../src/solvers/newton-kernel.ts";
import { ReadablePasses } from "../../src/solvers/newton-passes.ts";
import { curvedSamples } from "../../src/solvers/newton-root.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

const fill = 0.06;

describe("conjugate gradients on sparse rows", () => {
  for (const form of lossForms) {
    for (const [N, D, classes] of [
      [90, 101, 5],
      [40, 64, 4],
      [33, 71, 3],
    ] as const) {
      const K = form.loss === "binary" ? 2 : classes;
      const name = `${form.squared ? "squared " : ""}${form.loss}, ${N} x ${D}, ${K} classes`;
      test(`solve with the Hessian that the readable passes multiply with, one after the other (${name})`, () => {
        const problem = buildProblem({ ...filledProblem(11, fill, [N, D, K]), ...form });
        const { nScores, rows } = problem;
        const settled = settle(rows, nScores, (isDense) => newtonRoom(problem, isDense));
        const kernel = new NewtonKernel({ ...problem, rows: settled.rows }, settled.place!);
        const envelope = new Envelope(problem, kernel);
        const readable = new ReadablePasses(problem, envelope);
        const random = testRandom(5);
        const drawn = () => Float64Array.from({ length: nScores * rows.nFeatures }, () => random() - 0.5);
        const nowhere = new Float64Array(nScores);
        for (const mu of [3, 1]) {
          envelope.mu = mu;
          kernel.hinges(drawn());
          envelope.at(nowhere);
          const { order } = curvedSamples(problem, envelope);
          expect(order.length).toBeGreaterThan(0);
          kernel.begin(order);
          readable.begin(order);
          const v = drawn();
          let steps = 0;
          const run = kernel.conjugate!.solve(
            v,
            { separable: envelope.separable, precision: 1e-12, mostSteps: 1000 },
            (more) => {
              steps += more;
            },
          );
          let next = run.next();
          while (next.done !== true) next = run.next();
          const d = next.value;
          const Hd = new Float64Array(v.length);
          readable.times(d, Hd);
          for (let k = 0; k < v.length; k++) Hd[k]! -= v[k]!;
          expect(Math.sqrt(dot(Hd, Hd) / dot(v, v))).toBeLessThan(1e-9);
          expect(steps).toBeGreaterThan(1);
        }
        settled.release();
      });
    }
  }

  test("stop at so many steps, at a direction of descent", () => {
    const problem = buildProblem({
      ...filledProblem(2, fill, [120, 150, 4]),
      loss: "crammer-singer",
      squared: false,
    });
    const settled = settle(problem.rows, problem.nScores, (isDense) => newtonRoom(problem, isDense));
    const kernel = new NewtonKernel({ ...problem, rows: settled.rows }, settled.place!);
    const envelope = new Envelope(problem, kernel);
    envelope.mu = 0.01;
    const v = Float64Array.from({ length: problem.nScores * problem.rows.nFeatures }, (_, k) => Math.sin(k));
    kernel.hinges(v);
    envelope.at(new Float64Array(problem.nScores));
    kernel.begin(curvedSamples(problem, envelope).order);
    let steps = 0;
    const run = kernel.conjugate!.solve(v, { separable: false, precision: 1e-12, mostSteps: 10 }, (more) => {
      steps += more;
    });
    let next = run.next();
    while (next.done !== true) next = run.next();
    expect(steps).toBe(10);
    expect(dot(next.value, v)).toBeGreaterThan(0);
    settled.release();
  });
});

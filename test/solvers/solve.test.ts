import { expect, test } from "vitest";
import type { Problem } from "../../src/objective/problem.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { dualBlock } from "../../src/solvers/dual-block.ts";
import { readableDualBlock } from "../../src/solvers/dual-readable.ts";
import { solve } from "../../src/solvers/solve.ts";
import type { Solver, SolverState } from "../../src/solvers/solver.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { testRandom } from "../support/problems.ts";

function clouds(form: (typeof lossForms)[number]): Problem {
  const random = testRandom(3);
  const X = Array.from({ length: 300 }, () => Array.from({ length: 12 }, () => random() - 0.5));
  const nClasses = form.loss === "binary" ? 2 : 3;
  const y = X.map(([a, b]) => (a! + 0.3 * random() > 0.2 ? nClasses - 1 : b! > 0 ? 1 : 0));
  return buildProblem({ X, y, nClasses, C: 1, bias: 1, margin: 1, ...form });
}

/** The same solver, that tells how often it was refreshed. */
function counted<S extends SolverState>(solver: Solver<S>): { solver: Solver<S>; count: () => number } {
  let count = 0;
  const refresh: Solver<S>["refresh"] = (...given) => {
    count++;
    return solver.refresh(...given);
  };
  return { solver: { ...solver, refresh }, count: () => count };
}

for (const form of lossForms) {
  const name = `${form.squared ? "squared " : ""}${form.loss}`;

  test(`A solver gets ready to go on after every certificate but the last (${name})`, async () => {
    const limits = { maxEpochs: 1e4, seed: 1 };
    for (const tolerance of [1e-2, 1e-5]) {
      for (const one of [dualBlock, automatic] as Solver<SolverState>[]) {
        const { solver, count } = counted(one);
        const { status, trace } = await solve(clouds(form), solver, { ...limits, tolerance });
        expect(status).toBe("certified");
        expect(count()).toBe(trace.length - 1);
      }
    }
    const { solver, count } = counted(dualBlock);
    const onProgress = ({ epoch }: { epoch: number }): boolean => epoch === 0;
    const { status, trace } = await solve(clouds(form), solver, { ...limits, tolerance: 1e-9, onProgress });
    expect(status).toBe("stopped");
    expect(trace.length).toBe(2);
    expect(count()).toBe(1);
  });

  test(`A fit that its limit of epochs ends has had them all, and not a visit more (${name})`, async () => {
    for (const maxEpochs of [1, 2, 3]) {
      for (const one of [dualBlock, readableDualBlock, automatic] as Solver<SolverState>[]) {
        let state: SolverState | undefined;
        const init: Solver<SolverState>["init"] = (...given) => {
          state = one.init(...given);
          return state;
        };
        const options = { tolerance: 1e-12, maxEpochs, seed: 1 };
        const { status, epochs, message } = await solve(clouds(form), { ...one, init }, options);
        expect(status).toBe("stopped");
        expect(message).toContain(
          maxEpochs === 1 ? "limit of 1 epoch is" : `limit of ${maxEpochs} epochs is`,
        );
        expect(epochs).toBe(maxEpochs);
        expect(state!.epochs).toBeLessThanOrEqual(maxEpochs);
        expect(state!.epochs).toBeGreaterThan(maxEpochs - 1 / 300);
      }
    }
  });
}

test("Where classes do not couple, a fit to a small tolerance has few certificates", async () => {
  const problem = clouds({ loss: "one-vs-all", squared: true });
  const { status, trace } = await solve(problem, automatic, { tolerance: 1e-9, maxEpochs: 1e4, seed: 1 });
  expect(status).toBe("certified");
  expect(trace.length).toBeLessThanOrEqual(4);
});

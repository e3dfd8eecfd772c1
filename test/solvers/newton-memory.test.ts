import { afterEach, expect, test } from "vitest";
import { solve } from "../../src/solvers/solve.ts";
import { atOnce } from "../support/at-once.ts";
import { buildProblem } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";

const { Memory } = WebAssembly;
afterEach(() => {
  WebAssembly.Memory = Memory;
});

test("Second-order steps give their memory back, whether they come to an end or are aborted", async () => {
  let made = 0;
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      made++;
    }
  };
  const problem = buildProblem({
    ...filledProblem(1, 1, [60, 8, 3]),
    loss: "weston-watkins",
    squared: false,
    C: 100,
  });
  const options = { tolerance: 1e-12, maxEpochs: 400, seed: 1 };
  let aborted = 0;
  for (let k = 0; k < 12; k++) {
    const steps = solve(problem, atOnce, {
      ...options,
      onProgress: ({ phase }) => {
        if (k % 2 === 0 && phase === "newton") throw new Error("enough");
      },
    });
    await steps.catch(({ message }: Error) => {
      expect(message).toBe("enough");
      aborted++;
    });
  }
  expect(aborted).toBe(6);
  // One for the ascent, one for the steps, one for a factor: the rest are the same again.
  expect(made).toBeLessThanOrEqual(4);
});

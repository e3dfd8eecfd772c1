import { expect, test } from "vitest";
import { borrow, giveBack } from "../../src/kernels/pool.ts";
import { wasmModule } from "../../src/kernels/wasm.ts";
import { certify, relativeGap } from "../../src/objective/certificate.ts";
import { dual } from "../../src/objective/dual.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { dualBlock } from "../../src/solvers/dual-block.ts";
import type { Beginning } from "../../src/solvers/solver.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { randomProblem } from "../support/problems.ts";

const seed = Number(process.env.HINGE_SEED);

/** The ascent alone: no certificate brings back the samples that its sweeps leave out. */
function ascend(problem: Problem, maxEpochs: number, beginning: Beginning) {
  const state = dualBlock.init(problem, 1, beginning);
  dualBlock.refresh(problem, state, dual(problem, state.b).W);
  while (!state.exhausted && state.epochs < maxEpochs) dualBlock.step(problem, state);
  const b = state.b.slice();
  dualBlock.release?.(state);
  return b;
}

test.each(lossForms)(
  "Sweeps leave out samples that are far from a step, and still end at the optimum: %o",
  (form) => {
    for (let k = 0; k < 6; k++) {
      const size = { nSamples: 300, nFeatures: 6, maxClasses: 5, C: 0.1, shape: "tame" as const };
      const raw = randomProblem(seed + k, { ...size, ...(form.loss === "binary" ? { nClasses: 2 } : {}) });
      const problem = buildProblem({ ...raw, ...form });
      const certificate = certify(problem, ascend(problem, 4000, { precision: "f64" }));
      expect(relativeGap(certificate), `${raw.shape}, seed ${seed + k}`).toBeLessThan(1e-7);
    }
  },
);

test("What kernel memory held before has no influence", () => {
  const module = wasmModule()!;
  for (const form of lossForms) {
    const nClasses = form.loss === "binary" ? 2 : 24;
    const size = { nSamples: 200, nFeatures: 12, nClasses, C: 1, shape: "tame" as const };
    const problem = buildProblem({ ...randomProblem(seed, size), ...form });
    const starts = [undefined, new Float64Array(200 * problem.nScores).fill(1 / 48)];
    const [first, second] = [0, 0x55].map((byte) => {
      const instance = borrow(module, 2 ** 20);
      new Uint8Array(instance.memory.buffer).fill(byte);
      giveBack(instance);
      return starts.map((start) => ascend(problem, 40, { start: start?.slice() }));
    });
    expect(first, `${form.loss}, squared: ${form.squared}`).toEqual(second);
  }
});

import { expect, test } from "vitest";
import { borrow, giveBack } from "../../src/kernels/pool.ts";
import { wasmModule } from "../../src/kernels/wasm.ts";
import { certify, relativeGap } from "../../src/objective/certificate.ts";
import { dual } from "../../src/objective/dual.ts";
import { primal } from "../../src/objective/primal.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { dualBlock } from "../../src/solvers/dual-block.ts";
import type { Beginning } from "../../src/solvers/solver.ts";
import { buildProblem, lossForms } from "../support/build-problem.ts";
import { randomProblem, testRandom } from "../support/problems.ts";

const seed = Number(process.env.HINGE_SEED);

/** The ascent alone: no certificate brings back the samples that its sweeps leave out. */
function ascend(problem: Problem, maxEpochs: number, beginning: Beginning) {
  const state = dualBlock.init(problem, 1, beginning);
  dualBlock.refresh(problem, state, dual(problem, state.b).W);
  while (!state.exhausted && state.epochs < maxEpochs)
    dualBlock.step(problem, state, Number.POSITIVE_INFINITY);
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
      const certificate = certify(problem, ascend(problem, 12_000, { precision: "f64" }));
      expect(relativeGap(certificate), `${raw.shape}, seed ${seed + k}`).toBeLessThan(1e-6);
    }
  },
);

test.each(lossForms)(
  "Sweeps over many short rows, which take neighbours together, visit each once: %o",
  (form) => {
    const random = testRandom(seed);
    const nClasses = form.loss === "binary" ? 2 : 3;
    // Not a multiple of four, and more than is near to a core; with weights next to nothing no variable can stay zero.
    const [nSamples, C] = [30_003, 1e-7];
    const X = Array.from({ length: nSamples }, () => Array.from({ length: 4 }, () => random() + 0.1));
    const y = X.map(() => Math.floor(random() * nClasses));
    const raw = { X, y, nClasses, C, bias: 0, margin: 1 } as const;
    const problem = buildProblem({ ...raw, ...form });
    const { nScores: K } = problem;
    const state = dualBlock.init(problem, seed, {});
    dualBlock.refresh(problem, state, new Float64Array(4 * K));
    while (!dualBlock.step(problem, state, Number.POSITIVE_INFINITY));
    expect(state.epochs).toBeCloseTo(1, 9);
    const b = state.b;
    const untouched = y.filter((_, i) => b.subarray(i * K, (i + 1) * K).every((value) => value === 0));
    dualBlock.release?.(state);
    expect(untouched).toEqual([]);
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

test("The mean of a few sweeps' weights comes far closer to the lowest primal than the last sweep's own", () => {
  let logs = 0;
  for (let k = 0; k < 8; k++) {
    const random = testRandom(seed + k);
    // A fifth of the labels is noise, so that most samples are at a kink or beyond it.
    const X = Array.from({ length: 600 }, () => Array.from({ length: 8 }, () => 2 * random() - 1));
    const y = X.map((x) => (random() < 0.2 ? Math.floor(4 * random()) : x.indexOf(Math.max(...x)) % 4));
    const form = { loss: "crammer-singer" as const, squared: false };
    const problem = buildProblem({ X, y, nClasses: 4, C: 0.3, bias: 1, margin: 1, ...form });
    const state = dualBlock.init(problem, 1);
    dualBlock.refresh(problem, state, dual(problem, state.b).W);
    while (state.epochs < 3) dualBlock.step(problem, state, Number.POSITIVE_INFINITY);
    const mean = new Float64Array(problem.rows.nFeatures * problem.nScores);
    expect(state.writeWeights?.(mean)).toBe(true);
    const own = dual(problem, state.b.slice()).W;
    dualBlock.release?.(state);
    const lowest = dual(problem, ascend(problem, 400, { precision: "f64" })).value;
    const excess = (W: Float64Array): number => primal(problem, W).value - lowest;
    logs += Math.log(excess(mean) / excess(own)) / 8;
  }
  expect(Math.exp(logs)).toBeLessThan(0.3);
});

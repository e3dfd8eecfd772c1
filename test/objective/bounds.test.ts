import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../../src/data/matrix.ts";
import { fromNested, toRows } from "../../src/data/rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { borrow, giveBack } from "../../src/kernels/pool.ts";
import { wasmModule } from "../../src/kernels/wasm.ts";
import { createDualLoss } from "../../src/losses/index.ts";
import { boundsOf, readableBounds } from "../../src/objective/bounds.ts";
import { CompiledBounds } from "../../src/objective/compiled-bounds.ts";
import { primalAtZero } from "../../src/objective/primal.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { lossForms } from "../support/build-problem.ts";
import { testRandom } from "../support/problems.ts";

/** A random problem and variables that are not all feasible. */
function draw(
  form: (typeof lossForms)[number],
  {
    seed,
    N,
    D,
    K,
    bias,
    sparse,
  }: { seed: number; N: number; D: number; K: number; bias: number; sparse: boolean },
): { problem: Problem; b: Float64Array } {
  const random = testRandom(seed);
  const classes = form.loss === "binary" ? 2 : K;
  const X = Array.from({ length: N }, () =>
    Array.from({ length: D }, () => (random() < 0.4 ? 0 : 2 * random() - 1)),
  );
  const dense = fromNested(X);
  const loss = createDualLoss({ ...form, margin: 0.5 + random() });
  const nScores = loss.nScores(classes);
  const problem = {
    rows: withBias(toRows(sparse ? toSparse(dense.data as Float64Array, N, D) : dense), bias),
    y: Int32Array.from({ length: N }, () => Math.floor(random() * classes)),
    loss,
    nScores,
    C: Float64Array.from({ length: N }, () => (random() < 0.2 ? 0 : 3 * random())),
  };
  const b = Float64Array.from({ length: N * nScores }, () => (random() < 0.5 ? 0 : 4 * random() - 1));
  return { problem, b };
}

function toSparse(data: Float64Array, N: number, D: number): Matrix {
  const indptr = new Int32Array(N + 1);
  const indices: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < D; j++) {
      if (data[i * D + j] === 0) continue;
      indices.push(j);
      values.push(data[i * D + j]!);
    }
    indptr[i + 1] = indices.length;
  }
  return { indptr, indices: Int32Array.from(indices), values: Float64Array.from(values), shape: [N, D] };
}

/** Asserts that the compiled halves are the readable ones up to rounding, and bound it as they do. */
function compare({ problem, b }: { problem: Problem; b: Float64Array }): void {
  const compiled = boundsOf(problem);
  expect(compiled).toBeInstanceOf(CompiledBounds);
  try {
    const readable = readableBounds(problem);
    const [own, other] = [b.slice(), b.slice()];
    const [lower, wanted] = [compiled.dual(own), readable.dual(other)];
    own.forEach((value, k) => void expect(value).toBeCloseTo(other[k]!, 12));
    expect(lower.infeasibility).toBeCloseTo(wanted.infeasibility, 12);
    expect(Math.abs(lower.value - wanted.value)).toBeLessThanOrEqual(lower.error + wanted.error);
    expect(lower.error / wanted.error || 1).toBeCloseTo(1, 9);
    lower.W.forEach((value, k) => void expect(value).toBeCloseTo(wanted.W[k]!, 10));
    // Its own weights, which it still has, and others, which it has to take over.
    for (const W of [lower.W, wanted.W.map((value) => -value)]) {
      const [upper, plain] = [compiled.primal(W), readable.primal(W)];
      expect(Math.abs(upper.value - plain.value)).toBeLessThanOrEqual(upper.error + plain.error);
      expect(upper.error / plain.error || 1).toBeCloseTo(1, 9);
    }
  } finally {
    compiled.release();
  }
}

describe("the compiled halves of a certificate", () => {
  for (const form of lossForms) {
    it(`are the readable ones: ${form.squared ? "squared " : ""}${form.loss}`, () => {
      fc.assert(
        fc.property(
          fc.record({
            seed: fc.nat(),
            N: fc.integer({ min: 2, max: 40 }),
            D: fc.integer({ min: 1, max: 12 }),
            K: fc.integer({ min: 2, max: 9 }),
            bias: fc.constantFrom(0, 1, -2.5),
            sparse: fc.boolean(),
          }),
          (shape) => compare(draw(form, shape)),
        ),
        { numRuns: 60 },
      );
    });
  }

  it("are the readable ones over many blocks of rows, and where one row is longer than a block", () => {
    for (const sparse of [false, true]) {
      compare(draw(lossForms[0]!, { seed: 1, N: 1500, D: 9, K: 3, bias: 1, sparse }));
      compare(draw(lossForms[2]!, { seed: 2, N: 5, D: 20_000, K: 3, bias: 1, sparse }));
    }
  });

  it("have no need of rows where all weights are zero, whatever lies in their memory", () => {
    for (const form of lossForms) {
      for (const sparse of [false, true]) {
        const { problem } = draw(form, { seed: 26, N: 3, D: 11, K: 2, bias: 0, sparse });
        const instance = borrow(wasmModule()!, 2 ** 20);
        new Uint8Array(instance.memory.buffer).fill(0xff);
        giveBack(instance);
        const bounds = boundsOf(problem);
        const zeros = new Float64Array(problem.rows.nFeatures * problem.nScores);
        expect(bounds.primal(zeros).value).toBeCloseTo(readableBounds(problem).primal(zeros).value, 10);
        bounds.release();
      }
    }
  });

  it("have at no weights at all what is known of every class beforehand", () => {
    for (const form of lossForms) {
      const { problem } = draw(form, { seed: 5, N: 40, D: 3, K: 4, bias: 1, sparse: false });
      const [known, bounds] = [primalAtZero(problem), boundsOf(problem)];
      const { value, error } = bounds.primal(new Float64Array(problem.rows.nFeatures * problem.nScores));
      bounds.release();
      expect(Math.abs(known.value - value)).toBeLessThanOrEqual(known.error + error);
      expect(known.error / error).toBeCloseTo(1, 9);
    }
  });

  it("say by their infeasibility, or by values that are no numbers, that variables were none", () => {
    const { problem, b } = draw(lossForms[0]!, { seed: 3, N: 6, D: 2, K: 3, bias: 1, sparse: false });
    const at = problem.C.findIndex((weight) => weight > 0);
    b[at * 3 + ((problem.y[at]! + 1) % 3)] = Number.NaN;
    const bounds = boundsOf(problem);
    const { value, infeasibility } = bounds.dual(b);
    bounds.release();
    expect(value).toBeNaN();
    expect(infeasibility).toBeNaN();
  });

  it("let a score that is not finite through, for every loss", () => {
    for (const form of lossForms) {
      const { problem } = draw(form, { seed: 4, N: 6, D: 2, K: 3, bias: 0, sparse: false });
      const W = new Float64Array(2 * problem.nScores).fill(1e308);
      W[0] = -1e308;
      problem.C.fill(1);
      const bounds = boundsOf({
        ...problem,
        rows: toRows([
          [9, 9],
          [9, 9],
          [9, 9],
          [9, 9],
          [9, 9],
          [9, 9],
        ]),
      });
      const { value, error } = bounds.primal(W);
      bounds.release();
      expect(Number.isFinite(value) && Number.isFinite(error)).toBe(false);
    }
  });
});

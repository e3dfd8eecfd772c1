import fc from "fast-check";
import { expect, test } from "vitest";
import { toRows } from "../../src/data/rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { borrow, giveBack } from "../../src/kernels/pool.ts";
import { layOut, wasmModule } from "../../src/kernels/wasm.ts";
import { createDualLoss } from "../../src/losses/index.ts";
import { readableBounds } from "../../src/objective/bounds.ts";
import { HeldBounds, heldSizes } from "../../src/objective/held-bounds.ts";
import type { Problem } from "../../src/objective/problem.ts";
import { lossForms } from "../support/build-problem.ts";
import { testRandom } from "../support/problems.ts";

interface Size {
  readonly seed: number;
  readonly N: number;
  readonly D: number;
  readonly K: number;
  readonly bias: number;
  readonly isF64: boolean;
  /** Bytes an index. */
  readonly width: 2 | 4;
}

/** A sparse problem whose numbers lie in kernel memory, and variables that are not all feasible. */
function draw(form: (typeof lossForms)[number], { seed, N, D, K, bias, isF64 }: Size) {
  const random = testRandom(seed);
  const indptr = [0];
  const indices: number[] = [];
  const given: number[] = [];
  for (let i = 0; i < N; i++) {
    for (let j = Math.floor(random() * 4); j < D; j += 1 + Math.floor(random() * (D / 5 + 2))) {
      indices.push(j);
      given.push(isF64 ? 2 * random() - 1 : Math.fround(2 * random() - 1));
    }
    indptr.push(indices.length);
  }
  const loss = createDualLoss({ ...form, margin: 0.5 + random() });
  const nClasses = form.loss === "binary" ? 2 : K;
  const nScores = loss.nScores(nClasses);
  const X = {
    indptr: Int32Array.from(indptr),
    indices: Int32Array.from(indices),
    values: Float64Array.from(given),
    shape: [N, D] as const,
  };
  const problem: Problem = {
    rows: withBias(toRows(X), bias),
    y: Int32Array.from({ length: N }, () => Math.floor(random() * nClasses)),
    loss,
    nScores,
    C: Float64Array.from({ length: N }, () => (random() < 0.2 ? 0 : 3 * random())),
  };
  const b = Float64Array.from({ length: N * nScores }, () =>
    random() < Math.max(0.5, 1 - 3 / nScores) ? 0 : Math.fround(4 * random() - 1),
  );
  return { problem, b, X };
}

/** Asserts that the halves are the readable ones of the numbers that lie there, W(b) rounded to f32. */
function compare({ problem, b, X }: ReturnType<typeof draw>, { isF64, width }: Size): void {
  const { nScores: K, rows } = problem;
  const { nSamples: N, nFeatures: D } = rows;
  const stride = K === 1 ? 1 : Math.ceil(K / 4) * 4;
  const sizes = [X.values.length * 8, X.values.length * 4, D * stride * 4, N * stride * 4];
  const { addresses, end } = layOut(64, [...sizes, ...heldSizes(problem)]);
  const instance = borrow(wasmModule()!, end);
  const { buffer } = instance.memory;
  try {
    // What lies there from before has no influence.
    new Uint8Array(buffer).fill(0x7f);
    const [values, indices, W, variables, ...proof] = addresses as [number, number, number, number];
    new (isF64 ? Float64Array : Float32Array)(buffer, values, X.values.length).set(X.values);
    new (width === 2 ? Uint16Array : Int32Array)(buffer, indices, X.indices.length).set(X.indices);
    const there = new Float32Array(buffer, variables, N * stride).fill(0);
    for (let k = 0; k < b.length; k++) there[Math.floor(k / K) * stride + (k % K)] = b[k]!;
    const held = new HeldBounds(
      instance,
      problem,
      { values, indices, width, isF64, W, b: variables, stride },
      proof,
    );
    const readable = readableBounds(problem);
    const feasible = b.slice();
    const [lower, wanted] = [held.dual(), readable.dual(feasible)];
    feasible.forEach((value, k) => {
      expect(there[Math.floor(k / K) * stride + (k % K)]).toBeCloseTo(value, 5);
    });
    expect(lower.infeasibility).toBeCloseTo(wanted.infeasibility, 12);
    expect(Math.abs(lower.value - wanted.value)).toBeLessThanOrEqual(lower.error + wanted.error);
    expect(lower.error / wanted.error || 1).toBeCloseTo(1, 9);
    const weights = new Float32Array(buffer, W, D * stride);
    const unpadded = wanted.W.map((_, k) => weights[Math.floor(k / K) * stride + (k % K)]!);
    const largest = wanted.W.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    unpadded.forEach((value, k) => {
      expect(Math.abs(value - wanted.W[k]!)).toBeLessThanOrEqual(1e-7 * largest);
    });
    const [upper, plain] = [held.primal(), readable.primal(unpadded)];
    expect(Math.abs(upper.value - plain.value)).toBeLessThanOrEqual(upper.error + plain.error);
    expect(upper.error / plain.error || 1).toBeCloseTo(1, 9);
  } finally {
    giveBack(instance);
  }
}

for (const form of lossForms) {
  test(`Certificates of numbers where they lie are the readable ones: ${form.squared ? "squared " : ""}${form.loss}`, () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          N: fc.integer({ min: 2, max: 40 }),
          D: fc.integer({ min: 1, max: 12 }),
          K: fc.integer({ min: 2, max: 9 }),
          bias: fc.constantFrom(0, 1, -2.5),
          isF64: fc.boolean(),
          width: fc.constantFrom(2, 4),
        }),
        (size) => compare(draw(form, size), size),
      ),
      { numRuns: 40 },
    );
  });

  test(`They take a few classes at a time where there are many features: ${form.squared ? "squared " : ""}${form.loss}`, () => {
    const size = { seed: 5, N: 700, D: 14000, K: 23, bias: 1, isF64: true, width: 4 } as const;
    const drawn = draw(form, size);
    // Three times at least: what comes between the first and the last time leaves samples out.
    expect(heldSizes(drawn.problem)[0]!).toBeLessThan((8 * 14001 * 24) / 2);
    compare(drawn, size);
  });
}

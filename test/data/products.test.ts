import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ask,
  type Case,
  coefficientKinds,
  difference,
  makeNumbers,
  type Numbers,
  productsOf,
  ways,
} from "../kernels/cases.ts";
import { bound, ExactSum } from "../kernels/exact.ts";

const lengths = [...Array(18).keys(), 31, 32, 33, 255, 256, 257, 258, 1000, 4099];
const precisions = ["f32", "f64"] as const;

const basic: Case = {
  nRows: 7,
  D: 9,
  K: 3,
  precision: "f64",
  storage: "f64",
  flavour: "ordinary",
  kind: "random",
  bias: 0,
  seed: 1,
};

/** The exact products with the bounds that the interface states. */
function truth(numbers: Numbers) {
  const { X, D, K, bias, precision, W, stride, order, G } = numbers;
  const columns = D + (bias === 0 ? 0 : 1);
  const at = (i: number, j: number) => (j < D ? X[i * D + j]! : bias);
  const S = new Float64Array(order.length * K);
  const SBound = new Float64Array(S.length);
  order.forEach((i, r) => {
    for (let m = 0; m < K; m++) {
      const sum = new ExactSum();
      for (let j = 0; j < columns; j++) sum.add(at(i, j), W[m * stride + j]!);
      S[r * K + m] = sum.value;
      SBound[r * K + m] = bound(precision, sum.count, sum.magnitude, 2);
    }
  });
  const dW = new Float64Array(K * stride).fill(Number.NaN);
  const dWBound = new Float64Array(K * stride);
  for (let m = 0; m < K; m++) {
    for (let j = 0; j < columns; j++) {
      const sum = new ExactSum();
      let split = 0;
      order.forEach((i, r) => {
        sum.add(G[r * K + m]!, at(i, j));
        // What is taken out of a row's coefficients and put back may be as large as the largest of them.
        let largest = 0;
        for (let k = 0; k < K; k++) largest = Math.max(largest, Math.abs(G[r * K + k]!));
        split += 2 * largest * Math.abs(at(i, j));
      });
      dW[m * stride + j] = sum.value;
      dWBound[m * stride + j] = bound(precision, sum.count, sum.magnitude + split, 4);
    }
  }
  return { S, SBound, dW, dWBound };
}

/** How far off the answers are, in units of their bounds: beyond 1, or not-a-number, is a mistake. */
function worst(got: Float64Array, expected: Float64Array, bounds: Float64Array): number {
  let most = 0;
  got.forEach((value, k) => {
    if (Number.isNaN(expected[k]!) && Number.isNaN(value)) return;
    const off = Math.abs(value - expected[k]!);
    const ratio = off === 0 ? 0 : off / bounds[k]!;
    if (!(ratio <= most)) most = ratio;
  });
  return most;
}

/** The same on the average, over what is not exactly zero. */
function mean(got: Float64Array, expected: Float64Array, bounds: Float64Array): number {
  const ratios = Array.from(got, (value, k) => Math.abs(value - expected[k]!) / bounds[k]!).filter(
    (ratio, k) => !Number.isNaN(expected[k]!) && expected[k] !== 0 && Number.isFinite(ratio),
  );
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
}

/** Asks each way that applies, and compares with the exact products. @returns how many ways there were */
function checkAllWays(question: Case): number {
  const numbers = makeNumbers(question);
  const exact = truth(numbers);
  let count = 0;
  for (const way of Object.keys(ways)) {
    const products = productsOf(numbers, way);
    if (products === undefined) continue;
    const { S, dW } = ask(products, numbers);
    products.release();
    const message = `${way}: ${JSON.stringify(question)}`;
    expect(worst(S, exact.S, exact.SBound), `scores, ${message}`).toBeLessThanOrEqual(1);
    expect(worst(dW, exact.dW, exact.dWBound), `gradient, ${message}`).toBeLessThanOrEqual(1);
    count++;
  }
  return count;
}

describe.each(precisions)("the products in %s are within their bounds of the exact ones", (precision) => {
  const storage = precision;

  it.each(lengths)("with %i features", (D) => {
    for (const K of D < 1000 ? [1, 2, 3, 10] : [10, 3]) {
      for (const bias of [0, 1.5]) {
        checkAllWays({ ...basic, precision, storage, D, K, bias, seed: D + K, kind: "all violated" });
      }
    }
  });

  it("with any number of classes", () => {
    for (let K = 1; K <= 33; K++) {
      for (const D of [5, 18]) checkAllWays({ ...basic, precision, storage, D, K, seed: K });
    }
  });

  it("with so many classes that a block of features is short", () => {
    for (const D of [255, 256, 257, 258, 513]) {
      checkAllWays({ ...basic, precision, storage, D, K: 163, nRows: 5, seed: D, kind: "most violated" });
    }
  });

  it("with any number of rows", () => {
    for (const nRows of [...Array(35).keys(), 63, 64, 65, 67]) {
      checkAllWays({ ...basic, precision, storage, nRows, D: 6, seed: nRows });
    }
  });

  it.each(coefficientKinds)("with coefficients: %s", (kind) => {
    for (const K of [1, 2, 3, 4, 10, 33]) {
      for (const bias of [0, 1, -0.25]) {
        checkAllWays({ ...basic, precision, storage, kind, K, D: 11, nRows: 37, bias, seed: K });
      }
    }
  });

  it.each(["cancelling", "subnormal", "signed zeros"] as const)("with %s numbers", (flavour) => {
    for (const D of [1, 2, 3, 4, 5, 8, 17, 33]) {
      for (const kind of coefficientKinds) {
        checkAllWays({ ...basic, precision, storage, flavour, kind, D, K: 5, seed: D });
      }
    }
  });

  it.each(["f32", "u8", "i16"] as const)("with X stored as %s", (stored) => {
    for (const D of [1, 3, 4, 7, 17, 258]) {
      for (const K of [1, 3, 10]) {
        checkAllWays({ ...basic, precision, storage: stored, D, K, seed: D + K, kind: "all violated" });
      }
    }
  });

  it("whatever the shape, the storage, the numbers and the coefficients", () => {
    const cases = fc.record({
      nRows: fc.integer({ min: 0, max: 70 }),
      D: fc.integer({ min: 0, max: 40 }),
      K: fc.integer({ min: 1, max: 12 }),
      storage: fc.constantFrom(precision, "f32", "u8", "i16"),
      flavour: fc.constantFrom<Case["flavour"][]>("ordinary", "cancelling", "subnormal", "signed zeros"),
      kind: fc.constantFrom(...coefficientKinds),
      bias: fc.constantFrom(0, 1, 0.1),
      seed: fc.integer(),
    });
    fc.assert(
      fc.property(cases, (question) => {
        expect(checkAllWays({ ...question, precision } as Case)).toBeGreaterThanOrEqual(6);
      }),
      { numRuns: 60 },
    );
  });
});

describe.each(precisions)("the products in %s, typically", (precision) => {
  const numbers = makeNumbers({
    ...basic,
    precision,
    storage: precision,
    nRows: 64,
    D: 1000,
    K: 4,
    kind: "random",
  });
  const { S, SBound, dW, dWBound } = truth(numbers);

  it.each(Object.keys(ways))("are off by less than one rounding of the sum of magnitudes: %s", (way) => {
    const products = productsOf(numbers, way)!;
    const answer = ask(products, numbers);
    products.release();
    // The bounds are of about 1,000 and 64 roundings.
    expect(mean(answer.S, S, SBound) * (1000 + 2)).toBeLessThan(1);
    expect(mean(answer.dW, dW, dWBound) * (64 + 4)).toBeLessThan(1);
  });
});

describe.each(precisions)("the products in %s", (precision) => {
  const numbers = makeNumbers({ ...basic, precision, storage: precision, D: 70, K: 6, nRows: 45, bias: 1.5 });
  const otherNumbers = makeNumbers({
    ...basic,
    precision,
    storage: precision,
    D: 300,
    K: 9,
    nRows: 40,
    seed: 2,
  });

  it.each(Object.keys(ways))("have the same bits in every run, whatever ran before: %s", (way) => {
    const first = productsOf(numbers, way)!;
    const answer = ask(first, numbers);
    expect(difference(ask(first, numbers), answer)).toBeUndefined();
    first.release();
    for (const other of Object.keys(ways)) {
      const products = productsOf(otherNumbers, other)!;
      ask(products, otherNumbers);
      products.release();
    }
    const second = productsOf(numbers, way)!;
    expect(difference(ask(second, numbers), answer)).toBeUndefined();
    second.release();
  });

  it("have the same bits in place, unaligned and copied", () => {
    const answers = Object.keys(ways)
      .filter((way) => way.startsWith("dense"))
      .map((way) => {
        const products = productsOf(numbers, way)!;
        const answer = ask(products, numbers);
        products.release();
        return answer;
      });
    expect(answers).toHaveLength(4);
    for (const answer of answers) expect(difference(answer, answers[0]!)).toBeUndefined();
  });

  it.each(Object.keys(ways))("leave what is not theirs alone: %s", (way) => {
    const products = productsOf(numbers, way)!;
    // Rows of scores and of the gradient lie among numbers of the caller's.
    const { S, dW } = ask(products, numbers);
    products.release();
    expect(S).toHaveLength(numbers.order.length * numbers.K);
    dW.forEach((value, k) => {
      expect(Number.isNaN(value)).toBe(k % numbers.stride > 70);
    });
  });
});

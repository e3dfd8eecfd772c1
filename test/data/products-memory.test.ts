import { describe, expect, it } from "vitest";
import { DenseProducts } from "../../src/data/dense-products.ts";
import type { BlockProducts } from "../../src/data/products.ts";
import { kernelMatrix, residenceOf } from "../../src/data/resident.ts";
import { toRows } from "../../src/data/rows.ts";
import { wasmModule } from "../../src/kernels/wasm.ts";
import { hingeLoss } from "../../src/objective/index.ts";
import {
  ask,
  askBlock,
  type Case,
  difference,
  makeNumbers,
  type Numbers,
  productsOf,
  ways,
} from "../kernels/cases.ts";

const basic: Case = {
  nRows: 75,
  D: 21,
  K: 5,
  precision: "f64",
  storage: "f64",
  flavour: "ordinary",
  kind: "all violated",
  bias: 0,
  seed: 11,
};
const precisions = ["f32", "f64"] as const;

/** The answer of products that nobody else disturbs. */
function alone(numbers: Numbers, way: string) {
  const products = productsOf(numbers, way)!;
  const answer = ask(products, numbers);
  products.release();
  return answer;
}

/** The products asked block by block, a block of one and then a block of the other. */
function inTurns(one: [BlockProducts, Numbers], other: [BlockProducts, Numbers]) {
  const pairs = [one, other].map(([products, numbers]) => ({
    products,
    numbers,
    S: new Float64Array(numbers.order.length * numbers.K),
    dW: new Float64Array(numbers.K * numbers.stride).fill(Number.NaN),
  }));
  for (const { products, numbers } of pairs) products.setWeights(numbers.W, numbers.stride);
  for (let block = 0; block < 3; block++) {
    for (const { products, numbers, S } of pairs) {
      const from = block * products.blockRows;
      if (from < numbers.order.length) askBlock(products, numbers, from, S);
    }
  }
  return pairs.map(({ products, numbers, S, dW }) => {
    products.readGradient(dW, numbers.stride);
    return { S, dW };
  });
}

describe.each(precisions)("products in %s", (precision) => {
  const small = makeNumbers({ ...basic, precision, storage: precision });
  // Larger than what the small one needs by many pages of memory.
  const large = makeNumbers({ ...basic, precision, storage: precision, D: 4000, K: 8, nRows: 66, seed: 12 });
  const names = Object.keys(ways).filter((way) => !way.startsWith("dense, in place"));

  it.each(names)("of two data sets do not disturb each other: %s", (way) => {
    const expected = [alone(small, way), alone(large, way)];
    const first = productsOf(small, way)!;
    const second = productsOf(large, way)!;
    inTurns([first, small], [second, large]).forEach((answer, k) => {
      expect(difference(answer, expected[k]!)).toBeUndefined();
    });
    first.release();
    second.release();
  });

  it("work on while another's memory grows", () => {
    const expected = alone(small, "dense, copied");
    // Two idle memories, of which the next two products take one each.
    const idle = [productsOf(small, "dense, copied")!, productsOf(small, "sparse")!];
    for (const products of idle) products.release();
    const first = productsOf(small, "dense, copied")!;
    first.setWeights(small.W, small.stride);
    const S = new Float64Array(small.order.length * small.K);
    askBlock(first, small, 0, S);
    const second = productsOf(large, "sparse")!;
    ask(second, large);
    for (const from of [32, 64]) askBlock(first, small, from, S);
    const dW = new Float64Array(small.K * small.stride).fill(Number.NaN);
    first.readGradient(dW, small.stride);
    expect(difference({ S, dW }, expected)).toBeUndefined();
    first.release();
    second.release();
  });

  it.each(names)("find nothing left over in memory that was given back: %s", (way) => {
    const expected = alone(small, way);
    for (const other of names) alone(large, other);
    const products = productsOf(small, way)!;
    expect(difference(ask(products, small), expected)).toBeUndefined();
    // Without a row there is no gradient, whatever was in the memory.
    const none = { ...small, order: new Int32Array(0), G: new Float64Array(0) };
    const { dW } = ask(products, none);
    expect(dW.every((value) => value === 0 || Number.isNaN(value))).toBe(true);
    products.release();
  });

  it("hold for two users of one matrix in kernel memory at once", () => {
    const { X, D, K } = small;
    const matrix = kernelMatrix(75, D, precision, K);
    matrix.data.set(X);
    const again = makeNumbers({ ...basic, precision, storage: precision, kind: "random", seed: 13 });
    const rows = toRows(matrix);
    const both = [small, { ...again, X }] as const;
    const expected = both.map((numbers) => alone(numbers, "dense, copied"));
    const [first, second] = both.map(() => rows.products(K, precision));
    inTurns([first, both[0]], [second, both[1]]).forEach((answer, k) => {
      expect(difference(answer, expected[k]!)).toBeUndefined();
    });
    first.release();
    second.release();
    // Once both have given it back it is used in place again.
    const third = rows.products(K, precision);
    expect(difference(ask(third, small), expected[0]!)).toBeUndefined();
    third.release();
  });
});

describe.each(precisions)("kernelMatrix in %s", (precision) => {
  const numbers = makeNumbers({ ...basic, precision, storage: precision });
  const { X, D, K } = numbers;

  it("is a matrix of zeros of that shape", () => {
    const matrix = kernelMatrix(4, 3, precision);
    expect(matrix.shape).toEqual([4, 3]);
    expect(matrix.data).toEqual(new (precision === "f32" ? Float32Array : Float64Array)(12));
    expect(residenceOf(matrix.data)).toBeDefined();
  });

  it.each([
    [0, 5],
    [5, 0],
    [0, 0],
  ])("may be empty: %i x %i", (rows, columns) => {
    expect(kernelMatrix(rows, columns, precision).data).toHaveLength(0);
  });

  it("is used in place: what changes in it after the products were made is seen", () => {
    const matrix = kernelMatrix(75, D, precision, K);
    const rows = toRows(matrix);
    const products = rows.products(K, precision);
    const order = Int32Array.of(2);
    const S = new Float64Array(32 * K);
    products.setWeights(numbers.W, numbers.stride);
    products.scores(order, 0, 1, S);
    expect(S[0]).toBe(0);
    // Between a block's two products, too: nothing of it was copied.
    matrix.data[2 * D] = 3;
    const G = new Float64Array(32 * K);
    G[0] = 2;
    products.addOuter(G);
    const dW = new Float64Array(K * D);
    products.readGradient(dW, D);
    expect(dW[0]).toBe(6);
    products.scores(order, 0, 1, S);
    expect(S[0]).toBe(3 * numbers.W[0]!);
    products.release();
  });

  it("is copied where there are more classes than it has room for, with the same result", () => {
    const matrix = kernelMatrix(75, D, precision, 1);
    matrix.data.set(X);
    const many = makeNumbers({ ...basic, precision, storage: precision, K: 2000 });
    const products = toRows(matrix).products(2000, precision);
    const answer = ask(products, { ...many, X });
    products.release();
    expect(difference(answer, alone({ ...many, X }, "dense, copied"))).toBeUndefined();
  });

  it("gives the loss and gradient of an ordinary array", () => {
    const matrix = kernelMatrix(75, D, precision, K);
    matrix.data.set(X);
    const y = Array.from({ length: 75 }, (_, i) => i % K);
    const W = {
      data: numbers.W.map((value) => (Number.isNaN(value) ? 0 : value)),
      shape: [K, D + 3] as const,
    };
    const bare = { ...W, data: W.data.filter((_, k) => k % (D + 3) < D), shape: [K, D] as const };
    const expected = hingeLoss({ X: { data: X, shape: [75, D] }, y, W: bare });
    expect(hingeLoss({ X: matrix, y, W: bare })).toEqual(expected);
    // With more columns than the matrix has there is nothing to fall back to.
    expect(() => hingeLoss({ X: matrix, y, W })).toThrow(/weights/);
  });

  it("may be used in the other precision, by a copy", () => {
    const matrix = kernelMatrix(75, D, precision, K);
    matrix.data.set(X);
    const other = makeNumbers({ ...basic, precision: "f64", storage: precision });
    const products = new DenseProducts(wasmModule()!, matrix.data, D, K, "f64");
    const answer = ask(products, { ...other, X });
    expect(difference(answer, alone({ ...other, X }, "dense, copied"))).toBeUndefined();
    products.release();
  });
});

describe("kernelMatrix", () => {
  it("says by how much a matrix is too large", () => {
    expect(() => kernelMatrix(1_000_000, 3073, "f32", 10)).toThrow(
      expect.objectContaining({
        name: "HingeError",
        code: "too-large",
        message: expect.stringMatching(
          /^1000000 x 3073 numbers and their work space need 11\.\d GiB of kernel memory, more than there is; split the data$/,
        ),
      }),
    );
  });

  it.each([
    [-1, 3],
    [2.5, 3],
    [Number.NaN, 3],
    [3, Number.POSITIVE_INFINITY],
  ])("refuses a shape of %d x %d", (rows, columns) => {
    expect(() => kernelMatrix(rows, columns)).toThrow(
      expect.objectContaining({ name: "HingeError", code: "bad-shape" }),
    );
  });
});

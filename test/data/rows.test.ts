import { describe, expect, it, test } from "vitest";
import {
  type CsrMatrix,
  type DenseMatrix,
  type NumericArray,
  type Rows,
  toRows,
  withBias,
} from "../../src/data/index.ts";
import { testRandom } from "../support/problems.ts";

const arrays = [
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Int16Array,
  Uint16Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
] as const;

const nSamples = 3;

/** Numbers that the array type can hold, about half of them zeros; the first row is all zeros. */
function numbers(make: (typeof arrays)[number], nFeatures: number): NumericArray {
  const random = testRandom(nFeatures + 1);
  const data = new make(nSamples * nFeatures);
  for (let k = nFeatures; k < data.length; k++) {
    if (random() < 0.5) continue;
    const signed = /^(Float|Int)/.test(make.name) ? 2 * random() - 1 : random();
    data[k] = signed * (make.name.startsWith("Float") ? 3 : make.name.includes("8") ? 127 : 30000);
  }
  return data;
}

function sparse({ data, shape: [rows, columns] }: DenseMatrix, explicitZeros = false): CsrMatrix {
  const kept: number[] = [];
  const indptr = new Int32Array(rows + 1);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      // Of the zeros, every third one if any.
      if (data[i * columns + j] !== 0 || (explicitZeros && j % 3 === 0)) kept.push(i * columns + j);
    }
    indptr[i + 1] = kept.length;
  }
  const values = data.slice(0, kept.length);
  kept.forEach((at, k) => {
    values[k] = data[at];
  });
  return { indptr, indices: Uint32Array.from(kept, (at) => at % columns), values, shape: [rows, columns] };
}

function randomWeights(nFeatures: number, K: number, seed: number): Float64Array {
  const random = testRandom(seed);
  return Float64Array.from({ length: nFeatures * K }, () => 2 * random() - 1);
}

/** All that rows compute, for bits to be compared. */
function results(rows: Rows, K: number) {
  const W = randomWeights(rows.nFeatures, K, 1);
  const G = randomWeights(rows.nFeatures, K, 2);
  const g = Float64Array.from({ length: K }, (_, m) => (m - 1) / 3);
  const scores = Array.from({ length: rows.nSamples }, (_, i) => {
    const out = new Float64Array(K).fill(Number.NaN);
    rows.scores(i, W, out);
    rows.addOuter(i, g, G);
    return [...out];
  });
  const norms = Array.from({ length: rows.nSamples }, (_, i) => rows.squaredNorm(i));
  return { scores, norms, outer: [...G], size: [rows.nSamples, rows.nFeatures, rows.nnz] };
}

/** The same by nested loops over the numbers, summed in the order of the features. */
function byHand(data: readonly number[][], K: number) {
  const nFeatures = data[0].length;
  const W = randomWeights(nFeatures, K, 1);
  const G = randomWeights(nFeatures, K, 2);
  for (const row of data) {
    for (let j = 0; j < nFeatures; j++) for (let m = 0; m < K; m++) G[j * K + m] += row[j] * ((m - 1) / 3);
  }
  return {
    scores: data.map((row) =>
      Array.from({ length: K }, (_, m) => row.reduce((sum, x, j) => sum + x * W[j * K + m], 0)),
    ),
    norms: data.map((row) => row.reduce((sum, x) => sum + x * x, 0)),
    outer: [...G],
    size: [data.length, nFeatures, data.flat().filter((x) => x !== 0).length],
  };
}

function nested({ data, shape: [rows, columns] }: DenseMatrix): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.slice(i * columns, (i + 1) * columns)]);
}

describe.each(arrays.map((make) => ({ name: make.name, make })))("rows of a $name", ({ make }) => {
  const lengths = [...Array.from({ length: 18 }, (_, n) => n), 1000];

  it.each(lengths)("of %i features give the same bits dense, sparse, nested and by hand", (nFeatures) => {
    const dense: DenseMatrix = { data: numbers(make, nFeatures), shape: [nSamples, nFeatures] };
    for (const K of [1, 2, 3, 5]) {
      const expected = byHand(nested(dense), K);
      expect(results(toRows(dense), K)).toEqual(expected);
      expect(results(toRows(sparse(dense)), K)).toEqual(expected);
      expect(results(toRows(sparse(dense, true)), K)).toEqual(expected);
      expect(results(toRows(nested(dense)), K)).toEqual(expected);
    }
  });

  it.each([1, -0.1, 1e3])("with a bias of %d give the bits of a last, constant feature", (bias) => {
    for (const nFeatures of lengths) {
      const dense: DenseMatrix = { data: numbers(make, nFeatures), shape: [nSamples, nFeatures] };
      const wider = nested(dense).map((row) => [...row, bias]);
      for (const K of [1, 3]) {
        const expected = byHand(wider, K);
        expect(results(withBias(toRows(dense), bias), K)).toEqual(expected);
        expect(results(withBias(toRows(sparse(dense)), bias), K)).toEqual(expected);
      }
    }
  });

  it("are used where they lie, at any offset in their buffer", () => {
    const own = numbers(make, 5);
    const bytes = own.BYTES_PER_ELEMENT;
    const view = new make(new ArrayBuffer((own.length + 3) * bytes), 3 * bytes, own.length);
    view.set(own);
    expect(results(toRows({ data: view, shape: [nSamples, 5] }), 3)).toEqual(
      results(toRows({ data: own, shape: [nSamples, 5] }), 3),
    );
  });
});

test("a bias of 0 is none, and returns the rows themselves", () => {
  const rows = toRows([[1, 2]]);
  expect(withBias(rows, 0)).toBe(rows);
  expect(withBias(rows, -0)).toBe(rows);
});

test("matrices without rows or without columns are matrices", () => {
  expect(toRows([])).toMatchObject({ nSamples: 0, nFeatures: 0, nnz: 0 });
  expect(toRows({ data: new Uint8Array(0), shape: [2, 0] })).toMatchObject({ nSamples: 2, nFeatures: 0 });
  const empty = { indptr: Int32Array.of(0), indices: new Int32Array(0), values: new Int8Array(0) };
  expect(toRows({ ...empty, shape: [0, 4] })).toMatchObject({ nSamples: 0, nFeatures: 4, nnz: 0 });
});

describe("toRows, or validate on what it gives, refuses", () => {
  const csr = (indptr: number[], indices: number[], values: number[], shape = [2, 3]) =>
    ({
      indptr: Int32Array.from(indptr),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
      shape,
    }) as unknown as CsrMatrix;
  const dense = (data: unknown, shape: unknown) => ({ data, shape }) as DenseMatrix;
  const six = new Float64Array(6);

  const cases: [what: string, X: unknown, code: string, message: string][] = [
    [
      "what is no matrix",
      { rows: 3 },
      "bad-shape",
      "X is none of {data, shape}, {indptr, indices, values, shape}, an array of rows",
    ],
    [
      "null",
      null,
      "bad-shape",
      "X is none of {data, shape}, {indptr, indices, values, shape}, an array of rows",
    ],
    [
      "a shape of one number",
      dense(six, [6]),
      "bad-shape",
      "the shape of X is 6; give [rows, columns], whole numbers",
    ],
    [
      "a negative shape",
      dense(six, [-2, -3]),
      "bad-shape",
      "the shape of X is -2,-3; give [rows, columns], whole numbers",
    ],
    [
      "half a row",
      dense(six, [1.5, 4]),
      "bad-shape",
      "the shape of X is 1.5,4; give [rows, columns], whole numbers",
    ],
    [
      "no shape at all",
      dense(six, undefined),
      "bad-shape",
      "the shape of X is undefined; give [rows, columns], whole numbers",
    ],
    ["too few numbers", dense(six, [2, 4]), "bad-shape", "X holds 6 numbers where its shape 2 x 4 needs 8"],
    ["too many numbers", dense(six, [2, 2]), "bad-shape", "X holds 6 numbers where its shape 2 x 2 needs 4"],
    ["no numbers", dense(undefined, [2, 2]), "bad-shape", "X holds no numbers where its shape 2 x 2 needs 4"],
    [
      "an infinite value",
      [
        [1, 2],
        [3, Number.NEGATIVE_INFINITY],
      ],
      "not-finite",
      "X has -Infinity in row 1; every value must be finite",
    ],
    [
      "a missing value",
      dense(Float32Array.of(1, Number.NaN), [2, 1]),
      "not-finite",
      "X has NaN in row 1; every value must be finite",
    ],
    [
      "a missing value, sparse",
      csr([0, 1, 2], [0, 1], [1, Number.NaN]),
      "not-finite",
      "X has NaN in row 1; every value must be finite",
    ],
    [
      "numbers with infinite squares",
      [[1], [1e200]],
      "too-large",
      "row 1 of X has numbers so large that their squares overflow; scale the features",
    ],
    [
      "numbers with infinite squares, sparse",
      csr([0, 0, 1], [2], [-1e160]),
      "too-large",
      "row 1 of X has numbers so large that their squares overflow; scale the features",
    ],
    [
      "ragged rows",
      [[1, 2], [3]],
      "ragged-rows",
      "X[1] has 1 numbers where X[0] has 2; rows must be equally long",
    ],
    ["text for a number", [[1, "2"]], "not-a-number", "X[0][1] is string, not a number"],
    ["a hole", [new Array<number>(1)], "not-a-number", "X[0][0] is undefined, not a number"],
    [
      "a sparse shape of three",
      csr([0, 0, 0], [], [], [2, 3, 1]),
      "bad-shape",
      "the shape of X is 2,3,1; give [rows, columns], whole numbers",
    ],
    [
      "an indptr that is too short",
      csr([0, 1], [0], [1]),
      "bad-indices",
      "indptr has 2 numbers from 0; 2 rows need 3 numbers from 0",
    ],
    [
      "an indptr that starts late",
      csr([1, 1, 1], [0], [1]),
      "bad-indices",
      "indptr has 3 numbers from 1; 2 rows need 3 numbers from 0",
    ],
    [
      "an indptr that ends early",
      csr([0, 0, 1], [0, 1], [1, 1]),
      "bad-indices",
      "indptr ends at 1 where there are 2 indices and 2 values",
    ],
    [
      "fewer values than indices",
      csr([0, 1, 2], [0, 1], [1]),
      "bad-indices",
      "indptr ends at 2 where there are 2 indices and 1 values",
    ],
    [
      "an indptr that descends",
      csr([0, 2, 1], [0], [1]),
      "bad-indices",
      "indptr descends from 2 to 1 at row 1",
    ],
    [
      "an indptr that leaps over the end",
      csr([0, 2e9, 1], [0], [1]),
      "bad-indices",
      "indptr descends from 2000000000 to 1 at row 1",
    ],
    [
      "an index beyond the columns",
      csr([0, 1, 1], [3], [1]),
      "bad-indices",
      "row 0 has index 3; 3 columns allow 0 to 2",
    ],
    [
      "a negative index",
      csr([0, 0, 1], [-1], [1]),
      "bad-indices",
      "row 1 has index -1; 3 columns allow 0 to 2",
    ],
    [
      "indices out of order",
      csr([0, 2, 2], [2, 1], [1, 1]),
      "bad-indices",
      "row 0 has index 1 after 2; indices must ascend within a row",
    ],
    [
      "an index twice",
      csr([0, 2, 2], [1, 1], [1, 1]),
      "bad-indices",
      "row 0 has index 1 after 1; indices must ascend within a row",
    ],
  ];

  test.each(cases)("%s", (_, X, code, message) => {
    expect(() => toRows(X as DenseMatrix).validate()).toThrowError(
      expect.objectContaining({ code, message }),
    );
  });

  test("nothing for a row's first index being below the last one of the row before", () => {
    expect(toRows(csr([0, 1, 2], [2, 0], [1, 1]))).toMatchObject({ nnz: 2 });
  });
});

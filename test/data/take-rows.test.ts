import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CsrMatrix, DenseMatrix } from "../../src/data/matrix.ts";
import { takeRows } from "../../src/data/take-rows.ts";

const nested = [
  [1, 0, 2],
  [0, 0, 0],
  [3, 4, 0],
  [0, 5, 6],
];
const dense: DenseMatrix = { data: Float32Array.from(nested.flat()), shape: [4, 3] };
const csr: CsrMatrix = {
  indptr: Int32Array.of(0, 2, 2, 4, 6),
  indices: Uint32Array.of(0, 2, 0, 1, 1, 2),
  values: Float32Array.of(1, 2, 3, 4, 5, 6),
  shape: [4, 3],
};

function unpack({ indptr, indices, values, shape }: CsrMatrix): number[][] {
  return Array.from({ length: shape[0] }, (_, i) => {
    const row = new Array<number>(shape[1]).fill(0);
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) row[indices[k]!] = values[k]!;
    return row;
  });
}

describe("takeRows", () => {
  test("takes the same rows from every kind of matrix, in the order asked for", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 8 }), (rows) => {
        const order = Int32Array.from(rows);
        const expected = rows.map((i) => nested[i]!);
        expect(takeRows(nested, order)).toEqual(expected);
        expect(takeRows(dense, order)).toEqual({
          data: Float32Array.from(expected.flat()),
          shape: [rows.length, 3],
        });
        const taken = takeRows(csr, order);
        expect(unpack(taken)).toEqual(expected);
        expect(taken.shape).toEqual([rows.length, 3]);
      }),
    );
  });

  test("keeps the types of the arrays, and copies", () => {
    const taken = takeRows(csr, Int32Array.of(2));
    expect(taken.values).toBeInstanceOf(Float32Array);
    expect(taken.indices).toBeInstanceOf(Uint32Array);
    (taken.values as Float32Array)[0] = 9;
    expect(csr.values[2]).toBe(3);
  });
});

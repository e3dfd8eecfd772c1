import { describe, expect, test } from "vitest";
import { copyDense, copySparse } from "../../src/data/copy-rows.ts";
import { toRows } from "../../src/data/rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { filledProblem } from "../support/fill.ts";

/** Rows of three kinds: all entries, some, none; and one with a stored zero if asked for. */
function rowsOf(isWhole: boolean, type: "dense" | "sparse") {
  const { X } = filledProblem(4, 0.5, [20, 5, 3]);
  X[3] = [1, 2, 3, 4, 5];
  X[7] = [0, 0, 0, 0, 0];
  const numbers = X.map((row) => [...row]);
  if (type === "dense")
    return { numbers, rows: toRows({ data: Float64Array.from(X.flat()), shape: [20, 5] }) };
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const [i, row] of X.entries()) {
    row.forEach((x, j) => {
      if (x === 0 && (isWhole || i !== 7 || j !== 2)) return;
      indices.push(j);
      values.push(x);
    });
    indptr.push(indices.length);
  }
  return {
    numbers,
    rows: toRows({
      indptr: Int32Array.from(indptr),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
      shape: [20, 5],
    }),
  };
}

describe.each([
  ["dense", true],
  ["sparse", true],
  ["sparse", false],
] as const)("rows that are %s, without stored zeros: %s", (type, isWhole) => {
  for (const bias of [0, 2]) {
    const { numbers, rows: plain } = rowsOf(isWhole, type);
    const rows = withBias(plain, bias);
    const D = rows.nFeatures;
    const wanted = numbers.map((row) => (bias === 0 ? row : [...row, bias]));

    test(`are the same numbers as a dense copy, with a bias of ${bias}`, () => {
      const data = new Float32Array(20 * D).fill(9);
      copyDense(rows, data);
      expect([...data]).toEqual(wanted.flat().map(Math.fround));
    });

    test(`are the same entries as a sparse copy, zeros left out, with a bias of ${bias}`, () => {
      const kept = {
        indptr: new Int32Array(21),
        indices: new Int32Array(rows.nnz),
        values: new Float64Array(rows.nnz),
      };
      copySparse(rows, kept);
      const back = wanted.map((row) => row.map(() => 0));
      for (let i = 0; i < 20; i++) {
        for (let k = kept.indptr[i]!; k < kept.indptr[i + 1]!; k++)
          back[i]![kept.indices[k]!] = kept.values[k]!;
      }
      expect(back).toEqual(wanted);
      expect(kept.values).not.toContain(0);
      expect(kept.indptr[20]).toBe(rows.nnz);
    });
  }
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ascendInPlace, measureInPlace } from "../../src/data/kernel-measure.ts";
import { kernelRows } from "../../src/data/kernel-rows.ts";
import { measureRows } from "../../src/data/measure.ts";
import { residenceOf } from "../../src/data/resident.ts";
import { toRows } from "../../src/data/rows.ts";

const values = fc.double({ noNaN: true, min: -1e150, max: 1e150 });
const lengths = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 1200 });

function filled(type: "f32" | "f64", counts: readonly number[], value: (k: number) => number) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const X = kernelRows(counts.length, 3, total, type, 2);
  let at = 0;
  counts.forEach((count, i) => {
    for (let j = 0; j < count; j++) {
      X.indices[at] = j;
      X.values[at] = value(at++);
    }
    X.indptr[i + 1] = at;
  });
  return X;
}

describe.each(["f32", "f64"] as const)("rows measured where they lie, in %s", (type) => {
  test("have the norms and the entries that JavaScript finds, to the last bit", () => {
    fc.assert(
      fc.property(lengths, fc.array(values, { minLength: 1, maxLength: 50 }), (counts, numbers) => {
        const scale = type === "f32" ? 1e-130 : 1;
        const X = filled(type, counts, (k) => (k % 5 === 0 ? 0 : scale * numbers[k % numbers.length]!));
        const found = measureInPlace(counts.length, X.values, X.indptr, 0.7);
        expect(found).toEqual(measureRows(counts.length, X.values, (i) => X.indptr[i]!, 0.7));
        expect(toRows(X).nnz).toBe(found!.nnz);
      }),
      { numRuns: 30 },
    );
  });

  test("are left to JavaScript, which says where, if a number or a norm is not finite", () => {
    for (const [bad, code] of [
      [Number.NaN, "not-finite"],
      [Number.NEGATIVE_INFINITY, "not-finite"],
      [type === "f32" ? Number.POSITIVE_INFINITY : 1e200, type === "f32" ? "not-finite" : "too-large"],
    ] as const) {
      const X = filled(type, [1, 2, 0, 3], (k) => (k === 4 ? bad : 1));
      expect(measureInPlace(4, X.values, X.indptr, 0)).toBeUndefined();
      expect(() => toRows(X).validate()).toThrow(expect.objectContaining({ code }));
    }
  });

  test("are left to JavaScript if they lie elsewhere", () => {
    const X = filled(type, [1, 2], () => 1);
    expect(measureInPlace(2, X.values.slice(), X.indptr, 0)).toBeUndefined();
  });
});

describe.each([3, 70_000])("columns looked at where they lie, %i of them", (columns) => {
  function placed(rows: readonly (readonly number[])[]) {
    const X = kernelRows(rows.length, columns, rows.flat().length, "f32", 2);
    X.indices.set(rows.flat());
    X.values.fill(1);
    let end = 0;
    rows.forEach((row, i) => {
      end += row.length;
      X.indptr[i + 1] = end;
    });
    return X;
  }
  // More rows than are looked at together.
  const good = Array.from({ length: 1100 }, (_, i) => [[], [0, 1, columns - 1], [1]][i % 3]!);

  test("ascend within their number", () => {
    const X = placed(good);
    expect(ascendInPlace(X)).toBe(true);
    expect(toRows(X).nSamples).toBe(1100);
  });

  test("are told by JavaScript where they do not", () => {
    const rows = [[1, 1], [2, 0], [0, 1, columns], ...(columns > 65_536 ? [[-1, 0]] : [])];
    for (const row of rows) {
      for (const at of [0, 511, 512, 1099]) {
        const X = placed(good.map((one, i) => (i === at ? row : one)));
        expect(ascendInPlace(X)).toBe(false);
        expect(() => toRows(X)).toThrow(new RegExp(`row ${at} has index`));
      }
    }
  });

  test("are left to JavaScript if they lie elsewhere, or if a fit is at work there", () => {
    const X = placed(good);
    expect(ascendInPlace({ ...X, indices: X.indices.slice() })).toBeUndefined();
    const residence = residenceOf(X.values)!;
    residence.inUse = true;
    expect(ascendInPlace(X)).toBeUndefined();
    expect(toRows(X).nSamples).toBe(1100);
    residence.inUse = false;
  });
});

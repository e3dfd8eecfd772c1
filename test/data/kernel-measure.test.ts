import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { measureInPlace } from "../../src/data/kernel-measure.ts";
import { kernelRows } from "../../src/data/kernel-rows.ts";
import { measureRows } from "../../src/data/measure.ts";
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

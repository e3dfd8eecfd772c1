import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromNested, toRows } from "../../src/data/rows.ts";
import { drawRows, someRows } from "../../src/data/some-rows.ts";
import { withBias } from "../../src/data/with-bias.ts";

describe("drawRows", () => {
  test("takes one of every so many rows, the same ones each time, and not always the first", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 9 }), (nSamples, stride) => {
        const drawn = drawRows(nSamples, stride);
        expect(drawn.length).toBe(Math.floor(nSamples / stride));
        drawn.forEach((i, k) => {
          expect(Math.floor(i / stride)).toBe(k);
        });
        expect(drawRows(nSamples, stride)).toEqual(drawn);
      }),
    );
    const offsets = new Set(drawRows(200, 4).map((i) => i % 4));
    expect([...offsets].sort()).toEqual([0, 1, 2, 3]);
  });
});

describe("someRows", () => {
  const nested = [
    [1, 0, 2],
    [0, 0, 0],
    [3, 4, 0],
    [0, 5, 6],
  ];
  const csr = {
    indptr: Int32Array.of(0, 2, 3, 5, 7),
    indices: Int32Array.of(0, 2, 1, 0, 1, 1, 2),
    // With a zero among the entries.
    values: Float64Array.of(1, 2, 0, 3, 4, 5, 6),
    shape: [4, 3] as const,
  };

  for (const bias of [0, 0.5]) {
    test(`are the rows themselves, dense or sparse, with a bias of ${bias}`, () => {
      for (const matrix of [fromNested(nested), csr]) {
        const rows = withBias(toRows(matrix), bias);
        const some = someRows(rows, Int32Array.of(0, 1, 3));
        expect(some.nSamples).toBe(3);
        expect(some.nFeatures).toBe(rows.nFeatures);
        expect(some.nnz).toBe(4 + (bias === 0 ? 0 : 3));
        for (const [k, i] of [0, 1, 3].entries()) {
          const [found, wanted] = [new Float64Array(rows.nFeatures), new Float64Array(rows.nFeatures)];
          some.addOuter(k, Float64Array.of(1), found);
          rows.addOuter(i, Float64Array.of(1), wanted);
          expect(found).toEqual(wanted);
        }
      }
    });
  }
});

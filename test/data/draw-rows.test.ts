import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawRows } from "../../src/data/draw-rows.ts";

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

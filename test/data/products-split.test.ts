import fc from "fast-check";
import { expect, test } from "vitest";
import { splitCommon } from "../../src/data/split-common.ts";

/** Few different values, so that many are equal; some rows of all different ones. */
const rows = fc.oneof(
  fc.array(fc.constantFrom(0, -0, 1, -1, 0.1, -3, 1 / 3), { minLength: 1, maxLength: 40 }),
  fc.array(fc.constantFrom(0, 0.7), { minLength: 1, maxLength: 40 }),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), {
    minLength: 1,
    maxLength: 10,
  }),
);

const split = (g: readonly number[], before = 0) => {
  const out = new Float64Array(g.length + 1).fill(Number.NaN);
  splitCommon(Float64Array.of(...Array<number>(before).fill(9), ...g, 9), before, g.length, out);
  return { rest: out.subarray(0, g.length), common: out[g.length]! };
};
const nonZeros = (values: Iterable<number>) => [...values].filter((value) => value !== 0).length;

test("the rest and the common part are the row, to one rounding", () => {
  fc.assert(
    fc.property(rows, fc.nat(3), (g, before) => {
      const { rest, common } = split(g, before);
      g.forEach((value, m) => {
        const error = Math.abs(rest[m]! + common - value);
        // The difference is rounded, and then the sum.
        expect(error).toBeLessThanOrEqual(2 ** -52 * Math.max(Math.abs(value), Math.abs(common)));
        if (value === common || common === 0) expect(error).toBe(0);
      });
    }),
    { numRuns: 1000 },
  );
});

test("there are never more numbers to multiply by than before, and fewer where anything is split", () => {
  fc.assert(
    fc.property(rows, (g) => {
      const { rest, common } = split(g);
      const after = nonZeros(rest) + nonZeros([common]);
      if (common === 0) {
        expect(after).toBe(nonZeros(g));
        expect([...rest]).toEqual(g.map((value) => value - 0));
      } else expect(after).toBeLessThan(nonZeros(g));
    }),
    { numRuns: 1000 },
  );
});

test("a value that more than half of many classes share is found", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 60 }),
      fc.nat(),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
      (K, y, value) => {
        const g = Array<number>(K).fill(value);
        g[y % K] = -value * (K - 1);
        const { rest, common } = split(g);
        expect(common).toBe(value);
        expect(nonZeros(rest)).toBe(1);
      },
    ),
  );
});

test.each([
  ["no coefficient", [0, 0, 0], [0, 0, 0, 0]],
  ["a single class", [2], [2, 0]],
  ["two classes", [1, -1], [1, -1, 0]],
  ["few violations", [0, 1, 0, -1, 0], [0, 1, 0, -1, 0, 0]],
  ["all alike", [3, 3, 3], [0, 0, 0, 3]],
  ["all violated", [1, 1, -3, 1], [0, 0, -4, 0, 1]],
])("%s", (_, g, expected) => {
  const { rest, common } = split(g);
  expect([...rest, common]).toEqual(expected);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { createLoss, softmax } from "../../src/losses/index.ts";
import { dot } from "../../src/math/vector.ts";
import { fineNumber, moved, rowsWithDirection, subgradient } from "./forms.ts";

const loss = softmax();
// Any loss's rows do: softmax has as many scores as classes, too.
const rows = rowsWithDirection("weston-watkins", fineNumber);

test("softmax has the value and gradient of its definition", () => {
  fc.assert(
    fc.property(rows, ({ row: { s, y } }) => {
      const powers = s.map(Math.exp);
      const sum = powers.reduce((total, power) => total + power, 0);
      expect(loss.value(s, y)).toBeCloseTo(-Math.log(powers[y] / sum), 12);
      const g = subgradient(loss, s, y);
      expect(loss.subgradient(s, y, new Float64Array(s.length))).toBe(loss.value(s, y));
      for (let m = 0; m < s.length; m++) expect(g[m]).toBeCloseTo(powers[m] / sum - (m === y ? 1 : 0), 12);
    }),
  );
});

test("softmax worked by hand", () => {
  const s = Float64Array.of(Math.log(1), Math.log(2), Math.log(5));
  expect(loss.value(s, 1)).toBeCloseTo(Math.log(4), 14);
  expect([...subgradient(loss, s, 1)].map((g) => Math.round(g * 1e12) / 1e12)).toEqual([0.125, -0.75, 0.625]);
});

test("softmax does not overflow", () => {
  expect(loss.value(Float64Array.of(1e300, -1e300), 0)).toBe(0);
  expect(loss.value(Float64Array.of(1000, 0), 1)).toBe(1000);
  expect([...subgradient(loss, Float64Array.of(1000, 0), 1)]).toEqual([1, -1]);
});

test("softmax has the slope of central differences, and lies above its tangents", () => {
  fc.assert(
    fc.property(rows, ({ row: { s, y }, ds }) => {
      const slope = dot(subgradient(loss, s, y), ds);
      const size = Math.max(...ds.map(Math.abs));
      fc.pre(size > 0);
      const t = 1e-4 / size;
      const difference = (loss.value(moved(s, t, ds), y) - loss.value(moved(s, -t, ds), y)) / (2 * t);
      expect(Math.abs(difference - slope)).toBeLessThanOrEqual(1e-7 * size);
      expect(loss.value(moved(s, 1, ds), y)).toBeGreaterThanOrEqual(loss.value(s, y) + slope - 1e-11);
    }),
  );
});

test("softmax changes by no more than valueError says, has no kink and no hinge", () => {
  fc.assert(
    fc.property(rows, fc.constantFrom(1e-3, 1, 8), ({ row: { s, y }, ds }, error) => {
      const e = ds.map((value) => (error * value) / 16);
      const change = Math.abs(loss.value(moved(s, 1, e), y) - loss.value(s, y));
      expect(change).toBeLessThanOrEqual(loss.valueError(loss.value(s, y), error, s.length) + 1e-13);
      expect(loss.kinkDistance(s, y, ds)).toBe(Number.POSITIVE_INFINITY);
      expect(loss.isKink(s, y)).toBe(false);
      expect(loss.subdifferential(s, y)).toEqual({
        base: subgradient(loss, s, y),
        directions: [],
        joint: false,
      });
      const h = new Float64Array(s.length).fill(7);
      loss.hinges(s, y, h);
      expect(h).toEqual(new Float64Array(s.length));
    }),
  );
});

test("softmax cannot be squared", () => {
  expect(() => createLoss({ loss: "softmax", squared: true })).toThrowError(
    expect.objectContaining({ code: "bad-option", message: "squared: softmax has no squared form" }),
  );
});

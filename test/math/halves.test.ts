import fc from "fast-check";
import { expect, test } from "vitest";
import { fitsF32, halves, highHalf, isZero } from "../../src/math/halves.ts";

const { MIN_VALUE, MAX_VALUE, EPSILON, NaN: notANumber, POSITIVE_INFINITY } = Number;

test("halves are views: what is copied by them is copied to the last bit", () => {
  const numbers = Float64Array.of(0.1, -0, MIN_VALUE).subarray(1);
  const copy = new Float64Array(2);
  halves(copy).set(halves(numbers));
  expect(copy).toEqual(Float64Array.of(-0, MIN_VALUE));
});

test("zero is zero of either sign, and nothing else", () => {
  const numbers = Float64Array.of(0, -0, MIN_VALUE, -MIN_VALUE, 2 ** -1000, 1, notANumber);
  expect(Array.from(numbers, (_, k) => isZero(halves(numbers), k))).toEqual([
    ...[true, true, false, false, false, false, false],
  ]);
});

test("f32 holds what rounding to it leaves as it is, but for what would not be a normal number", () => {
  const fits = (value: number): boolean => fitsF32(halves(Float64Array.of(value)), 0);
  for (const value of [0, -0, 0.1, 1 + EPSILON, 2 ** 128, 2 ** -127, MAX_VALUE, POSITIVE_INFINITY])
    expect(fits(value), `${value}`).toBe(value === 0);
  for (const value of [1, -0.5, 2 ** 127, 2 ** -126, Math.fround(0.1)])
    expect(fits(value), `${value}`).toBe(true);
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: 1e-30, max: 1e30 }), (value) => {
      expect(fits(value)).toBe(Math.fround(value) === value);
      expect(fits(Math.fround(value))).toBe(true);
    }),
  );
});

test("high halves order positive doubles up to a millionth", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: 1e-300, max: 1e300 }), (value) => {
      expect(highHalf(value * (1 + 2e-6))).toBeGreaterThan(highHalf(value));
      expect(highHalf(value)).toBeGreaterThanOrEqual(highHalf(value / 2) + 1);
    }),
  );
});

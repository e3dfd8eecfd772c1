import { expect, test } from "vitest";
import { dot, scaled, transpose } from "../../src/math/vector.ts";

test("dot multiplies and adds over the length of its first argument", () => {
  expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
  expect(dot([1, 2], [4, 5, 6])).toBe(14);
  expect(dot([], [1])).toBe(0);
});

test("transpose turns rows into columns, in a new array", () => {
  const data = Float64Array.of(1, 2, 3, 4, 5, 6);
  expect(transpose(data, 2, 3)).toEqual(Float64Array.of(1, 4, 2, 5, 3, 6));
  expect(transpose(transpose(data, 2, 3), 3, 2)).toEqual(data);
  expect(transpose(data, 1, 6)).toEqual(data);
  expect(transpose(data, 1, 6)).not.toBe(data);
  expect(transpose([], 0, 3)).toEqual(new Float64Array(0));
});

test("scaled multiplies each number, also one that comes again, in a new array", () => {
  const numbers = Float64Array.of(0.1, 0.1, -2, 0, -0, 0.1, Number.MIN_VALUE, Number.NaN, Number.NaN);
  const product = scaled(numbers, 3);
  const times3 = [0.1 * 3, 0.1 * 3, -6, 0, -0, 0.1 * 3, 3 * Number.MIN_VALUE, Number.NaN, Number.NaN];
  expect(product).toEqual(Float64Array.from(times3));
  expect(Object.is(product[4], -0)).toBe(true);
  expect(numbers[0]).toBe(0.1);
  expect(scaled(new Float64Array(0), 3)).toEqual(new Float64Array(0));
});

import { expect, test } from "vitest";
import { affine, dot, transpose } from "../../src/math/vector.ts";

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

test("affine multiplies each number and adds to it, in a new array", () => {
  const numbers = Float64Array.of(1, -2, 0);
  expect(affine(numbers, 3, 0.5)).toEqual(Float64Array.of(3.5, -5.5, 0.5));
  expect(numbers).toEqual(Float64Array.of(1, -2, 0));
});

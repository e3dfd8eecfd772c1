import { HingeError, show } from "../errors.ts";

/** Checks a matrix shape against hostile values. @throws HingeError `bad-shape` */
export function checkShape(shape: readonly number[], name: string): void {
  const good =
    Array.isArray(shape) && shape.length === 2 && shape.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!good) {
    throw new HingeError(
      "bad-shape",
      `the shape of ${name} is ${show(shape)}; give [rows, columns], whole numbers`,
    );
  }
}

/**
 * Checks that a row's values are finite and that their squares do not overflow.
 *
 * @throws HingeError `not-finite`, `too-large`
 */
export function checkSquaredNorm(
  q: number,
  i: number,
  values: ArrayLike<number>,
  start: number,
  end: number,
): void {
  if (Number.isFinite(q)) return;
  for (let k = start; k < end; k++) {
    const value = values[k]!;
    if (!Number.isFinite(value)) {
      throw new HingeError("not-finite", `X has ${value} in row ${i}; every value must be finite`);
    }
  }
  throw new HingeError(
    "too-large",
    `row ${i} of X has numbers so large that their squares overflow; scale the features`,
  );
}

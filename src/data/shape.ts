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

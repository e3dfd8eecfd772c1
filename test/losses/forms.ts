import fc from "fast-check";
import { createDualLoss, type DualLoss, type Loss, type LossName } from "../../src/losses/index.ts";
import { LOSS_FORMS } from "../support/naive.ts";

/** The eight forms of the losses that hinges make, with a name for each test's title. */
export const forms = LOSS_FORMS.map((form) => ({
  ...form,
  title: `${form.squared ? "squared " : ""}${form.loss}`,
}));

/** A score row and its class, for a loss made with the given margin. */
export interface ScoreRow {
  s: Float64Array;
  y: number;
  margin: number;
}

/** Multiples of 2^-16 up to 16: their differences, products and sums of squares are exact in f64. */
export const fineNumber = fc.integer({ min: -(2 ** 20), max: 2 ** 20 }).map((n) => n / 2 ** 16);

/** Multiples of 1/4 up to 3: hinges tie all the time. */
export const coarseNumber = fc.integer({ min: -12, max: 12 }).map((n) => n / 4);

/** Rows of 2 to maxClasses scores (binary: one), made of the numbers given. */
export function scoreRows(
  loss: LossName,
  number: fc.Arbitrary<number>,
  maxClasses = 6,
): fc.Arbitrary<ScoreRow> {
  return fc.integer({ min: 2, max: maxClasses }).chain((nClasses) => {
    const [K, last] = loss === "binary" ? [1, 1] : [nClasses, nClasses - 1];
    return fc.record({
      s: vectors(number, K),
      y: fc.integer({ min: 0, max: last }),
      margin: fc.constantFrom(0, 0.5, 1, 2),
    });
  });
}

export function vectors(number: fc.Arbitrary<number>, length: number): fc.Arbitrary<Float64Array> {
  return fc
    .array(number, { minLength: length, maxLength: length })
    .map((numbers) => Float64Array.from(numbers));
}

/** A score row and a direction of the same length. */
export function rowsWithDirection(loss: LossName, number: fc.Arbitrary<number>, maxClasses = 6) {
  return scoreRows(loss, number, maxClasses).chain((row) =>
    fc.record({ row: fc.constant(row), ds: vectors(number, row.s.length) }),
  );
}

/** s + t ds. */
export function moved(s: Float64Array, t: number, ds: Float64Array): Float64Array {
  return s.map((value, m) => value + t * ds[m]);
}

export function subgradient(loss: Loss, s: Float64Array, y: number): Float64Array {
  const out = new Float64Array(s.length).fill(Number.NaN);
  loss.subgradient(s, y, out);
  return out;
}

/** The hinges' arguments from their definitions; the pair losses have none for the true class. */
export function hingesByHand(loss: LossName, { s, y, margin }: ScoreRow): { m: number; h: number }[] {
  const all = Array.from(s, (score, m) => {
    if (loss === "binary") return { m, h: margin - (y === 1 ? score : -score) };
    if (loss === "one-vs-all") return { m, h: margin - (m === y ? score : -score) };
    return { m, h: margin - (s[y] - score) };
  });
  return isPairLoss(loss) ? all.filter(({ m }) => m !== y) : all;
}

export function isPairLoss(loss: LossName): boolean {
  return loss === "weston-watkins" || loss === "crammer-singer";
}

/** A fresh loss of that form. */
export function make(loss: LossName, squared: boolean, margin: number): DualLoss {
  return createDualLoss({ loss, squared, margin });
}

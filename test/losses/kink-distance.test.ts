import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { crammerSinger, type LossName, westonWatkins } from "../../src/losses/index.ts";
import { dot } from "../../src/math/vector.ts";
import {
  coarseNumber,
  fineNumber,
  forms,
  hingesByHand,
  isPairLoss,
  make,
  moved,
  rowsWithDirection,
  type ScoreRow,
  subgradient,
} from "./forms.ts";

interface Line {
  height: number;
  slope: number;
}

/** Every hinge along s + t ds as a line in t. */
function linesOf(name: LossName, row: ScoreRow, ds: Float64Array): Line[] {
  const slopes = hingesByHand(name, { s: ds, y: row.y, margin: 0 });
  return hingesByHand(name, row).map(({ h }, k) => ({ height: h, slope: slopes[k].h }));
}

/**
 * The nearest kink by brute force: of all t >= 0 at which two lines cross, the first where the loss bends. A sum of
 * hinges bends wherever one of them crosses 0, a maximum where the two that cross lie highest.
 */
function nearestKink(name: LossName, row: ScoreRow, ds: Float64Array): number {
  const zero: Line = { height: 0, slope: 0 };
  const hinges = linesOf(name, row, ds);
  const pairs =
    name === "crammer-singer"
      ? [zero, ...hinges].flatMap((a, k, all) => all.slice(k + 1).map((b) => [a, b] as const))
      : hinges.map((h) => [zero, h] as const);
  let nearest = Number.POSITIVE_INFINITY;
  for (const [a, b] of pairs) {
    if (a.slope === b.slope) continue;
    const t = (a.height - b.height) / (b.slope - a.slope);
    const highest = Math.max(0, ...hinges.map(({ height, slope }) => height + t * slope));
    const bends = name !== "crammer-singer" || a.height + t * a.slope >= highest - 1e-9 * Math.max(1, t);
    if (t >= 0 && t < nearest && bends) nearest = t;
  }
  return nearest;
}

describe.each(forms)("the kink distance of the $title loss", ({ loss: name, squared }) => {
  it.each([
    ["generic scores", fineNumber],
    ["tied scores", coarseNumber],
  ])("is that of the nearest of all crossings, from %s", (_, number) => {
    fc.assert(
      fc.property(rowsWithDirection(name, number), ({ row, ds }) => {
        const distance = make(name, squared, row.margin).kinkDistance(row.s, row.y, ds);
        const expected = nearestKink(name, row, ds);
        if (expected === Number.POSITIVE_INFINITY) expect(distance).toBe(expected);
        else expect(Math.abs(distance - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
      }),
      { numRuns: 1000 },
    );
  });

  it("has no bend before it, at any of 64 places", () => {
    fc.assert(
      fc.property(rowsWithDirection(name, coarseNumber), ({ row: { s, y, margin }, ds }) => {
        const loss = make(name, squared, margin);
        const distance = Math.min(2, loss.kinkDistance(s, y, ds));
        fc.pre(distance > 0);
        const slopeAt = (t: number) => dot(subgradient(loss, moved(s, t, ds), y), ds);
        const at = Array.from({ length: 64 }, (_, k) => slopeAt((distance * (k + 0.5)) / 64));
        // Straight, or for squares a parabola, whose slope is straight.
        const bend = squared
          ? (k: number) => at[k + 1] - 2 * at[k] + at[k - 1]
          : (k: number) => at[k + 1] - at[k];
        for (let k = 1; k < 63; k++) expect(Math.abs(bend(k))).toBeLessThanOrEqual(1e-11);
      }),
      { numRuns: 300 },
    );
  });

  it("bends there: the slope, or the slope's slope of a square, is another behind it", () => {
    fc.assert(
      fc.property(rowsWithDirection(name, coarseNumber), ({ row, ds }) => {
        const { s, y, margin } = row;
        const loss = make(name, squared, margin);
        const distance = loss.kinkDistance(s, y, ds);
        // Where one hinge dies as another wakes, two halves of a parabola may join into one.
        const crossing = linesOf(name, row, ds).filter(
          ({ height, slope }) => slope !== 0 && Math.abs(height + distance * slope) < 1e-9,
        );
        fc.pre(distance < 100 && crossing.length < 2);
        // Kinks lie at multiples of 1/12!, far further apart than this.
        const t = 2 ** -16;
        const value = (at: number) => loss.value(moved(s, distance + at, ds), y);
        const before = value(-2 * t) - 2 * value(-t) + value(0);
        const after = value(2 * t) - 2 * value(t) + value(0);
        const across = value(t) - 2 * value(0) + value(-t);
        // At one of the three places, where a parabola has one and the same second difference.
        const bend = Math.max(Math.abs(across - before), Math.abs(across - after), Math.abs(after - before));
        expect(bend).toBeGreaterThan(1e-3 * t * t);
      }),
      { numRuns: 300 },
    );
  });

  it("is infinite in a direction that moves no hinge", () => {
    const loss = make(name, squared, 1);
    const K = loss.nScores(2);
    expect(loss.kinkDistance(new Float64Array(K), 0, new Float64Array(K))).toBe(Number.POSITIVE_INFINITY);
    // All scores up alike: differences stay.
    if (isPairLoss(name)) {
      const up = new Float64Array(5).fill(1);
      expect(loss.kinkDistance(Float64Array.of(3, 2, 2, 9, 9), 0, up)).toBe(Number.POSITIVE_INFINITY);
    }
  });
});

test("kink distances worked by hand", () => {
  // h = (., 3, -1), and class 1 falls by 1 a step, class 2 rises by 1/2.
  const s = Float64Array.of(0, 2, -2);
  const ds = Float64Array.of(0, -1, 0.5);
  expect(westonWatkins().kinkDistance(s, 0, ds)).toBe(2);
  // The two meet at 8/3, when class 1 is at 1/3: the worst class changes there.
  expect(crammerSinger().kinkDistance(s, 0, ds)).toBeCloseTo(8 / 3, 15);
  expect(crammerSinger().kinkDistance(s, 0, Float64Array.of(0, 1, -1))).toBe(Number.POSITIVE_INFINITY);
  // On a kink, the distance is 0 whichever way the row leaves it.
  const tied = Float64Array.of(2, 1, 0);
  expect(westonWatkins().kinkDistance(tied, 0, Float64Array.of(1, 0, 0))).toBeCloseTo(0, 300);
  expect(westonWatkins().kinkDistance(tied, 0, Float64Array.of(-1, 0, 0))).toBeCloseTo(0, 300);
  expect(crammerSinger().kinkDistance(tied, 0, Float64Array.of(1, 0, 0))).toBeCloseTo(0, 300);
});

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  crammerSinger,
  type DualLoss,
  directionalDerivative,
  oneVsAll,
  type Subdifferential,
  subgradientAt,
  westonWatkins,
} from "../../src/losses/index.ts";
import { dot } from "../../src/math/vector.ts";
import { naiveScoreLoss } from "../support/naive.ts";
import {
  coarseNumber,
  forms,
  make,
  moved,
  rowsWithDirection,
  scoreRows,
  subgradient,
  vectors,
} from "./forms.ts";

/**
 * lim (l(s + t ds) - l(s)) / t for t -> 0+, exactly, for multiples of 1/4 up to 3: the next kink is further
 * than t, up to it the loss is c0 + c1 t + c2 t^2, and 4 l(t/2) - l(t) - 3 l(0) is c1 t.
 */
function oneSidedSlope(loss: DualLoss, s: Float64Array, y: number, ds: Float64Array): number {
  const t = 2 ** -10;
  return (4 * loss.value(moved(s, t / 2, ds), y) - loss.value(moved(s, t, ds), y) - 3 * loss.value(s, y)) / t;
}

describe.each(forms)("the subdifferential of the $title loss", ({ loss: name, squared }) => {
  it("has the one-sided slopes for its ends, in every direction", () => {
    let tied = 0;
    fc.assert(
      fc.property(rowsWithDirection(name, coarseNumber), ({ row: { s, y, margin }, ds }) => {
        const loss = make(name, squared, margin);
        const set = loss.subdifferential(s, y);
        if (set.directions.length > 0) tied++;
        expect(loss.isKink(s, y)).toBe(set.directions.length > 0);
        expect(directionalDerivative(set, ds)).toBe(oneSidedSlope(loss, s, y, ds));
        const back = ds.map((value) => -value);
        expect(directionalDerivative(set, back)).toBe(oneSidedSlope(loss, s, y, back));
      }),
      { numRuns: 2000 },
    );
    // A sum of squared hinges is smooth; the others must have met many ties.
    if (squared && name !== "crammer-singer") expect(tied).toBe(0);
    else expect(tied).toBeGreaterThan(50);
  });

  it("starts from the subgradient that the convention picks", () => {
    fc.assert(
      fc.property(scoreRows(name, coarseNumber), ({ s, y, margin }) => {
        const loss = make(name, squared, margin);
        const { base, directions } = loss.subdifferential(s, y);
        expect(base).toEqual(subgradient(loss, s, y));
        expect([...base].map((g) => g + 0)).toEqual(
          naiveScoreLoss([...s], y, name, squared, margin).gradient.map((g) => g + 0),
        );
        for (const direction of directions) expect(direction.some((value) => value !== 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("holds subgradients only", () => {
    const alphas = fc.array(fc.integer({ min: 0, max: 16 }), { minLength: 6, maxLength: 6 });
    const rows = scoreRows(name, coarseNumber).chain((row) =>
      fc.tuple(fc.constant(row), vectors(coarseNumber, row.s.length)),
    );
    fc.assert(
      fc.property(rows, alphas, ([{ s, y, margin }, t], sixteenths) => {
        const loss = make(name, squared, margin);
        const set = loss.subdifferential(s, y);
        const g = subgradientAt(set, withinSet(set, sixteenths));
        const step = t.map((value, m) => value - s[m]);
        expect(loss.value(t, y)).toBeGreaterThanOrEqual(loss.value(s, y) + dot(g, step) - 1e-12);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Numbers in [0, 1], as many as the set needs, whose sum is at most 1 where it must be. */
function withinSet({ directions, joint }: Subdifferential, sixteenths: number[]): number[] {
  const alphas = directions.map((_, k) => sixteenths[k] / 16);
  const sum = alphas.reduce((a, b) => a + b, 0);
  return joint && sum > 1 ? alphas.map((alpha) => alpha / sum) : alphas;
}

describe("weston-watkins at ties", () => {
  const loss = westonWatkins();

  test("a single hinge at exactly 0 is inactive, and opens an interval", () => {
    // h = (., 0, -1): s_1 = s_0 - 1.
    const set = loss.subdifferential(Float64Array.of(2, 1, 0), 0);
    expect(set).toEqual({
      base: Float64Array.of(0, 0, 0),
      directions: [Float64Array.of(-1, 1, 0)],
      joint: false,
    });
    expect(subgradientAt(set, [0.25])).toEqual(Float64Array.of(-0.25, 0.25, 0));
  });

  test("several tied hinges open an interval each, beside the active ones", () => {
    // h = (., 0, 0, 1).
    const set = loss.subdifferential(Float64Array.of(2, 1, 1, 2), 0);
    expect(set.base).toEqual(Float64Array.of(-1, 0, 0, 1));
    expect(set.directions).toEqual([Float64Array.of(-1, 1, 0, 0), Float64Array.of(-1, 0, 1, 0)]);
    expect(subgradientAt(set, [1, 1])).toEqual(Float64Array.of(-3, 1, 1, 1));
    expect(directionalDerivative(set, Float64Array.of(0, 1, 1, 0))).toBe(2);
    expect(directionalDerivative(set, Float64Array.of(0, -1, -1, 0))).toBe(0);
  });

  test("the true class's own entry, always 0, is no tie", () => {
    expect(loss.subdifferential(Float64Array.of(0, 0), 0).directions).toEqual([]);
    expect(westonWatkins({ margin: 0 }).subdifferential(Float64Array.of(0, 5), 1).directions).toEqual([]);
  });

  test("squared there is nothing to choose", () => {
    const set = westonWatkins({ squared: true }).subdifferential(Float64Array.of(2, 1, 0), 0);
    expect(set).toEqual({ base: new Float64Array(3), directions: [], joint: false });
  });
});

describe("crammer-singer at ties", () => {
  test("takes the lowest of the worst classes, and the hull of all", () => {
    const set = crammerSinger().subdifferential(Float64Array.of(5, 0, 5, 5), 1);
    expect(set.base).toEqual(Float64Array.of(1, -1, 0, 0));
    expect(set.directions).toEqual([Float64Array.of(-1, 0, 1, 0), Float64Array.of(-1, 0, 0, 1)]);
    expect(set.joint).toBe(true);
    expect(subgradientAt(set, [0.5, 0.5])).toEqual(Float64Array.of(0, -1, 0.5, 0.5));
    // The largest of the slopes 1 and 2, not their sum.
    expect(directionalDerivative(set, Float64Array.of(0, 0, 1, 2))).toBe(2);
  });

  test("counts a worst hinge of exactly 0 as inactive", () => {
    const set = crammerSinger().subdifferential(Float64Array.of(2, 1, 1), 0);
    expect(set.base).toEqual(new Float64Array(3));
    expect(set.directions).toEqual([Float64Array.of(-1, 1, 0), Float64Array.of(-1, 0, 1)]);
    expect(set.joint).toBe(true);
  });

  test("squared, keeps the tie of worst classes and loses the one with 0", () => {
    const squared = crammerSinger({ squared: true });
    expect(squared.subdifferential(Float64Array.of(2, 1, 1), 0).directions).toEqual([]);
    const set = squared.subdifferential(Float64Array.of(2, 3, 3), 0);
    expect(set.base).toEqual(Float64Array.of(-4, 4, 0));
    expect(set.directions).toEqual([Float64Array.of(0, -4, 4)]);
  });
});

test("one-vs-all has a tie for the true class, too", () => {
  const set = oneVsAll().subdifferential(Float64Array.of(1, -1, 0), 0);
  expect(set.base).toEqual(Float64Array.of(0, 0, 1));
  expect(set.directions).toEqual([Float64Array.of(-1, 0, 0), Float64Array.of(0, 1, 0)]);
  expect(set.joint).toBe(false);
});

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  crammerSinger,
  createDualLoss,
  createLoss,
  dualLossNames,
  lossNames,
  oneVsAll,
  westonWatkins,
} from "../../src/losses/index.ts";
import { dot } from "../../src/math/vector.ts";
import { naiveScoreLoss } from "../support/naive.ts";
import {
  fineNumber,
  forms,
  hingesByHand,
  isPairLoss,
  make,
  moved,
  rowsWithDirection,
  scoreRows,
  subgradient,
} from "./forms.ts";

describe.each(forms)("the $title loss", ({ loss: name, squared }) => {
  it("has the value and subgradient of its definition", () => {
    fc.assert(
      fc.property(scoreRows(name, fineNumber, 9), ({ s, y, margin }) => {
        const loss = make(name, squared, margin);
        const naive = naiveScoreLoss([...s], y, name, squared, margin);
        expect(loss.value(s, y)).toBe(naive.value);
        expect([...subgradient(loss, s, y)].map(unsigned)).toEqual(naive.gradient.map(unsigned));
        expect(loss.subgradient(s, y, new Float64Array(s.length))).toBe(naive.value);
      }),
      { numRuns: 1000 },
    );
  });

  it("shows the hinges' arguments that it is made of, and 0 where there is none", () => {
    fc.assert(
      fc.property(scoreRows(name, fineNumber), (row) => {
        const h = new Float64Array(row.s.length).fill(Number.NaN);
        make(name, squared, row.margin).hinges(row.s, row.y, h);
        const expected = new Array<number>(row.s.length).fill(0);
        for (const { m, h } of hingesByHand(name, row)) expected[m] = h;
        expect([...h].map(unsigned)).toEqual(expected.map(unsigned));
      }),
    );
  });

  it("lies above each of its tangents: l(t) >= l(s) + g.(t - s)", () => {
    fc.assert(
      fc.property(rowsWithDirection(name, fineNumber), ({ row: { s, y, margin }, ds }) => {
        const loss = make(name, squared, margin);
        // Exact: every number here is a small multiple of 2^-32.
        expect(loss.value(moved(s, 1, ds), y)).toBeGreaterThanOrEqual(
          loss.value(s, y) + dot(subgradient(loss, s, y), ds),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("has the slope of central differences between the kinks", () => {
    fc.assert(
      fc.property(rowsWithDirection(name, fineNumber), ({ row: { s, y, margin }, ds }) => {
        const loss = make(name, squared, margin);
        const back = ds.map((value) => -value);
        const nearest = Math.min(1, loss.kinkDistance(s, y, ds), loss.kinkDistance(s, y, back));
        fc.pre(nearest > 2 ** -10);
        // Between two kinks the loss is at most quadratic, so that the difference has no error but rounding.
        const t = nearest * 0.999;
        const slope = (loss.value(moved(s, t, ds), y) - loss.value(moved(s, t, back), y)) / (2 * t);
        const analytic = dot(subgradient(loss, s, y), ds);
        const scale = Math.max(1, loss.value(moved(s, t, ds), y), loss.value(moved(s, t, back), y)) / t;
        expect(Math.abs(slope - analytic)).toBeLessThanOrEqual(1e-14 * scale);
      }),
      { numRuns: 1000 },
    );
  });

  it("changes by no more than valueError says", () => {
    const error = fc.constantFrom(2 ** -40, 2 ** -10, 0.5, 8);
    const signs = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(scoreRows(name, fineNumber, 9), error, signs, fc.boolean(), (row, e, by, corner) => {
        const loss = make(name, squared, row.margin);
        const value = loss.value(row.s, row.y);
        const shifted = row.s.map((score, m) => score + e * (corner ? Math.sign(by[m]) : by[m]));
        const bound = loss.valueError(value, e, row.s.length);
        const rounding = 1e-15 * Math.max(value, loss.value(shifted, row.y));
        expect(Math.abs(loss.value(shifted, row.y) - value)).toBeLessThanOrEqual(bound + rounding);
      }),
      { numRuns: 1000 },
    );
  });

  it("changes by all of valueError at equal active hinges, moved their worst way", () => {
    for (const nClasses of name === "binary" ? [2] : [2, 3, 5]) {
      const loss = make(name, squared, 1);
      const K = loss.nScores(nClasses);
      // At s = 0 every hinge is 1; the worst way is up for the others and down for the true class.
      const worst = new Float64Array(K).fill(0.25);
      if (name !== "binary") worst[0] = -0.25;
      const change = loss.value(worst, 0) - loss.value(new Float64Array(K), 0);
      const bound = loss.valueError(loss.value(new Float64Array(K), 0), 0.25, K);
      expect(bound).toBeCloseTo(change, 14);
    }
  });

  it("keeps no memory of the rows it saw before", () => {
    fc.assert(
      fc.property(scoreRows(name, fineNumber), scoreRows(name, fineNumber), (a, b) => {
        const loss = make(name, squared, 1);
        const before = [loss.value(a.s, a.y), ...subgradient(loss, a.s, a.y)];
        loss.value(b.s, b.y);
        loss.kinkDistance(b.s, b.y, b.s);
        expect([loss.value(a.s, a.y), ...subgradient(loss, a.s, a.y)]).toEqual(before);
      }),
    );
  });
});

describe("values worked by hand", () => {
  test("scores (13, -7, 11), class 0, margin 10: 8", () => {
    const s = Float64Array.of(13, -7, 11);
    expect(westonWatkins({ margin: 10 }).value(s, 0)).toBe(8);
    expect(westonWatkins({ margin: 10, squared: true }).value(s, 0)).toBe(64);
    expect(crammerSinger({ margin: 10 }).value(s, 0)).toBe(8);
    // 10 - 13 < 0, 10 - 7 = 3, 10 + 11 = 21.
    expect(oneVsAll({ margin: 10 }).value(s, 0)).toBe(24);
    expect(oneVsAll({ margin: 10, squared: true }).value(s, 0)).toBe(9 + 441);
    expect([...subgradient(westonWatkins({ margin: 10 }), s, 0)]).toEqual([-1, 0, 1]);
    expect([...subgradient(westonWatkins({ margin: 10, squared: true }), s, 0)]).toEqual([-16, 0, 16]);
    expect([...subgradient(oneVsAll({ margin: 10 }), s, 0)]).toEqual([0, 1, 1]);
  });

  test.each([
    { s: [3.2, 5.1, -1.7], y: 0, value: 2.9, worst: 2.9 },
    { s: [1.3, 4.9, 2.0], y: 1, value: 0, worst: 0 },
    { s: [2.2, 2.5, -3.1], y: 2, value: 12.9, worst: 6.6 },
  ])("scores $s, class $y, margin 1: $value, the worst hinge $worst", ({ s, y, value, worst }) => {
    expect(westonWatkins().value(Float64Array.from(s), y)).toBeCloseTo(value, 14);
    expect(crammerSinger().value(Float64Array.from(s), y)).toBeCloseTo(worst, 14);
    expect(crammerSinger({ squared: true }).value(Float64Array.from(s), y)).toBeCloseTo(worst ** 2, 13);
  });

  test.each([
    { s: 0.25, y: 1, value: 0.75, slope: -1 },
    { s: 0.25, y: 0, value: 1.25, slope: 1 },
    { s: 3, y: 1, value: 0, slope: 0 },
    { s: -1, y: 0, value: 0, slope: 0 },
  ])("binary, score $s, class $y: $value, slope $slope", ({ s, y, value, slope }) => {
    const loss = createLoss({ loss: "binary" });
    const squared = createLoss({ loss: "binary", squared: true });
    expect(loss.value(Float64Array.of(s), y)).toBe(value);
    expect(squared.value(Float64Array.of(s), y)).toBe(value ** 2);
    expect(subgradient(loss, Float64Array.of(s), y)[0]).toBe(slope);
    expect(subgradient(squared, Float64Array.of(s), y)[0]).toBe(2 * value * slope);
  });
});

describe("a score row", () => {
  test.each(lossNames.filter((name) => name !== "binary"))("of %s has one score a class", (name) => {
    for (const nClasses of [2, 3, 33]) expect(createLoss({ loss: name }).nScores(nClasses)).toBe(nClasses);
  });

  test("of binary has one score, and two classes only", () => {
    const loss = createLoss({ loss: "binary" });
    expect(loss.nScores(2)).toBe(1);
    for (const nClasses of [1, 3]) {
      expect(() => loss.nScores(nClasses)).toThrowError(
        expect.objectContaining({
          code: "not-two-classes",
          message: `the binary loss needs 2 classes and got ${nClasses}; use weston-watkins, crammer-singer or one-vs-all`,
        }),
      );
    }
  });

  test.each(lossNames.filter((name) => name !== "binary"))("predicts the highest under %s", (name) => {
    const loss = createLoss({ loss: name });
    expect(loss.predict(Float64Array.of(1, 3, 2))).toBe(1);
    expect(loss.predict(Float64Array.of(-3, -2, -1))).toBe(2);
    expect(loss.predict(Float64Array.of(1, 3, 3))).toBe(1);
    expect(loss.predict(Float64Array.of(0, 0, 0))).toBe(0);
  });

  test("predicts by its sign under binary, class 0 at 0", () => {
    const loss = createLoss({ loss: "binary" });
    expect([1e-300, 5, 0, -0, -1e-300].map((s) => loss.predict(Float64Array.of(s)))).toEqual([1, 1, 0, 0, 0]);
  });
});

describe("createLoss", () => {
  test("makes weston-watkins with margin 1, not squared, unless told otherwise", () => {
    expect(createLoss()).toMatchObject({ name: "weston-watkins", squared: false, margin: 1 });
    for (const { loss, squared } of forms) {
      expect(createLoss({ loss, squared, margin: 0.5 })).toMatchObject({ name: loss, squared, margin: 0.5 });
    }
  });

  test.each(["hinge", "", "Weston-Watkins", "toString", "__proto__"])("knows no loss %j", (name) => {
    for (const create of [createLoss, createDualLoss]) {
      expect(() => create({ loss: name as "binary" })).toThrowError(
        expect.objectContaining({
          code: "unknown-loss",
          where: { option: "loss" },
          message: `loss: ${JSON.stringify(name)} is no loss; choose one of weston-watkins, crammer-singer, one-vs-all, binary, softmax`,
        }),
      );
    }
  });

  test("has no dual for softmax", () => {
    expect(() => createDualLoss({ loss: "softmax" })).toThrowError(
      expect.objectContaining({
        code: "no-dual",
        message:
          "loss: softmax cannot be trained with a certificate; use solver sgd, or one of weston-watkins, crammer-singer, one-vs-all, binary",
      }),
    );
  });

  test.each([-1, -1e-300, Number.NaN, Number.POSITIVE_INFINITY, "1"])("takes no margin %j", (margin) => {
    for (const loss of dualLossNames) {
      const shown = typeof margin === "string" ? `"${margin}"` : margin;
      expect(() => createLoss({ loss, margin: margin as number })).toThrowError(
        expect.objectContaining({
          code: "bad-margin",
          where: { option: "margin" },
          message: `margin: the margin is ${shown}; it must be a finite number >= 0`,
        }),
      );
    }
  });

  test("takes a margin of 0", () => {
    expect(createLoss({ margin: 0 }).value(Float64Array.of(1, 3, 0), 0)).toBe(2);
  });
});

test("with two classes weston-watkins, crammer-singer and binary of the difference are one loss", () => {
  fc.assert(
    fc.property(fineNumber, fineNumber, fc.constantFrom(0, 1), fc.boolean(), (s0, s1, y, squared) => {
      const s = Float64Array.of(s0, s1);
      const ww = westonWatkins({ squared }).value(s, y);
      expect(crammerSinger({ squared }).value(s, y)).toBe(ww);
      expect(createLoss({ loss: "binary", squared }).value(Float64Array.of(s1 - s0), y)).toBe(ww);
    }),
  );
});

test("only differences of scores matter to the pair losses", () => {
  for (const { loss: name, squared } of forms.filter(({ loss }) => isPairLoss(loss))) {
    fc.assert(
      fc.property(scoreRows(name, fineNumber), fineNumber, ({ s, y, margin }, shift) => {
        const loss = make(name, squared, margin);
        const up = s.map((score) => score + shift);
        expect(loss.value(up, y)).toBe(loss.value(s, y));
        expect(subgradient(loss, up, y)).toEqual(subgradient(loss, s, y));
        expect(subgradient(loss, s, y).reduce((sum, g) => sum + g, 0)).toBe(0);
      }),
    );
  }
});

/** -0 as 0. */
function unsigned(x: number): number {
  return x + 0;
}

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import {
  crammerSinger,
  createDualLoss,
  type DualLoss,
  type LossName,
  oneVsAll,
  westonWatkins,
} from "../../src/losses/index.ts";
import { dot } from "../../src/math/vector.ts";
import { testRandom } from "../support/problems.ts";
import { forms, hingesByHand, isPairLoss, make, moved, subgradient } from "./forms.ts";

/** One sample's part of a dual problem: variables before the step, and all that the step is told. */
interface Visit {
  s: Float64Array;
  y: number;
  b: Float64Array;
  q: number;
  C: number;
  margin: number;
}

/** c = -sum_m b_m dh_m/ds, from the losses' definitions. */
function coefficientsByHand(name: LossName, b: Float64Array, y: number): Float64Array {
  if (name === "binary") return Float64Array.of(y === 1 ? b[0] : -b[0]);
  if (name === "one-vs-all") return b.map((value, m) => (m === y ? value : -value));
  const S = sumOf(b);
  return b.map((value, m) => (m === y ? S - value : -value));
}

/** -C l*(-c/C): margin times sum b, less what a square costs. */
function dualValueByHand(name: LossName, squared: boolean, b: Float64Array, C: number, margin: number) {
  const S = sumOf(b);
  const squares = name === "crammer-singer" ? S * S : dot(b, b);
  return margin * S - (squared ? squares / (4 * C) : 0);
}

/** Random variables that satisfy the constraints, some of them at a bound. */
function feasible(
  name: LossName,
  squared: boolean,
  K: number,
  y: number,
  C: number,
  random: () => number,
): Float64Array {
  const b = Float64Array.from({ length: K }, () => {
    const kind = random();
    return kind < 0.3 ? 0 : kind < 0.6 ? C : C * random() * (squared ? 3 : 1);
  });
  if (isPairLoss(name)) b[y] = 0;
  if (name !== "crammer-singer" || squared) return b;
  const S = sumOf(b);
  // A hair less than C, so that no rounding makes it more.
  return S > C ? b.map((value) => (value * C * (1 - 1e-14)) / S) : b;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const visits = (
  name: LossName,
  squared: boolean,
  sizes: { q: readonly number[]; C: readonly number[]; K: readonly number[] },
): fc.Arbitrary<Visit> =>
  fc
    .record({
      seed: fc.integer(),
      K: fc.constantFrom(...sizes.K),
      q: fc.constantFrom(...sizes.q),
      C: fc.constantFrom(...sizes.C),
      margin: fc.constantFrom(0, 0.5, 1, 2),
      spread: fc.constantFrom(0, 0.1, 1, 10),
      start: fc.constantFrom("zero", "anywhere"),
    })
    .map(({ seed, K: nClasses, q, C, margin, spread, start }) => {
      const random = testRandom(seed);
      const K = name === "binary" ? 1 : nClasses;
      const y = Math.floor(random() * (name === "binary" ? 2 : K));
      const s = Float64Array.from({ length: K }, () => spread * (2 * random() - 1));
      // Where q is huge, variables beyond 1/q would give scores that no solver meets.
      const reach = start === "zero" ? 0 : Math.min(1, 10 / (q * C));
      const b = feasible(name, squared, K, y, C, random).map((value) => value * reach);
      return { s, y, b, q, C, margin };
    });

const ordinary = { q: [0.01, 1, 30], C: [0.1, 1, 10], K: [2, 3, 5] };
const extreme = {
  q: [0, 1e-300, 1e-12, 1e-3, 1, 1e3, 1e12, 1e300],
  C: [1e-6, 1e-3, 1, 1e3, 1e6],
  K: [2, 3, 4, 7, 10, 33],
};

/** C l(s) - dualValue(b) + c.s, and the size of the terms it is made of. */
function fenchelYoung(
  name: LossName,
  squared: boolean,
  loss: DualLoss,
  visit: Pick<Visit, "s" | "y" | "C" | "b">,
) {
  const { s, y, C, b } = visit;
  const value = C * loss.value(s, y);
  const conjugate = dualValueByHand(name, squared, b, C, loss.margin);
  const product = dot(coefficientsByHand(name, b, y), s);
  const S = b.reduce((sum, variable) => sum + variable, 0);
  const highest = s.reduce((max, score) => Math.max(max, Math.abs(score)), 0);
  const scale = value + (2 * S + C) * (loss.margin + highest) + Math.abs(conjugate);
  return { gap: value - conjugate + product, scale };
}

describe.each(forms)("the dual of the $title loss", ({ loss: name, squared }) => {
  it("obeys Fenchel and Young: C l(s) - dualValue(b) + c.s >= 0 for any feasible b", () => {
    fc.assert(
      fc.property(visits(name, squared, { ...extreme, q: [1e-3] }), ({ s, y, b, C, margin }) => {
        const loss = make(name, squared, margin);
        const { gap, scale } = fenchelYoung(name, squared, loss, { s, y, b, C });
        expect(gap).toBeGreaterThanOrEqual(-1e-13 * scale);
      }),
      { numRuns: 1000 },
    );
  });

  it("touches where c = -C times a subgradient at s", () => {
    fc.assert(
      fc.property(visits(name, squared, { ...extreme, q: [1] }), ({ s, y, C, margin }) => {
        const loss = make(name, squared, margin);
        const K = s.length;
        const h = new Float64Array(K);
        loss.hinges(s, y, h);
        const b = h.map((value) => (value > 0 ? C * (squared ? 2 * value : 1) : 0));
        if (name === "crammer-singer") {
          const worst = h.indexOf(Math.max(...h));
          for (let m = 0; m < K; m++) if (m !== worst) b[m] = 0;
        }
        const c = new Float64Array(K);
        loss.coefficients(b, 0, y, c);
        const g = subgradient(loss, s, y);
        for (let m = 0; m < K; m++) expect(Math.abs(c[m] + C * g[m])).toBeLessThanOrEqual(1e-14 * K * C * 40);
        const { gap, scale } = fenchelYoung(name, squared, loss, { s, y, b, C });
        expect(Math.abs(gap)).toBeLessThanOrEqual(1e-14 * scale);
        expect(loss.project(b, 0, y, K, C)).toBeLessThanOrEqual(1e-15);
      }),
      { numRuns: 500 },
    );
  });

  it("has the coefficients and the value of its definition, from any place in a longer array", () => {
    fc.assert(
      fc.property(visits(name, squared, ordinary), fc.nat(7), ({ y, b, C, margin }, at) => {
        const loss = make(name, squared, margin);
        const K = b.length;
        const long = new Float64Array(at + K + 3).fill(1e9);
        long.set(b, at);
        const c = new Float64Array(K).fill(Number.NaN);
        loss.coefficients(long, at, y, c);
        const expected = coefficientsByHand(name, b, y);
        for (let m = 0; m < K; m++) expect(c[m]).toBeCloseTo(expected[m], 12);
        const value = dualValueByHand(name, squared, b, C, margin);
        expect(Math.abs(loss.dualValue(long, at, y, K, C) - value)).toBeLessThanOrEqual(
          1e-13 * Math.max(1, C) * K,
        );
      }),
    );
  });

  it("projects to feasible variables once and for all, and tells by how much of C", () => {
    fc.assert(
      fc.property(visits(name, squared, extreme), fc.integer(), ({ y, b: old, C }, seed) => {
        const loss = make(name, squared, 1);
        const K = old.length;
        const random = testRandom(seed);
        const b = Float64Array.from({ length: K }, () => C * (4 * random() - 1));
        const before = b.slice();
        const excess = loss.project(b, 0, y, K, C);
        let bounds = 0;
        for (let m = 0; m < K; m++) {
          expect(b[m]).toBeGreaterThanOrEqual(0);
          if (isPairLoss(name) && m === y) expect(b[m]).toBe(0);
          if (!squared) expect(b[m]).toBeLessThanOrEqual(C);
          const isHinge = !(isPairLoss(name) && m === y);
          const high = isHinge ? (squared || name === "crammer-singer" ? Number.POSITIVE_INFINITY : C) : 0;
          bounds = Math.max(bounds, before[m] < 0 ? -before[m] / C : (before[m] - high) / C);
        }
        if (name === "crammer-singer" && !squared) {
          const positive = before.reduce((sum, value, m) => sum + (m === y ? 0 : Math.max(0, value)), 0);
          bounds = Math.max(bounds, (positive - C) / C);
          expect(sumOf(b)).toBeLessThanOrEqual(C);
        }
        expect(excess).toBeCloseTo(Math.max(0, bounds), 12);
        const once = b.slice();
        expect(loss.project(b, 0, y, K, C)).toBe(0);
        expect(b).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves feasible variables alone, to the bit, and not-a-number a fault", () => {
    fc.assert(
      fc.property(visits(name, squared, extreme), ({ y, b, C }) => {
        const loss = make(name, squared, 1);
        const same = b.slice();
        expect(loss.project(b, 0, y, b.length, C)).toBe(0);
        expect(b).toEqual(same);
        b[(y + 1) % b.length] = Number.NaN;
        expect(loss.project(b, 0, y, b.length, C)).toBeNaN();
      }),
    );
  });
});

describe.each(forms)("a dual step of the $title loss", ({ loss: name, squared }) => {
  /** The dual as a function of this sample's variables, all other samples' share of the scores fixed. */
  const dualOf = (loss: DualLoss, { s, y, b, q, C }: Visit) => {
    const old = coefficientsByHand(name, b, y);
    const others = s.map((score, m) => score - q * old[m]);
    return (candidate: Float64Array) => {
      const c = coefficientsByHand(name, candidate, y);
      return dualValueByHand(name, squared, candidate, C, loss.margin) - dot(c, others) - (q / 2) * dot(c, c);
    };
  };

  const step = (visit: Visit) => {
    const loss = make(name, squared, visit.margin);
    const K = visit.s.length;
    // From some place in a longer array, whose other entries stay.
    const long = new Float64Array(K + 4).fill(7);
    long.set(visit.b, 2);
    const delta = new Float64Array(K).fill(Number.NaN);
    const gap = loss.dualStep(visit.s.slice(), visit.y, long, 2, visit.q, visit.C, delta);
    expect([long[0], long[1], long[K + 2], long[K + 3]]).toEqual([7, 7, 7, 7]);
    return { loss, gap, delta, b: long.slice(2, K + 2) };
  };

  it("closes this sample's gap, which proves its maximum, from row norm 0 to 1e300 and C 1e-6 to 1e6", () => {
    fc.assert(
      fc.property(visits(name, squared, extreme), (visit) => {
        const { loss, b, delta } = step(visit);
        const s = moved(visit.s, visit.q, delta);
        const after = fenchelYoung(name, squared, loss, { ...visit, s, b });
        // Rounding comes at the size of the old scores and variables, too; C multiplies that of the scores.
        const S = sumOf(visit.b) + sumOf(b);
        const scale =
          after.scale +
          fenchelYoung(name, squared, loss, visit).scale +
          fenchelYoung(name, squared, loss, { ...visit, b }).scale +
          visit.q * S * (S + visit.C);
        expect(Math.abs(after.gap)).toBeLessThanOrEqual(1e-12 * scale);
      }),
      { numRuns: 1000 },
    );
  });

  it("fulfils the optimality conditions, variable by variable, over the same range", () => {
    fc.assert(
      fc.property(visits(name, squared, extreme), (visit) => {
        const { b, delta } = step(visit);
        const { y, q, C, margin } = visit;
        const s = moved(visit.s, q, delta);
        const S = sumOf(b);
        const joint = name === "crammer-singer";
        const cost = (m: number) => (squared ? (joint ? S : b[m]) / (2 * C) : 0);
        const slopes = hingesByHand(name, { s, y, margin }).map(({ m, h }) => ({ m, slope: h - cost(m) }));
        const sums = sumOf(b) + sumOf(visit.b);
        const all = [margin, ...s, ...visit.s, q * sums, squared ? sums / (2 * C) : 0];
        const rounding = 1e-13 * all.reduce((sum, value) => sum + Math.abs(value), 1e-280);
        // What keeps a b from growing though the dual rises with it: its own bound C, or that of the sum.
        const full = (value: number) => !squared && value >= C * (1 - 1e-12);
        const price = joint && full(S) ? Math.max(0, ...slopes.map(({ slope }) => slope)) : 0;
        for (const { m, slope } of slopes) {
          if (joint || !full(b[m])) expect(slope - price).toBeLessThanOrEqual(rounding);
          if (b[m] > 0) expect(slope - price).toBeGreaterThanOrEqual(-rounding);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is beaten by none of 200 feasible alternatives, far and near", () => {
    fc.assert(
      fc.property(visits(name, squared, ordinary), fc.integer(), (visit, seed) => {
        const { loss, b } = step(visit);
        const dual = dualOf(loss, visit);
        const random = testRandom(seed);
        const best = dual(b) + 1e-12 * Math.max(1, Math.abs(dual(b)), visit.C * 100);
        for (let k = 0; k < 200; k++) {
          const far = feasible(name, squared, b.length, visit.y, visit.C, random);
          // Convex combinations are feasible, too.
          const share = 10 ** (-4 * random());
          expect(dual(b.map((value, m) => value + share * (far[m] - value)))).toBeLessThanOrEqual(best);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("reaches what projected gradient ascent reaches by brute force", () => {
    fc.assert(
      fc.property(visits(name, squared, { q: [0.3, 1, 4], C: [0.3, 1, 3], K: [2, 3, 4] }), (visit) => {
        const { loss, b } = step(visit);
        const dual = dualOf(loss, visit);
        const found = ascend(name, squared, visit);
        expect(dual(found)).toBeLessThanOrEqual(dual(b) + 1e-11);
        expect(dual(found)).toBeGreaterThanOrEqual(dual(b) - 1e-6);
      }),
      { numRuns: 30 },
    );
  });

  it("returns the gap before the step", () => {
    fc.assert(
      fc.property(visits(name, squared, extreme), (visit) => {
        const { loss, gap } = step(visit);
        const expected = fenchelYoung(name, squared, loss, visit);
        expect(Math.abs(gap - expected.gap)).toBeLessThanOrEqual(1e-13 * expected.scale);
        expect(gap).toBeGreaterThanOrEqual(-1e-13 * expected.scale);
      }),
      { numRuns: 500 },
    );
  });

  it("gives the change of the coefficients as delta, and keeps the variables feasible to the bit", () => {
    fc.assert(
      fc.property(visits(name, squared, extreme), (visit) => {
        const { loss, delta, b } = step(visit);
        const from = coefficientsByHand(name, visit.b, visit.y);
        const to = coefficientsByHand(name, b, visit.y);
        const size = [...visit.b, ...b].reduce((sum, value) => sum + value, 0);
        for (let m = 0; m < delta.length; m++) {
          expect(Math.abs(delta[m] - (to[m] - from[m]))).toBeLessThanOrEqual(1e-14 * size);
        }
        expect(loss.project(b.slice(), 0, visit.y, b.length, visit.C)).toBeLessThanOrEqual(1e-15);
      }),
      { numRuns: 400 },
    );
  });

  it("stays where it is at the maximum", () => {
    fc.assert(
      fc.property(visits(name, squared, ordinary), (visit) => {
        const once = step(visit);
        const s = moved(visit.s, visit.q, once.delta);
        const again = step({ ...visit, s, b: once.b });
        const size = visit.C + sumOf(once.b);
        for (const change of again.delta) expect(Math.abs(change)).toBeLessThanOrEqual(1e-11 * size);
      }),
      { numRuns: 300 },
    );
  });
});

/** Projected gradient ascent with a step below 2 / curvature; slow and sure. */
function ascend(name: LossName, squared: boolean, { s, y, b, q, C, margin }: Visit): Float64Array {
  const K = b.length;
  const old = coefficientsByHand(name, b, y);
  const step = 1 / (q * (K + 1) + (squared ? K / C : 0));
  let x: Float64Array = new Float64Array(K);
  for (let turn = 0; turn < 3000; turn++) {
    const c = coefficientsByHand(name, x, y);
    const S = sumOf(x);
    const scores = s.map((score, m) => score + q * (c[m] - old[m]));
    x = x.map((value, m) => {
      if (isPairLoss(name) && m === y) return 0;
      const sign = name === "binary" ? (y === 1 ? 1 : -1) : m === y ? 1 : -1;
      const own = isPairLoss(name) ? scores[y] - scores[m] : sign * scores[m];
      const cost = squared ? (name === "crammer-singer" ? S : value) / (2 * C) : 0;
      const moved = Math.max(0, value + step * (margin - own - cost));
      return !squared && name !== "crammer-singer" ? Math.min(C, moved) : moved;
    });
    if (name === "crammer-singer" && !squared) x = ontoSimplex(x, y, C);
  }
  return x;
}

/** The nearest point with entry y at 0, all others >= 0 and a sum of at most C: the shift by bisection. */
function ontoSimplex(x: Float64Array, y: number, C: number): Float64Array {
  const shifted = (t: number) => x.map((value, m) => (m === y ? 0 : Math.max(0, value - t)));
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  if (sum(shifted(0)) <= C) return shifted(0);
  let [low, high] = [0, Math.max(...x)];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (sum(shifted(middle)) > C) low = middle;
    else high = middle;
  }
  return shifted(high);
}

describe("dual steps worked by hand", () => {
  const visit = (loss: DualLoss, s: number[], y: number, q: number, C: number) => {
    const b = new Float64Array(s.length);
    const delta = new Float64Array(s.length);
    const gap = loss.dualStep(Float64Array.from(s), y, b, 0, q, C, delta);
    return { gap, b: [...b], delta: [...delta] };
  };

  test("two equal hinges under weston-watkins: q (b + 2b) = 1", () => {
    const { gap, b, delta } = visit(westonWatkins(), [0, 0, 0], 0, 1, 10);
    expect(gap).toBe(20);
    expect(b[1]).toBeCloseTo(1 / 3, 15);
    expect(b).toEqual([0, b[1], b[1]]);
    expect(delta).toEqual([2 * b[1], -b[1], -b[1]]);
  });

  test("C binds: each b stops at C, their sum under crammer-singer", () => {
    expect(visit(westonWatkins(), [0, 0, 0], 0, 1, 0.25).b).toEqual([0, 0.25, 0.25]);
    expect(visit(crammerSinger(), [0, 0, 0], 0, 1, 0.25).b).toEqual([0, 0.125, 0.125]);
    expect(visit(oneVsAll(), [0, 0, 0], 0, 1, 0.25).b).toEqual([0.25, 0.25, 0.25]);
    expect(visit(createDualLoss({ loss: "binary" }), [0], 1, 1, 0.25).delta).toEqual([0.25]);
    expect(visit(createDualLoss({ loss: "binary" }), [0], 0, 1, 0.25).delta).toEqual([-0.25]);
  });

  test("the free maximum of one hinge: b = h / q, squared h / (q + 1/2C)", () => {
    expect(visit(oneVsAll(), [-1, -3], 0, 4, 10).b).toEqual([0.5, 0]);
    expect(visit(oneVsAll({ squared: true }), [-1, -3], 0, 1.5, 1).b).toEqual([1, 0]);
    expect(visit(crammerSinger({ squared: true }), [0, 1], 0, 0.5, 0.5).b).toEqual([0, 1]);
  });

  test("a row of zeros goes to a vertex, and its gap is all of its loss", () => {
    const s = [0, 0, 0];
    expect(visit(westonWatkins(), s, 1, 0, 2)).toEqual({ gap: 4, b: [2, 0, 2], delta: [-2, 4, -2] });
    expect(visit(crammerSinger(), s, 1, 0, 2)).toEqual({ gap: 2, b: [2, 0, 0], delta: [-2, 2, 0] });
    expect(visit(oneVsAll(), s, 1, 0, 2).b).toEqual([2, 2, 2]);
    expect(visit(westonWatkins({ squared: true }), s, 1, 0, 2).b).toEqual([4, 0, 4]);
    expect(visit(crammerSinger({ squared: true }), s, 1, 0, 2).b).toEqual([4, 0, 0]);
  });

  test("no violated margin, no step", () => {
    for (const { loss, squared } of forms.filter((form) => form.loss !== "binary")) {
      const none = visit(make(loss, squared, 1), [5, -5, -5], 0, 1, 1);
      expect(none).toEqual({ gap: 0, b: [0, 0, 0], delta: [0, 0, 0] });
    }
  });
});

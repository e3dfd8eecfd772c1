import { describe, expect, it } from "vitest";
import { type CheckOptions, checkGradient, readKinks } from "../../src/check/index.ts";
import type { LossName } from "../../src/losses/index.ts";
import { hingeLoss } from "../../src/objective/index.ts";

const sum = (values: ArrayLike<number>, of: (value: number) => number): number =>
  Array.from(values).reduce((all, value) => all + of(value), 0);

describe("readKinks", () => {
  // Scores 1 and 0 at x = (2, 1), label 0, margin 1.5: the one hinge is at 0 - 1 + 1.5 = 0.5.
  const problem = { X: [[2, 1]], y: [0], margin: 1.5 };
  const W = { data: Float64Array.of(0.5, 0, 0, 0), shape: [2, 2] as const };

  it("tells the nearest kink either way, from an entry or a whole direction", () => {
    const along = readKinks(problem, W);
    expect(along(Float64Array.of(1, 0, 0, 0), 0)).toMatchObject({
      forward: 0.25,
      backward: Infinity,
      reach: 2,
    });
    expect(along(Float64Array.of(0, 0, 0, 1), 3)).toMatchObject({
      forward: Infinity,
      backward: 0.5,
      reach: 1,
    });
    expect(along(Float64Array.of(1, 0, 0, -3))).toMatchObject({ forward: 0.1, backward: Infinity, reach: 3 });
  });

  it("is the same for either layout", () => {
    const along = readKinks({ ...problem, layout: "DxC" }, { ...W, data: Float64Array.of(0.5, 0, 0, 0) });
    expect(along(Float64Array.of(1, 0, 0, -3))).toMatchObject({ forward: 0.1, backward: Infinity, reach: 3 });
    expect(along(Float64Array.of(0, 1, 0, 0), 1)).toMatchObject({
      forward: Infinity,
      backward: 0.25,
      reach: 2,
    });
  });

  it("leaves out samples without weight, and says 0 on a kink", () => {
    const two = {
      ...problem,
      X: [
        [2, 1],
        [2, 1],
      ],
      y: [0, 1],
      margin: 1,
    };
    const on = readKinks(two, W)(Float64Array.of(1, 0, 0, 0), 0);
    expect(on).toMatchObject({ forward: 0, backward: 0 });
    const off = readKinks({ ...two, sampleWeight: [0, 1] }, W)(Float64Array.of(1, 0, 0, 0), 0);
    expect(off).toMatchObject({ forward: Infinity, backward: 1 });
  });

  it("gives the slopes of a sample on a kink to both sides", () => {
    const near = readKinks({ ...problem, margin: 1 }, W)(Float64Array.of(1, 0, 0, 0), 0).near(0.1);
    expect(near).toMatchObject({ nSamples: 1, left: -2, right: 0 });
    expect(near.value(-0.25)).toBe(0.5);
  });
});

describe("a constructed tie", () => {
  const X = [
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  const y = [0, 1, 2];
  // Scores of the first sample 1, 0, 0: both its hinges are exactly 0.
  const W = [
    [1, 0.25],
    [0, 0.5],
    [0, 0.75],
  ];

  it.each(["weston-watkins", "crammer-singer", "one-vs-all"] as const)(
    "of %s is on a kink, and any subgradient is right",
    (loss: LossName) => {
      const options = { X, y, W, loss, lambda: 0.1 };
      const report = checkGradient((at) => hingeLoss({ ...options, W: at }), options);
      expect(report).toMatchObject({ ok: true });
      expect(report.kinks).toBeGreaterThan(0);
      expect(report.message).toMatch(/of them on a kink, where any subgradient is right/);
      for (const at of report.coordinates.filter(({ onKink }) => onKink)) {
        expect(at).toMatchObject({ within: true, kinkDistance: 0 });
        expect(at.error).toBeLessThanOrEqual(1e-12);
        expect(at.left!).toBeLessThan(at.right!);
      }
    },
  );

  it("accepts the subgradient of >= for >, and refuses what lies outside", () => {
    const options = { X, y, W };
    const { gradient } = hingeLoss(options);
    const inclusive = Float64Array.from(gradient.data);
    // The first sample's two hinges counted: x to rows 1 and 2, -2 x to row 0, over 3 samples.
    inclusive[0] -= 2 / 3;
    inclusive[2] += 1 / 3;
    inclusive[4] += 1 / 3;
    const check = (data: Float64Array) =>
      checkGradient((at) => [hingeLoss({ ...options, W: at }).value, data], options);
    expect(check(inclusive)).toMatchObject({ ok: true });
    inclusive[0] -= 2 / 3;
    const report = check(inclusive);
    expect(report).toMatchObject({ ok: false });
    expect(report.coordinates[0]).toMatchObject({ index: [0, 0], onKink: true, within: false });
    expect(report.message).toBe(
      "the gradient is wrong at [0, 0]: it says -1 where slopes there run from -0.333333 to 0.333333, at a loss of 1.41667; 1 of 6 coordinates are wrong",
    );
  });

  it("within rounding is a tie as well", () => {
    const X = [[0.1, 0.2, 0.3]];
    const y = [0];
    const third = {
      X,
      y,
      margin: 0.1 + 0.2,
      W: [
        [1, 1, 0],
        [0, 0, 0],
      ],
    };
    const near = {
      ...third,
      W: [
        [1, 1 + 2 ** -50, 0],
        [0, 0, 0],
      ],
    };
    for (const options of [third, near]) {
      const report = checkGradient((W) => hingeLoss({ ...options, W }), options);
      expect(report).toMatchObject({ ok: true, kinks: 6 });
    }
  });

  it("of a squared loss is no kink", () => {
    const options = { X, y, W, squared: true };
    expect(checkGradient((at) => hingeLoss({ ...options, W: at }), options)).toMatchObject({
      ok: true,
      kinks: 0,
    });
  });
});

describe("a function without data", () => {
  it("that is smooth is checked to 1e-9", () => {
    const W = Float64Array.of(0.3, -1.2, 2.5, 1e-4, 0);
    const report = checkGradient(
      (w) => ({
        loss: sum(w, (v) => Math.sin(3 * v) + v ** 4 + Math.exp(-v)),
        gradient: w.map((v) => 3 * Math.cos(3 * v) + 4 * v ** 3 - Math.exp(-v)),
      }),
      { W },
    );
    expect(report.ok, report.message).toBe(true);
    expect(report.maxError).toBeLessThanOrEqual(1e-9);
    expect(report.kinks).toBe(0);
    expect(report.course).not.toHaveProperty("crossings");
    expect(report.course.couldTell).toBe(true);
  });

  it("that has kinks is checked beside them, and on them one-sided", () => {
    const W = [
      [0.5, 0, -1e-4],
      [2, -3, 1e-3],
    ];
    const check = (zero: number) =>
      checkGradient(
        (w) => [sum(w.flat(), Math.abs), w.map((row) => row.map((v) => (v === 0 ? zero : Math.sign(v))))],
        { W, directions: 0 },
      );
    for (const zero of [0, 1, -0.5]) {
      const report = check(zero);
      expect(report, report.message).toMatchObject({ ok: true, kinks: 1 });
      expect(report.maxError).toBeLessThanOrEqual(1e-9);
      const at = report.coordinates.find(({ onKink }) => onKink)!;
      expect(at).toMatchObject({ index: [0, 1], within: true });
      expect(at.left).toBeCloseTo(-1, 9);
      expect(at.right).toBeCloseTo(1, 9);
    }
    expect(check(1.5).coordinates[0]).toMatchObject({ index: [0, 1], within: false });
  });

  it("may be undefined a step away", () => {
    const W = [[0.01, 3]];
    const report = checkGradient(
      { value: (w) => sum(w[0], Math.log), gradient: (w) => [w[0].map((v) => 1 / v)] },
      { W, directions: 0 },
    );
    expect(report.ok, report.message).toBe(true);
    expect(report.maxError).toBeLessThanOrEqual(1e-9);
  });
});

describe("data of another loss than the function's", () => {
  it("do not make a right gradient wrong, nor a wrong one right", () => {
    const options = {
      X: [
        [1, 2],
        [-1, 0.5],
        [0.25, -2],
      ],
      y: [0, 1, 1],
      W: [
        [0.3, -0.2],
        [0.1, 0.4],
      ],
    };
    const other = { ...options, margin: 0.37 };
    const right = checkGradient((W) => hingeLoss({ ...options, W }), other);
    expect(right.ok, right.message).toBe(true);
    const wrong = checkGradient(
      (W) => [
        hingeLoss({ ...options, W }).value,
        [
          [1, 1],
          [1, 1],
        ],
      ],
      other,
    );
    expect(wrong.ok).toBe(false);
  });
});

describe("forms and notes", () => {
  const half = (w: ArrayLike<number>) => sum(w, (v) => (v * v) / 2);

  it("takes nested, flat and {data, shape}, for W and for the gradient", () => {
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    const nested = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const dense = { data: Float32Array.from(data), shape: [2, 3] as const };
    expect(checkGradient((w) => [half(w.flat()), w], { W: nested }).ok).toBe(true);
    expect(checkGradient((w) => [half(w.flat()), w.flat()], { W: nested }).ok).toBe(true);
    expect(checkGradient((w) => ({ value: half(w.data), gradient: w }), { W: dense }).ok).toBe(true);
    expect(checkGradient((w) => [half(w.data), w.data], { W: dense }).ok).toBe(true);
    expect(checkGradient((w) => [half(w), { data: w, shape: [1, 6] }], { W: data }).ok).toBe(true);
    expect(checkGradient((w) => [half(w), w], { W: [1, 2, 3] }).ok).toBe(true);
  });

  it("gives flat weights beside X their rows", () => {
    const X = [
      [1, 2, 3],
      [0, 1, -1],
    ];
    const y = [1, 0];
    const f = (data: Float64Array) => {
      const { value, gradient } = hingeLoss({ X, y, W: { data, shape: [2, 3] } });
      return [value, gradient.data.map((g, k) => (k === 4 ? g + 1 : g))] as const;
    };
    const report = checkGradient(f, { X, y, W: Float64Array.of(0.1, 0.2, 0.3, -0.1, 0.5, 0.6) });
    expect(report.coordinates[0].index).toEqual([1, 1]);
    expect(report.ok).toBe(false);
  });

  it("draws coordinates by seed, and finds one wrong entry by direction", () => {
    const W = Float64Array.from({ length: 1500 }, (_, k) => Math.sin(k));
    const f = (w: Float64Array) => [half(w), w.map((v, k) => (k === 700 ? v + 1 : v))] as const;
    const few = (seed: number) => checkGradient(f, { W, seed, coordinates: 5, directions: 1 });
    expect(few(1)).toEqual(few(1));
    expect(few(1).coordinates.map(({ index }) => index)).not.toEqual(
      few(2).coordinates.map(({ index }) => index),
    );
    expect(few(1)).toMatchObject({ ok: false, checked: 5 });
    expect(few(1).message).toMatch(/^the gradient is wrong along a random direction: it says /);
    expect(checkGradient(f, { W, directions: 0 }).checked).toBe(100);
  });

  it("notes a function that changes W, and one that differs from call to call", () => {
    const W = [[1, 2]];
    const changes = checkGradient(
      (w) => {
        const result = [half(w[0]), [[...w[0]]]] as const;
        w[0][0] = 9;
        return result;
      },
      { W },
    );
    expect(W).toEqual([[1, 2]]);
    expect(changes).toMatchObject({
      ok: true,
      notes: ["the function changes the W that it is given; it saw a fresh copy each time"],
    });
    let calls = 0;
    const moody = checkGradient((w) => [half(w[0]) + calls++, w], { W });
    expect(moody.notes).toEqual(["two calls at the same W gave different losses"]);
  });
});

describe("what cannot be checked", () => {
  const W = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const zero = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  const failing: [string, (w: number[][]) => never, Partial<CheckOptions>, string][] = (
    [
      [
        "a failing function",
        () => {
          throw new TypeError("w.T is not a function");
        },
        {},
        "the function failed at W: TypeError: w.T is not a function",
      ],
      [
        "no pair",
        () => 3,
        {},
        "the function returned 3; it must return [loss, gradient] or {loss, gradient}",
      ],
      [
        "an infinite loss",
        () => [Infinity, zero],
        {},
        "the loss at W is Infinity; it must be a finite number",
      ],
      ["no loss", () => ({ gradient: zero }), {}, "the loss at W is undefined; it must be a finite number"],
      [
        "no gradient",
        () => [0, null],
        {},
        "the gradient is null; give rows of numbers, {data, shape} or flat numbers",
      ],
      [
        "a scalar gradient",
        () => [0, 1],
        {},
        "the gradient is 1; give rows of numbers, {data, shape} or flat numbers",
      ],
      [
        "a transposed gradient",
        () => [
          0,
          [
            [0, 0],
            [0, 0],
            [0, 0],
          ],
        ],
        {},
        "the gradient is 3 x 2 where W is 2 x 3; it is transposed",
      ],
      ["a short gradient", () => [0, [0, 0]], {}, "the gradient is 2 where W is 2 x 3"],
      [
        "a gradient with nan",
        () => [
          0,
          [
            [0, 0, 0],
            [0, NaN, 0],
          ],
        ],
        {},
        "the gradient has NaN at [1, 1]; every number must be finite",
      ],
      [
        "W with inf",
        () => [0, zero],
        { W: [[0, Infinity]] },
        "W has Infinity at [0, 1]; every number must be finite",
      ],
      ["X alone", () => [0, zero], { X: W }, "kinks are known from X and y together; give both or neither"],
      [
        "a tolerance of 0",
        () => [0, zero],
        { tolerance: 0 },
        "tolerance: 0 is not possible; give a number above 0",
      ],
      [
        "half a coordinate",
        () => [0, zero],
        { coordinates: 0.5 },
        'coordinates: 0.5 is not possible; give "all" or a whole number',
      ],
      [
        "minus one direction",
        () => [0, zero],
        { directions: -1 },
        "directions: -1 is not possible; give a whole number",
      ],
      [
        "a label too many",
        () => [0, zero],
        { X: W, y: [0, 1, 1] },
        "y has 3 labels of 2 classes where X has 2 rows and W gives 2 scores",
      ],
      [
        "a loss defined at W alone",
        (w: number[][]) => [w.flat().every((v, k) => v === k + 1) ? 0 : NaN, zero],
        {},
        "the loss is not finite near W along coordinate [0, 0]",
      ],
    ] as const
  ).map(([title, f, options, message]) => [title, f as never, options as never, message]);

  it.each(failing)("%s is refused in one sentence", (_, f, options, message) => {
    let told = "nothing";
    try {
      checkGradient(f, { W, ...options } as CheckOptions<number[][]>);
    } catch (error) {
      told = `${(error as Error).name}: ${(error as Error).message}`;
    }
    expect(told).toBe(`HingeError: ${message}`);
  });
});

import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { explainedAnswer, rightAnswer } from "../../../src/check/diagnosis/answers.ts";
import { courseConvention } from "../../../src/check/diagnosis/asked.ts";
import { factors } from "../../../src/check/diagnosis/factors.ts";
import { asExplanation } from "../../../src/check/diagnosis/mistakes/example.ts";
import { type Detail, mistakeIds, mistakeOf, mistakes } from "../../../src/check/diagnosis/mistakes/index.ts";
import { randomPoint } from "./points.ts";
import { signatures } from "./signatures.ts";

test("every mistake of the table is defined exactly once, in its order", () => {
  expect(mistakes.map(({ id }) => id)).toEqual(mistakeIds);
  for (const id of mistakeIds) expect(mistakeOf(id).id).toBe(id);
});

test("of formulas all have an example, and all examples' signatures are tested", () => {
  const computed = mistakes.filter(({ example }) => example !== undefined && example.returned === undefined);
  expect(computed.map(({ id }) => id).sort()).toEqual(Object.keys(signatures).sort());
});

describe("each example differs from what is right by its signature", () => {
  it.each(Object.keys(signatures))("%s", (id) => {
    const example = mistakeOf(id as (typeof mistakeIds)[number]).example!;
    const explanation = asExplanation(example);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const point = randomPoint(seed, { lambda: 0.7 });
        const right = rightAnswer(explanation.settled, point);
        const yours = explainedAnswer(explanation, courseConvention, point);
        const { gradient: R, loss: off } = signatures[id]!(point, right);
        expect(yours.loss! - right.loss).toBeCloseTo(off ?? 0, 9);
        yours.gradient!.forEach((value, k) => {
          expect(value - right.gradient[k]!).toBeCloseTo(R?.[k] ?? 0, 9);
        });
      }),
      { numRuns: 30 },
    );
  });
});

test("at random weights every example is wrong, in the gradient or in the loss", () => {
  for (const { id, example } of mistakes) {
    if (example === undefined || example.returned !== undefined) continue;
    const point = randomPoint(7, { lambda: 0.7 });
    const explanation = asExplanation(example);
    const right = rightAnswer(explanation.settled, point);
    const yours = explainedAnswer(explanation, courseConvention, point);
    const off = yours.gradient!.map((value, k) => Math.abs(value - right.gradient[k]!));
    expect(Math.max(...off, Math.abs(yours.loss! - right.loss)), id).toBeGreaterThan(1e-3);
  }
});

describe("what is told", () => {
  it.each(mistakes)("of $id is whole for whatever detail is known", (mistake) => {
    const faults: unknown[] = [];
    for (const detail of details()) {
      const told = mistake.tell(detail);
      const texts = Object.values(told);
      const whole =
        texts.every((text) => text.trim() !== "" && !holes.test(text) && balanced(text)) &&
        /^(?:[^A-Z].*[^.]|(?:Weston|Crammer).*[^.])$/.test(told.headline) &&
        [told.summary, told.fix].every((text) => /^(?:[A-Z|]|max\(|delta|dW|lambda).*\.$/.test(text));
      if (!whole) faults.push({ detail, told });
    }
    expect(faults).toEqual([]);
  });

  it("names factor and expectation of the regulariser", () => {
    const { tell } = mistakeOf("regularizer-gradient-factor");
    expect(tell({ where: "gradient", factor: "1", expected: "2" })).toMatchObject({
      headline: "the regulariser's gradient is half of what the loss implies",
      equation: "gradient of lambda*|W|^2 = 2*lambda*W",
      instead: "lambda*W",
      numpy: "dW += 2 * reg * W",
    });
    expect(tell({ where: "gradient", factor: "2", expected: "1" })).toMatchObject({
      headline: "the regulariser's gradient is twice what the loss implies",
      equation: "gradient of (1/2)*lambda*|W|^2 = lambda*W",
      numpy: "dW += reg * W",
    });
    expect(tell({ where: "gradient", factor: "1/(2N)", expected: "1/N" })).toMatchObject({
      equation: "gradient of (1/(2N))*lambda*|W|^2 = (1/N)*lambda*W",
      numpy: "dW += 1 / num_train * reg * W",
    });
  });

  it("says what a missing regulariser and another loss are", () => {
    expect(mistakeOf("regularizer-loss").tell({ where: "loss", factor: "0", expected: "1/2" })).toMatchObject(
      {
        headline: "the loss has no regulariser",
        equation: "L = (1/N) sum_i L_i + (1/2)*lambda*|W|^2",
        numpy: "loss += 1 / 2 * reg * np.sum(W * W)",
      },
    );
    expect(
      mistakeOf("other-loss").tell({ where: "gradient", variant: "squared one-vs-all", expected: "softmax" })
        .headline,
    ).toBe("the gradient is that of squared one-vs-all, not of softmax (cross-entropy)");
  });
});

/** What a text that was put together from parts must not hold. */
const holes = /undefined|NaN|\[object|null| {2}(?![ #/])|--|\+ -/;

function balanced(text: string): boolean {
  return text.split("(").length === text.split(")").length;
}

/** Everything that any mistake may be told with, and nothing at all. */
function* details(): Generator<Detail> {
  const variants = [
    undefined,
    ...["abs", "sign", "constant", "squares", "unit", "norm", "sum", "data-gradient"],
    ...["own-last", "own-replaces", "loop-others-replace", "loop-own-replaces", "loop-replaces"],
    ...["crammer-singer", "one-vs-all", "softmax", "squared weston-watkins", "squared one-vs-all"],
    ...["0", "10", "0.5", "1", "-1", "all", "own", "others", "last", "first", "margin", "margin-and-count"],
    ...["times-count", "times-count-negated", "negated-entries", "weights", "own-weights"],
    ...["bytes", "bytes-in-products", "something new"],
  ];
  for (const where of ["gradient", "loss", "both"] as const) {
    for (const variant of variants) {
      yield { where, ...(variant === undefined ? {} : { variant }) };
      yield { where, ...(variant === undefined ? {} : { variant }), factor: "2", expected: "1" };
    }
    const names = ["0", "-2", "0.30000000000000004", ...factors.map(({ name }) => name)];
    for (const factor of names) {
      yield { where, factor };
      for (const expected of ["2", "1", "0", "1/2", "2/N", "1/N", "0.3"]) yield { where, factor, expected };
    }
    yield { where, known: "Row 1 is right." };
  }
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { courseConvention, recipeOf } from "../../../src/check/diagnosis/asked.ts";
import { workOut } from "../../../src/check/diagnosis/landing.ts";
import { dataGradientAt } from "../../../src/check/diagnosis/predicted.ts";
import type { Form } from "../../../src/check/diagnosis/recipe.ts";
import { sampleBy } from "../../../src/check/diagnosis/sample.ts";
import { createLoss } from "../../../src/losses/index.ts";
import { hingeLoss } from "../../../src/objective/index.ts";
import { randomPoint } from "./points.ts";

const forms: Form[] = ["weston-watkins", "crammer-singer", "one-vs-all", "softmax"];

describe("a right recipe", () => {
  it.each(forms)("gives the library's loss and subgradient of a sample: %s", (form) => {
    const scores = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(scores, fc.nat(), fc.boolean(), fc.constantFrom(0, 0.5, 1, 3), (s, at, squared, margin) => {
        const y = at % s.length;
        const recipe = recipeOf({
          ...courseConvention,
          form,
          squared: squared && form !== "softmax",
          margin,
        });
        const loss = createLoss({ loss: form, squared: recipe.squared, margin });
        const [mine, theirs] = [new Float64Array(s.length), new Float64Array(s.length)];
        const value = sampleBy(recipe, Float64Array.from(s), y, mine);
        const wanted = loss.subgradient(Float64Array.from(s), y, theirs);
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
        mine.forEach((part, m) => {
          expect(Math.abs(part - theirs[m]!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(theirs[m]!)));
        });
      }),
    );
  });

  it("of a single score is the binary loss", () => {
    const loss = createLoss({ loss: "binary" });
    const recipe = recipeOf({ ...courseConvention, form: "one-vs-all" });
    for (const s of [-3, -0.5, 0.25, 4]) {
      for (const y of [0, 1]) {
        const [mine, theirs] = [new Float64Array(1), new Float64Array(1)];
        const value = sampleBy(recipe, Float64Array.of(s), y, mine);
        expect(value).toBe(loss.subgradient(Float64Array.of(s), y, theirs));
        expect([...mine].map((g) => g + 0)).toEqual([...theirs].map((g) => g + 0));
      }
    }
  });

  it("gives hingeLoss's mean and gradient over a data set", () => {
    for (const form of forms) {
      const point = randomPoint(11);
      const { nSamples, nFeatures, nScores } = point;
      const recipe = recipeOf({ ...courseConvention, form });
      const wanted = hingeLoss({
        X: { data: point.X, shape: [nSamples, nFeatures] },
        y: point.y,
        W: { data: point.W, shape: [nScores, nFeatures] },
        loss: form,
      });
      expect(workOut(recipe, point).loss).toBeCloseTo(wanted.value, 12);
      dataGradientAt(recipe, point).forEach((value, k) => {
        expect(value).toBeCloseTo(wanted.gradient.data[k]!, 12);
      });
    }
  });
});

describe("a wrong stage", () => {
  const s = Float64Array.of(3, 2.5, 0, 5);
  const right = recipeOf(courseConvention);
  // Hand-worked: y = 1, margins 1.5, -, -1.5, 3.5: classes 0 and 3 violate.
  const rows: [string, Partial<typeof right>, number, number[]][] = [
    ["none", {}, 5, [1, -2, 0, 1]],
    ["the count taken once", { own: "once" }, 5, [1, -1, 0, 1]],
    ["a count of C - 1", { own: "constant" }, 5, [1, -3, 0, 1]],
    ["nothing for the true class", { own: "none" }, 5, [1, 0, 0, 1]],
    ["the true class's sign", { own: "opposite" }, 5, [1, 2, 0, 1]],
    ["nothing for the others", { others: "none" }, 5, [0, -2, 0, 0]],
    ["the true class counted", { ownClass: true }, 6, [1, -3, 0, 1]],
    ["no max(0, .)", { clamp: false }, 3.5, [1, -3, 1, 1]],
    ["margins for indicators", { coefficient: "margin" }, 5, [1.5, -5, 0, 3.5]],
    ["margins, with the count in row y", { coefficient: "margin-and-count" }, 5, [1.5, -2, 0, 3.5]],
    ["no delta", { margin: 0 }, 3, [1, -2, 0, 1]],
    ["labels off by one", { labels: 1 }, 4 + 3.5 + 6, [1, 1, -3, 1]],
  ];

  it.each(rows)("does to a sample what it says: %s", (_, stage, loss, coefficients) => {
    const out = new Float64Array(4);
    expect(sampleBy({ ...right, ...stage }, s, 1, out)).toBe(loss);
    expect([...out].map((value) => value + 0)).toEqual(coefficients);
  });

  it("overwrites what an assignment overwrites", () => {
    // Two samples of class 0 with every margin violated: x = 1 and x = 10, W = 0.
    const point = {
      X: Float64Array.of(1, 10),
      y: Int32Array.of(0, 0),
      W: new Float64Array(3),
      nSamples: 2,
      nFeatures: 1,
      nScores: 3,
      lambda: 0,
    };
    const sum = (landing: typeof right.landing) =>
      [...dataGradientAt({ ...right, landing }, point)].map((value) => 2 * value + 0);
    expect(sum("added")).toEqual([-22, 11, 11]);
    expect(sum("own-last")).toEqual([-20, 11, 11]);
    expect(sum("loop-others-replace")).toEqual([-22, 10, 10]);
    expect(sum("loop-own-replaces")).toEqual([-10, 11, 11]);
    expect(sum("loop-replaces")).toEqual([-10, 10, 10]);
  });
});

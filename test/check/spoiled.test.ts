import { type Mistake, mistakes, type Point, spoiledAnswer } from "hinge/check";
import { describe, expect, it } from "vitest";
import { rightAnswer } from "../../src/check/diagnosis/answers.ts";
import { courseConvention, recipeOf } from "../../src/check/diagnosis/asked.ts";
import { signatures } from "./diagnosis/signatures.ts";

/** Clear of kinks, every margin of another size; the last feature is a bias. */
const point: Point = {
  X: Float64Array.of(1.5, -0.5, 1, -2, 0.75, 1, 0.25, 2, 1, 3, -1, 1),
  y: Int32Array.of(0, 1, 2, 1),
  W: Float64Array.of(0.5, -0.25, 0.125, 1, 0.5, -0.75, -0.375, 1.5, 0.25),
  nSamples: 4,
  nFeatures: 3,
  nScores: 3,
  lambda: 0.3,
};

const convention = {
  recipe: recipeOf(courseConvention),
  scale: "1",
  strength: 1,
  shape: { shape: "squares", reach: "all" },
} as const;

const computable = ({ example, part, id }: Mistake): boolean =>
  example !== undefined && example.returned === undefined && part !== "bias" && signatures[id] !== undefined;

describe("the answer that a mistake gives", () => {
  it.each(mistakes.filter(computable).map(({ id }) => id))("differs by the signature of %s", (id) => {
    const right = rightAnswer(convention, point);
    const spoiled = spoiledAnswer(id, point)!;
    const { gradient, loss = 0 } = signatures[id]!(point, right);
    expect(spoiled.loss - right.loss).toBeCloseTo(loss, 12);
    spoiled.gradient.forEach((value, k) => {
      expect(value - right.gradient[k]!).toBeCloseTo(gradient?.[k] ?? 0, 12);
    });
  });

  it("is absent where there is none of W's shape", () => {
    expect(spoiledAnswer("transposed", point)).toBeUndefined();
    expect(spoiledAnswer("stateful", point)).toBeUndefined();
  });
});

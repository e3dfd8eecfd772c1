import { hingeLoss } from "hinge";
import {
  type Asked,
  type Mistake,
  type MistakeId,
  mistakeIds,
  mistakes,
  type Point,
  showsAs,
  spoiledAnswer,
  spoiledExample,
  toldIn,
} from "hinge/check";
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

describe("the answer that a mistake gives in another convention", () => {
  const conventions = (["weston-watkins", "crammer-singer", "one-vs-all", "softmax"] as const).flatMap(
    (form) =>
      (form === "softmax" ? [false] : [false, true]).flatMap((squared) =>
        (["full", "half"] as const).flatMap((penalty) =>
          [true, false].map(
            (regularizeBias): Asked => ({
              ...{ form, squared, penalty, regularizeBias },
              margin: 1.75,
              reduction: "mean",
            }),
          ),
        ),
      ),
  );
  const { X, y, W, nSamples: N, nFeatures: D, nScores: K, lambda } = point;
  /** The library's own gradient, by other code than the doctor's. */
  const library = (
    { form, ...asked }: Asked,
    changed: { lambda?: number; margin?: number; by?: number } = {},
  ) =>
    hingeLoss({
      X: Array.from({ length: N }, (_, i) => [...X.subarray(i * D, (i + 1) * D - 1)]),
      y: [...y].map((label) => (label + (changed.by ?? 0) + K) % K),
      W: Array.from({ length: K }, (_, m) => [...W.subarray(m * D, (m + 1) * D)]),
      ...{ ...asked, loss: form, bias: 1, lambda: changed.lambda ?? lambda },
      ...(changed.margin === undefined ? {} : { margin: changed.margin }),
    }).gradient.data;

  it.each(conventions)(
    "is right but for the mistake: $form, squared: $squared, $penalty, $regularizeBias",
    (asked) => {
      const [right, data] = [library(asked), library(asked, { lambda: 0 })];
      const penalty = right.map((value, k) => value - data[k]!);
      const bySigns: Partial<Record<MistakeId, ArrayLike<number>>> = {
        "regularizer-gradient-missing": data,
        "regularizer-gradient-factor": data.map((value, k) => value + penalty[k]! / 2),
        "regularizer-averaged": data.map((value, k) => value + penalty[k]! / N),
        "sign-flipped": data.map((value, k) => penalty[k]! - value),
        "not-averaged": data.map((value, k) => N * value + penalty[k]!),
        "labels-shifted": library(asked, { by: -1 }),
        ...(asked.form === "softmax" ? {} : { "delta-wrong": library(asked, { margin: 10 }) }),
        "correct-class-loss": right,
      };
      for (const [id, wanted] of Object.entries(bySigns)) {
        spoiledAnswer(id as MistakeId, point, asked)!.gradient.forEach((value, k) => {
          expect(value, id).toBeCloseTo(wanted[k]!, 11);
        });
      }
      expect(showsAs("correct-class-loss", point, asked)).toBe(false);
      expect(showsAs("bias-regularized", point, asked)).toBe(asked.regularizeBias === false);
      expect(showsAs("bias-not-regularized", point, asked)).toBe(asked.regularizeBias !== false);
    },
  );

  it.each(conventions)(
    "has variety, words and small numbers: $form, squared: $squared, $penalty, $regularizeBias",
    async (asked) => {
      const shown = mistakeIds.filter((id) => showsAs(id, point, asked));
      expect(shown.length).toBeGreaterThanOrEqual(12);
      for (const id of shown) {
        const { X, y, W, lambda, gradient } = (await spoiledExample(id, asked))!;
        const { form: loss, ...rest } = asked;
        const { data } = hingeLoss({ X, y, W, loss, ...rest, lambda, regularizeBias: true }).gradient;
        // The library takes the last feature for a bias only where it is declared to be one.
        if (asked.regularizeBias)
          expect(gradient!.right.flat()).toEqual([...data].map((v) => expect.closeTo(v, 10)));
        expect(gradient!.yours).not.toEqual(gradient!.right);
        expect(Object.values(toldIn(id, asked)).every((text) => !/undefined|NaN/.test(text))).toBe(true);
      }
    },
  );

  it("is told with the factors of the convention", () => {
    const half: Asked = { ...conventions[0]!, penalty: "half" };
    expect(toldIn("regularizer-gradient-factor", half).equation).toContain("= lambda*W");
    expect(toldIn("regularizer-gradient-factor", half).instead).toBe("(1/2)*lambda*W");
    expect(toldIn("bias-not-regularized", half).equation).toContain("+ lambda*W");
    expect(toldIn("delta-missing", half).equation).toContain("1.75");
  });
});

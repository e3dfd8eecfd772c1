import { type Counterexample, smallestDifference } from "./counterexample.ts";
import { explainedAnswer, type LossAndGradient, rightAnswer } from "./diagnosis/answers.ts";
import { type Asked, courseConvention, strengthOf } from "./diagnosis/asked.ts";
import { settledBy } from "./diagnosis/explanation.ts";
import { asExplanation, hasBias } from "./diagnosis/mistakes/example.ts";
import { type Detail, type MistakeId, mistakeOf, type Told } from "./diagnosis/mistakes/index.ts";
import { halved } from "./diagnosis/mistakes/words.ts";
import type { Point } from "./diagnosis/point.ts";

/**
 * The loss and the gradient that code with a mistake gives at a point, the mistake in its commonest form; all else is
 * right in the convention that is asked for. For seeing where a mistake leads, and for testing whoever claims to find
 * it.
 *
 * @returns the gradient is nScores x nFeatures; undefined for a mistake that gives no gradient of W's shape, or that
 * shows only in how a function behaves
 * @example
 * spoiledAnswer("regularizer-gradient-factor", point); // lambda W where 2 lambda W is right
 */
export function spoiledAnswer(
  id: MistakeId,
  point: Point,
  asked: Asked = courseConvention,
): LossAndGradient | undefined {
  const { example } = mistakeOf(id);
  if (example === undefined || example.returned !== undefined) return undefined;
  // Every penalty, right or wrong, is a multiple of lambda.
  const lambda = strengthOf(asked) * point.lambda;
  return explainedAnswer(asExplanation(example, asked), asked, { ...point, lambda }) as LossAndGradient;
}

/** A gradient that is off by less than this part of its largest entry is one that nobody sees is off. */
const visible = 1e-3;

/**
 * Whether a mistake shows in the gradient at a point, and its words are those of the loss that is asked for: some of
 * them speak of pairs of classes, or of counts of them.
 */
export function showsAs(id: MistakeId, point: Point, asked: Asked = courseConvention): boolean {
  if (!isToldOf(id, asked)) return false;
  const spoiled = spoiledAnswer(id, point, asked)?.gradient;
  if (spoiled === undefined) return false;
  const right = rightAnswer(settledBy(asked), point).gradient;
  const size = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return spoiled.some((value, k) => Math.abs(value - right[k]!) > visible * size);
}

const ofCounts: readonly MistakeId[] = [
  "correct-class-counted",
  "correct-class-not-counted",
  "constant-count",
];
const ofSums: readonly MistakeId[] = ["margins-not-indicator", "other-loss"];
const ofPairs: readonly MistakeId[] = [
  "correct-class-row-missing",
  "other-rows-missing",
  "delta-missing",
  "delta-wrong",
];

function isToldOf(id: MistakeId, { form, squared }: Asked): boolean {
  // Bytes are no convention, but a kind of data.
  if (id === "integer-overflow") return false;
  if (ofCounts.includes(id)) return form === "weston-watkins" && !squared;
  if (ofSums.includes(id)) return form === "weston-watkins";
  return !ofPairs.includes(id) || form === "weston-watkins" || form === "crammer-singer";
}

/** A mistake of the gradient alone in words, with the factors and the margin of the convention that is asked for. */
export function toldIn(id: MistakeId, asked: Asked = courseConvention): Told {
  const { example, part, tell } = mistakeOf(id);
  const { factor, variant, expected }: Partial<Detail> = example?.detail ?? {};
  const inConvention = (name: string): string => (asked.penalty === "half" ? halved(name) : name);
  const isPenalty = part === "regularizer" || part === "bias";
  return tell({
    where: "gradient",
    ...(variant === undefined ? {} : { variant }),
    ...(factor === undefined ? {} : { factor: isPenalty ? inConvention(factor) : factor }),
    ...(isPenalty ? { expected: inConvention(expected ?? "2") } : {}),
    ...(id.startsWith("delta") ? { expected: String(asked.margin) } : {}),
    ...(id === "margins-not-indicator" && asked.squared ? { variant: "half-slope" } : {}),
  });
}

/**
 * The smallest problem in round numbers at which a mistake shows in the gradient, with both gradients.
 *
 * @param single for the binary loss, which has one score
 */
export async function spoiledExample(
  id: MistakeId,
  asked: Asked = courseConvention,
  single = false,
): Promise<Counterexample | undefined> {
  const { part } = mistakeOf(id);
  const isPenalty = part === "regularizer" || part === "bias";
  return smallestDifference(
    (point) => {
      const spoiled = spoiledAnswer(id, point, asked);
      if (spoiled === undefined || (part === "bias" && !hasBias(point))) return {};
      return { gradient: spoiled.gradient };
    },
    (point) => rightAnswer(settledBy(asked), point),
    {
      single,
      withLambda: isPenalty,
      distinctScores: asked.form === "crammer-singer" || id === "other-loss",
      margin: asked.margin,
    },
  );
}

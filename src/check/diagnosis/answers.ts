import { type Asked, recipeOf } from "./asked.ts";
import type { Explanation, Settled } from "./explanation.ts";
import { factorAt } from "./factors.ts";
import { applied } from "./hypotheses.ts";
import { workOut } from "./landing.ts";
import {
  derivatives,
  penaltyGradientAt,
  penaltyGradients,
  penaltyValueAt,
  penaltyValues,
  withPenalty,
  withPenaltyValue,
} from "./penalty.ts";
import type { Point } from "./point.ts";
import { dataGradientAt } from "./predicted.ts";

/** A loss and its gradient, nScores x nFeatures. */
export interface LossAndGradient {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** The right loss and gradient in the convention that was settled on. */
export function rightAnswer({ recipe, scale, strength, shape }: Settled, point: Point): LossAndGradient {
  const pair = derivatives.find(({ value }) => value === shape.shape)!;
  const by = factorAt(scale, point);
  const penalty = penaltyGradientAt({ shape: pair.gradient, reach: shape.reach }, point);
  return {
    loss: by * workOut(recipe, point).loss + strength * penaltyValueAt(shape, point),
    gradient: dataGradientAt(recipe, point).map(
      (value, k) => by * value + pair.factor * strength * penalty[k]!,
    ),
  };
}

/** What someone's function gives at a point if an explanation holds; what is not explained is absent. */
export function explainedAnswer(
  { gradient, loss }: Explanation,
  asked: Asked,
  point: Point,
): Partial<LossAndGradient> {
  const right = recipeOf(asked);
  const out: { loss?: number; gradient?: Float64Array } = {};
  if (gradient !== undefined) {
    const by = factorAt(gradient.scale, point);
    const factor = factorAt(gradient.penalty?.factor ?? "0", point);
    const data = dataGradientAt(applied(right, gradient.edits), point).map((value) => by * value);
    out.gradient = withPenalty(data, gradient.penalty?.shape ?? penaltyGradients[0]!, factor, point);
  }
  if (loss !== undefined) {
    const data = factorAt(loss.scale, point) * workOut(applied(right, loss.edits), point).loss;
    const factor = factorAt(loss.penalty?.factor ?? "0", point);
    out.loss = withPenaltyValue(data, loss.penalty?.shape ?? penaltyValues[0]!, factor, point);
  }
  return out;
}

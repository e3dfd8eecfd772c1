import { explainedAnswer, type LossAndGradient } from "./diagnosis/answers.ts";
import { courseConvention } from "./diagnosis/asked.ts";
import { asExplanation } from "./diagnosis/mistakes/example.ts";
import { type MistakeId, mistakeOf } from "./diagnosis/mistakes/index.ts";
import type { Point } from "./diagnosis/point.ts";

/**
 * The loss and the gradient that code with a mistake gives at a point, the mistake in its commonest form; all else is
 * right in `courseConvention`. For seeing where a mistake leads, and for testing whoever claims to find it.
 *
 * @returns the gradient is nScores x nFeatures; undefined for a mistake that gives no gradient of W's shape, or that
 * shows only in how a function behaves
 * @example
 * spoiledAnswer("regularizer-gradient-factor", point); // lambda W where 2 lambda W is right
 */
export function spoiledAnswer(id: MistakeId, point: Point): LossAndGradient | undefined {
  const { example } = mistakeOf(id);
  if (example === undefined || example.returned !== undefined) return undefined;
  return explainedAnswer(asExplanation(example), courseConvention, point) as LossAndGradient;
}

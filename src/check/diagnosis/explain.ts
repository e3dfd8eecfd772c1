import { type Asked, recipeOf } from "./asked.ts";
import { type Explanation, explanationOf } from "./explanation.ts";
import { matchGradient } from "./match-gradient.ts";
import { matchLoss } from "./match-loss.ts";
import type { Observation } from "./point.ts";
import { describeUnknown } from "./unknown.ts";

/** Relative errors up to which numbers agree: f64, then f32, then half precision and numbers printed with few digits. */
const tolerances = [1e-9, 2e-5, 2e-3];

export interface Explained {
  /** The simplest first, and what else explains as much; never empty. */
  readonly explanations: readonly Explanation[];
  /** The relative error up to which the numbers agree. */
  readonly tolerance: number;
}

/**
 * Finds the simplest ways to have computed what was seen: what explains the gradients and what explains the losses are
 * looked for apart, then put together. What nothing explains is `unknown`, with what is known of it.
 */
export function explainObservations(observations: readonly Observation[], asked: Asked): Explained {
  const right = recipeOf(asked);
  const hasGradient = observations.some(({ gradient }) => gradient !== undefined);
  const hasLoss = observations.some(({ loss }) => loss !== undefined);
  const point = observations[0]!.point;
  const coarsest = Math.max(...observations.map((each) => each.tolerance));
  let gradients: ReturnType<typeof matchGradient> = [];
  let losses: ReturnType<typeof matchLoss> = [];
  let reached = tolerances[0]!;
  for (const tolerance of tolerances) {
    if (tolerance > coarsest) break;
    const within = observations.map((each) => ({ ...each, tolerance }));
    if (gradients.length === 0 && hasGradient) {
      gradients = matchGradient(within, right);
      if (gradients.length > 0) reached = Math.max(reached, tolerance);
    }
    if (losses.length === 0 && hasLoss) {
      losses = matchLoss(within, right);
      if (losses.length > 0) reached = Math.max(reached, tolerance);
    }
  }
  // Where the penalty alone cannot be explained, the data part still can.
  const withoutPenalty = observations.filter(({ point }) => point.lambda === 0);
  const partly = { gradient: hasGradient && gradients.length === 0, loss: hasLoss && losses.length === 0 };
  if (withoutPenalty.length > 0 && withoutPenalty.length < observations.length) {
    if (partly.gradient) gradients = matchGradient(withoutPenalty, right);
    if (partly.loss) losses = matchLoss(withoutPenalty, right);
  }
  const explanations: Explanation[] = [];
  for (const gradient of gradients.length > 0 ? gradients : [undefined]) {
    for (const loss of losses.length > 0 ? losses : [undefined]) {
      const explanation = explanationOf(gradient, loss, asked, point);
      const unknown = describeUnknown(explanation, observations, asked, {
        gradient: partly.gradient && gradient !== undefined,
        loss: partly.loss && loss !== undefined,
      });
      explanations.push({
        ...explanation,
        found: [...explanation.found, ...unknown],
        cost: explanation.cost + 1.6 * unknown.length,
      });
    }
  }
  explanations.sort((a, b) => a.cost - b.cost);
  return { explanations: distinct(explanations), tolerance: reached };
}

/** One of those that say the same. */
function distinct(explanations: readonly Explanation[]): Explanation[] {
  const seen = new Set<string>();
  return explanations.filter(({ found, convention }) => {
    const said = JSON.stringify([found, convention]);
    return !seen.has(said) && seen.add(said);
  });
}

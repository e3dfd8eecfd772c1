import { type Asked, recipeOf } from "./asked.ts";
import { type Explanation, explanationOf, type Found } from "./explanation.ts";
import { isNamed, matchGradient } from "./match-gradient.ts";
import { matchLoss } from "./match-loss.ts";
import { leastSize, type Observation, type Point } from "./point.ts";
import { dataGradientAt } from "./predicted.ts";
import type { Recipe } from "./recipe.ts";
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
 *
 * @param most how many mistakes are put together, at most
 */
export function explainObservations(observations: readonly Observation[], asked: Asked, most = 3): Explained {
  const right = recipeOf(asked);
  const hasGradient = observations.some(({ gradient }) => gradient !== undefined);
  const hasLoss = observations.some(({ loss }) => loss !== undefined);
  const point = observations[0]!.point;
  const coarsest = Math.max(...observations.map((each) => each.tolerance));
  let gradients: ReturnType<typeof matchGradient> = [];
  let losses: ReturnType<typeof matchLoss> = [];
  let reached = coarsest;
  const filled = observations.some(
    ({ gradient, point }) => gradient !== undefined && !isEmpty(gradient, point),
  );
  // At ties a right gradient can be zero.
  const isMissing = hasGradient && !filled && isFilled(right, observations);
  if (isMissing && matchGradient(observations, right, 0).length === 0)
    return notImplemented(observations, asked);
  // What the coarsest comparison does not explain no finer one does.
  for (const tolerance of tolerances.filter((each) => each <= coarsest).reverse()) {
    const within = observations.map((each) => ({ ...each, tolerance }));
    const finer = {
      gradients: hasGradient ? matchGradient(within, right, most) : [],
      losses: hasLoss ? matchLoss(within, right, most) : [],
    };
    const [lostGradient, lostLoss] = [
      finer.gradients.length < Math.min(1, gradients.length),
      finer.losses.length < Math.min(1, losses.length),
    ];
    // A fitted factor swallows rounding, and seems to fit better than the right one.
    const onlyFitted = gradients.some(isNamed) && !finer.gradients.some(isNamed);
    if (lostGradient || lostLoss || onlyFitted) break;
    ({ gradients, losses } = finer);
    reached = tolerance;
    if (gradients.length === 0 && losses.length === 0) break;
  }
  // Where the penalty alone cannot be explained, the data part still can.
  const withoutPenalty = observations.filter(({ point }) => point.lambda === 0);
  const partly = { gradient: hasGradient && gradients.length === 0, loss: hasLoss && losses.length === 0 };
  if (withoutPenalty.length > 0 && withoutPenalty.length < observations.length) {
    if (partly.gradient) gradients = matchGradient(withoutPenalty, right, most);
    if (partly.loss) losses = matchLoss(withoutPenalty, right, most);
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
  if (withoutPenalty.length > 0 && partly.loss && losses.length === 0) {
    explanations.push(...withUnweightedPenalty(observations, asked));
  }
  // What is right in some convention is right, however simply a mistake would explain the same numbers.
  const isWrong = ({ found }: Explanation): number => (found.length > 0 ? 1 : 0);
  explanations.sort((a, b) => isWrong(a) - isWrong(b) || a.cost - b.cost);
  return { explanations: distinct(explanations), tolerance: reached };
}

/** A penalty that is added to the loss whatever lambda is. */
function withUnweightedPenalty(observations: readonly Observation[], asked: Asked): Explanation[] {
  const losses = observations.flatMap(({ gradient: _, ...rest }) =>
    rest.loss === undefined ? [] : [{ ...rest, point: { ...rest.point, lambda: 1 } }],
  );
  if (matchLoss(losses, recipeOf(asked), 1).length === 0) return [];
  const gradients = observations.flatMap(({ loss: _, ...rest }) =>
    rest.gradient === undefined ? [] : [rest],
  );
  const rest = gradients.length === 0 ? undefined : explainObservations(gradients, asked).explanations[0];
  const base = rest ?? explanationOf(undefined, undefined, asked, observations[0]!.point);
  const known = "Its penalty is not multiplied by lambda: it is there at lambda = 0 too.";
  const found: Found = { id: "regularizer-loss", part: "loss", detail: { where: "loss", known } };
  return [{ ...base, found: [...base.found, found], cost: base.cost + 1.1 }];
}

/** Whether the right gradient is anything but zero at one of the points. */
function isFilled(right: Recipe, observations: readonly Observation[]): boolean {
  return observations.some(({ point }) => !isEmpty(dataGradientAt(right, point), point));
}

/** Whether a gradient is zero but for rounding. */
function isEmpty(gradient: Float64Array, point: Point): boolean {
  const rounding = tolerances[0]! * leastSize(point);
  return gradient.every((value) => Math.abs(value) <= rounding);
}

/** A gradient of zeros: what is left to explain is the loss. */
function notImplemented(observations: readonly Observation[], asked: Asked): Explained {
  const known = "The gradient is zero everywhere.";
  const found: Found = { id: "not-implemented", part: "data", detail: { where: "gradient", known } };
  const losses = observations.flatMap(({ gradient: _, ...rest }) => (rest.loss === undefined ? [] : [rest]));
  if (losses.length === 0 || losses.every(({ loss }) => loss === 0)) {
    const nothing = explanationOf(undefined, undefined, asked, observations[0]!.point);
    const both: Found = {
      ...found,
      detail: {
        where: losses.length > 0 ? "both" : "gradient",
        known: losses.length > 0 ? "Loss and gradient are zero everywhere." : known,
      },
    };
    return { explanations: [{ ...nothing, found: [both], cost: 1 }], tolerance: tolerances[0]! };
  }
  const { explanations, tolerance } = explainObservations(losses, asked);
  const all = explanations.map((each) => ({ ...each, found: [found, ...each.found], cost: each.cost + 1 }));
  return { explanations: all, tolerance };
}

/** One of those that say the same. */
function distinct(explanations: readonly Explanation[]): Explanation[] {
  const seen = new Set<string>();
  return explanations.filter(({ found, convention }) => {
    const said = JSON.stringify([found, convention]);
    return !seen.has(said) && seen.add(said);
  });
}

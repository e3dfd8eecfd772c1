import { randomStream } from "../../math/random.ts";
import type { Asked } from "./asked.ts";
import { explanationOf } from "./explanation.ts";
import { applied, gradientEdits } from "./hypotheses.ts";
import type { MistakeId } from "./mistakes/mistake.ts";
import type { Point } from "./point.ts";
import { dataGradientAt } from "./predicted.ts";
import { lossStages, type Recipe } from "./recipe.ts";

/**
 * The mistakes that give the right data gradient at this W, though they would not at another: a right answer here says
 * nothing about them. At W = 0 there are eight.
 *
 * @param recipe the right one, in the convention that was followed
 * @param lossIsRight the loss was given, and is right: labels, margins and the like are then known to be
 */
export function collisionsAt(recipe: Recipe, point: Point, asked: Asked, lossIsRight: boolean): MistakeId[] {
  const seenInLoss: readonly string[] = lossIsRight ? lossStages : [];
  const here = indistinct(recipe, point).filter(({ stage }) => !seenInLoss.includes(stage));
  if (here.length === 0) return [];
  const elsewhere = new Set(indistinct(recipe, { ...point, W: betterWeights(point) }).map(nameOf));
  const ids = here
    .filter((edit) => !elsewhere.has(nameOf(edit)))
    .flatMap((edit) => {
      const gradient = { edits: [edit], scale: "1" };
      return explanationOf(gradient, undefined, { ...asked, ...recipe }, point).found.map(({ id }) => id);
    });
  return [...new Set(ids)];
}

type Edit = ReturnType<typeof gradientEdits>[number];

function nameOf({ stage, value }: Edit): string {
  return `${stage}=${value}`;
}

/** The single edits that change nothing at a point. Of other margins 0 alone: one near enough is always alike. */
function indistinct(recipe: Recipe, point: Point): Edit[] {
  const right = dataGradientAt(recipe, point);
  const size = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return gradientEdits(recipe, point).filter((edit) => {
    if (edit.stage === "margin" && edit.value !== 0) return false;
    const other = dataGradientAt(applied(recipe, [edit]), point);
    return other.every((value, k) => Math.abs(value - right[k]!) <= 1e-7 * size);
  });
}

/** Weights at which scores are a few units large, so that margins are violated and satisfied. */
export function betterWeights({ X, W, nSamples }: Point): Float64Array {
  const random = randomStream(0, 0);
  const meanSquare = X.reduce((sum, x) => sum + x * x, 0) / Math.max(1, nSamples);
  const size = meanSquare === 0 ? 1 : 2 / Math.sqrt(meanSquare);
  return W.map(() => (random() * 2 - 1) * size);
}

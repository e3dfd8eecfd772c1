import { factorAt, factors, isFactor } from "./factors.ts";
import { applied, conventionSets, type Edit, editSets, lossEdits } from "./hypotheses.ts";
import { workOut } from "./landing.ts";
import {
  type PenaltyValue,
  penaltyValueAt,
  penaltyValues,
  showsInLoss,
  withPenaltyValue,
} from "./penalty.ts";
import { leastLoss, type Observation } from "./point.ts";
import type { Recipe } from "./recipe.ts";

/** A way to have computed the losses that were seen: scale * mean loss + factor * lambda * shape. */
export interface LossMatch {
  readonly edits: readonly Edit[];
  readonly scale: string;
  /** Absent where lambda was 0 at every point. */
  readonly penalty?: { readonly shape: PenaltyValue; readonly factor: string };
}

const scales = factors.map(({ name }) => name).filter((name) => !name.includes("lambda"));
/** Factors on a penalty. From a single number only the likely ones are read: with all, one of them fits by chance. */
const likely = ["0", "1", "1/2", "2", "1/N", "1/(2N)", "N"];
const all = ["0", ...scales.flatMap((name) => [name, `-${name}`])];

/**
 * All ways to have computed the losses seen. A loss is a single number, so that a fitted factor would explain anything:
 * factors must have names, or fit at least three points that have a penalty.
 */
export function matchLoss(observations: readonly Observation[], asked: Recipe, most = 3): LossMatch[] {
  const seen = observations
    .filter(({ loss }) => loss !== undefined)
    // Without a penalty, the data part stands alone: these decide most.
    .sort((a, b) => Number(a.point.lambda !== 0) - Number(b.point.lambda !== 0))
    .map(({ point, loss, tolerance }) => ({ point, loss: loss!, tolerance, least: leastLoss(point) }))
    .map(({ point, loss, tolerance, least }) => ({
      point,
      loss,
      tolerance,
      least,
      isPenalised: showsInLoss(point, Math.max(Math.abs(loss), least), tolerance),
      scales: scales.map((name) => factorAt(name, point)),
      penalties: penaltyValues.map((shape) => penaltyValueAt(shape, point)),
    }))
    .map((each) => ({
      ...each,
      // What a penalty too faint to be told apart may put to the loss.
      hidden: each.isPenalised ? 0 : 2 * Math.abs(each.penalties[0]!),
    }));
  if (seen.length === 0) return [];
  const penalised = seen.filter(({ isPenalised }) => isPenalised);
  const strengths = seen.length > 1 ? all : likely;
  const strengthsAt = seen.map(({ point }) => strengths.map((name) => factorAt(name, point)));
  const limit = seen.length > 1 ? most : Math.min(most, 2);

  function explain(edits: readonly Edit[]): LossMatch[] {
    const recipe = applied(asked, edits);
    const data = seen.map(({ point }) => workOut(recipe, point).loss);
    const fits = (k: number, part: number, penalty: number): boolean => {
      const { loss, tolerance, least, hidden } = seen[k]!;
      const size = Math.max(Math.abs(loss), Math.abs(part), Math.abs(penalty), least);
      return Math.abs(loss - part - penalty) <= tolerance * size + hidden;
    };
    const fitsAll = (scale: number, factor: (k: number) => number): boolean =>
      seen.every((each, k) => fits(k, each.scales[scale]! * data[k]!, factor(k)));
    return scales.flatMap((name, scale): LossMatch[] => {
      if (penalised.length === 0) return fitsAll(scale, () => 0) ? [{ edits, scale: name }] : [];
      const first = seen[0]!;
      if (!penalised.includes(first) && !fits(0, first.scales[scale]! * data[0]!, 0)) return [];
      const matches = penaltyValues.flatMap((shape, at) =>
        strengths.flatMap((factor, f): LossMatch[] => {
          if (factor === "0" && at > 0) return [];
          const strength = (k: number) => strengthsAt[k]![f]! * seen[k]!.penalties[at]!;
          return fitsAll(scale, strength) ? [{ edits, scale: name, penalty: { shape, factor } }] : [];
        }),
      );
      if (matches.length > 0) return matches;
      const shape = { shape: "precedence", reach: "all" } as const;
      for (const factor of ["1", "2", "1/2"]) {
        const same = seen.every((each, k) => {
          const part = each.scales[scale]! * data[k]!;
          return fits(
            k,
            part,
            withPenaltyValue(part, shape, factorAt(factor, each.point), each.point) - part,
          );
        });
        if (same) return [{ edits, scale: name, penalty: { shape, factor } }];
      }
      if (penalised.length < 3) return matches;
      return penaltyValues.flatMap((shape, at): LossMatch[] => {
        const k = seen.indexOf(penalised[0]!);
        const factor = (seen[k]!.loss - seen[k]!.scales[scale]! * data[k]!) / seen[k]!.penalties[at]!;
        if (!Number.isFinite(factor)) return [];
        const same = fitsAll(scale, (each) => factor * seen[each]!.penalties[at]!);
        return same ? [{ edits, scale: name, penalty: { shape, factor: String(factor) } }] : [];
      });
    });
  }

  const edits = lossEdits(asked, seen[0]!.point);
  const found: LossMatch[] = [];
  const asAsked = explain([]);
  // What is as asked needs no mistake.
  if (asAsked.some(isNamed)) return asAsked;
  for (const set of conventionSets(asked, seen[0]!.point)) {
    // Of ties a loss shows nothing.
    if (set.length > 2 && set.every(({ stage }) => stage !== "tie")) found.push(...explain(set));
  }
  for (let size = 0; size <= limit; size++) {
    if (size > 2 && found.length > 0) break;
    for (const set of editSets(edits, size)) {
      if (found.some((match) => isNamed(match) && match.edits.every((edit) => set.includes(edit)))) continue;
      found.push(...explain(set));
    }
  }
  return found;
}

function isNamed({ penalty }: LossMatch): boolean {
  return penalty === undefined || isFactor(penalty.factor);
}

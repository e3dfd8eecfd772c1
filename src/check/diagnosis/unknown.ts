import { dot } from "../../math/vector.ts";
import { type Asked, recipeOf } from "./asked.ts";
import type { Explanation, Found } from "./explanation.ts";
import { applied } from "./hypotheses.ts";
import { workOut } from "./landing.ts";
import { penaltiesIn } from "./match-gradient.ts";
import type { Observation, Point } from "./point.ts";
import { dataGradientAt } from "./predicted.ts";

/**
 * What is known of what nothing explains: which part is off, which rows, by what factor.
 *
 * @param partly whether gradient and loss are explained where lambda is 0 only
 */
export function describeUnknown(
  { gradient, loss }: Explanation,
  observations: readonly Observation[],
  asked: Asked,
  partly: { readonly gradient: boolean; readonly loss: boolean },
): Found[] {
  const found: Found[] = [];
  if (partly.gradient) {
    const known = "What lambda adds to the gradient is no multiple of lambda * W, nor of anything usual.";
    found.push({ id: "unknown", part: "regularizer", detail: { where: "gradient", known } });
  }
  if (partly.loss) {
    const known = "What lambda adds to the loss is no multiple of lambda * sum(W^2), nor of anything usual.";
    found.push({ id: "regularizer-loss", part: "loss", detail: { where: "loss", known } });
  }
  const withGradient = observations.filter((each) => each.gradient !== undefined);
  if (gradient === undefined && withGradient.length > 0) found.push(...unknownGradient(withGradient, asked));
  if (loss === undefined && observations.some((each) => each.loss !== undefined)) {
    const isAlone = gradient !== undefined && gradient.edits.length === 0 && gradient.scale === "1";
    found.push({
      id: isAlone ? "loss-only" : "unknown",
      part: "loss",
      detail: { where: "loss", known: knownOfLoss(observations, asked) },
    });
  }
  return found;
}

function unknownGradient(observations: readonly Observation[], asked: Asked): Found[] {
  const zero = observations.every(({ gradient }) => gradient!.every((value) => value === 0));
  if (zero)
    return [
      {
        id: "not-implemented",
        part: "data",
        detail: { where: "gradient", known: "The gradient is zero everywhere." },
      },
    ];
  const plain = observations.find(({ point }) => point.lambda === 0) ?? observations[0]!;
  const { point, gradient, tolerance } = plain;
  if (point.lambda !== 0) {
    // With a penalty alone, the data part is what is missing.
    const size = gradient!.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const alone = penaltiesIn(gradient!, point, tolerance, size).filter(({ factor }) => factor !== "0");
    if (alone.length > 0) {
      const known = "The gradient holds the penalty's part alone; the data part is missing.";
      return [{ id: "not-implemented", part: "data", detail: { where: "gradient", known } }];
    }
  } else if (gradient!.every((value) => value === 0)) {
    const known = "Without a penalty the gradient is zero: the data part is missing.";
    return [{ id: "not-implemented", part: "data", detail: { where: "gradient", known } }];
  }
  return [
    {
      id: "unknown",
      part: "data",
      detail: { where: "gradient", known: knownOfRows(gradient!, point, asked) },
    },
  ];
}

/** Which rows are right, and by what the others are off. */
function knownOfRows(gradient: Float64Array, point: Point, asked: Asked): string {
  const { nFeatures: D, nScores: K, lambda } = point;
  const right = dataGradientAt(recipeOf(asked), point);
  const strength = (asked.penalty === "full" ? 2 : 1) * lambda;
  right.forEach((value, k) => {
    right[k] = value + strength * point.W[k]!;
  });
  const size = right.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  const rights: number[] = [];
  const factors: string[] = [];
  const wrongs: number[] = [];
  for (let m = 0; m < K; m++) {
    const [got, want] = [gradient, right].map((all) => all.subarray(m * D, (m + 1) * D));
    const off = got!.reduce((most, value, j) => Math.max(most, Math.abs(value - want![j]!)), 0);
    if (off <= 1e-6 * size) {
      rights.push(m);
      continue;
    }
    const factor = dot(got!, want!) / dot(want!, want!);
    const proportional = got!.every((value, j) => Math.abs(value - factor * want![j]!) <= 1e-6 * size);
    if (proportional && Number.isFinite(factor))
      factors.push(`class ${m}'s part is ${Number(factor.toPrecision(4))} times the right one`);
    else wrongs.push(m);
  }
  const sentences = [
    rights.length > 0 ? `The part of class ${rights.join(", ")} is right` : "No class's part is right",
    ...factors,
    ...(wrongs.length > 0 ? [`the part of class ${wrongs.join(", ")} is off by no single factor`] : []),
  ];
  const data = lambda === 0 ? " This is the data part: lambda is 0 there." : "";
  return `${sentences.join("; ")}.${data}`;
}

function knownOfLoss(observations: readonly Observation[], asked: Asked): string {
  const plain = observations.find(({ point, loss }) => point.lambda === 0 && loss !== undefined);
  const seen = plain ?? observations.find(({ loss }) => loss !== undefined)!;
  const right = workOut(applied(recipeOf(asked), []), seen.point).loss;
  const values = `${Number(seen.loss!.toPrecision(6))} where the mean data loss is ${Number(right.toPrecision(6))}`;
  return plain === undefined
    ? `The loss is ${values}, before the penalty.`
    : `With lambda = 0 the loss is ${values}.`;
}

import { type Asked, recipeOf } from "../../check/diagnosis/asked.ts";
import { matchGradient } from "../../check/diagnosis/match-gradient.ts";
import { matchLoss } from "../../check/diagnosis/match-loss.ts";
import type { Observation, Point } from "../../check/diagnosis/point.ts";
import type { Examinee } from "../../check/examination/examinee.ts";
import { judgingPoints } from "../../check/examination/points.ts";
import { readOutcome } from "../../check/examination/read-outcome.ts";
import { averaged, callAt, costFactor, examineeOf, type Form, hasBias, partsOf } from "./call.ts";
import type { Failure, Runner } from "./protocol.ts";
import { type Signature, signaturesOf } from "./roles.ts";
import type { Parts } from "./values.ts";

export interface Bound {
  readonly signature: Signature;
  readonly form: Form;
  readonly examinee: Examinee;
}

/** Why a function could not be called with anything that was tried. */
export interface Unbound {
  readonly failure: Failure;
}

/**
 * Finds out how a function wants its arguments, by its parameters' names and by trying: which order, which way W and X
 * lie, what labels look like. The first that answers as a known loss does is taken, else the best.
 *
 * @returns undefined if it takes no W, X and y at all
 */
export async function bind(
  runner: Runner,
  name: string,
  { asked, limit, named }: { asked: Asked; limit: number; named: boolean },
): Promise<Bound | Unbound | undefined> {
  const found = runner.functions.find((each) => each.name === name);
  if (found === undefined) return undefined;
  const candidates: { bound: Bound; score: number; known(most: number): number }[] = [];
  let failure: Failure | undefined;
  for (const signature of signaturesOf(found, named)) {
    for (const form of forms(runner.language, signature)) {
      const tried = await attempt(runner, signature, form, asked, limit);
      if ("failure" in tried) {
        failure ??= tried.failure;
        // What never ends or ends the process does so in any form.
        if (["timeout", "exit", "memory", "missing-module"].includes(tried.failure.kind)) break;
        continue;
      }
      // What takes scores and gives a matrix alone is a step on the way, such as the margins.
      if (signature.scores && tried.gives === "gradient") continue;
      const examinee = { ...examineeOf(runner, signature, form, asked, limit), gives: tried.gives };
      const bound = { signature, form, examinee };
      if (tried.score >= enough) return bound;
      candidates.push({ bound, score: tried.score, known: tried.known });
    }
  }
  const [best, ...others] = candidates.sort((a, b) => b.score - a.score);
  if (best === undefined) return failure === undefined ? undefined : { failure };
  // Where no form is like a single mistake, two at once may tell the likeliest apart.
  const rivals = others.filter(({ score }) => score > best.score - worthOfShape).slice(0, 5);
  if (rivals.length === 0) return best.bound;
  const known = [best, ...rivals].map((each) => ({ ...each, known: each.known(2) }));
  return known.sort((a, b) => b.known - a.known || b.score - a.score)[0]!.bound;
}

function forms(language: Runner["language"], { scores }: Signature): Form[] {
  const all: Form[] = [
    { layout: "DxC", samples: "rows", labels: "numbers", single: false },
    { layout: "CxD", samples: "rows", labels: "numbers", single: false },
    { layout: "CxD", samples: "columns", labels: "numbers", single: false },
    { layout: "DxC", samples: "columns", labels: "numbers", single: false },
    { layout: "DxC", samples: "rows", labels: "column", single: false },
    { layout: "DxC", samples: "rows", labels: "one-hot", single: false },
    { layout: "CxD", samples: "rows", labels: "one-hot", single: false },
    { layout: "CxD", samples: "one", labels: "numbers", single: false },
    { layout: "DxC", samples: "one", labels: "numbers", single: false },
    { layout: "CxD", samples: "rows", labels: "signs", single: true },
  ];
  // Scores are a row a sample, or a column.
  const usual = scores ? all.filter(({ samples, single }) => samples === "rows" && !single) : all;
  if (language === "python") return usual;
  const arrays = ["rows", "matrix", "flat", "typed-rows"] as const;
  return arrays.flatMap((each) => usual.map((form) => ({ ...form, arrays: each })));
}

/** Every trial ran, its numbers are known ones, and the gradient lies as W does. */
const enough = 112;
/** Less than a known number counts, and more than any difference in shape. */
const worthOfShape = 15;

/**
 * Tries a form at points of different sizes and scores the answers. JavaScript computes something from misaligned
 * arrays, and NumPy from shapes that happen to fit: a form whose numbers a known loss explains is believed first, then
 * one that runs at every size, then one whose gradient has W's shape.
 */
async function attempt(
  runner: Runner,
  signature: Signature,
  form: Form,
  asked: Asked,
  limit: number,
): Promise<{ score: number; gives: Examinee["gives"]; known(most: number): number } | { failure: Failure }> {
  const examinee = examineeOf(runner, signature, form, asked, limit);
  const points = judgingPoints(1, {
    single: form.single,
    margin: asked.margin,
    bias: hasBias(signature),
    identity: signature.scores,
  });
  let failure: Failure | undefined;
  let first: { parts: Parts; point: Point } | undefined;
  const observations: Observation[] = [];
  let ran = 0;
  for (const k of examinee.needsLambda ? [1, 4, 2] : [0, 4, 2]) {
    const { point } = points[k]!;
    const answers = await callAt(runner, signature, form, asked, limit, point, "float64");
    const failed = answers.find((each) => "failure" in each);
    if (failed !== undefined && "failure" in failed) {
      failure ??= failed.failure;
      if (failed.failure.kind !== "raised") return { failure };
      continue;
    }
    ran++;
    const parts = answers.map((each) => partsOf(each, point, signature));
    first ??= { parts: parts[0]!, point };
    const reading = readOutcome({ ...averaged(parts, costFactor(signature, point)), changed: [] }, point, {
      ...examinee,
      gives: givesOf(parts[0]!),
    });
    const lambda = examinee.takesLambda ? point.lambda : 0;
    observations.push({ ...reading, point: { ...point, lambda }, tolerance: 2e-5 });
  }
  if (first === undefined) return { failure: failure! };
  const { parts, point } = first;
  const finite = observations.every(
    ({ loss, gradient }) =>
      (loss === undefined || Number.isFinite(loss)) && (gradient?.every(Number.isFinite) ?? true),
  );
  const wanted: Asked = form.single ? { ...asked, form: "one-vs-all" } : asked;
  const known = (most: number): number => (finite ? howKnown(observations, wanted, most) : 0);
  const score = 40 * known(1) + (finite ? 15 : 0) + 5 * ran + scoreOf(parts, point, form);
  return { score, gives: givesOf(parts), known };
}

/** From 0 to 2: whether losses and gradients are explained by so many mistakes at most. */
function howKnown(observations: readonly Observation[], asked: Asked, most: number): number {
  const plain = observations.filter(({ point }) => point.lambda === 0);
  const enoughPlain = plain.length > 0 ? plain : observations;
  const right = recipeOf(asked);
  const loss = enoughPlain.filter((each) => each.loss !== undefined);
  const gradient = enoughPlain.filter((each) => each.gradient !== undefined);
  // NaN compares as false: a form that computes nothing often gives a loss and a gradient of 0.
  const losses = loss.every((each) => each.loss !== 0) && matchLoss(loss, right, most).length > 0;
  const isFilled = (each: Observation): boolean => each.gradient!.some((value) => value !== 0);
  const gradients = gradient.every(isFilled) && matchGradient(gradient, right, most).length > 0;
  // What is not there says nothing for a form, and little against it.
  return (loss.length === 0 ? 0.5 : Number(losses)) + (gradient.length === 0 ? 0.5 : Number(gradients));
}

function givesOf({ loss, gradient, instead }: Parts): Examinee["gives"] {
  const hasLoss = loss !== undefined || instead?.loss !== undefined;
  const hasGradient = gradient !== undefined || instead?.gradient !== undefined;
  return hasLoss && hasGradient ? "both" : hasGradient ? "gradient" : "loss";
}

/** 4 and more: as it should be. */
function scoreOf({ loss, gradient }: Parts, point: Point, form: Form): number {
  const { nFeatures: D, nScores: K, nSamples: N } = point;
  const size = typeof gradient === "object" ? gradient.data.length : 0;
  const shape = typeof gradient === "object" ? gradient.shape : [];
  const bias = point.biasFeature ? 1 : 0;
  const lies = form.layout === "DxC" ? [D - bias, K] : [K, D - bias];
  const asW =
    form.single || form.arrays === "flat"
      ? size === D - bias
      : shape.length === 2 && shape.every((n, k) => n === lies[k]);
  const isNumber = typeof loss === "number" || (loss !== undefined && loss.data.length === 1);
  if (asW) return isNumber || loss === undefined ? 4 : loss.data.length === N ? 3.5 : 3;
  if (gradient === undefined) return isNumber ? 2.5 : 1;
  if (size === (D - bias) * K) return 2;
  return isNumber || loss?.data.length === N ? 2 : 1;
}

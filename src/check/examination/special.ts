import { explainedAnswer, type LossAndGradient } from "../diagnosis/answers.ts";
import type { Asked } from "../diagnosis/asked.ts";
import { recipeOf } from "../diagnosis/asked.ts";
import { explainObservations } from "../diagnosis/explain.ts";
import type { Explanation, Found } from "../diagnosis/explanation.ts";
import { factorAt } from "../diagnosis/factors.ts";
import { applied } from "../diagnosis/hypotheses.ts";
import type { Point } from "../diagnosis/point.ts";
import { dataGradientAt } from "../diagnosis/predicted.ts";
import type { Recipe } from "../diagnosis/recipe.ts";
import type { Examinee } from "./examinee.ts";
import { bytesPoint, specialPoints, tiedPoint } from "./points.ts";
import { readOutcome } from "./read-outcome.ts";

/**
 * Tries a function that is explained where special data can break it: each time it must do what the explanation says.
 *
 * @param ownLambda what stands for lambda where the function takes none: 1 if it has a penalty of its own, else 0
 * @returns notes, and what is wrong only there
 */
export async function seeSpecialPoints(
  examinee: Examinee,
  explanation: Explanation,
  asked: Asked,
  seed: number,
  tolerance: number,
  ownLambda: number,
): Promise<{ notes: string[]; found: Found[] }> {
  const notes: string[] = [];
  const found: Found[] = [];
  const { gradient } = explanation;
  if (gradient === undefined || explanation.found.length > 0) return { notes, found };
  const recipe = applied(recipeOf(asked), gradient.edits);
  const options = {
    single: examinee.single,
    margin: asked.margin,
    bias: examinee.bias,
    identity: examinee.scores,
  };
  const call = async (point: Point, dtype?: "uint8") => {
    const outcome = await examinee.call(point, dtype);
    return "failure" in outcome ? outcome : readOutcome(outcome, point, examinee);
  };
  for (const { name, point: full } of specialPoints(seed, options)) {
    const point = examinee.takesLambda ? full : { ...full, lambda: ownLambda };
    const reading = await call(point);
    if ("failure" in reading) notes.push(`It fails ${name}: ${reading.failure}`);
    else if (reading.gradient === undefined) notes.push(`Its gradient has another form ${name}.`);
    else if (!agrees(reading, explainedAnswer(explanation, asked, point))) {
      const observation = { point, gradient: reading.gradient, tolerance: 2e-5 };
      const { explanations } = explainObservations([observation], asked);
      notes.push(`It does something else ${name}.`);
      found.push(...explanations[0]!.found);
    }
  }
  if (!examinee.single && !isUnusual(examinee)) {
    const note = atTies(await call(tiedPoint()), recipe, factorAt(gradient.scale, tiedPoint()));
    if (note !== undefined) notes.push(note);
  }
  if (isUnusual(examinee)) return { notes, found };
  const bytes = bytesPoint(seed, options);
  const [asBytes, asFloats] = [await call(bytes, "uint8"), await call(bytes)];
  if (!("failure" in asBytes) && !("failure" in asFloats) && asFloats.gradient && asBytes.gradient) {
    const size = asFloats.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const off = asFloats.gradient.some(
      (value, k) => !(Math.abs(value - asBytes.gradient![k]!) <= Math.max(tolerance, 1e-5) * size),
    );
    if (off) {
      notes.push(
        "With X of unsigned bytes (uint8) its arithmetic wraps at 256 (integer-overflow), though with floating-point X it is right: convert X to float first.",
      );
    }
  } else if ("failure" in asBytes && !("failure" in asFloats)) {
    notes.push(`It fails with X of unsigned bytes (uint8): ${asBytes.failure}`);
  }
  return { notes, found };
}

/** A form of arguments for which the tied point and bytes are not made. */
function isUnusual({ bias, needsLambda, scores }: Examinee): boolean {
  return bias || needsLambda || scores;
}

/** Whether a call gave what the explanation says it gives. */
function agrees(
  { gradient, loss }: { readonly gradient?: Float64Array; readonly loss?: number },
  expected: Partial<LossAndGradient>,
): boolean {
  const wanted = expected.gradient ?? new Float64Array();
  const size = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const sameGradient = wanted.every((value, k) => Math.abs(value - gradient![k]!) <= 1e-4 * size);
  return (
    sameGradient &&
    (expected.loss === undefined ||
      loss === undefined ||
      Math.abs(loss - expected.loss) <= 1e-4 * Math.max(1, Math.abs(expected.loss)))
  );
}

/** What is done where margins are exactly 0, or worst classes tie; any of it that is a subgradient is right. */
function atTies(
  reading: { failure: string } | { gradient?: Float64Array },
  recipe: Recipe,
  scale: number,
): string | undefined {
  if ("failure" in reading) return `It fails at a tie: ${reading.failure}`;
  if (reading.gradient === undefined || recipe.squared || recipe.form === "softmax") return undefined;
  const point = tiedPoint();
  const does = (tie: Recipe["tie"]): boolean => {
    const expected = dataGradientAt({ ...recipe, tie }, point);
    return reading.gradient!.every((value, k) => Math.abs(value - scale * expected[k]!) <= 1e-5);
  };
  if (does("strict")) return undefined;
  if (does("inclusive") || does("highest") || does("highest-inclusive")) {
    return recipe.form === "crammer-singer"
      ? "At a tie of worst classes it takes another than the lowest: any of them is right."
      : "Where a margin is exactly 0 it counts the class (>= for >): both are right, a whole interval is.";
  }
  if (recipe.form === "crammer-singer" && does("all")) {
    return "At a tie of worst classes it adds all of them, which is no subgradient; take one, or share among them.";
  }
  return undefined;
}

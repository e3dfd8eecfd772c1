import { smallestDifference } from "../../counterexample.ts";
import { explainedAnswer, type LossAndGradient, rightAnswer } from "../answers.ts";
import { type Asked, courseConvention, reachOf } from "../asked.ts";
import { type Explanation, settledBy } from "../explanation.ts";
import type { Point } from "../point.ts";
import type { Example, Mistake } from "./mistake.ts";

/** A problem so small that it can be worked by hand, with what is right there and what the mistake makes of it. */
export interface WorkedExample {
  readonly point: Point;
  readonly right: Answer;
  readonly yours: Answer;
}

/** A loss, and its gradient as rows: D x C if its shape is right. */
export interface Answer {
  readonly loss: number;
  readonly gradient: number[][];
}

/**
 * A mistake's commonest form as an explanation, of which the numbers follow; all else is right in a convention, but for
 * the penalty's strength, which is that of lambda |W|^2.
 */
export function asExplanation(
  example: Example,
  asked: Asked = courseConvention,
): Explanation & Required<Pick<Explanation, "gradient" | "loss">> {
  const { declared = reachOf(asked) } = example;
  const { gradientTerm: term = { shape: "weights", reach: declared } } = example;
  const { lossTerm = { shape: "squares", reach: declared } } = example;
  // A term that takes in all weights means all that there are in the penalty.
  const isNarrow = example.declared === undefined && term.reach === "all";
  const gradientTerm = isNarrow ? { ...term, reach: declared } : term;
  return {
    found: [],
    convention: {},
    otherConvention: false,
    cost: 0,
    settled: { ...settledBy(asked), strength: 1, shape: { shape: "squares", reach: declared } },
    gradient: {
      edits: example.gradient ?? [],
      scale: example.gradientScale ?? "1",
      penalty: { shape: gradientTerm, factor: example.gradientPenalty ?? "2" },
    },
    loss: {
      edits: example.loss ?? [],
      scale: example.lossScale ?? "1",
      penalty: { shape: lossTerm, factor: example.lossPenalty ?? "1" },
    },
  };
}

/** The smallest problem in round numbers that shows a mistake, with both answers; undefined if it has no example. */
export async function exampleOf({ example, part }: Mistake): Promise<WorkedExample | undefined> {
  if (example === undefined) return undefined;
  const explanation = asExplanation(example);
  const yours = (point: Point): LossAndGradient =>
    explainedAnswer(explanation, courseConvention, point) as LossAndGradient;
  const shown = await smallestDifference(
    (point) => {
      if (part === "bias" && !hasBias(point)) return {};
      if (example.returned === undefined) return yours(point);
      // In another shape no entry is the gradient's.
      return example.returned(point).length === 0 ? {} : { gradient: point.W.map(() => Number.NaN) };
    },
    (point) => rightAnswer(explanation.settled, point),
    {
      withLambda: part === "regularizer" || part === "bias" || example.lossPenalty !== undefined,
      distinctScores: example.gradient?.some(({ stage }) => stage === "form") ?? false,
    },
  );
  if (shown === undefined) return undefined;
  const point: Point = {
    X: Float64Array.from(shown.X.flat()),
    y: Int32Array.from(shown.y),
    W: Float64Array.from(shown.W.flat()),
    nSamples: shown.X.length,
    nFeatures: shown.X[0]!.length,
    nScores: shown.W.length,
    lambda: shown.lambda,
  };
  const wrong = asRows(yours(point), point);
  return {
    point,
    right: asRows(rightAnswer(explanation.settled, point), point),
    yours: { ...wrong, gradient: example.returned?.(point) ?? wrong.gradient },
  };
}

/** Whether the last feature is the constant 1, and not the only one. */
export function hasBias({ X, nFeatures: D }: Point): boolean {
  return D > 1 && X.every((x, k) => k % D !== D - 1 || x === 1);
}

function asRows({ loss, gradient }: LossAndGradient, { nFeatures: D, nScores: C }: Point): Answer {
  return {
    loss,
    gradient: Array.from({ length: D }, (_, d) =>
      // 0 is added because -0 is nothing to show.
      Array.from({ length: C }, (_, j) => gradient[j * D + d]! + 0),
    ),
  };
}

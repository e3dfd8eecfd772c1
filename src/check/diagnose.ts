import { checkLabelCount, type Label, labelsOfRows } from "../data/labels.ts";
import type { DenseMatrix, Matrix, NumericArray } from "../data/matrix.ts";
import { fromNested, toRows } from "../data/rows.ts";
import { withBias } from "../data/with-bias.ts";
import { HingeError, show } from "../errors.ts";
import { createLoss, type LossName } from "../losses/index.ts";
import { transpose } from "../math/vector.ts";
import { checkFiniteWeights, readWeightMatrix, type WeightLayout } from "../objective/weight-matrix.ts";
import { smallestDifference } from "./counterexample.ts";
import { explainedAnswer, rightAnswer } from "./diagnosis/answers.ts";
import type { Asked } from "./diagnosis/asked.ts";
import { betterWeights, collisionsAt } from "./diagnosis/collisions.ts";
import { type Diagnosis, messageOf, type PartVerdict } from "./diagnosis/diagnosis.ts";
import { type Explained, explainObservations } from "./diagnosis/explain.ts";
import type { Explanation, Found } from "./diagnosis/explanation.ts";
import { findingsOf } from "./diagnosis/finding.ts";
import type { Part } from "./diagnosis/mistakes/mistake.ts";
import { readPerSample } from "./diagnosis/per-sample.ts";
import type { Observation, Point } from "./diagnosis/point.ts";
import { explainOtherwise } from "./diagnosis/readings.ts";

/** A gradient at one point, and what it was computed from. */
export interface DiagnoseOptions {
  /** nSamples x nFeatures. */
  readonly X: Matrix;
  /** Row numbers of W from 0, unless `classes` names them. */
  readonly y: ArrayLike<Label>;
  readonly classes?: readonly Label[] | undefined;
  /** nClasses x nFeatures, or the transpose; a single row for binary. */
  readonly W: DenseMatrix | readonly ArrayLike<number>[];
  /** In W's shape; any other shape is part of the diagnosis. */
  readonly gradient: DenseMatrix | readonly ArrayLike<number>[] | NumericArray | number;
  /** How W lies; told from X's columns unless W is square. */
  readonly layout?: WeightLayout | undefined;
  readonly lambda?: number | undefined;
  /** The loss's value, or the name of the loss that was asked for. */
  readonly loss?: number | LossName | undefined;
  /** The loss's value, where `loss` names the loss. */
  readonly lossValue?: number | undefined;
  readonly squared?: boolean | undefined;
  readonly margin?: number | undefined;
  /** The penalty that was asked for: `"full"`, the default, lambda |W|^2, or `"half"` of it. */
  readonly penalty?: "full" | "half" | undefined;
  readonly reduction?: "mean" | "sum" | undefined;
  /** Value of a constant last feature that X does not hold and W does. */
  readonly bias?: number | undefined;
  /** Whether the penalty should take in the bias: the last feature. Either is right if this is not given. */
  readonly regularizeBias?: boolean | undefined;
}

/** More numbers than this are not read at once. */
const most = 2e8;

/**
 * Names the mistake in a gradient at one point: every known mistake, and combinations of two and three, is worked out
 * exactly and compared; the simplest that explains all numbers wins. Conventions (lambda or lambda/2, sum or mean, the
 * form of the loss) are told, never blamed. Where the point cannot tell a mistake from the right answer, the verdict is
 * `undetermined`, with weights at which it would not be.
 *
 * Source: CS231n, "Optimization: computing the gradient analytically", and the derivation in `explain`.
 *
 * @throws HingeError `bad-shape`, `unknown-label`, `not-finite`, `unknown-loss`, `bad-margin`, `bad-lambda`, `too-large`
 * @example
 * const { verdict, mistakes } = await diagnose({ X, y, W, lambda: 0.1, gradient: dW });
 */
export async function diagnose(options: DiagnoseOptions): Promise<Diagnosis> {
  const { point, asked, layout, gradient, lossValue, shape } = read(options);
  const form = readGradient(options, point, layout, gradient);
  const observation: Observation = {
    point,
    ...(form.gradient === undefined ? {} : { gradient: form.gradient }),
    ...(lossValue === undefined ? {} : { loss: lossValue }),
    tolerance: 2e-5,
  };
  const notes: string[] = [];
  let explained: Explained | undefined;
  if (form.gradient === undefined) {
    const lossFound =
      lossValue === undefined ? [] : explainObservations([observation], asked).explanations[0]!.found;
    return report([...lossFound, ...misshapen(form, point, asked)], undefined, []);
  }
  explained = explainObservations([observation], asked);
  let found: readonly Found[] = explained.explanations[0]!.found;
  const otherwise = form.form === undefined ? explainOtherwise([observation], explained, asked) : undefined;
  if (otherwise !== undefined) {
    explained = otherwise.explained;
    found = [...explained.explanations[0]!.found, otherwise.found];
  }
  if (form.form !== undefined) found = [...found, form.form];
  const [best, ...others] = explained.explanations;
  if (explained.tolerance > 1e-9) {
    notes.push(
      `The numbers agree only to a relative ${explained.tolerance}: float32, or printed with few digits.`,
    );
  }
  const alike =
    found.length > 0 ? [] : collisionsAt(best!.settled.recipe, point, asked, lossValue !== undefined);
  const unseen = point.lambda > 0 && point.W.every((w) => w === 0);
  if (found.length === 0 && (alike.length > 0 || unseen)) {
    const W = betterWeights(point);
    const why = unseen
      ? "At W = 0 no penalty shows, and most mistakes look right."
      : `At this W ${alike.join(", ")} would give the same gradient.`;
    return {
      ...report([], best, []),
      verdict: "undetermined",
      message: `Undetermined: ${why} Try the weights given, or 0.5 * random normal ones.`,
      better: { W: nested(layout === "DxC" ? transpose(W, point.nScores, point.nFeatures) : W, shape), why },
    };
  }
  const example =
    best!.gradient === undefined && best!.loss === undefined
      ? undefined
      : await smallestDifference(
          (at) => explainedAnswer(best!, asked, at),
          (at) => rightAnswer(best!.settled, at),
          {
            single: point.nScores === 1,
            withLambda: point.lambda !== 0,
            distinctScores: best!.settled.recipe.form === "crammer-singer",
          },
        );
  const result = report(found, best, others);
  return found.length > 0 && example !== undefined ? { ...result, counterexample: example } : result;

  function report(
    all: readonly Found[],
    by: Explanation | undefined,
    rest: readonly Explanation[],
  ): Diagnosis {
    const mistakes = findingsOf(all, by, rest);
    const verdict = mistakes.length > 0 ? "wrong" : by?.otherConvention ? "right-other-convention" : "right";
    const convention = { ...by?.convention, ...(point.nScores > 1 ? { layout } : {}) };
    const near = rest.filter(({ cost }) => cost < (by?.cost ?? 0) + 1).slice(0, 5);
    return {
      verdict,
      message: messageOf(verdict, mistakes, convention),
      parts: partsOf(all, observation),
      mistakes,
      runnersUp: near.map((each) => findingsOf(each.found, by, rest)).filter((each) => each.length > 0),
      convention,
      notes,
      tolerance: explained?.tolerance ?? 0,
    };
  }
}

/** What each part comes to. */
export function partsOf(
  found: readonly Found[],
  seen: {
    readonly gradient?: unknown;
    readonly loss?: unknown;
    readonly point: Pick<Point, "lambda" | "biasFeature">;
  },
): Record<Part, PartVerdict> {
  const wrong = (part: Part): boolean =>
    found.some((each) => each.part === part || (part === "loss" && each.detail.where !== "gradient"));
  const of = (part: Part, tested: boolean): PartVerdict =>
    wrong(part) ? "wrong" : tested ? "right" : "not-tested";
  const hasGradient = seen.gradient !== undefined;
  const isEmpty = found.some(({ id }) => id === "not-implemented");
  return {
    data: of("data", hasGradient),
    regularizer: of("regularizer", hasGradient && seen.point.lambda !== 0 && !isEmpty),
    bias: of("bias", hasGradient && seen.point.lambda !== 0 && seen.point.biasFeature === true),
    loss: of("loss", seen.loss !== undefined),
  };
}

function read(options: DiagnoseOptions) {
  const { bias = 0, lambda = 0, margin = 1, squared = false, penalty = "full", reduction = "mean" } = options;
  if (typeof lambda !== "number" || !(lambda >= 0) || !Number.isFinite(lambda)) {
    throw new HingeError("bad-lambda", `lambda is ${show(lambda)}; it must be a finite number >= 0`, {
      option: "lambda",
    });
  }
  const name = typeof options.loss === "string" ? options.loss : "weston-watkins";
  createLoss({ loss: name, margin, squared });
  const lossValue = typeof options.loss === "number" ? options.loss : options.lossValue;
  const rows = withBias(toRows(options.X), bias);
  rows.validate();
  const { nSamples, nFeatures } = rows;
  const given = "data" in options.W ? options.W : fromNested(options.W, "W");
  if (nSamples * nFeatures > most) {
    throw new HingeError(
      "too-large",
      `X has ${nSamples} x ${nFeatures} numbers; a few hundred samples are enough`,
    );
  }
  const [r, c] = given.shape;
  const layout = options.layout ?? (c === nFeatures ? "CxD" : r === nFeatures ? "DxC" : "CxD");
  const { W, K } = readWeightMatrix(given, layout, nFeatures, bias !== 0);
  checkFiniteWeights(W);
  const { y } = labelsOfRows(options.y, options.classes, name === "binary" || K === 1 ? 2 : K);
  checkLabelCount(y.length, nSamples);
  const x = new Float64Array(nFeatures);
  const X = new Float64Array(nSamples * nFeatures);
  const one = Float64Array.of(1);
  for (let i = 0; i < nSamples; i++) {
    x.fill(0);
    rows.addOuter(i, one, x);
    X.set(x, i * nFeatures);
  }
  const asked: Asked = {
    form: name === "binary" ? "one-vs-all" : name,
    squared,
    margin,
    penalty,
    reduction,
    regularizeBias: options.regularizeBias,
  };
  const point: Point = {
    X,
    y,
    W: Float64Array.from(W),
    nSamples,
    nFeatures,
    nScores: K,
    lambda,
    biasFeature: bias !== 0 || options.regularizeBias !== undefined,
  };
  return { point, asked, layout, lossValue, gradient: options.gradient, shape: given.shape };
}

interface GradientForm {
  /** nScores x nFeatures, where it can be read so. */
  readonly gradient?: Float64Array;
  readonly form?: Found;
  readonly known?: string;
  readonly data?: Float64Array;
}

function readGradient(
  { W: given }: DiagnoseOptions,
  { nFeatures: D, nScores: K }: Point,
  layout: WeightLayout,
  gradient: DiagnoseOptions["gradient"],
): GradientForm {
  void given;
  const lies = layout === "DxC" ? `${D} x ${K}` : `${K} x ${D}`;
  if (typeof gradient === "number")
    return { known: `The gradient must be ${lies} (as W); it is a single number.` };
  const isFlat = !("data" in gradient) && typeof gradient[0] === "number";
  const { data, shape } = isFlat
    ? { data: gradient as ArrayLike<number>, shape: [gradient.length] }
    : "data" in gradient
      ? (gradient as DenseMatrix)
      : fromNested(gradient as ArrayLike<number>[], "the gradient");
  const numbers = Float64Array.from(data);
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new HingeError(
      "not-finite",
      `the gradient has ${numbers[bad]} at position ${bad}; every number must be finite`,
    );
  const byClass = (all: Float64Array): Float64Array => (layout === "DxC" ? transpose(all, D, K) : all);
  const [r, c] = shape as readonly number[];
  const [rows, columns] = layout === "DxC" ? [D, K] : [K, D];
  if (shape.length === 2 && r === rows && c === columns) return { gradient: byClass(numbers) };
  if (shape.length === 2 && r === columns && c === rows) {
    const asClasses = layout === "DxC" ? numbers : transpose(numbers, D, K);
    return { gradient: asClasses, form: { id: "transposed", part: "data", detail: { where: "gradient" } } };
  }
  if (numbers.length === D * K) {
    const known = `The gradient must be ${lies} (as W); it is one row of ${numbers.length} numbers.`;
    const flat: Found = { id: "wrong-shape", part: "data", detail: { where: "gradient", known } };
    return { gradient: byClass(numbers), ...(isFlat || K === 1 ? {} : { form: flat }) };
  }
  return { known: `The gradient must be ${lies} (as W); it is ${shape.join(" x ")}.`, data: numbers };
}

function misshapen({ known, data }: GradientForm, point: Point, asked: Asked): Found[] {
  const perSample = data && readPerSample(data, point, asked, 2e-5);
  if (perSample !== undefined) {
    const unaveraged: Found = {
      id: "not-averaged",
      part: "data",
      detail: { where: "gradient", factor: "N" },
    };
    return [...perSample.found, ...(perSample.averaged ? [] : [unaveraged])];
  }
  return [
    {
      id: "wrong-shape",
      part: "data",
      detail: { where: "gradient", ...(known === undefined ? {} : { known }) },
    },
  ];
}

function nested(data: Float64Array, [rows, columns]: readonly [number, number]): number[][] {
  return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
}

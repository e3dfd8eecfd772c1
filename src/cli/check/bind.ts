import { type Asked, recipeOf } from "../../check/diagnosis/asked.ts";
import { matchGradient } from "../../check/diagnosis/match-gradient.ts";
import { matchLoss } from "../../check/diagnosis/match-loss.ts";
import type { Observation, Point } from "../../check/diagnosis/point.ts";
import type { Examinee, Outcome } from "../../check/examination/examinee.ts";
import { judgingPoints } from "../../check/examination/points.ts";
import { readOutcome } from "../../check/examination/read-outcome.ts";
import { transpose } from "../../math/vector.ts";
import type { Answer, Argument, Failure, Runner, WireArray } from "./protocol.ts";
import { type Role, type Signature, signaturesOf } from "./roles.ts";
import { array, number, type Parts, readParts } from "./values.ts";

/** How a function's arguments lie. */
interface Form {
  readonly layout: "DxC" | "CxD";
  /** Samples as rows of X, or as columns; or a call a sample. */
  readonly samples: "rows" | "columns" | "one";
  readonly labels: "numbers" | "one-hot" | "column" | "signs";
  /** A weight vector and two classes. */
  readonly single: boolean;
  readonly arrays?: WireArray["form"];
}

export interface Bound {
  readonly signature: Signature;
  readonly form: Form;
  readonly examinee: Examinee;
}

type CallAnswer = Exclude<Answer, { loaded: true }>;

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

function hasBias({ roles, self }: Signature): boolean {
  return roles.includes("bias") || Object.values(self).includes("bias");
}

function examineeOf(runner: Runner, signature: Signature, form: Form, asked: Asked, limit: number): Examinee {
  const all = [...signature.roles, ...Object.values(signature.self)];
  return {
    takesLambda: all.includes("lambda") || all.includes("cost"),
    needsLambda: all.includes("cost") && !all.includes("lambda"),
    gives: "both",
    layout: form.layout,
    flat: form.arrays === "flat",
    single: form.single,
    bias: hasBias(signature),
    scores: signature.scores,
    async call(point, dtype = "float64"): Promise<Outcome> {
      const answers = await callAt(runner, signature, form, asked, limit, point, dtype);
      const failed = answers.find((each) => "failure" in each);
      if (failed !== undefined && "failure" in failed) return { failure: inWords(runner, failed.failure) };
      const parts = answers.map((each) => partsOf(each, point, signature));
      const factor = costFactor(signature, point);
      const changed = [...new Set(answers.flatMap((each) => ("changed" in each ? each.changed : [])))];
      return {
        ...averaged(parts, factor),
        changed: changed.map((each) => nameOf(signature, each)),
      };
    },
  };
}

/** A failure as a sentence, with the line where one is known. */
export function inWords(runner: Runner, { message, line }: Failure): string {
  return line === undefined ? message : `${message} (${runner.place(line)})`;
}

function nameOf({ function: { parameters } }: Signature, place: number | string): string {
  return typeof place === "string" ? place : (parameters[place]?.name ?? `argument ${place + 1}`);
}

/** C sum loss + 1/2 |W|^2, called with C = 1/lambda and multiplied by lambda, is sum loss + lambda/2 |W|^2. */
function costFactor({ roles, self }: Signature, { lambda }: Point): number {
  const all = [...roles, ...Object.values(self)];
  return all.includes("cost") && !all.includes("lambda") && lambda !== 0 ? lambda : 1;
}

/** One call, or one a sample. */
async function callAt(
  runner: Runner,
  signature: Signature,
  form: Form,
  asked: Asked,
  limit: number,
  point: Point,
  dtype: string,
): Promise<CallAnswer[]> {
  const answers: CallAnswer[] = [];
  const samples = form.samples === "one" ? point.nSamples : 1;
  for (let i = 0; i < samples; i++) {
    const values = argumentsAt(form, asked, point, dtype, i);
    const answer = await runner.call({
      do: "call",
      function: signature.function.name,
      limit,
      ...placed(signature, values),
    });
    answers.push(answer);
    if ("failure" in answer) break;
  }
  return answers;
}

/** The values in the places that the function has for them. */
function placed({ function: found, roles, self }: Signature, values: Readonly<Record<Role, Argument>>) {
  const args: Argument[] = [];
  const named: Record<string, Argument> = {};
  let at = 0;
  let byName = false;
  for (const parameter of found.parameters) {
    if (parameter.properties !== undefined) {
      const items: Record<string, Argument> = {};
      for (const property of parameter.properties) {
        const role = roles[at++];
        if (role !== undefined) items[property.name] = values[role];
      }
      args.push({ kind: "dict", items });
      continue;
    }
    const role = roles[at++];
    if (parameter.how === "rest") continue;
    // After one that keeps its default, the others are called by name.
    if (role === undefined) byName = true;
    else if (byName || parameter.how === "keyword") named[parameter.name] = values[role];
    else args.push(values[role]);
  }
  const attributes = Object.entries(self).map(([name, role]) => [name, values[role]] as const);
  return {
    args,
    ...(Object.keys(named).length > 0 ? { named } : {}),
    ...(attributes.length > 0 ? { self: Object.fromEntries(attributes) } : {}),
  };
}

function argumentsAt(
  form: Form,
  asked: Asked,
  point: Point,
  dtype: string,
  i: number,
): Record<Role, Argument> {
  const { nSamples: N, nScores: K, lambda } = point;
  const bias = point.biasFeature === true;
  const D = point.nFeatures - (bias ? 1 : 0);
  const X = bias ? withoutLast(point.X, N, D + 1) : point.X;
  const W = bias ? withoutLast(point.W, K, D + 1) : point.W;
  const b = Float64Array.from({ length: K }, (_, m) => point.W[m * (D + 1) + D] ?? 0);
  const floats = dtype === "uint8" ? "float64" : dtype;
  const { arrays } = form;
  const labels = form.single ? point.y.map((label) => (label === 1 ? 1 : -1)) : point.y;
  const matrix = (
    data: Float64Array,
    rows: number,
    columns: number,
    turned: boolean,
    type: string,
  ): WireArray =>
    turned
      ? array(transpose(data, rows, columns), [columns, rows], type, arrays)
      : array(data, [rows, columns], type, arrays);
  const y = (): Argument => {
    if (form.samples === "one") return { kind: "number", value: labels[i]!, dtype: "int64" };
    if (form.labels === "one-hot") {
      const hot = Float64Array.from({ length: N * K }, (_, k) =>
        point.y[Math.floor(k / K)] === k % K ? 1 : 0,
      );
      return array(hot, [N, K], "float64", arrays);
    }
    return array(labels, form.labels === "column" ? [N, 1] : [N], "int64", arrays);
  };
  return {
    W: form.single ? array(W, [D], floats, arrays) : matrix(W, K, D, form.layout === "DxC", floats),
    X:
      form.samples === "one"
        ? array(X.subarray(i * D, (i + 1) * D), [D], dtype, arrays)
        : matrix(X, N, D, form.samples === "columns", dtype),
    y: y(),
    lambda: number(lambda),
    cost: number(lambda === 0 ? 1 : 1 / lambda),
    bias: array(b, [K], floats, arrays),
    delta: number(asked.margin),
    nSamples: number(N),
    nFeatures: number(D),
    nClasses: number(form.single ? 2 : K),
    "wants-gradient": number(1),
  };
}

function withoutLast(data: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * (columns - 1));
  for (let i = 0; i < rows; i++)
    out.set(data.subarray(i * columns, (i + 1) * columns - 1), i * (columns - 1));
  return out;
}

function partsOf(answer: CallAnswer, point: Point, signature: Signature): Parts {
  if ("failure" in answer) return {};
  const bias = hasBias(signature) ? 1 : 0;
  return readParts(answer.returned, (point.nFeatures - bias) * point.nScores);
}

/** The mean over calls of a sample each; a single call as it is. */
function averaged(
  parts: readonly Parts[],
  factor: number,
): Omit<Extract<Outcome, { changed: unknown }>, "changed"> {
  const [first] = parts;
  const scale = factor / parts.length;
  const sum = (numbers: readonly Float64Array[]): Float64Array =>
    numbers[0]!.map((_, k) => scale * numbers.reduce((total, each) => total + (each[k] ?? Number.NaN), 0));
  const { loss, gradient, biasGradient, instead } = first!;
  const arrays = (pick: (each: Parts) => Parts["biasGradient"] | number) =>
    parts.map(pick).filter((each) => typeof each === "object");
  return {
    ...(loss === undefined
      ? {}
      : typeof loss === "number"
        ? { loss: scale * parts.reduce((total, each) => total + Number(each.loss), 0) }
        : { loss: { ...loss, data: sum(arrays((each) => each.loss).map(({ data }) => data)) } }),
    ...(gradient === undefined
      ? {}
      : typeof gradient === "number"
        ? { gradient }
        : { gradient: { ...gradient, data: sum(arrays((each) => each.gradient).map(({ data }) => data)) } }),
    ...(biasGradient === undefined
      ? {}
      : { biasGradient: { ...biasGradient, data: biasGradient.data.map((v) => factor * v) } }),
    ...(instead === undefined ? {} : { instead }),
  };
}

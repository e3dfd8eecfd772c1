import type { Asked } from "../../check/diagnosis/asked.ts";
import type { Point } from "../../check/diagnosis/point.ts";
import type { Examinee, Outcome } from "../../check/examination/examinee.ts";
import { transpose } from "../../math/vector.ts";
import type { Answer, Argument, Failure, Runner, WireArray } from "./protocol.ts";
import type { Role, Signature } from "./roles.ts";
import { array, number, type Parts, readParts } from "./values.ts";

/** How a function's arguments lie. */
export interface Form {
  readonly layout: "DxC" | "CxD";
  /** Samples as rows of X, or as columns; or a call a sample. */
  readonly samples: "rows" | "columns" | "one";
  readonly labels: "numbers" | "one-hot" | "column" | "signs";
  /** A weight vector and two classes. */
  readonly single: boolean;
  readonly arrays?: WireArray["form"];
}

type CallAnswer = Exclude<Answer, { loaded: true }>;

export function hasBias({ roles, self }: Signature): boolean {
  return roles.includes("bias") || Object.values(self).includes("bias");
}

export function examineeOf(
  runner: Runner,
  signature: Signature,
  form: Form,
  asked: Asked,
  limit: number,
): Examinee {
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
export function costFactor({ roles, self }: Signature, { lambda }: Point): number {
  const all = [...roles, ...Object.values(self)];
  return all.includes("cost") && !all.includes("lambda") && lambda !== 0 ? lambda : 1;
}

/** One call, or one a sample. */
export async function callAt(
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

export function partsOf(answer: CallAnswer, point: Point, signature: Signature): Parts {
  if ("failure" in answer) return {};
  const bias = hasBias(signature) ? 1 : 0;
  return readParts(answer.returned, (point.nFeatures - bias) * point.nScores);
}

/** The mean over calls of a sample each; a single call as it is. */
export function averaged(
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

/** Losses and gradients from their definitions, in every convention: written for the tests alone, and slowly. */

export interface Convention {
  readonly form: "weston-watkins" | "crammer-singer" | "one-vs-all" | "binary" | "softmax";
  readonly squared: boolean;
  readonly margin: number;
  /** What the sum over the samples is divided by. */
  readonly reduction: "mean" | "sum" | "mean over classes";
  readonly penalty: "full" | "half";
  /** What counts at a tie: margins above 0 or from 0; the first or the last of the largest. */
  readonly inclusive: boolean;
  readonly last: boolean;
}

export interface Data {
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  /** A row a class; a single row for binary. */
  readonly W: readonly (readonly number[])[];
  readonly lambda: number;
}

/** What a learner may get wrong, each as one change. */
export type Slip =
  | "none"
  | "no penalty"
  | "half the penalty"
  | "penalty averaged"
  | "own row once"
  | "own row missing"
  | "other rows missing"
  | "C - 1 for the count"
  | "margins for the indicator"
  | "minus"
  | "own row plus"
  | "averaged twice"
  | "last sample only"
  | "no margin"
  | "labels shifted"
  | "own class counted"
  | "transposed";

export interface Result {
  readonly value: number;
  readonly gradient: number[][];
}

export function naiveResult({ X, y, W, lambda }: Data, by: Convention, slip: Slip = "none"): Result {
  const C = W.length;
  const N = X.length;
  let value = 0;
  const G = W.map((row) => row.map(() => 0));
  X.forEach((x, i) => {
    const s = W.map((row) => row.reduce((sum, w, d) => sum + w * x[d]!, 0));
    value += lossOf(s, y[i]!, by);
    if (slip === "last sample only" && i < N - 1) return;
    const slopes = slopesOf(s, slip === "labels shifted" ? (y[i]! + 1) % C : y[i]!, by, slip);
    for (let c = 0; c < C; c++) for (let d = 0; d < x.length; d++) G[c]![d]! += slopes[c]! * x[d]!;
  });
  const scale = by.reduction === "sum" ? 1 : by.reduction === "mean" ? 1 / N : 1 / (N * C);
  const strength = by.penalty === "full" ? lambda : lambda / 2;
  const norm = W.flat().reduce((sum, w) => sum + w * w, 0);
  const wrong =
    slip === "no penalty" ? 0 : slip === "half the penalty" ? 0.5 : slip === "penalty averaged" ? 1 / N : 1;
  const extra = slip === "averaged twice" ? 1 / N : slip === "minus" ? -1 : 1;
  const gradient = G.map((row, c) => row.map((g, d) => extra * scale * g + wrong * 2 * strength * W[c]![d]!));
  return {
    value: scale * value + strength * norm,
    gradient: slip === "transposed" ? gradient[0]!.map((_, d) => gradient.map((row) => row[d]!)) : gradient,
  };
}

function lossOf(s: readonly number[], t: number, { form, squared, margin }: Convention): number {
  const h = (m: number): number => (squared ? Math.max(0, m) ** 2 : Math.max(0, m));
  const others = s.filter((_, c) => c !== t);
  switch (form) {
    case "weston-watkins":
      return others.reduce((sum, v) => sum + h(v - s[t]! + margin), 0);
    case "crammer-singer":
      return h(Math.max(...others) - s[t]! + margin);
    case "one-vs-all":
      return s.reduce((sum, v, c) => sum + h(margin + (c === t ? -v : v)), 0);
    case "binary":
      return h(margin + (t === 1 ? -s[0]! : s[0]!));
    case "softmax": {
      const top = Math.max(...s);
      return top + Math.log(s.reduce((sum, v) => sum + Math.exp(v - top), 0)) - s[t]!;
    }
  }
}

/** The loss's slope along each score, by the definitions, with the slip in it. */
function slopesOf(s: readonly number[], t: number, by: Convention, slip: Slip): number[] {
  const { form, squared, inclusive, last } = by;
  const margin = slip === "no margin" ? 0 : by.margin;
  const one = (m: number): number => {
    const on = inclusive ? m >= 0 : m > 0;
    if (slip === "margins for the indicator") return squared ? Math.max(0, m) : Math.max(0, m);
    return on ? (squared ? 2 * m : 1) : 0;
  };
  const out = s.map(() => 0);
  if (form === "binary") {
    const sign = t === 1 ? -1 : 1;
    out[0] = sign * one(margin + sign * s[0]!);
    return out;
  }
  if (form === "softmax") {
    const top = Math.max(...s);
    const total = s.reduce((sum, v) => sum + Math.exp(v - top), 0);
    return s.map((v, c) => Math.exp(v - top) / total - (c === t ? 1 : 0));
  }
  if (form === "one-vs-all") return s.map((v, c) => (c === t ? -one(margin - v) : one(margin + v)));
  if (form === "crammer-singer") {
    let worst = -1;
    for (let c = 0; c < s.length; c++) {
      if (c === t) continue;
      if (worst < 0 || s[c]! > s[worst]! || (last && s[c] === s[worst])) worst = c;
    }
    out[worst] = one(s[worst]! - s[t]! + margin);
  } else for (let c = 0; c < s.length; c++) if (c !== t) out[c] = one(s[c]! - s[t]! + margin);
  const sum = out.reduce((a, b) => a + b, 0);
  out[t] = -sum;
  if (slip === "own row once") out[t] = sum > 0 ? -1 : 0;
  if (slip === "own row missing") out[t] = 0;
  if (slip === "own row plus") out[t] = sum;
  if (slip === "own class counted") out[t] = -sum - 1;
  if (slip === "C - 1 for the count") out[t] = -(s.length - 1);
  if (slip === "other rows missing") return s.map((_, c) => (c === t ? -sum : 0));
  return out;
}

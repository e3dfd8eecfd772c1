import type { Point } from "./point.ts";

/** Which weights a penalty takes in: all, or all but a feature's that is taken for the bias. */
export type Reach = "all" | "without-last" | "without-first";

/**
 * A penalty's gradient up to a factor times lambda. The right one is "weights": |W|^2 has the gradient 2 W. The rest
 * is what is written in its place.
 */
export interface PenaltyGradient {
  /** "precedence": dW /= N + factor * lambda * W, where W is added to what divides. */
  readonly shape:
    | "precedence"
    | "weights"
    | "abs"
    | "sign"
    | "constant"
    | "squares"
    | "unit"
    | "sum"
    | "total";
  readonly reach: Reach;
}

/** A penalty's value up to a factor times lambda. The right one is "squares", |W|^2. */
export interface PenaltyValue {
  readonly shape: "precedence" | "squares" | "abs" | "norm" | "sum" | "constant";
  readonly reach: Reach;
}

const reaches: readonly Reach[] = ["all", "without-last", "without-first"];

export const penaltyGradients: readonly PenaltyGradient[] = (
  ["weights", "abs", "sign", "squares", "unit"] as const
)
  .flatMap((shape) => reaches.map((reach): PenaltyGradient => ({ shape, reach })))
  .concat([
    { shape: "constant", reach: "all" },
    { shape: "sum", reach: "all" },
    { shape: "total", reach: "all" },
  ]);

export const penaltyValues: readonly PenaltyValue[] = (["squares", "abs", "norm", "sum"] as const)
  .flatMap((shape) => reaches.map((reach): PenaltyValue => ({ shape, reach })))
  .concat([{ shape: "constant", reach: "all" }]);

function weightsWithin({ W, nFeatures }: Point, reach: Reach): Float64Array {
  if (reach === "all") return W;
  const left = reach === "without-last" ? nFeatures - 1 : 0;
  return W.map((w, k) => (k % nFeatures === left ? 0 : w));
}

/** lambda times the shape, nScores x nFeatures. */
export function penaltyGradientAt({ shape, reach }: PenaltyGradient, point: Point): Float64Array {
  const W = weightsWithin(point, reach);
  const { lambda } = point;
  const size = Math.sqrt(sumOf(W, (w) => w * w));
  const squares = size * size;
  const total = sumOf(W, (w) => w);
  const each: Record<PenaltyGradient["shape"], (w: number) => number> = {
    precedence: () => Number.NaN,
    weights: (w) => w,
    abs: Math.abs,
    sign: Math.sign,
    constant: () => 1,
    squares: (w) => w * w,
    unit: (w) => (size === 0 ? 0 : w / size),
    sum: () => squares,
    total: () => total,
  };
  return W.map((w) => lambda * each[shape](w));
}

/** lambda times the shape. */
export function penaltyValueAt({ shape, reach }: PenaltyValue, point: Point): number {
  const W = weightsWithin(point, reach);
  const squares = sumOf(W, (w) => w * w);
  const value: Record<PenaltyValue["shape"], () => number> = {
    precedence: () => Number.NaN,
    squares: () => squares,
    abs: () => sumOf(W, Math.abs),
    norm: () => Math.sqrt(squares),
    sum: () => sumOf(W, (w) => w),
    constant: () => 1,
  };
  return point.lambda * value[shape]();
}

/** The data part with a penalty of that factor put to it, as written. */
export function withPenalty(
  data: Float64Array,
  shape: PenaltyGradient,
  factor: number,
  point: Point,
): Float64Array {
  const { nSamples: N, lambda, W } = point;
  if (factor === 0) return data;
  if (shape.shape === "precedence")
    return data.map((value, k) => (value * N) / (N + factor * lambda * W[k]!));
  const penalty = penaltyGradientAt(shape, point);
  return data.map((value, k) => value + factor * penalty[k]!);
}

/** The same for the loss. */
export function withPenaltyValue(data: number, shape: PenaltyValue, factor: number, point: Point): number {
  const { nSamples: N, lambda, W } = point;
  if (factor === 0) return data;
  if (shape.shape !== "precedence") return data + factor * penaltyValueAt(shape, point);
  return (data * N) / (N + factor * lambda * sumOf(W, (w) => w * w));
}

function sumOf(W: Float64Array, of: (w: number) => number): number {
  return W.reduce((sum, w) => sum + of(w), 0);
}

/** Pairs of value and gradient that belong together, and the factor between them. */
export const derivatives: readonly {
  readonly value: PenaltyValue["shape"];
  readonly gradient: PenaltyGradient["shape"];
  readonly factor: number;
}[] = [
  { value: "squares", gradient: "weights", factor: 2 },
  { value: "abs", gradient: "sign", factor: 1 },
  { value: "norm", gradient: "unit", factor: 1 },
  { value: "sum", gradient: "constant", factor: 1 },
];

/**
 * Whether a penalty shows in a gradient at all: at W = 0 it is zero however strong it is, and beside a large data part
 * it can be lost in what the numbers are exact to.
 *
 * @param size the gradient's largest entry
 */
export function showsInGradient({ W, lambda }: Point, size: number, tolerance: number): boolean {
  const largest = W.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  return lambda * largest > faint * tolerance * size;
}

/** The same for the loss. */
export function showsInLoss({ W, lambda }: Point, loss: number, tolerance: number): boolean {
  return lambda * sumOf(W, (w) => w * w) > faint * tolerance * Math.abs(loss);
}

/** A part that is so many tolerances large can be told from its half and its double. */
const faint = 10;

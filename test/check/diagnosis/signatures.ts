import type { LossAndGradient } from "../../../src/check/diagnosis/answers.ts";
import type { Point } from "../../../src/check/diagnosis/point.ts";

/** What the submitted gradient (C x D) and loss are minus the right ones; absent where nothing is off. */
type Signature = (
  point: Point,
  right: LossAndGradient,
) => { readonly gradient?: ArrayLike<number>; readonly loss?: number };

/** The table's signatures for each definition's example, written down apart from the definitions. */
export const signatures: Readonly<Record<string, Signature>> = {
  "regularizer-gradient-factor": ({ W, lambda }) => ({ gradient: W.map((w) => -lambda * w) }),
  "regularizer-gradient-missing": ({ W, lambda }) => ({ gradient: W.map((w) => -2 * lambda * w) }),
  "regularizer-averaged": ({ W, lambda, nSamples: N }) => ({
    gradient: W.map((w) => 2 * lambda * w * (1 / N - 1)),
  }),
  "regularizer-wrong-term": ({ W, lambda }) => ({
    gradient: W.map((w) => 2 * lambda * (Math.abs(w) - w)),
  }),
  "regularizer-loss": ({ W, lambda }) => ({ loss: (-lambda / 2) * total(W.map((w) => w * w)) }),
  "bias-regularized": (p) => ({ gradient: lastFeature(p, 2) }),
  "bias-not-regularized": (p) => ({ gradient: lastFeature(p, -2) }),
  "correct-class-counted": (p) => ({ gradient: rows(p, (i, j) => (j === p.y[i] ? -1 : 0)), loss: 1 }),
  "correct-class-loss": () => ({ loss: 1 }),
  "correct-class-not-counted": (p) => ({
    gradient: rows(p, (i, j) => (j === p.y[i] ? violations(p, i) - Math.min(1, violations(p, i)) : 0)),
  }),
  "correct-class-row-missing": (p) => ({
    gradient: rows(p, (i, j) => (j === p.y[i] ? violations(p, i) : 0)),
  }),
  "other-rows-missing": (p) => ({
    gradient: rows(p, (i, j) => (j !== p.y[i] && margin(p, i, j) > 0 ? -1 : 0)),
  }),
  "constant-count": (p) => ({
    gradient: rows(p, (i, j) => (j === p.y[i] ? violations(p, i) - (p.nScores - 1) : 0)),
  }),
  "no-clamp": (p) => ({ loss: mean(p, (i) => rivals(p, i, (j) => Math.min(0, margin(p, i, j)))) }),
  "margins-not-indicator": (p) => {
    const excess = (i: number, j: number) => (margin(p, i, j) > 0 ? margin(p, i, j) - 1 : 0);
    return {
      gradient: rows(p, (i, j) => (j === p.y[i] ? -rivals(p, i, (k) => excess(i, k)) : excess(i, j))),
    };
  },
  "sign-flipped": (p) => ({ gradient: data(p).map((value) => -2 * value) }),
  "not-averaged": (p) => ({ gradient: data(p).map((value) => (p.nSamples - 1) * value) }),
  "averaged-twice": (p) => ({ gradient: data(p).map((value) => (1 / p.nSamples - 1) * value) }),
  "averaged-over-classes": (p) => ({ gradient: data(p).map((value) => (1 / p.nScores - 1) * value) }),
  overwritten: (p) => ({
    gradient: rows(p, (i, j) => (j === p.y[i] && p.y.lastIndexOf(j) !== i ? violations(p, i) : 0)),
  }),
  "weights-instead-of-inputs": (p) => ({
    gradient: rows(p, (i, j) => multiple(p, i, j), p.W).map((value, k) => value - data(p)[k]!),
  }),
  "labels-shifted": (p) => {
    const y = p.y.map((label) => (label + p.nScores - 1) % p.nScores);
    return against(p, { ...p, y });
  },
  "delta-missing": (p) => {
    const gradient = rows(p, (i, j) => multiple(p, i, j, 0)).map((value, k) => value - data(p)[k]!);
    return { gradient, loss: lossOf(p, 0) - lossOf(p, 1) };
  },
  "delta-wrong": (p) => ({
    gradient: rows(p, (i, j) => multiple(p, i, j, 10)).map((value, k) => value - data(p)[k]!),
  }),
  "other-loss": (p) => {
    const worst = (i: number) => {
      const all = Array.from({ length: p.nScores }, (_, j) => (j === p.y[i] ? -Infinity : margin(p, i, j)));
      return { value: Math.max(0, ...all), j: all.indexOf(Math.max(...all)) };
    };
    const gradient = rows(p, (i, j) => {
      const { value, j: r } = worst(i);
      return value === 0 ? 0 : j === r ? 1 : j === p.y[i] ? -1 : 0;
    });
    return {
      gradient: gradient.map((value, k) => value - data(p)[k]!),
      loss: mean(p, (i) => worst(i).value) - lossOf(p, 1),
    };
  },
  "integer-overflow": (p) => against(p, { ...p, bytesAdded: true }, false),
  "last-sample-only": (p) => ({
    gradient: rows(p, (i, j) => (i < p.nSamples - 1 ? -multiple(p, i, j) : 0)),
  }),
};

const total = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0);

function lastFeature({ W, nFeatures: D, lambda }: Point, by: number): Float64Array {
  return W.map((w, k) => (k % D === D - 1 ? by * lambda * w : 0));
}

function score({ X, W, nFeatures: D }: Point, i: number, j: number): number {
  let sum = 0;
  for (let d = 0; d < D; d++) sum += X[i * D + d]! * W[j * D + d]!;
  return sum;
}

function margin(p: Point, i: number, j: number, delta = 1): number {
  return score(p, i, j) - score(p, i, p.y[i]!) + delta;
}

/** Sum over the classes but the true one. */
function rivals(p: Point, i: number, of: (j: number) => number): number {
  let sum = 0;
  for (let j = 0; j < p.nScores; j++) if (j !== p.y[i]) sum += of(j);
  return sum;
}

function violations(p: Point, i: number, delta = 1): number {
  return rivals(p, i, (j) => Number(margin(p, i, j, delta) > 0));
}

/** M[i, j]. */
function multiple(p: Point, i: number, j: number, delta = 1): number {
  return j === p.y[i] ? -violations(p, i, delta) : Number(margin(p, i, j, delta) > 0);
}

function mean(p: Point, of: (i: number) => number): number {
  return total(Array.from({ length: p.nSamples }, (_, i) => of(i))) / p.nSamples;
}

function lossOf(p: Point, delta: number): number {
  return mean(p, (i) => rivals(p, i, (j) => Math.max(0, margin(p, i, j, delta))));
}

/** (1/N) sum_i M[i, j] x_i, or with W's own rows in x_i's place. */
function rows(p: Point, M: (i: number, j: number) => number, weights?: Float64Array): number[] {
  const { X, nSamples: N, nFeatures: D, nScores: C } = p;
  return Array.from({ length: C * D }, (_, k) => {
    const [j, d] = [Math.floor(k / D), k % D];
    return mean(p, (i) => M(i, j) * (weights === undefined ? X[i * D + d]! : weights[j * D + d]!));
  }).slice(0, N * C * D);
}

function data(p: Point): number[] {
  return rows(p, (i, j) => multiple(p, i, j));
}

/** The right answer of another problem, minus this one's. */
function against(p: Point, other: Point & { bytesAdded?: boolean }, withLoss = true) {
  const bytes =
    other.bytesAdded === true ? { ...p, X: p.X.map((x) => ((Math.trunc(x) % 256) + 256) % 256) } : other;
  const theirs = rows(bytes, (i, j) => multiple(other, i, j));
  return {
    gradient: theirs.map((value, k) => value - data(p)[k]!),
    ...(withLoss ? { loss: lossOf(other, 1) - lossOf(p, 1) } : {}),
  };
}

import { type Label, labelsOfRows } from "../data/labels.ts";
import type { DenseMatrix, Matrix } from "../data/matrix.ts";
import { toRows } from "../data/rows.ts";
import { type ClassWeight, combineWeights } from "../data/weights.ts";
import { withBias } from "../data/with-bias.ts";
import { HingeError } from "../errors.ts";
import { createLoss, directionalDerivative, type LossOptions } from "../losses/index.ts";
import { dot, transpose } from "../math/vector.ts";
import { readWeightMatrix, type WeightLayout } from "../objective/weight-matrix.ts";

/** The data set and the loss whose kinks are wanted; every option means what it means to `hingeLoss`. */
export interface ProblemData extends LossOptions {
  readonly X: Matrix;
  readonly y: ArrayLike<Label>;
  readonly classes?: readonly Label[] | undefined;
  readonly layout?: WeightLayout | undefined;
  readonly bias?: number | undefined;
  readonly sampleWeight?: ArrayLike<number> | undefined;
  readonly classWeight?: ClassWeight | undefined;
  readonly reduction?: "mean" | "sum" | undefined;
}

/** The kinks of a data set's loss on the line W + t E. */
export interface Line {
  /** The nearest kink forward (t >= 0) and backward, as a distance |t|: 0 if W lies on one, Infinity without any. */
  readonly forward: number;
  readonly backward: number;
  /** The fastest score's change a unit of t. */
  readonly reach: number;
  /** The samples with a kink at |t| <= step. */
  near(step: number): NearKinks;
}

/** The part of the loss that samples near a kink make: known in closed form, as differences of it are not. */
export interface NearKinks {
  readonly nSamples: number;
  /** Their part of the loss at W + t E. */
  value(t: number): number;
  /** The slopes of that part at W, to both sides; left <= right, equal unless W is on a kink. */
  readonly left: number;
  readonly right: number;
  /** Whether a sample has a kink at W, within the rounding of its scores, so that its slopes differ. */
  readonly kinked: boolean;
}

/**
 * Reads a problem, so that the kinks along any line through W can be told in closed form: the nearest is the
 * smallest `kinkDistance(s_i, y_i, E x_i)` of the samples that weigh anything.
 *
 * @param W in the layout that `layout` names, in f64
 * @returns the line along E, which lies as W does; a single entry `only` that is not 0 makes it cheap:
 * one product of a feature's column, in place of one with all of X
 * @throws HingeError `bad-shape`, `unknown-label`, `bad-weight`, `unknown-loss`, `bad-margin` and the like
 */
export function readKinks(problem: ProblemData, W: DenseMatrix): (E: Float64Array, only?: number) => Line {
  const { layout = "CxD", bias = 0 } = problem;
  const loss = createLoss(problem);
  const rows = withBias(toRows(problem.X), bias);
  const D = rows.nFeatures;
  const read = readWeightMatrix(W, layout, D, bias !== 0);
  const { K } = read;
  const labels = labelsOfRows(problem.y, problem.classes, loss.name === "binary" ? 2 : K);
  const { y } = labels;
  if (y.length !== rows.nSamples || loss.nScores(labels.classes.length) !== K) {
    throw new HingeError(
      "bad-shape",
      `y has ${y.length} labels of ${labels.classes.length} classes where X has ${rows.nSamples} rows and W gives ${K} scores`,
    );
  }
  const { factors, total } = combineWeights(labels, problem.sampleWeight, problem.classWeight);
  const scale = problem.reduction === "sum" || total === 0 ? 1 : 1 / total;
  const byFeature = (A: Float64Array) => (layout === "DxC" ? A : transpose(A, K, D));

  const scores = (A: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < y.length; i++) rows.scores(i, A, out.subarray(i * K, (i + 1) * K));
  };
  const S = new Float64Array(y.length * K);
  scores(byFeature(Float64Array.from(W.data)), S);

  /** The scores' change along E; a single entry (m, j) of W changes score m alone, by x_ij. */
  function changes(E: Float64Array, only: number | undefined): Float64Array {
    const out = new Float64Array(S.length);
    if (only === undefined) {
      scores(byFeature(E), out);
      return out;
    }
    const [m, j] = layout === "CxD" ? [Math.floor(only / D), only % D] : [only % K, Math.floor(only / K)];
    const column = new Float64Array(D);
    column[j] = E[only]!;
    const x = new Float64Array(1);
    for (let i = 0; i < y.length; i++) {
      rows.scores(i, column, x);
      out[i * K + m] = x[0]!;
    }
    return out;
  }

  return (E, only) => {
    const dS = changes(E, only);
    const row = (i: number) => S.subarray(i * K, (i + 1) * K);
    const change = (i: number) => dS.subarray(i * K, (i + 1) * K);
    const moved = (i: number, t: number) => row(i).map((s, m) => s + t * dS[i * K + m]!);
    const distances = new Float64Array(y.length).fill(Number.POSITIVE_INFINITY);
    let [forward, backward, reach] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < y.length; i++) {
      const ds = change(i);
      const fastest = largest(ds, 0);
      if (factors[i] === 0 || fastest === 0) continue;
      // The losses may say -0.
      const ahead = Math.abs(loss.kinkDistance(row(i), y[i]!, ds));
      const back = ds.map((d) => -d);
      const behind = Math.abs(loss.kinkDistance(row(i), y[i]!, back));
      distances[i] = Math.min(ahead, behind);
      forward = Math.min(forward, ahead);
      backward = Math.min(backward, behind);
      reach = Math.max(reach, fastest);
    }

    /** Both slopes of sample i. A kink closer than its scores are exact to is taken to be at W. */
    function slopes(i: number): { left: number; right: number; kinked: boolean } {
      const ds = change(i);
      const [size, fastest] = [largest(row(i), 1), largest(ds, 0)];
      // Some thousand roundings of a score, as a step.
      const blur = (2 ** -42 * size) / fastest;
      if (distances[i]! > blur) {
        const slope = dot(loss.subdifferential(row(i), y[i]!).base, ds);
        return { left: slope, right: slope, kinked: false };
      }
      const shift = loss.isKink(row(i), y[i]!) ? 0 : 2 * blur;
      const oneSided = (side: 1 | -1): number => {
        const set = loss.subdifferential(moved(i, side * shift), y[i]!);
        const towards = ds.map((d) => side * d);
        return side * directionalDerivative(set, towards);
      };
      const [left, right] = [oneSided(-1), oneSided(1)];
      // A squared hinge's slope is continuous: over the shift it changes by 2^-38 of this.
      return { left, right, kinked: right - left > 2 ** -30 * size * fastest };
    }

    return {
      forward,
      backward,
      reach,
      near(step) {
        const near: number[] = [];
        distances.forEach((distance, i) => {
          if (distance <= step) near.push(i);
        });
        const weigh = (part: (at: number) => number): number =>
          near.reduce((sum, i, at) => sum + scale * factors[i]! * part(at), 0);
        const both = near.map(slopes);
        return {
          nSamples: near.length,
          value: (t) => weigh((at) => loss.value(moved(near[at]!, t), y[near[at]!]!)),
          left: weigh((at) => both[at]!.left),
          right: weigh((at) => both[at]!.right),
          kinked: both.some(({ kinked }) => kinked),
        };
      },
    };
  };
}

function largest(values: Float64Array, atLeast: number): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), atLeast);
}

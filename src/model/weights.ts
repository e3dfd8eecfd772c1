import type { Label } from "../data/labels.ts";
import type { WeightArray } from "../data/products.ts";
import { HingeError, type Where } from "../errors.ts";
import { transpose } from "../math/vector.ts";

/** A model's numbers: what fit makes, a file holds and predict needs. */
export interface ModelWeights {
  readonly classes: readonly Label[];
  readonly nFeatures: number;
  /**
   * nFeatures x nClasses, feature-major as solvers leave them and rows want them; one number a feature for the binary
   * loss. f32 where a solver has no more digits.
   */
  readonly W: WeightArray;
  /** One number a class, already times the bias feature; zeros without a bias. */
  readonly bias: Float64Array;
}

/**
 * Cuts a solver's weights, whose last feature is the bias feature if there is one, into W and bias.
 *
 * @param solved feature-major, with nScores numbers a feature; taken over, not copied
 * @param biasFeature value of the constant feature; 0 for none
 */
export function cutWeights(
  solved: WeightArray,
  classes: readonly Label[],
  nFeatures: number,
  nScores: number,
  biasFeature: number,
): ModelWeights {
  const W = solved.subarray(0, nFeatures * nScores);
  const last = solved.subarray(nFeatures * nScores);
  clearSigns(W);
  const bias = new Float64Array(nScores);
  if (biasFeature !== 0) for (let m = 0; m < nScores; m++) bias[m] = last[m]! * biasFeature + 0;
  return { classes, nFeatures, W, bias };
}

/** Turns -0 into 0, which JSON has no way to tell from it. */
function clearSigns(W: WeightArray): void {
  // By their bits: code that is not yet compiled makes an object of every other number that it touches.
  const bits = new Int32Array(W.buffer, W.byteOffset, W.byteLength / 4);
  const sign = 1 << 31;
  if (W instanceof Float32Array)
    for (let k = 0; k < bits.length; k++) bits[k] = bits[k] === sign ? 0 : bits[k]!;
  else for (let k = 1; k < bits.length; k += 2) if (bits[k] === sign && bits[k - 1] === 0) bits[k] = 0;
}

const tables = new WeakMap<ModelWeights, Float64Array>();

/** W as nClasses x nFeatures, row-major: made when it is first asked for, since a fit can do without. */
export function classMajor(weights: ModelWeights): Float64Array {
  const known = tables.get(weights);
  if (known !== undefined) return known;
  const table = transpose(weights.W, weights.nFeatures, weights.bias.length);
  tables.set(weights, table);
  return table;
}

/**
 * The opposite of cutWeights: nScores x nFeatures, with the constant feature's weights last if there is one.
 *
 * @param W nScores x nFeatures, row-major
 */
export function joinWeights(W: Float64Array, bias: Float64Array, biasFeature: number): Float64Array {
  const nFeatures = W.length / bias.length;
  const stride = nFeatures + (biasFeature === 0 ? 0 : 1);
  const joined = new Float64Array(bias.length * stride);
  for (let m = 0; m < bias.length; m++) {
    joined.set(W.subarray(m * nFeatures, (m + 1) * nFeatures), m * stride);
    if (biasFeature !== 0) joined[m * stride + nFeatures] = bias[m]! / biasFeature;
  }
  return joined;
}

/** 2 GiB of doubles; a fit holds some copies of the weights. */
const maxWeights = 2 ** 28;
/** 4 GiB of doubles. */
const maxDualVariables = 2 ** 29;

/**
 * Refuses what would not fit into memory: a sparse matrix of two entries can claim 2^31 features.
 *
 * @throws HingeError `too-many-features`
 */
export function checkWeightCount(nFeatures: number, nScores: number, where: Where = {}): void {
  if (nFeatures * nScores <= maxWeights) return;
  throw new HingeError(
    "too-many-features",
    `there are ${nFeatures} features, and weights for ${nScores} ${nScores === 1 ? "score" : "scores"} of each would take ${gigabytes(nFeatures * nScores)}; renumber the features without gaps`,
    where,
  );
}

/**
 * Refuses more dual variables than fit into memory, as identifiers taken for labels would need.
 *
 * @throws HingeError `too-many-classes`
 */
export function checkDualCount(nSamples: number, nScores: number): void {
  if (nSamples * nScores <= maxDualVariables) return;
  throw new HingeError(
    "too-many-classes",
    `there are ${nSamples} samples of ${nScores} classes, and their dual variables would take ${gigabytes(nSamples * nScores)}; check that the labels are classes`,
  );
}

function gigabytes(nNumbers: number): string {
  return `${((8 * nNumbers) / 1e9).toFixed(1)} GB`;
}

/**
 * Where a gradient is looked at: data, weights and lambda. X is nSamples x nFeatures, W nClasses x nFeatures (a
 * single row for binary), both row-major; y holds row numbers of W, for binary 0 or 1. A bias is the last of the
 * features, if `biasFeature` says so.
 */
export interface Point {
  readonly X: Float64Array;
  readonly y: Int32Array;
  readonly W: Float64Array;
  readonly nSamples: number;
  readonly nFeatures: number;
  /** Rows of W. */
  readonly nScores: number;
  readonly lambda: number;
  readonly biasFeature?: boolean;
  /** X is of unsigned bytes, so that careless arithmetic wraps at 256. */
  readonly bytes?: boolean;
}

/** What someone's function gave at a point. */
export interface Observation {
  readonly point: Point;
  /** nScores x nFeatures, or absent. */
  readonly gradient?: Float64Array;
  readonly loss?: number;
  /** The largest relative error by which a right result may be off, by its element type. */
  readonly tolerance: number;
}

/** The scores X W^T, nSamples x nScores. */
export function scoresAt({ X, W, nSamples, nFeatures, nScores }: Point): Float64Array {
  const S = new Float64Array(nSamples * nScores);
  for (let i = 0; i < nSamples; i++) {
    for (let m = 0; m < nScores; m++) {
      let sum = 0;
      for (let j = 0; j < nFeatures; j++) sum += X[i * nFeatures + j]! * W[m * nFeatures + j]!;
      S[i * nScores + m] = sum;
    }
  }
  return S;
}

/** The inputs that a recipe works with, and their scores. */
interface Inputs {
  readonly X: Float64Array;
  readonly S: Float64Array;
}

/**
 * The size that a gradient is taken to have at least, when it is compared: its entries are sums of x's whose multiples
 * may cancel (in 1 - p of a softmax, say), and what cancelling leaves behind is rounding, not a gradient.
 */
export function leastSize({ X }: Point): number {
  let most = 0;
  for (const x of X) if (Math.abs(x) > most) most = Math.abs(x);
  return 1e-4 * most;
}

/** The same for a loss, a difference of scores or the logarithm of a number near 1. */
export function leastLoss(point: Point): number {
  return 1e-4 * inputsAt(point, false).S.reduce((most, s) => Math.max(most, Math.abs(s)), 1);
}

/** Thousands of recipes are worked out at one point. */
const known = new WeakMap<Point, Partial<Record<"given" | "bytes", Inputs>>>();

/** X, as it is or cut to unsigned bytes (its whole part mod 256), and its scores. */
export function inputsAt(point: Point, cut: boolean): Inputs {
  const both = known.get(point) ?? {};
  known.set(point, both);
  const key = cut ? "bytes" : "given";
  both[key] ??= worked(cut ? { ...point, X: Float64Array.from(Uint8Array.from(point.X)) } : point);
  return both[key];
}

function worked(point: Point): Inputs {
  return { X: point.X, S: scoresAt(point) };
}

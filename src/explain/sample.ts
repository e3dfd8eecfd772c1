import type { Loss } from "../losses/loss.ts";

/** One sample's loss and gradient row, worked by hand; every array has one entry a score. */
export interface SampleExplanation {
  /** Number of the true class. */
  readonly y: number;
  readonly predicted: number;
  readonly scores: Float64Array;
  /** The hinges' arguments: s_m - s_y + margin for pairs, margin - t_m s_m for one-vs-all and binary. */
  readonly hinges: Float64Array;
  /** 1 where the hinge is active: its margin is violated, strictly. */
  readonly indicators: Uint8Array;
  /** Number of active hinges. */
  readonly count: number;
  readonly loss: number;
  /** Row m of the sample's gradient is multiples[m] * x. */
  readonly multiples: Float64Array;
}

/**
 * Works one sample by hand: the numbers that its loss and its part of the gradient, multiples x^T, are made of.
 *
 * @param scores its score row, W x + bias
 */
export function explainSample(loss: Loss, scores: Float64Array, y: number): SampleExplanation {
  const hinges = new Float64Array(scores.length);
  const multiples = new Float64Array(scores.length);
  loss.hinges(scores, y, hinges);
  loss.subgradient(scores, y, multiples);
  const indicators = Uint8Array.from(hinges, (h) => (h > 0 ? 1 : 0));
  return {
    y,
    predicted: loss.predict(scores),
    scores,
    hinges,
    indicators,
    count: indicators.reduce((sum, one) => sum + one, 0),
    loss: loss.value(scores, y),
    multiples,
  };
}

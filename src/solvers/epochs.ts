/** Sums of epochs come with rounding: this part of a visit is none. */
const rounding = 1e-3;

/** Whole visits in so many epochs. @param visits that make one */
export function visitsIn(epochs: number, visits: number): number {
  return Math.floor(epochs * visits + rounding);
}

/** Epochs that were begun, for a report. */
export function begunEpochs(epochs: number, nSamples: number): number {
  return Math.max(0, Math.ceil(epochs - rounding / nSamples));
}

/** Dual variables, K a sample, wherever they lie. */
export interface Variables {
  /** Those of n samples from `first` on, n x K; good until the next call, and not to be changed. */
  of(first: number, n: number): Float64Array;
  /** In how many directions they were free at the last certificate, and of how many samples, if that has been counted. */
  readonly free?: readonly [number, number] | undefined;
}

/** Variables that lie in an array already, nSamples x K. */
export function plainVariables(b: Float64Array, K: number): Variables {
  return { of: (first, n) => b.subarray(first * K, (first + n) * K) };
}

/** Samples looked at together, where all are. */
export const blockSamples = 256;

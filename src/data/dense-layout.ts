/** Rows a block: enough to use a block of W several times, few enough to stay in the second-level cache. */
export const blockRows = 32;

/**
 * Sizes in bytes of the work space for dense products: W, dW with one more row for a common term, S, G, the rows'
 * addresses, the list of violating rows, and the block of X unless X is used in place.
 */
export function denseSizes(nFeatures: number, K: number, size: number, inPlace: boolean): number[] {
  return [
    K * nFeatures * size,
    (K + 1) * nFeatures * size,
    blockRows * K * size,
    blockRows * (K + 1) * size,
    blockRows * 4,
    blockRows * (4 + size),
    inPlace ? 0 : blockRows * nFeatures * size,
  ];
}

/**
 * Features a block: the block of W shall stay in the second-level cache, beside 32 rows of X. Within that the size
 * hardly matters (docs/RESULTS.md).
 */
export function blockFeatures(K: number, size: number): number {
  const wanted = Math.floor(163_840 / (K * size));
  return Math.max(256, wanted - (wanted % 4));
}

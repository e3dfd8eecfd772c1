/**
 * Splits a row of coefficients g into a part that all classes share and what is left: g_m = common + rest_m, with as
 * few numbers that are not zero as possible. Where most margins are violated, as at the start of a descent, nearly all
 * of a hinge gradient's coefficients are equal, and the product with x costs two additions instead of K.
 *
 * Kept as it is where nothing is saved, so that rows with few violations round as if this did not exist.
 *
 * @param g K numbers from `at`
 * @param out receives the rest, then the common part; length K + 1, overwritten
 */
export function splitCommon(g: Float64Array, at: number, K: number, out: Float64Array): void {
  // Boyer and Moore's vote finds the value that more than half have, if there is one.
  let common = 0;
  let lead = 0;
  let nonzero = 0;
  for (let m = at; m < at + K; m++) {
    const value = g[m]!;
    if (value !== 0) nonzero++;
    if (lead === 0) {
      common = value;
      lead = 1;
    } else lead += value === common ? 1 : -1;
  }
  let others = 0;
  for (let m = at; m < at + K; m++) if (g[m] !== common) others++;
  if (others + 1 >= nonzero) common = 0;
  for (let m = 0; m < K; m++) out[m] = g[at + m]! - common;
  out[K] = common;
}

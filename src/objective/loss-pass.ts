import type { BlockProducts } from "../data/products.ts";
import { HingeError } from "../errors.ts";
import type { Loss, Tally } from "../losses/loss.ts";
import { CompensatedSum } from "../math/sum.ts";

/** What one pass over samples finds at given weights: sum_i factor_i l_i, and counts. */
export interface LossPass extends Readonly<Tally> {
  readonly value: number;
}

/**
 * Loss and gradient of some samples in one pass over their rows: dL/dW = G^T X, row i of G being factor_i times
 * dl/ds at s = W x_i. The scores of a block of rows, their loss and its row of coefficients, and the block's part of
 * the gradient follow each other while the block is in cache; a coefficient of zero costs no second product.
 *
 * @param products with the weights set; the gradient is added to theirs
 * @param order numbers of the samples, in the order in which they are summed
 * @param y class number of each sample, by its number
 * @param factors one number >= 0 a sample, by its number: weight, and 1/N for a mean
 * @param each sees every sample's weighted loss and row of G, if given
 * @throws HingeError `not-finite` naming the sample whose scores are not
 */
export function lossPass(
  products: BlockProducts,
  loss: Loss,
  K: number,
  order: Int32Array,
  y: Int32Array,
  factors: Float64Array,
  each?: (i: number, value: number, g: Float64Array) => void,
): LossPass {
  const S = new Float64Array(products.blockRows * K);
  const G = new Float64Array(products.blockRows * K);
  const s = new Float64Array(K);
  const g = new Float64Array(K);
  const total = new CompensatedSum();
  const tally: Tally = { nViolations: 0, kinks: 0 };

  /** One sample: from its row of S to its loss and its row of G. */
  function sample(i: number, at: number): void {
    let sum = 0;
    for (let m = 0; m < K; m++) {
      const score = S[at + m]!;
      s[m] = score;
      sum += score;
    }
    if (!Number.isFinite(sum)) throw notFinite(i);
    const factor = factors[i]!;
    const value = factor * loss.subgradient(s, y[i]!, g, tally);
    total.add(value);
    for (let m = 0; m < K; m++) {
      g[m] = factor * g[m]!;
      G[at + m] = g[m]!;
    }
    if (each !== undefined) each(i, value, g);
  }

  for (let from = 0; from < order.length; from += products.blockRows) {
    const n = Math.min(products.blockRows, order.length - from);
    products.scores(order, from, n, S);
    for (let r = 0; r < n; r++) sample(order[from + r]!, r * K);
    products.addOuter(G);
  }
  return { value: total.value, ...tally };
}

function notFinite(i: number): HingeError {
  return new HingeError(
    "not-finite",
    `the scores of sample ${i} are not finite; X or W holds inf, nan or too large numbers`,
  );
}

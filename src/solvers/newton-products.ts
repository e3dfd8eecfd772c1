import type { Problem } from "../objective/problem.ts";

/**
 * Shows each listed sample's scores at W, which lies class by class (K x D), and returns the sum of the outer products
 * g x_i^T of the coefficients that `see` has left in g.
 *
 * @param out K x D, overwritten; absent: scores are all that is wanted
 */
export function pass(
  { rows, nScores: K }: Problem,
  W: Float64Array,
  order: Int32Array,
  see: (i: number, s: Float64Array, g: Float64Array) => void,
  out?: Float64Array,
): void {
  const products = rows.products(K, "f64");
  try {
    products.setWeights(W, rows.nFeatures);
    const S = new Float64Array(products.blockRows * K);
    const G = new Float64Array(products.blockRows * K);
    const s = Array.from({ length: products.blockRows }, (_, k) => S.subarray(k * K, (k + 1) * K));
    const g = Array.from({ length: products.blockRows }, (_, k) => G.subarray(k * K, (k + 1) * K));
    for (let from = 0; from < order.length; from += products.blockRows) {
      const n = Math.min(products.blockRows, order.length - from);
      products.scores(order, from, n, S);
      for (let k = 0; k < n; k++) see(order[from + k]!, s[k]!, g[k]!);
      if (out !== undefined) products.addOuter(G);
    }
    if (out !== undefined) products.readGradient(out, rows.nFeatures);
  } finally {
    products.release();
  }
}

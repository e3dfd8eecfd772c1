import type { Problem } from "../objective/problem.ts";

/**
 * Shows each listed sample's scores at W, which lies class by class (K x D), and returns the sum of the outer products
 * g x_i^T of the coefficients that `see` has left in g. Kernel memory is borrowed for this call alone.
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

/** Gram matrices are formed with that many samples in the place of classes. */
const width = 64;

/** x_p . x_q for the listed samples: the lower triangle of n x n, what is above it is anything. */
export function gramOf({ rows }: Problem, order: Int32Array): Float64Array {
  const n = order.length;
  const D = rows.nFeatures;
  const gram = new Float64Array(n * n);
  const X = new Float64Array(width * D);
  const one = Float64Array.of(1);
  const products = rows.products(width, "f64");
  try {
    const S = new Float64Array(products.blockRows * width);
    for (let q = 0; q < n; q += width) {
      const many = Math.min(width, n - q);
      X.fill(0);
      for (let k = 0; k < many; k++) rows.addOuter(order[q + k]!, one, X.subarray(k * D, (k + 1) * D));
      products.setWeights(X, D);
      for (let from = q; from < n; from += products.blockRows) {
        const count = Math.min(products.blockRows, n - from);
        products.scores(order, from, count, S);
        for (let k = 0; k < count; k++) gram.set(S.subarray(k * width, k * width + many), (from + k) * n + q);
      }
    }
  } finally {
    products.release();
  }
  return gram;
}

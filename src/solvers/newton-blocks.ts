import { choleskySolve } from "../math/cholesky.ts";
import type { Problem } from "../objective/problem.ts";
import { choleskyFactor } from "./cholesky.ts";
import type { Envelope } from "./newton-envelope.ts";
import { gramOf } from "./newton-products.ts";

/** Solves with one class's diagonal block of the Hessian, in place. */
type BlockSolve = (v: Float64Array) => void;

/** Numbers in all factors together, and in a row of one: a quarter of a GiB, some seconds. */
const mostNumbers = 2 ** 25;
const mostRows = 1500;

/**
 * The Hessian's diagonal blocks I + sum_i w_i x_i x_i^T, one a class, factored on the side that is smaller, features or
 * free samples; their diagonals where both are too large. For losses that separate by class this is the whole Hessian.
 *
 * @param order the samples with a free b
 * @param spend is told of the multiplications done
 */
export function* factorBlocks(
  problem: Problem,
  envelope: Envelope,
  order: Int32Array,
  spend: (work: number) => void,
): Generator<boolean, BlockSolve[]> {
  const { rows, nScores: K } = problem;
  const D = rows.nFeatures;
  const perRow = rows.nnz / rows.nSamples;
  const largest = Math.min(mostRows, Math.sqrt(mostNumbers / K));
  const solves: BlockSolve[] = [];
  for (let m = 0; m < K; m++) {
    const { list, weights } = blockOf(problem, envelope, order, m);
    const n = list.length;
    const byFeatures = D <= largest ? n * perRow * D + D ** 3 / 6 : Number.POSITIVE_INFINITY;
    const bySamples = n <= largest ? (n * n * perRow) / 2 + n ** 3 / 6 : Number.POSITIVE_INFINITY;
    const work = Math.min(byFeatures, bySamples);
    const make =
      work === Number.POSITIVE_INFINITY ? diagonalBlock : work === bySamples ? sampleBlock : featureBlock;
    solves.push(make(problem, list, weights));
    if (work < Number.POSITIVE_INFINITY) spend(work / 4);
    yield false;
  }
  return solves;
}

/** The samples with a say in class m's block, and their weights: entry m of the diagonal of L^T J L. */
function blockOf({ y, loss, nScores: K }: Problem, envelope: Envelope, order: Int32Array, m: number) {
  const list: number[] = [];
  const weights: number[] = [];
  const unit = new Float64Array(K);
  const dh = new Float64Array(K);
  const u = new Float64Array(K);
  unit[m] = 1;
  for (const i of order) {
    loss.slopes(unit, y[i]!, dh);
    u.set(dh);
    envelope.curve(i, u);
    let w = 0;
    for (let k = 0; k < K; k++) w += u[k]! * dh[k]!;
    if (!(w > 0)) continue;
    list.push(i);
    weights.push(w);
  }
  return { list: Int32Array.from(list), weights };
}

/** I + X^T w X, D x D. */
function featureBlock(problem: Problem, list: Int32Array, weights: number[]): BlockSolve {
  const { rows } = problem;
  const D = rows.nFeatures;
  const A = new Float64Array(D * D);
  const one = new Float64Array(1);
  const products = rows.products(D, "f64");
  try {
    const G = new Float64Array(products.blockRows * D);
    const S = new Float64Array(products.blockRows * D);
    products.setWeights(A, D);
    for (let from = 0; from < list.length; from += products.blockRows) {
      const n = Math.min(products.blockRows, list.length - from);
      products.scores(list, from, n, S);
      G.fill(0);
      for (let k = 0; k < n; k++) {
        one[0] = weights[from + k]!;
        rows.addOuter(list[from + k]!, one, G.subarray(k * D, (k + 1) * D));
      }
      products.addOuter(G);
    }
    products.readGradient(A, D);
  } finally {
    products.release();
  }
  for (let j = 0; j < D; j++) A[j * D + j]! += 1;
  return choleskyFactor(A, D) ? (v) => choleskySolve(A, D, v) : diagonalBlock(problem, list, weights);
}

/** (I + B^T B)^-1 = I - B^T (I + B B^T)^-1 B with B = sqrt(w) X, n x n (Woodbury). */
function sampleBlock(problem: Problem, list: Int32Array, weights: number[]): BlockSolve {
  const { rows } = problem;
  const n = list.length;
  const roots = weights.map(Math.sqrt);
  const A = gramOf(problem, list);
  for (let k = 0; k < n; k++) {
    for (let l = 0; l <= k; l++) A[k * n + l]! *= roots[k]! * roots[l]!;
    A[k * n + k]! += 1;
  }
  if (!choleskyFactor(A, n)) return diagonalBlock(problem, list, weights);
  const one = new Float64Array(1);
  const u = new Float64Array(n);
  return (v) => {
    for (let k = 0; k < n; k++) {
      rows.scores(list[k]!, v, one);
      u[k] = roots[k]! * one[0]!;
    }
    choleskySolve(A, n, u);
    for (let k = 0; k < n; k++) {
      one[0] = -roots[k]! * u[k]!;
      rows.addOuter(list[k]!, one, v);
    }
  };
}

function diagonalBlock({ rows }: Problem, list: Int32Array, weights: number[]): BlockSolve {
  const diagonal = new Float64Array(rows.nFeatures).fill(1);
  const x = new Float64Array(rows.nFeatures);
  const one = Float64Array.of(1);
  list.forEach((i, k) => {
    x.fill(0);
    rows.addOuter(i, one, x);
    for (let j = 0; j < x.length; j++) if (x[j] !== 0) diagonal[j]! += weights[k]! * x[j]! * x[j]!;
  });
  return (v) => {
    for (let j = 0; j < v.length; j++) v[j]! /= diagonal[j]!;
  };
}

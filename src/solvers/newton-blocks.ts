import { choleskySolve } from "../math/cholesky.ts";
import type { Problem } from "../objective/problem.ts";
import { choleskyFactor } from "./cholesky.ts";
import { conjugate, faster, largestBlock } from "./newton-cost.ts";
import { Gram } from "./newton-gram.ts";
import type { SettledProblem } from "./newton-passes.ts";

/** Solves with one class's diagonal block of the Hessian, in place. */
type BlockSolve = (v: Float64Array) => void;

/** A block on the side of the features is close enough from so many samples a feature. */
const samplesAFeature = 3;

/**
 * The Hessian's diagonal blocks I + sum_i w_i x_i x_i^T, one a class, or something near them that costs no more than a
 * few steps of conjugate gradients: factored on the side of the features from a part of the samples, or on the side
 * of the samples from the heaviest of them, which make the largest eigenvalues.
 *
 * @param order the samples with a free b
 * @param spend is told of the multiplications done
 */
export function* factorBlocks(
  problem: SettledProblem,
  order: Int32Array,
  spend: (work: number) => void,
): Generator<boolean, BlockSolve[]> {
  const { rows, nScores: K } = problem;
  const D = rows.nFeatures;
  const perRow = rows.nnz / rows.nSamples;
  const largest = largestBlock(problem);
  const solves: BlockSolve[] = [];
  for (let m = 0; m < K; m++) {
    const block = blockOf(problem, order, m);
    const n = block.list.length;
    if (n <= largest && (n < D || D > largest)) {
      solves.push(sampleBlock(problem, block));
      spend(((n * n * perRow) / 2 + n ** 3 / 6) / faster);
    } else if (D <= largest) {
      const most = Math.ceil(Math.max(samplesAFeature * D, (conjugate.factors * rows.nSamples) / D));
      solves.push(featureBlock(problem, everyFew(block, most)));
      spend((Math.min(n, most) * perRow * D + D ** 3 / 6) / faster);
    } else {
      const most = Math.floor(largest);
      solves.push(sampleBlock(problem, heaviest(problem, block, most)));
      spend(((most * most * perRow) / 2 + most ** 3 / 6) / faster);
    }
    yield false;
  }
  return solves;
}

interface Block {
  readonly list: Int32Array;
  readonly weights: Float64Array;
}

/** At most so many samples, evenly out of the list, standing for all. */
function everyFew({ list, weights }: Block, most: number): Block {
  if (list.length <= most) return { list, weights };
  const stride = list.length / most;
  const picked = Array.from({ length: most }, (_, k) => Math.floor(k * stride));
  return {
    list: Int32Array.from(picked, (k) => list[k]!),
    weights: Float64Array.from(picked, (k) => stride * weights[k]!),
  };
}

/** The samples of the largest w |x|^2, in their order. */
function heaviest({ rows }: Problem, { list, weights }: Block, most: number): Block {
  const weigh = weights.map((w, k) => w * rows.squaredNorm(list[k]!));
  const picked = Array.from(list.keys())
    .sort((a, b) => weigh[b]! - weigh[a]! || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
  return {
    list: Int32Array.from(picked, (k) => list[k]!),
    weights: Float64Array.from(picked, (k) => weights[k]!),
  };
}

/** The samples with a say in class m's block, of those of `passes.begin`, and their weights. */
export function blockOf({ passes }: SettledProblem, order: Int32Array, m: number): Block {
  const weights = passes.diagonal(m);
  const list = new Int32Array(order.length);
  let count = 0;
  for (let k = 0; k < order.length; k++) {
    if (!(weights[k]! > 0)) continue;
    list[count] = order[k]!;
    weights[count++] = weights[k]!;
  }
  return { list: list.subarray(0, count), weights: weights.subarray(0, count) };
}

/** I + X^T w X, D x D. */
function featureBlock(problem: SettledProblem, block: Block): BlockSolve {
  const D = problem.rows.nFeatures;
  const A = new Float64Array(D * D);
  problem.passes.block(block.list, block.weights, A);
  for (let j = 0; j < D; j++) A[j * D + j]! += 1;
  return choleskyFactor(A, D) ? (v) => choleskySolve(A, D, v) : diagonalBlock(problem, block);
}

/** (I + B^T B)^-1 = I - B^T (I + B B^T)^-1 B with B = sqrt(w) X, n x n (Woodbury). */
function sampleBlock(problem: SettledProblem, block: Block): BlockSolve {
  const { list, weights } = block;
  const { rows } = problem;
  const n = list.length;
  const roots = weights.map(Math.sqrt);
  // Samples of different classes' blocks never meet: what is kept for the whole system would be of no use.
  const A = new Gram(rows).of(list);
  for (let k = 0; k < n; k++) {
    for (let l = 0; l <= k; l++) A[k * n + l]! *= roots[k]! * roots[l]!;
    A[k * n + k]! += 1;
  }
  if (!choleskyFactor(A, n)) return diagonalBlock(problem, block);
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

function diagonalBlock({ rows }: Problem, { list, weights }: Block): BlockSolve {
  const diagonal = new Float64Array(rows.nFeatures).fill(1);
  const columns = new Int32Array(rows.nFeatures);
  const x = new Float64Array(rows.nFeatures);
  list.forEach((i, k) => {
    const count = rows.copyRow(i, columns, x, 0);
    for (let j = 0; j < count; j++) diagonal[columns[j]!]! += weights[k]! * x[j]! * x[j]!;
  });
  return (v) => {
    for (let j = 0; j < v.length; j++) v[j]! /= diagonal[j]!;
  };
}

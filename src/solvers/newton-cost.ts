import type { Problem } from "../objective/problem.ts";
import { blockSamples, type Variables } from "./variables.ts";

/** The most rows of a factor (128 MB). */
const mostRows = 4000;
/** The kernels do about so many multiplications of a factor in the time of one of a product with sparse rows. */
export const faster = 4;

/** Steps of conjugate gradients for a direction, and how many of them their preconditioner costs. */
export const conjugate = { steps: 50, factors: 30 };
/** Numbers in all factors of a preconditioner together: a quarter of a GiB. */
const mostNumbers = 2 ** 25;

/** Rows that a factor may have which is one a class: of n rows, it takes n^3 / 6 multiplications. */
export function largestBlock({ rows, nScores }: Problem): number {
  return Math.min(Math.cbrt(12 * conjugate.factors * rows.nnz), Math.sqrt(mostNumbers / nScores));
}

/** What a factor with a row for each free b costs, in multiplications of products with X; infinite where it is too large. */
export function costInVariables({ rows, nScores }: Problem, nFree: number, nSamples: number): number {
  if (nFree > mostRows) return Number.POSITIVE_INFINITY;
  const gram = (nSamples ** 2 * rows.nnz) / rows.nSamples / 2;
  return (nFree ** 3 / 6 + (nFree ** 2 * nScores) / 2 + gram) / faster;
}

/** The same of a factor with a row for each weight, a block a class if they are `separable`. */
export function costInWeights(problem: Problem, nFree: number, nSamples: number, separable: boolean): number {
  const { rows, nScores } = problem;
  const D = rows.nFeatures;
  const blocks = separable ? nScores : 1;
  const n = (nScores / blocks) * D;
  if (separable ? D > largestBlock(problem) : n > mostRows) return Number.POSITIVE_INFINITY;
  // Free classes of a sample, and its own.
  const classes = nFree / nSamples + 1;
  const pairs = separable ? nFree : (nSamples * classes * (classes + 1)) / 2;
  // A triangle, entry by entry where rows have zeros.
  const squares = Math.min((D * D) / faster, (rows.nnz / rows.nSamples) ** 2 / 2);
  return (blocks * n ** 3) / 6 / faster + pairs * squares;
}

/** Work on each weight in a step of conjugate gradients: updates, inner products, into kernel memory and back. */
const vectorWork = 16;
/** The same on each feature that occurs, in steps for one class: its vectors never leave kernel memory. */
const columnWork = 5;
/** Newton steps from warm dual variables on: the smooth losses need no proximal term, and a class at a time waits for no other. */
const steps = { smooth: 6, classes: 2, plain: 30 };
/** The plain steps are so many times as many for each decade of the gap, where directions are found by conjugate gradients on sparse rows. */
const aDecade = 1.5;
/** Epochs that it takes to get there: rows are laid out once more, and what is known of them is certified. */
const start = 10;
/** Passes over all samples that a step needs besides its direction. */
const passes = 1;
/** How many times longer a multiplication takes than in the ascent, which works in f32: one of conjugate gradients on sparse rows more. */
const slower = { usual: 1.6, sparse: 5 };
/** What the ascent does at a visit besides products, in multiplications: most of it where classes are coupled. */
const visit = { separate: 40, coupled: 200 };

/** What costs depend on. */
export interface Extent {
  readonly rows: Pick<Problem["rows"], "nSamples" | "nFeatures" | "nnz">;
  readonly nScores: number;
}

/** Two products with so many samples. */
export function costOfProducts({ rows, nScores }: Extent, nSamples: number): number {
  return (nSamples / rows.nSamples) * 2 * (rows.nnz + rows.nSamples) * nScores;
}

/**
 * A step of conjugate gradients where so many b of so many samples are free, with what it does to its own vectors: most of it
 * where weights are many and rows sparse. Those go a class at a time, and only over the classes that have a say in a sample.
 */
export function costOfConjugateStep(problem: Problem, nFree: number, nSamples: number): number {
  const { rows, nScores, loss } = problem;
  const nWeights = rows.nFeatures * nScores;
  if (!isSparse(problem)) return costOfProducts(problem, nSamples) + vectorWork * nWeights;
  const pairs = loss.block === "separate" ? nFree : nFree + nSamples;
  const entries = (pairs * rows.nnz) / rows.nSamples;
  return slower.sparse * (2 * entries + columnWork * Math.min(nWeights, entries));
}

/** Multiplications in epochs of the ascent that take as long. */
export function inEpochs(problem: Problem, work: number): number {
  const { rows, loss } = problem;
  const besides = loss.block === "separate" ? visit.separate : visit.coupled;
  return (slower.usual * work) / (costOfProducts(problem, rows.nSamples) + besides * rows.nSamples);
}

/** In how many directions one sample's variables are free. */
function freeOf(b: Float64Array, at: number, K: number, hi: number, cap: number): number {
  let f = 0;
  let S = 0;
  for (let m = at; m < at + K; m++) {
    const value = b[m]!;
    S += value;
    if (value > 0 && value < hi) f++;
  }
  return f > 0 && S >= (1 - 1e-6) * cap ? f - 1 : f;
}

/** In how many directions variables are free, and of how many samples. */
export type Free = readonly [number, number];

/** The same of all samples; one direction less where a sample's sum is at its bound. */
export function countFree({ rows, nScores: K, loss, C }: Problem, b: Variables): Free {
  if (b.free !== undefined) return b.free;
  const { hi, cap } = loss.shape(1);
  let nFree = 0;
  let nSamples = 0;
  for (let first = 0; first < rows.nSamples; first += blockSamples) {
    const n = Math.min(blockSamples, rows.nSamples - first);
    const block = b.of(first, n);
    for (let i = 0; i < n; i++) {
      const f = freeOf(block, i * K, K, hi * C[first + i]!, cap * C[first + i]!);
      nFree += f;
      if (f > 0) nSamples++;
    }
  }
  return [nFree, nSamples];
}

/** Rows with fewer entries than this part are sparse: vectors as long as the weights cost as much as products. */
const sparse = 0.1;

export function isSparse({ rows }: Problem): boolean {
  return rows.nnz < sparse * rows.nSamples * rows.nFeatures;
}

/** Multiplications in a step of conjugate gradients for one class, over those of its samples that are active and their features. */
export function costOfClassStep({ rows }: Problem, nActive: number, nColumns: number): number {
  return (2 * nActive * rows.nnz) / rows.nSamples + columnWork * nColumns;
}

/** How second-order steps are taken: in the weights of all classes, or of one after the other, or on faces of the dual. */
export type Way = "weights" | "classes" | "faces";

/**
 * The way of second-order steps from variables on that are so free. Where rows are sparse and no factor is in reach, squared losses
 * take a class at a time if their classes do not couple, else steps on faces. The plain losses do not: such steps better the
 * dual, while it is their primal that lags behind.
 */
export function wayOf(problem: Problem, [nFree, nSamples]: Free): Way {
  const { loss } = problem;
  if (!loss.squared || !isSparse(problem)) return "weights";
  const isSeparate = loss.block === "separate";
  const direct = Math.min(
    costInVariables(problem, nFree, nSamples),
    costInWeights(problem, nFree, nSamples, isSeparate),
  );
  if (direct <= conjugate.steps * costOfProducts(problem, nSamples)) return "weights";
  return isSeparate ? "classes" : "faces";
}

/**
 * What second-order steps from such variables to the optimum will cost, in epochs: an estimate.
 *
 * @param decades how far it is to the tolerance: the gap has to fall to a tenth of itself so many times
 */
export function expectedEpochs(problem: Problem, [nFree, nSamples]: Free, way: Way, decades: number): number {
  const { rows, nScores, loss } = problem;
  const unit = loss.shape(1);
  if (nSamples === 0) return 0;
  if (way === "classes") {
    const nActive = nFree / nScores;
    const nColumns = Math.min(rows.nFeatures, (nActive * rows.nnz) / rows.nSamples);
    const step = nScores * costOfClassStep(problem, nActive, nColumns);
    return start + steps.classes * inEpochs(problem, conjugate.steps * step);
  }
  const direct = Math.min(
    costInVariables(problem, nFree, nSamples),
    costInWeights(problem, nFree, nSamples, loss.block === "separate"),
  );
  const iterated = conjugate.steps * costOfConjugateStep(problem, nFree, nSamples);
  const factors = isSparse(problem) ? 0 : conjugate.factors * costOfProducts(problem, nSamples);
  const step = Math.min(direct, iterated + factors) + passes * costOfProducts(problem, rows.nSamples);
  const times = isSparse(problem) && iterated < direct ? Math.max(1, aDecade * decades) : 1;
  return start + (unit.r > 0 ? steps.smooth : steps.plain * times) * inEpochs(problem, step);
}

import { wasmModule } from "../kernels/wasm.ts";
import type { Problem } from "../objective/problem.ts";
import { costOfProducts, type Extent, faster } from "./newton-cost.ts";
import type { Beginning } from "./solver.ts";

/** Steps to the optimum, and how many of all hinges become active or cease to be on the way. */
const usual = { steps: 6, changes: 0.5 };
/**
 * Epochs of the ascent that most problems need. Several scores need fewer where the mean of C |x|^2 is small: so many times its
 * fourth root to a tolerance of 1e-3, and as the square root of the decades to another. Plain hinges take finite steps longer.
 */
const usualEpochs = { most: 12, squared: 6.5, plain: 4.2 };
/** How many times longer a multiplication takes than in the ascent, which works in f32. */
const slower = 1.25;
/** The kernels do so many multiplications of a dense Hessian in the time of one of a product with sparse rows. */
const together = 2;
/** Numbers in all Hessians together: a quarter of a GiB. */
const mostNumbers = 2 ** 25;

/**
 * That mean from which on the ascent takes longer for plain hinges. It goes over the samples for several scores at once; of them it
 * is less to tolerances below 1e-3, by the cube of the decades.
 */
const hard = { one: 2, more: 17 };

/** The mean is taken over so many samples at most. */
const mostAsked = 1024;

/** Of C |x|^2: by how much one sample's own part outweighs the regulariser. */
function meanCondition({ rows, C }: Problem): number {
  const { nSamples, squaredNorms } = rows;
  const stride = Math.ceil(nSamples / mostAsked);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < nSamples; i += stride, count++) sum += C[i]! * squaredNorms[i]!;
  return sum / count;
}

/** Multiplications for a sample's part of one class's Hessian: entry by entry where rows have zeros. */
export function costOfMeeting({ rows }: Extent): number {
  const perRow = rows.nnz / rows.nSamples;
  return (perRow * Math.min(rows.nFeatures / together, perRow)) / 2;
}

/** Multiplications for a factor of one class's Hessian. */
export function costOfFactor({ rows }: Extent): number {
  return rows.nFeatures ** 3 / 6 / faster;
}

/** Multiplications in epochs of the ascent that take as long. */
export function finiteEpochs(problem: Extent, work: number): number {
  return (slower * work) / costOfProducts(problem, problem.rows.nSamples);
}

/** Whether a problem is one for finite Newton steps, and they are expected to take less time than the ascent, or than is allowed. */
export function isFiniteFirst(
  problem: Problem,
  { tolerance = 1e-3, maxEpochs = Number.POSITIVE_INFINITY }: Pick<Beginning, "tolerance" | "maxEpochs"> = {},
): boolean {
  const { rows, nScores: K, loss } = problem;
  if (loss.block !== "separate" || wasmModule() === null) return false;
  if (K * rows.nFeatures ** 2 > mostNumbers) return false;
  const condition = meanCondition(problem);
  const decades = Math.max(1, -Math.log10(tolerance));
  const from = K === 1 ? hard.one : hard.more * Math.min(1, 3 / decades) ** 3;
  if (!loss.squared && condition < from) return false;
  const easy = usualEpochs[loss.squared ? "squared" : "plain"] * condition ** 0.25 * Math.sqrt(decades / 3);
  const epochs = K === 1 ? usualEpochs.most : Math.min(usualEpochs.most, easy);
  const met = rows.nSamples * (1 + usual.changes * K);
  const step = K * costOfFactor(problem) + costOfProducts(problem, rows.nSamples) / 2;
  const expected = finiteEpochs(problem, met * costOfMeeting(problem) + usual.steps * step);
  return expected < Math.min(epochs, maxEpochs);
}

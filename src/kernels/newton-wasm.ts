import { newtonHex } from "./newton-bytes.ts";
import { onMemory } from "./on-memory.ts";

/** What the module of second-order steps exports (assembly/newton-index.ts); addresses are bytes into the memory. */
export interface NewtonKernels {
  /** 1, or 0 if a pivot is not positive. */
  factorPanel(A: number, n: number, from: number, to: number, work: number): number;
  addSparseSquare(
    H: number,
    stride: number,
    indices: number,
    values: number,
    count: number,
    factor: number,
    lower: boolean,
  ): void;
  addSquare(H: number, stride: number, x: number, D: number, factor: number, lower: boolean): void;
  factor(A: number, n: number, work: number): number;
  /** Multiplies entry (a, c) of a lower triangle, n x n, with the inner product of rows a and c of R, n x K. */
  weighProducts(A: number, n: number, R: number, K: number): void;
  solveFactor(L: number, n: number, v: number): void;
  residualOf(A: number, n: number, v: number, r: number, out: number): void;
  finiteActive(plan: number, m: number): number;
  finiteAdd(plan: number, m: number, n: number, margin: number, A: number, v: number, form: number): void;
  finiteCurvatures(plan: number, times: number): void;
  finiteFactor(plan: number, H: number, F: number, work: number): number;
  finiteStep(plan: number, from: number, part: number, to: number): void;
  finiteAlong(plan: number, m: number, k: number, t: number): void;
  finiteGradient(plan: number, m: number, g: number, form: number): void;
  finiteLosses(plan: number, m: number, shifts: number): void;
  finiteMove(plan: number, m: number, k: number, t: number): number;
  finiteRecentre(plan: number, m: number, shifts: number, by: number): void;
  finiteSlopes(plan: number, classes: number, form: number): void;
  finiteSums(plan: number, K: number, sums: number, form: number): void;
  finiteVariables(plan: number, K: number, b: number): void;
  classBegin(plan: number, part: number): void;
  classConjugate(plan: number, steps: number, least: number): number;
  classEnd(plan: number): void;
  classOuter(plan: number, c: number, out: number): void;
  classScores(plan: number, N: number, v: number, out: number): void;
  conjugateBegin(plan: number, first: number, last: number, part: number): void;
  conjugateEnd(plan: number): void;
  conjugateSteps(plan: number, steps: number, least: number): number;
  faceSlopes(plan: number, n: number): void;
  faceWeights(plan: number, n: number): void;
  newtonCurved(plan: number, isDense: number): void;
  newtonBlock(plan: number, n: number, isDense: number): void;
  newtonDiagonal(plan: number, m: number): void;
  newtonEnvelope(plan: number, few: number): void;
  newtonHinges(plan: number, h: number, margin: number, isDense: number): void;
  newtonMove(plan: number): number;
  newtonWeights(plan: number, isDense: number): number;
}

/** The kernels of second-order steps, on the memory of an instance of the first ones. */
export const newtonKernels = onMemory<NewtonKernels>(newtonHex);

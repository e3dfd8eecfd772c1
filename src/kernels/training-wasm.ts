import { onMemory } from "./on-memory.ts";
import { rareHex } from "./rare-bytes.ts";
import { trainingHex } from "./training-bytes.ts";

/** So many visits. */
export type Visits = (plan: number, visits: number) => void;
/** Over so many rows. */
export type Pass = (plan: number, n: number) => void;
type BetweenSets = (from: number, n: number, total: number, stride: number, K: number, to: number) => void;

/**
 * What the module of certified training exports (assembly/training-index.ts); addresses are bytes into the memory. `Short` is
 * said of rows whose indices take 2 bytes.
 */
export interface TrainingKernels {
  /** In f32. */
  dualVisits32: Visits;
  dualVisits32Short: Visits;
  /** Of rows whose values are stored in f64. */
  dualVisits32of64Short: Visits;
  /** Rows of K numbers and their sets of classes (assembly/sets.ts). */
  joinSets32: BetweenSets;
  joinSets64: BetweenSets;
  partSets32: BetweenSets;
  partSets64: BetweenSets;
  blend32(from: number, to: number, end: number, part: number): void;
  /** Rows, weights and variables in f64; rows, and these, in f32; these in f32, rows in f64. */
  proofDual64: Pass;
  proofDual32Short: Pass;
  proofDual32of64Short: Pass;
  proofPrimal64: Pass;
  proofPrimal32Short: Pass;
  proofPrimal32of64Short: Pass;
  proofNorms64(plan: number): void;
  proofNorms32(plan: number): void;
  proofRound(plan: number, to: number, row: number): void;
}

/** The kernels of ascent and certificates, on the memory of an instance of the first ones. */
export const trainingKernels = onMemory<TrainingKernels>(trainingHex);

/** What the module exports that few fits need (assembly/rare-index.ts). */
export interface RareKernels {
  dualVisits64: Visits;
  dualVisits64Short: Visits;
  /** Of rows whose values are stored in f32. */
  dualVisits64of32: Visits;
  dualVisits64of32Short: Visits;
  /** Of rows whose values are stored in f64. */
  dualVisits32of64: Visits;
  proofDual32: Pass;
  proofDual32of64: Pass;
  proofPrimal32: Pass;
  proofPrimal32of64: Pass;
}

/** Kernels for an ascent in f64, and for rows in place whose indices take 4 bytes. */
export const rareKernels = onMemory<RareKernels>(rareHex);

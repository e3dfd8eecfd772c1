import { onMemory } from "./on-memory.ts";
import { trainingHex } from "./training-bytes.ts";

type BetweenSets = (from: number, n: number, total: number, stride: number, K: number, to: number) => void;

/** What the module of certified training exports (assembly/training-index.ts); addresses are bytes into the memory. */
export interface TrainingKernels {
  dualVisits32(plan: number, visits: number): void;
  /** In f32, of rows whose values are stored in f64. */
  dualVisits32of64: TrainingKernels["dualVisits32"];
  dualVisits64: TrainingKernels["dualVisits32"];
  /** In f64, of rows whose values are stored in f32. */
  dualVisits64of32: TrainingKernels["dualVisits32"];
  /** Rows of K numbers and their sets of classes (assembly/sets.ts). */
  joinSets32: BetweenSets;
  joinSets64: BetweenSets;
  partSets32: BetweenSets;
  partSets64: BetweenSets;
  blend32(from: number, to: number, end: number, part: number): void;
  /** Rows, weights and variables in f64; rows, and these, in f32; these in f32, rows in f64. */
  proofDual64(plan: number, n: number): void;
  proofDual32: TrainingKernels["proofDual64"];
  proofDual32of64: TrainingKernels["proofDual64"];
  proofPrimal64(plan: number, n: number): void;
  proofPrimal32: TrainingKernels["proofPrimal64"];
  proofPrimal32of64: TrainingKernels["proofPrimal64"];
  proofNorms64(plan: number): void;
  proofNorms32(plan: number): void;
  proofRound(plan: number, to: number, row: number): void;
}

/** The kernels of ascent and certificates, on the memory of an instance of the first ones. */
export const trainingKernels = onMemory<TrainingKernels>(trainingHex);

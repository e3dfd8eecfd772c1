import { onMemory } from "./on-memory.ts";
import { trainingHex } from "./training-bytes.ts";

/** What the module of certified training exports (assembly/training-index.ts); addresses are bytes into the memory. */
export interface TrainingKernels {
  dualVisits32(plan: number, visits: number): void;
  /** In f32, of rows whose values are stored in f64. */
  dualVisits32of64: TrainingKernels["dualVisits32"];
  dualVisits64: TrainingKernels["dualVisits32"];
  /** In f64, of rows whose values are stored in f32. */
  dualVisits64of32: TrainingKernels["dualVisits32"];
  blend32(from: number, to: number, end: number, part: number): void;
  proofDual(plan: number, n: number): void;
  proofNorms(plan: number): void;
  proofPrimal(plan: number, n: number): void;
}

/** The kernels of ascent and certificates, on the memory of an instance of the first ones. */
export const trainingKernels = onMemory<TrainingKernels>(trainingHex);

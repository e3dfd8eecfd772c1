export {
  type CheckOptions,
  type CheckReport,
  checkGradient,
  type DiagnoseOptions,
  type Diagnosis,
  diagnose,
} from "./check/index.ts";
export type { CsrMatrix, DenseMatrix, Label, Matrix } from "./data/index.ts";
export { kernelMatrix, kernelRows } from "./data/index.ts";
export { HingeError } from "./errors.ts";
export { type ExplainOptions, type Explanation, explain } from "./explain/explain.ts";
export type { DualLoss, DualLossName, Loss, LossName, Subdifferential } from "./losses/index.ts";
export { createDualLoss, createLoss, dualLossNames, lossNames } from "./losses/index.ts";
export type {
  ClassScore,
  Evaluation,
  FitOptions,
  FitReport,
  LinearSVMOptions,
  ModelJSON,
  PartialFitOptions,
  PartialFitResult,
} from "./model/index.ts";
export { evaluate, LinearSVM } from "./model/index.ts";
export type { HingeLossOptions, HingeLossResult } from "./objective/index.ts";
export { hingeLoss } from "./objective/index.ts";
export type { LearningRate, Progress, SgdOptions, SgdProgress, Status } from "./solvers/index.ts";

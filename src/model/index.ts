export type { FitOptions, FitReport, LinearSVMOptions, SolverName } from "./fit-options.ts";
export type { ModelJSON } from "./json.ts";
export { LinearSVM } from "./linear-svm.ts";
export type { ClassScore, Evaluation } from "./metrics.ts";
export { evaluate } from "./metrics.ts";
export type { PartialFitOptions, PartialFitResult } from "./stream.ts";

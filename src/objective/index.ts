export type { Certificate } from "./certificate.ts";
export { certify, meets, relativeGap } from "./certificate.ts";
export type { HingeLossOptions, HingeLossResult, Penalty } from "./hinge-loss.ts";
export { hingeLoss } from "./hinge-loss.ts";
export type { PrimalProblem, Problem } from "./problem.ts";
export type { WeightLayout } from "./weight-matrix.ts";

export type { EncodedLabels, Label } from "./labels.ts";
export { encodeLabels, indexLabels } from "./labels.ts";
export type { CsrMatrix, DenseMatrix, Matrix, NumericArray } from "./matrix.ts";
export { kernelMatrix } from "./resident.ts";
export type { Rows } from "./rows.ts";
export { toRows } from "./rows.ts";
export type { ClassWeight, Weights } from "./weights.ts";
export { combineWeights } from "./weights.ts";
export { withBias } from "./with-bias.ts";

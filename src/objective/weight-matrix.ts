import type { DenseMatrix, NumericArray } from "../data/matrix.ts";
import { fromNested } from "../data/rows.ts";
import { HingeError } from "../errors.ts";
import { transpose } from "../math/vector.ts";

/** Which way W lies: `"CxD"` nClasses x nFeatures, `"DxC"` its transpose. Never guessed from the shape. */
export type WeightLayout = "CxD" | "DxC";

/**
 * Reads W into the feature-major layout of the kernels; `restore` turns a gradient back.
 *
 * @param nFeatures of the rows, the bias included if there is one
 * @throws HingeError `bad-shape`, `not-finite`
 */
export function readWeightMatrix(
  matrix: DenseMatrix | readonly ArrayLike<number>[],
  layout: WeightLayout,
  nFeatures: number,
  withBias: boolean,
) {
  const given = "data" in matrix ? matrix : fromNested(matrix, "W");
  const [rows, columns] = given.shape;
  const transposed = layout === "DxC";
  const [K, D] = transposed ? [columns, rows] : [rows, columns];
  if (K < 1 || given.data.length !== rows * columns) {
    throw new HingeError(
      "bad-shape",
      `W holds ${given.data.length} numbers where its shape is ${rows} x ${columns}`,
    );
  }
  if (D !== nFeatures) {
    const features = withBias ? `${nFeatures - 1} features and the bias` : `${nFeatures} features`;
    const hint =
      K === nFeatures
        ? `; if W is ${transposed ? "nClasses x nFeatures" : "nFeatures x nClasses"}, say layout: "${transposed ? "CxD" : "DxC"}"`
        : "";
    throw new HingeError(
      "bad-shape",
      `W is ${rows} x ${columns}, which gives each class ${D} weights where X has ${features}${hint}`,
    );
  }
  checkFinite(given.data);
  const W = transposed ? Float64Array.from(given.data) : transpose(given.data, K, D);
  const restore = (gradient: Float64Array): Float64Array =>
    transposed ? gradient : transpose(gradient, D, K);
  return { W, K, shape: given.shape, restore };
}

function checkFinite(data: NumericArray): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new HingeError("not-finite", `W has ${data[bad]} at position ${bad}; every weight must be finite`);
}

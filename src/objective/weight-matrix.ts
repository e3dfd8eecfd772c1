import type { DenseMatrix, NumericArray } from "../data/matrix.ts";
import type { WeightArray } from "../data/products.ts";
import { fromNested } from "../data/rows.ts";
import { HingeError } from "../errors.ts";
import { transpose } from "../math/vector.ts";

/** Which way W lies: `"CxD"` nClasses x nFeatures, `"DxC"` its transpose. Never guessed from the shape. */
export type WeightLayout = "CxD" | "DxC";

/**
 * Reads W as nClasses x nFeatures, row-major, without copying where it lies so; `restore` turns a gradient back.
 *
 * @param nFeatures of the rows, the bias included if there is one
 * @throws HingeError `bad-shape`
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
  const W = transposed ? transposeLike(given.data, D, K) : weightArray(given.data);
  const restore = (gradient: WeightArray): WeightArray =>
    transposed ? transposeLike(gradient, K, D) : gradient;
  return { W, K, shape: given.shape, restore };
}

/** The weights in f32 if that is what they came in, else in f64. */
function weightArray(data: NumericArray): WeightArray {
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float64Array.from(data);
}

function transposeLike(data: NumericArray, rows: number, columns: number): WeightArray {
  const out = transpose(data, rows, columns);
  return data instanceof Float32Array ? Float32Array.from(out) : out;
}

/** @throws HingeError `not-finite` */
export function checkFiniteWeights(data: NumericArray): void {
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new HingeError("not-finite", `W has ${data[bad]} at position ${bad}; every weight must be finite`);
}

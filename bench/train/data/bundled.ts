import type { DenseMatrix } from "hinge";
import { loadBundled } from "../../../src/cli/data/bundled.ts";
import type { Dataset } from "./dataset.ts";

/** The sets that come with the package, smallest first, scaled as the field does. The digits' pixels range from 0 to 16. */
export const bundledSets: readonly Dataset[] = [
  bundled("iris", standardized),
  bundled("wine", standardized),
  bundled("penguins", standardized),
  bundled("breast-cancer", standardized),
  bundled("digits", dividedBy(16)),
];

function bundled(name: string, scale: (X: DenseMatrix) => DenseMatrix): Dataset {
  return {
    name,
    async train() {
      const { X, labels } = await loadBundled(name);
      if (!("data" in X) || labels === undefined) throw new Error(`${name} is not dense, or has no labels`);
      return { X: scale(X), labels };
    },
  };
}

/** Each feature less its mean and divided by its standard deviation; a constant one becomes 0. */
function standardized({ data, shape }: DenseMatrix): DenseMatrix {
  const [n, d] = shape;
  const scaled = new Float64Array(n * d);
  for (let j = 0; j < d; j++) {
    const column = Array.from({ length: n }, (_, i) => data[i * d + j]!);
    const mean = column.reduce((sum, x) => sum + x, 0) / n;
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n) || 1;
    for (let i = 0; i < n; i++) scaled[i * d + j] = (column[i]! - mean) / deviation;
  }
  return { data: scaled, shape };
}

/** Each feature divided by the same number. */
function dividedBy(divisor: number) {
  return ({ data, shape }: DenseMatrix): DenseMatrix => ({
    data: Float64Array.from(data, (x) => x / divisor),
    shape,
  });
}

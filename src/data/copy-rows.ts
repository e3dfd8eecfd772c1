import type { WeightArray } from "./products.ts";
import type { Rows } from "./rows.ts";

/** Rows by their entries: row i has places indptr[i] to indptr[i + 1] of `indices` and `values`. */
export interface Entries {
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly values: WeightArray;
}

/** Copies all rows, zeros included. @param data nSamples x nFeatures, row-major; overwritten */
export function copyDense(rows: Rows, data: WeightArray): void {
  const { nSamples: N, nFeatures: D, stored } = rows;
  const { values, width, entries, constant } = stored;
  const columns = entries?.indices;
  if (columns !== undefined) data.fill(0);
  let end = 0;
  for (let i = 0; i < N; i++) {
    const to = i * D;
    const from = end;
    end = entries === undefined ? from + width : entries.indptr[i + 1]!;
    // A row with an entry for each column has them in their order.
    if (columns === undefined || end - from === width)
      for (let k = from, ahead = to - from; k < end; k++) data[ahead + k] = values[k]!;
    else for (let k = from; k < end; k++) data[to + columns[k]!] = values[k]!;
    if (constant !== 0) data[to + D - 1] = constant;
  }
}

/** Copies the entries of all rows that are not zero. @param kept with room for N + 1 rows' ends and `nnz` entries; overwritten */
export function copySparse(
  { nSamples: N, nFeatures: D, nnz, stored }: Pick<Rows, "nSamples" | "nFeatures" | "nnz" | "stored">,
  kept: Entries,
): void {
  const { values, width, entries, constant } = stored;
  const { indptr, indices, values: numbers } = kept;
  if (entries !== undefined && constant === 0 && nnz === values.length) {
    indptr.set(entries.indptr);
    indices.set(entries.indices);
    numbers.set(values);
    return;
  }
  const columns = entries?.indices;
  let at = 0;
  let end = 0;
  indptr[0] = 0;
  for (let i = 0; i < N; i++) {
    const from = end;
    end = entries === undefined ? from + width : entries.indptr[i + 1]!;
    for (let k = from; k < end; k++) {
      const value = values[k]!;
      if (value === 0) continue;
      indices[at] = columns === undefined ? k - from : columns[k]!;
      numbers[at++] = value;
    }
    if (constant !== 0) {
      indices[at] = D - 1;
      numbers[at++] = constant;
    }
    indptr[i + 1] = at;
  }
}

import { randomStream } from "../math/random.ts";
import { CsrRows } from "./csr.ts";
import type { Rows } from "./rows.ts";

/**
 * One row out of every `stride`, drawn at random: in the same order, and the same ones each time.
 *
 * @returns row numbers, ascending
 */
export function drawRows(nSamples: number, stride: number): Int32Array {
  const random = randomStream(1, stride);
  const drawn = new Int32Array(Math.floor(nSamples / stride));
  for (let k = 0; k < drawn.length; k++) drawn[k] = k * stride + Math.floor(random() * stride);
  return drawn;
}

/** Some rows, copied by those entries that are not zero, a constant feature's among them. */
export function someRows(rows: Rows, which: Int32Array): Rows {
  const { entries, width, constant } = rows.stored;
  let most = constant === 0 ? 0 : which.length;
  for (const i of which) most += entries === undefined ? width : entries.indptr[i + 1]! - entries.indptr[i]!;
  const indptr = new Int32Array(which.length + 1);
  const indices = new Int32Array(most);
  const values = new Float64Array(most);
  let at = 0;
  for (let k = 0; k < which.length; k++) {
    at = rows.copyRow(which[k]!, indices, values, at);
    indptr[k + 1] = at;
  }
  const shape = [which.length, rows.nFeatures] as const;
  return new CsrRows({ indptr, indices: indices.subarray(0, at), values: values.subarray(0, at), shape });
}

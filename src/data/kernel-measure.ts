import { layOut } from "../kernels/wasm.ts";
import { halves } from "../math/halves.ts";
import type { NumericArray } from "../math/numeric.ts";
import type { RowMeasures } from "./measure.ts";
import { residenceOf } from "./resident.ts";

/** Rows looked at together. */
const blockRows = 512;

/**
 * The same as `measureRows`, to the last bit, of rows that lie in kernel memory, by kernels: where JavaScript is not yet compiled
 * it makes three objects an entry.
 *
 * @returns undefined if they lie elsewhere, if somebody is at work there, or if some row's norm is not finite
 */
export function measureInPlace(
  nRows: number,
  values: NumericArray,
  indptr: ArrayLike<number>,
  more: number,
): RowMeasures | undefined {
  const residence = residenceOf(values);
  if (residence === undefined || residence.inUse) return undefined;
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return undefined;
  const { addresses, end } = layOut(residence.workspace, [(blockRows + 1) * 4, blockRows * 8]);
  if (end > residence.bytes) return undefined;
  const { kernels, memory } = residence.instance;
  const kernel = values instanceof Float32Array ? kernels.rowSquares32 : kernels.rowSquares64;
  const [startsAt, normsAt] = addresses as [number, number];
  const starts = new Int32Array(memory.buffer, startsAt, blockRows + 1);
  const norms = new Float64Array(memory.buffer, normsAt, blockRows);
  const squaredNorms = new Float64Array(nRows);
  let nnz = 0;
  for (let first = 0; first < nRows; first += blockRows) {
    const n = Math.min(blockRows, nRows - first);
    for (let i = 0; i <= n; i++) starts[i] = indptr[first + i]!;
    nnz += kernel(values.byteOffset, startsAt, n, more, normsAt);
    squaredNorms.set(n === blockRows ? norms : norms.subarray(0, n), first);
  }
  return areFinite(halves(squaredNorms)) ? { squaredNorms, nnz } : undefined;
}

function areFinite(bits: Int32Array): boolean {
  for (let k = 1; k < bits.length; k += 2) if ((bits[k]! & 0x7ff00000) === 0x7ff00000) return false;
  return true;
}

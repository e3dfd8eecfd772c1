import { layOut, type WasmKernels } from "../kernels/wasm.ts";
import { halves } from "../math/halves.ts";
import type { NumericArray } from "../math/numeric.ts";
import type { CsrMatrix } from "./matrix.ts";
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
  if (!(values instanceof Float32Array || values instanceof Float64Array)) return undefined;
  const blocks = blocksOf(values, nRows, indptr);
  if (blocks === undefined) return undefined;
  const { kernels, startsAt, norms, each } = blocks;
  const kernel = values instanceof Float32Array ? kernels.rowSquares32 : kernels.rowSquares64;
  const squaredNorms = new Float64Array(nRows);
  let nnz = 0;
  each((first, n) => {
    nnz += kernel(values.byteOffset, startsAt, n, more, norms.byteOffset);
    squaredNorms.set(n === blockRows ? norms : norms.subarray(0, n), first);
    return true;
  });
  return areFinite(halves(squaredNorms)) ? { squaredNorms, nnz } : undefined;
}

/**
 * Whether the columns of all rows ascend within their number, by kernels.
 *
 * @param indptr never descends, and ends where `indices` does
 * @returns undefined if the rows lie elsewhere, or if somebody is at work there
 */
export function ascendInPlace({ indices, indptr, shape: [nRows, columns] }: CsrMatrix): boolean | undefined {
  if (!(indices instanceof Int32Array || indices instanceof Uint16Array)) return undefined;
  const blocks = blocksOf(indices, nRows, indptr);
  if (blocks === undefined) return undefined;
  const { kernels, startsAt, each } = blocks;
  const kernel = indices instanceof Int32Array ? kernels.doColumnsAscend32 : kernels.doColumnsAscendShort;
  return each((_, n) => kernel(indices.byteOffset, startsAt, n, columns) !== 0);
}

/** Rows in kernel memory a block at a time, what kernels need to know of it being laid out behind them. */
interface Blocks {
  readonly kernels: WasmKernels;
  /** Address of where the rows of a block begin, and where the last one ends. */
  readonly startsAt: number;
  /** A number for each. */
  readonly norms: Float64Array;
  /** Goes through all blocks as long as `look` is content. @returns whether it was with each */
  each(look: (first: number, n: number) => boolean): boolean;
}

/** @param array one of the rows' own @returns undefined if it lies elsewhere, or if somebody is at work there */
function blocksOf(array: ArrayBufferView, nRows: number, indptr: ArrayLike<number>): Blocks | undefined {
  const residence = residenceOf(array);
  if (residence === undefined || residence.inUse) return undefined;
  const { addresses, end } = layOut(residence.workspace, [(blockRows + 1) * 4, blockRows * 8]);
  if (end > residence.bytes) return undefined;
  const { kernels, memory } = residence.instance;
  const [startsAt, normsAt] = addresses as [number, number];
  const starts = new Int32Array(memory.buffer, startsAt, blockRows + 1);
  return {
    kernels,
    startsAt,
    norms: new Float64Array(memory.buffer, normsAt, blockRows),
    each(look) {
      for (let first = 0; first < nRows; first += blockRows) {
        const n = Math.min(blockRows, nRows - first);
        for (let i = 0; i <= n; i++) starts[i] = indptr[first + i]!;
        if (!look(first, n)) return false;
      }
      return true;
    },
  };
}

function areFinite(bits: Int32Array): boolean {
  for (let k = 1; k < bits.length; k += 2) if ((bits[k]! & 0x7ff00000) === 0x7ff00000) return false;
  return true;
}

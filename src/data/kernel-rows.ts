import { HingeError, show } from "../errors.ts";
import { instantiate, layOut, mostBytes, wasmModule } from "../kernels/wasm.ts";
import type { CsrMatrix } from "./matrix.ts";
import type { Precision } from "./products.ts";
import { type Residence, residenceOf, settleIn, tooLarge } from "./resident.ts";
import type { Rows } from "./rows.ts";
import { checkShape } from "./shape.ts";
import { sparseSizes } from "./sparse-products.ts";

/** Columns whose numbers take 2 bytes. */
const mostNarrow = 2 ** 16;
/** The most bytes of addresses that are set aside for finite Newton steps. */
const mostForSteps = 2 ** 27;

/**
 * A zeroed sparse matrix in the kernels' own memory, to be filled by the caller: training, loss and gradient then use it
 * in place, where of any other one training makes a copy of 8 bytes an entry (and of f64 values for one-vs-all of more than
 * four classes, which goes over them for every four). Entries are not to be changed while a fit is under way.
 *
 * Takes entries * 6 (f32) or 10 (f64) bytes, and 2 more an entry where there are more than 65,536 columns: `indices` is a
 * Uint16Array up to there, an Int32Array beyond. Behind them addresses are set aside for the weights and variables of a fit,
 * which take no memory before there is one. Where there is no WebAssembly the arrays are ordinary ones. A typed array keeps
 * what fits of a number that it is given: columns of foreign data have to be looked at before they are written here.
 *
 * @param rows samples
 * @param columns features
 * @param entries how many values are stored
 * @param type f32 or f64, of the values
 * @param classes the most classes that it will be used with in place
 * @throws HingeError `bad-shape`; `too-large` beyond 4 GiB or what the machine gives
 * @example
 * const X = kernelRows(3, 1000, 5, "f64", 2);
 * X.indptr.set([0, 2, 3, 5]);
 * X.indices.set([7, 300, 12, 7, 999]);
 * X.values.set([0.5, 1, 2, 0.25, 1]);
 */
export function kernelRows(
  rows: number,
  columns: number,
  entries: number,
  type: Precision = "f64",
  classes = 100,
): CsrMatrix & { readonly indptr: Int32Array; readonly indices: Int32Array | Uint16Array } {
  const array = type === "f32" ? Float32Array : Float64Array;
  const shape = [rows, columns] as const;
  checkShape(shape, "the kernel rows");
  checkCount("entries", entries, 0);
  checkCount("classes", classes, 1);
  const indptr = new Int32Array(rows + 1);
  const module = wasmModule();
  const columnArray = columns <= mostNarrow ? Uint16Array : Int32Array;
  if (module === null)
    return { indptr, indices: new columnArray(entries), values: new array(entries), shape };
  const size = array.BYTES_PER_ELEMENT;
  const { addresses, end: workspace } = layOut(64, [entries * size, entries * columnArray.BYTES_PER_ELEMENT]);
  const products = layOut(workspace, sparseSizes(columns, classes, size)).end;
  const room = Math.max(
    trainingRoom(rows, columns + 1, entries + rows, classes, size),
    finiteStepsRoom(rows, columns + 1, classes),
  );
  const end = Math.max(products, workspace + room);
  if (!(end <= mostBytes)) throw tooLarge(`${entries} entries`, end);
  try {
    const instance = instantiate(module, end);
    const { buffer } = instance.memory;
    settleIn(instance, workspace);
    const [values, indices] = addresses as [number, number];
    return {
      indptr,
      indices: new columnArray(buffer, indices, entries),
      values: new array(buffer, values, entries),
      shape,
    };
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(`${entries} entries`, end);
    throw cause;
  }
}

function checkCount(name: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new HingeError("bad-shape", `${name} is ${show(count)}; give a whole number from ${least} on`);
}

/**
 * Enough for an ascent: weights, their mean, variables; beside them what it knows of samples, their order a set of classes, and
 * what its certificates need (objective/held-bounds.ts).
 */
function trainingRoom(
  nSamples: number,
  nFeatures: number,
  nnz: number,
  classes: number,
  size: number,
): number {
  const padded = Math.ceil(classes / 4) * 4;
  const perSample = padded * size + 2 * padded + 64;
  const certificates = Math.max(2 ** 20, 3 * nnz, 32 * nFeatures) + 2 ** 18;
  return 2 * nFeatures * padded * size + nSamples * perSample + 280 * padded + 4096 + certificates;
}

/**
 * Enough for finite Newton steps, where they come first (solvers/finite-kernel.ts): a Hessian a class and one factor, beside them
 * weights and the like, 24 bytes a sample and class. None where it is too much to set aside: they take a copy then.
 */
function finiteStepsRoom(nSamples: number, nFeatures: number, classes: number): number {
  const perClass = 8 * nFeatures ** 2 + 64 * nFeatures + 24 * nSamples + 640;
  const room = (classes + 1) * perClass + 2 ** 15;
  return room <= mostForSteps ? room : 0;
}

/** Where sparse rows can be used as they lie in kernel memory: nobody else is there, and there are no zeros among the entries. */
export function residenceOfRows({ nnz, nSamples, stored }: Rows): Residence | undefined {
  const { values, entries, constant } = stored;
  if (entries === undefined) return undefined;
  if (!(entries.indices instanceof Int32Array || entries.indices instanceof Uint16Array)) return undefined;
  if (!(values instanceof Float64Array || values instanceof Float32Array)) return undefined;
  const residence = residenceOf(values);
  const isWhole =
    entries.indices.buffer === values.buffer && nnz === values.length + (constant === 0 ? 0 : nSamples);
  return isWhole && residence?.inUse === false ? residence : undefined;
}

import { HingeError } from "../errors.ts";
import { instantiate, layOut, mostBytes, type WasmInstance, wasmModule } from "../kernels/wasm.ts";
import type { NumericArray } from "../math/numeric.ts";
import { denseSizes } from "./dense-layout.ts";
import type { Precision } from "./products.ts";
import { checkShape } from "./shape.ts";

/** Where a matrix lies in kernel memory, and where the work space behind it begins. */
export interface Residence {
  readonly instance: WasmInstance;
  readonly workspace: number;
  readonly bytes: number;
  /** Whether the work space belongs to somebody: one at a time uses the matrix in place. */
  inUse: boolean;
}

const residences = new WeakMap<ArrayBufferLike, Residence>();

/** Whether a matrix can be used where it lies: a work space of those sizes fits behind it, and nobody else is there. */
export function fitsIn(
  residence: Residence,
  data: NumericArray,
  size: 4 | 8,
  workspace: readonly number[],
): boolean {
  return (
    !residence.inUse &&
    data.BYTES_PER_ELEMENT === size &&
    layOut(residence.workspace, workspace).end <= residence.bytes
  );
}

/** Makes known that the arrays of an instance's memory can be used in place, until `leave`. */
export function settleIn(instance: WasmInstance, workspace: number): void {
  const { buffer } = instance.memory;
  residences.set(buffer, { instance, workspace, bytes: buffer.byteLength, inUse: false });
}

export function leave(instance: WasmInstance): void {
  residences.delete(instance.memory.buffer);
}

/**
 * A zeroed dense matrix in the kernels' own memory, to be filled by the caller: loss and gradient then use it in
 * place, where any other array is copied once a pass, block by block.
 *
 * Takes rows * columns * 4 (f32) or 8 (f64) bytes, and 3 * classes * columns numbers of work space behind it. Where
 * there is no WebAssembly it is an ordinary array.
 *
 * @param type f32 or f64
 * @param classes the most classes that it will be used with in place
 * @throws HingeError `bad-shape`; `too-large` beyond 4 GiB or what the machine gives
 * @example
 * const X = kernelMatrix(10_000, 3073, "f32", 10);
 * X.data.set(pixels);
 */
export function kernelMatrix(
  rows: number,
  columns: number,
  type: Precision = "f64",
  classes = 100,
): { readonly data: Float64Array | Float32Array; readonly shape: readonly [number, number] } {
  const array = type === "f32" ? Float32Array : Float64Array;
  const shape = [rows, columns] as const;
  checkShape(shape, "the kernel matrix");
  const module = wasmModule();
  if (module === null) return { data: new array(rows * columns), shape };
  const size = array.BYTES_PER_ELEMENT;
  const { addresses, end: workspace } = layOut(64, [rows * columns * size]);
  const { end } = layOut(workspace, denseSizes(columns, classes, size, true));
  if (!(end <= mostBytes)) throw tooLarge(`${rows} x ${columns} numbers`, end);
  try {
    const instance = instantiate(module, end);
    const { buffer } = instance.memory;
    settleIn(instance, workspace);
    return { data: new array(buffer, addresses[0]!, rows * columns), shape };
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(`${rows} x ${columns} numbers`, end);
    throw cause;
  }
}

/** Where an array lies, if it lies in kernel memory. */
export function residenceOf(data: ArrayBufferView): Residence | undefined {
  return residences.get(data.buffer);
}

export function tooLarge(what: string, bytes: number): HingeError {
  return new HingeError(
    "too-large",
    `${what} and their work space need ${(bytes / 2 ** 30).toFixed(1)} GiB of kernel memory, more than there is; split the data`,
  );
}

import { borrowIfThere, giveBack } from "../kernels/pool.ts";
import { layOut, type WasmInstance, wasmModule } from "../kernels/wasm.ts";
import { copyDense, copySparse } from "./copy-rows.ts";
import { CsrRows } from "./csr.ts";
import { DenseRows } from "./dense.ts";
import { denseSizes } from "./dense-layout.ts";
import { leave, settleIn } from "./resident.ts";
import type { Rows } from "./rows.ts";
import { sparseSizes } from "./sparse-products.ts";

/** Rows with fewer entries than this part are kept by their entries, without the zeros. */
const denseFrom = 0.4;

/** Whether rows are kept with their zeros by those who go over them many times. */
export function isMostlyFilled({ nSamples, nFeatures, nnz }: Rows): boolean {
  return nnz >= denseFrom * nSamples * nFeatures;
}

/** Where settled rows lie in kernel memory: their values from `values` on, f64. */
export interface Place {
  readonly instance: WasmInstance;
  readonly isDense: boolean;
  readonly values: number;
  /** Of sparse rows: column of each value, and where each row begins among them, nSamples + 1 places; i32. */
  readonly indices: number;
  readonly starts: number;
  /** The room asked for. */
  readonly room: number;
}

/** Rows for those who go over them many times. */
export interface SettledRows {
  readonly rows: Rows;
  /** Undefined where there are no kernels, or not enough memory for them. */
  readonly place: Place | undefined;
  /** Gives the memory back; nothing of the rows is used afterwards. */
  release(): void;
}

/**
 * A copy of the rows in kernel memory, where products with up to K scores find them, and a room beside it for what else the
 * caller wants to have there.
 *
 * @param room its bytes
 */
export function settle(rows: Rows, K: number, room: (isDense: boolean) => number): SettledRows {
  const module = wasmModule();
  const stay = { rows, place: undefined, release() {} };
  if (module === null) return stay;
  const { nSamples: N, nFeatures: D, nnz } = rows;
  const isDense = isMostlyFilled(rows);
  const sizes = isDense ? [N * D * 8, 0, 0] : [nnz * 8, nnz * 4, (N + 1) * 4];
  const { addresses, end: workspace } = layOut(64, [...sizes, room(isDense)]);
  const [values, indices, starts, roomAt] = addresses as [number, number, number, number];
  const { end } = layOut(workspace, isDense ? denseSizes(D, K, 8, true) : sparseSizes(D, K, 8));
  const instance = borrowIfThere(module, end);
  if (instance === undefined) return stay;
  const { buffer } = instance.memory;
  settleIn(instance, workspace);
  const shape = [N, D] as const;
  const data = new Float64Array(buffer, values, isDense ? N * D : 0);
  const kept = {
    indptr: new Int32Array(buffer, starts, isDense ? 0 : N + 1),
    indices: new Int32Array(buffer, indices, isDense ? 0 : nnz),
    values: new Float64Array(buffer, values, isDense ? 0 : nnz),
    shape,
  };
  if (isDense) copyDense(rows, data);
  else copySparse(rows, kept);
  let made: Rows | undefined;
  return {
    // Checked once more when they are made, which those who know where they lie can do without.
    get rows() {
      made ??= isDense ? new DenseRows({ data, shape }) : new CsrRows(kept);
      return made;
    },
    place: { instance, isDense, values, indices, starts, room: roomAt },
    release() {
      leave(instance);
      giveBack(instance);
    },
  };
}

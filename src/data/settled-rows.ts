import { HingeError } from "../errors.ts";
import { borrow, giveBack } from "../kernels/pool.ts";
import { layOut, type WasmInstance, wasmModule } from "../kernels/wasm.ts";
import { CsrRows } from "./csr.ts";
import { DenseRows } from "./dense.ts";
import { denseSizes } from "./dense-layout.ts";
import { leave, settleIn } from "./resident.ts";
import type { Rows } from "./rows.ts";
import { sparseSizes } from "./sparse-products.ts";

/** Rows with fewer entries than this part are kept by their entries, without the zeros. */
const denseFrom = 0.4;

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
  const isDense = nnz >= denseFrom * N * D;
  const kept = isDense ? [N * D * 8, 0, 0] : [nnz * 8, nnz * 4, (N + 1) * 4];
  const { addresses, end: workspace } = layOut(64, [...kept, room(isDense)]);
  const [values, indices, starts, roomAt] = addresses as [number, number, number, number];
  const { end } = layOut(workspace, isDense ? denseSizes(D, K, 8, true) : sparseSizes(D, K, 8));
  let instance: WasmInstance;
  try {
    instance = borrow(module, end);
  } catch (error) {
    if (error instanceof HingeError && error.code === "too-large") return stay;
    throw error;
  }
  const { buffer } = instance.memory;
  settleIn(instance, workspace);
  return {
    rows: isDense
      ? copyDense(rows, new Float64Array(buffer, values, N * D))
      : copySparse(rows, {
          indptr: new Int32Array(buffer, starts, N + 1),
          indices: new Int32Array(buffer, indices, nnz),
          values: new Float64Array(buffer, values, nnz),
          shape: [N, D],
        }),
    place: { instance, isDense, values, indices, starts, room: roomAt },
    release() {
      leave(instance);
      giveBack(instance);
    },
  };
}

function copyDense(rows: Rows, data: Float64Array): Rows {
  const { nSamples: N, nFeatures: D } = rows;
  const columns = new Int32Array(D);
  const entries = new Float64Array(D);
  data.fill(0);
  for (let i = 0; i < N; i++) {
    const count = rows.copyRow(i, columns, entries, 0);
    for (let k = 0; k < count; k++) data[i * D + columns[k]!] = entries[k]!;
  }
  return new DenseRows({ data, shape: [N, D] });
}

interface Entries {
  readonly indptr: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float64Array;
  readonly shape: readonly [number, number];
}

function copySparse(rows: Rows, kept: Entries): Rows {
  const { indptr, indices, values } = kept;
  const columns = new Int32Array(rows.nFeatures);
  const entries = new Float64Array(rows.nFeatures);
  indptr[0] = 0;
  for (let i = 0; i < rows.nSamples; i++) {
    const from = indptr[i]!;
    const count = rows.copyRow(i, columns, entries, 0);
    for (let k = 0; k < count; k++) {
      indices[from + k] = columns[k]!;
      values[from + k] = entries[k]!;
    }
    indptr[i + 1] = from + count;
  }
  return new CsrRows(kept);
}

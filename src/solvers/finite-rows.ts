import { copyDense, copySparse } from "../data/copy-rows.ts";
import { residenceOfRows } from "../data/kernel-rows.ts";
import type { Rows } from "../data/rows.ts";
import { isMostlyFilled } from "../data/settled-rows.ts";
import { borrowIfThere, giveBack } from "../kernels/pool.ts";
import { layOut, type WasmInstance, wasmModule } from "../kernels/wasm.ts";

/** How rows lie (assembly/finite-rows.ts): in whole, or by entries that were copied or are read where they are. */
const forms = { dense: 0, copied: 1, short64: 2, short32: 3 } as const;

/** What is known of rows in kernel memory, and where they lie. */
export interface FiniteRows extends Pick<Rows, "nSamples" | "nFeatures" | "nnz"> {
  readonly instance: WasmInstance;
  readonly form: (typeof forms)[keyof typeof forms];
  readonly values: number;
  /** Of sparse rows: column of each value, and where each row begins and ends among them (i32). */
  readonly indices: number;
  readonly starts: number;
  readonly ends: number;
  /** Value of a last feature that sparse rows do not have among their entries; 0 for none. */
  readonly constant: number;
}

/** Rows, and a room behind them. */
export interface FinitePlace {
  readonly rows: FiniteRows;
  readonly room: number;
  /** Gives the memory back; nothing of it is used afterwards. */
  release(): void;
}

/**
 * The rows where they are if they lie in kernel memory already, with indices of 2 bytes and enough room behind them, else a copy.
 *
 * @param room bytes that are wanted behind them
 * @returns undefined where there are no kernels, or not enough memory for them
 */
export function placeRows(rows: Rows, room: (isDense: boolean) => number): FinitePlace | undefined {
  const isDense = isMostlyFilled(rows);
  return (isDense ? undefined : inPlace(rows, room(false))) ?? copied(rows, isDense, room(isDense));
}

function inPlace(rows: Rows, room: number): FinitePlace | undefined {
  const residence = residenceOfRows(rows);
  const { values, entries, constant } = rows.stored;
  if (residence === undefined || !(entries!.indices instanceof Uint16Array)) return undefined;
  const { nSamples, nFeatures, nnz } = rows;
  const { addresses, end } = layOut(residence.workspace, [(nSamples + 1) * 4, room]);
  if (end > residence.bytes) return undefined;
  const { instance } = residence;
  const [starts, roomAt] = addresses as [number, number];
  new Int32Array(instance.memory.buffer, starts, nSamples + 1).set(entries!.indptr);
  residence.inUse = true;
  const form = values instanceof Float64Array ? forms.short64 : forms.short32;
  const at = { values: values.byteOffset, indices: entries!.indices.byteOffset, starts, ends: starts + 4 };
  return {
    rows: { nSamples, nFeatures, nnz, instance, form, constant, ...at },
    room: roomAt,
    release() {
      residence.inUse = false;
    },
  };
}

function copied(rows: Rows, isDense: boolean, room: number): FinitePlace | undefined {
  const module = wasmModule();
  if (module === null) return undefined;
  const { nSamples, nFeatures, nnz } = rows;
  // Dense rows have it among their numbers.
  const constant = isDense ? 0 : rows.stored.constant;
  const entries = isDense ? nSamples * nFeatures : nnz - (constant === 0 ? 0 : nSamples);
  const lists = isDense ? [0, 0] : [entries * 4, (nSamples + 1) * 4];
  const { addresses, end } = layOut(64, [entries * 8, ...lists, room]);
  const [values, indices, starts, roomAt] = addresses as [number, number, number, number];
  const instance = borrowIfThere(module, end);
  if (instance === undefined) return undefined;
  const { buffer } = instance.memory;
  const numbers = new Float64Array(buffer, values, entries);
  if (isDense) copyDense(rows, numbers);
  else {
    const stored = { ...rows.stored, constant: 0 };
    const indptr = new Int32Array(buffer, starts, nSamples + 1);
    const kept = { indptr, indices: new Int32Array(buffer, indices, entries), values: numbers };
    copySparse({ nSamples, nFeatures, nnz: entries, stored }, kept);
  }
  const form = isDense ? forms.dense : forms.copied;
  return {
    rows: { nSamples, nFeatures, nnz, instance, form, constant, values, indices, starts, ends: starts + 4 },
    room: roomAt,
    release() {
      giveBack(instance);
    },
  };
}

/** Bytes that `takeRows` needs for so many. */
export function roomOfSome(nRows: number, nFeatures: number, isDense: boolean): number {
  return layOut(0, isDense ? [nRows * nFeatures * 8] : [nRows * 4, nRows * 4]).end;
}

/** Some of the rows: sparse ones where they are, dense ones copied behind. @param room an address; @param which row numbers */
export function takeRows(rows: FiniteRows, which: Int32Array, room: number): FiniteRows {
  const { buffer } = rows.instance.memory;
  const nSamples = which.length;
  if (isDenseForm(rows)) {
    const D = rows.nFeatures;
    const all = new Float64Array(buffer, rows.values, rows.nSamples * D);
    const some = new Float64Array(buffer, room, nSamples * D);
    for (let k = 0; k < nSamples; k++) some.set(all.subarray(which[k]! * D, (which[k]! + 1) * D), k * D);
    return { ...rows, nSamples, nnz: (rows.nnz * nSamples) / rows.nSamples, values: room };
  }
  const [starts, ends] = layOut(room, [nSamples * 4, nSamples * 4]).addresses as [number, number];
  const limits = new Int32Array(buffer, rows.starts, rows.nSamples + 1);
  const from = new Int32Array(buffer, starts, nSamples);
  const to = new Int32Array(buffer, ends, nSamples);
  let nnz = rows.constant === 0 ? 0 : nSamples;
  for (let k = 0; k < nSamples; k++) {
    from[k] = limits[which[k]!]!;
    to[k] = limits[which[k]! + 1]!;
    nnz += to[k]! - from[k]!;
  }
  return { ...rows, nSamples, nnz, starts, ends };
}

export function isDenseForm({ form }: FiniteRows): boolean {
  return form === forms.dense;
}

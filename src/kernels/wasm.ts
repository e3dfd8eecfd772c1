import { wasmHex } from "./wasm-bytes.ts";

/** What the first compiled module exports (assembly/index.ts); addresses are bytes into its memory. */
export interface WasmKernels {
  denseScores32(
    rows: number,
    n: number,
    W: number,
    stride: number,
    from: number,
    to: number,
    K: number,
    S: number,
  ): void;
  denseScores64: WasmKernels["denseScores32"];
  denseOuter32(
    rows: number,
    n: number,
    G: number,
    K: number,
    dW: number,
    stride: number,
    from: number,
    to: number,
    list: number,
  ): void;
  denseOuter64: WasmKernels["denseOuter32"];
  sparseScores32(indices: number, values: number, count: number, W: number, stride: number, S: number): void;
  /** Indices of 2 bytes. */
  sparseScores32Short: WasmKernels["sparseScores32"];
  sparseScores64: WasmKernels["sparseScores32"];
  sparseScores64Short: WasmKernels["sparseScores32"];
  sparseOuter32(indices: number, values: number, count: number, g: number, W: number, stride: number): void;
  sparseOuter32Short: WasmKernels["sparseOuter32"];
  sparseOuter64: WasmKernels["sparseOuter32"];
  sparseOuter64Short: WasmKernels["sparseOuter32"];
  rowSquares32(values: number, starts: number, n: number, more: number, norms: number): number;
  rowSquares64: WasmKernels["rowSquares32"];
  /** 1 if they do, else 0. */
  doColumnsAscend32(indices: number, starts: number, n: number, columns: number): number;
  doColumnsAscendShort: WasmKernels["doColumnsAscend32"];
}

/** A memory with the kernels on it. Growing it detaches every view made before. */
export interface WasmInstance {
  readonly memory: WebAssembly.Memory;
  readonly kernels: WasmKernels;
}

const pageBytes = 65536;
/** wasm32 ends at 4 GiB. */
export const mostBytes = 65536 * pageBytes;

let compiled: { readonly module: WebAssembly.Module | null } | undefined;

/** The compiled kernels, made once; null where there is no WebAssembly with 128-bit SIMD. */
export function wasmModule(): WebAssembly.Module | null {
  compiled ??= { module: compile(wasmHex) };
  return compiled.module;
}

/** @param hex a module's bytes */
export function compile(hex: string): WebAssembly.Module | null {
  if (typeof WebAssembly !== "object") return null;
  const bytes = new Uint8Array(hex.length / 2);
  // Not by strings: so many small ones would make the heap grow.
  for (let k = 0; k < bytes.length; k++) bytes[k] = 16 * digitAt(hex, 2 * k) + digitAt(hex, 2 * k + 1);
  try {
    return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
  } catch {
    // A page's policy may forbid to compile ('wasm-unsafe-eval' is missing), which each engine reports by an error
    // of another class: the readable kernels still work.
    return null;
  }
}

/** @param at place of a digit 0 to 9 or a to f */
function digitAt(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 15) + (code > 57 ? 9 : 0);
}

/** A fresh instance with at least that many bytes. @throws RangeError if the memory cannot be had */
export function instantiate(module: WebAssembly.Module, bytes: number): WasmInstance {
  checkBytes(bytes);
  const memory = new WebAssembly.Memory({
    initial: Math.max(1, Math.ceil(bytes / pageBytes)),
    maximum: 65536,
  });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { memory, kernels: exports as unknown as WasmKernels };
}

/** Grows an instance's memory to at least that many bytes. @throws RangeError if the memory cannot be had */
export function growTo({ memory }: WasmInstance, bytes: number): void {
  checkBytes(bytes);
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}

/** Engines differ in the error for a memory that wasm32 cannot address. */
function checkBytes(bytes: number): void {
  if (!(bytes <= mostBytes)) throw new RangeError(`${bytes} bytes are more than a kernel memory can have`);
}

/** Hands out addresses one after the other, each at the start of a cache line. */
export function layOut(from: number, sizes: readonly number[]): { addresses: number[]; end: number } {
  let end = Math.ceil(from / 64) * 64;
  const addresses = sizes.map((size) => {
    const at = end;
    end = Math.ceil((at + size) / 64) * 64;
    return at;
  });
  return { addresses, end };
}

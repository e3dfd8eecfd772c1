import { wasmHex } from "./wasm-bytes.ts";

/** What the compiled module exports (assembly/index.ts); addresses are bytes into its memory. */
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
  sparseScores64: WasmKernels["sparseScores32"];
  sparseOuter32(indices: number, values: number, count: number, g: number, W: number, stride: number): void;
  sparseOuter64: WasmKernels["sparseOuter32"];
  dualVisits32(plan: number, visits: number): void;
  dualVisits64: WasmKernels["dualVisits32"];
  /** 1, or 0 if a pivot is not positive. */
  factorPanel(A: number, n: number, from: number, to: number, work: number): number;
  addSparseSquare(
    H: number,
    stride: number,
    indices: number,
    values: number,
    count: number,
    factor: number,
    lower: boolean,
  ): void;
  addSquare(H: number, stride: number, x: number, D: number, factor: number, lower: boolean): void;
  newtonCurved(plan: number, isDense: number): void;
  newtonBlock(plan: number, n: number, isDense: number): void;
  newtonDiagonal(plan: number, m: number): void;
  newtonEnvelope(plan: number): number;
  newtonHinges(plan: number, h: number, margin: number, isDense: number): void;
  newtonWeights(plan: number, isDense: number): number;
}

/** A memory with the kernels on it. Growing it detaches every view made before. */
export interface WasmInstance {
  readonly memory: WebAssembly.Memory;
  readonly kernels: WasmKernels;
}

const pageBytes = 65536;
/** wasm32 ends at 4 GiB. */
export const mostBytes = 65536 * pageBytes;

let compiled: WebAssembly.Module | null | undefined;

/** The compiled kernels, made once; null where there is no WebAssembly with 128-bit SIMD. */
export function wasmModule(): WebAssembly.Module | null {
  if (compiled !== undefined) return compiled;
  compiled = null;
  if (typeof WebAssembly === "object") {
    const bytes = Uint8Array.from(wasmHex.match(/../g)!, (digits) => Number.parseInt(digits, 16));
    try {
      if (WebAssembly.validate(bytes)) compiled = new WebAssembly.Module(bytes);
    } catch {
      // A page's policy may forbid to compile ('wasm-unsafe-eval' is missing), which each engine reports by an error
      // of another class: the readable kernels still work.
    }
  }
  return compiled;
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

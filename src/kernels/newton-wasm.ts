import { newtonHex } from "./newton-bytes.ts";
import { compile, type WasmInstance } from "./wasm.ts";

/** What the second compiled module exports (assembly/newton-index.ts); addresses are bytes into the memory. */
export interface NewtonKernels {
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
  faceSlopes(plan: number, n: number): void;
  faceWeights(plan: number, n: number): void;
  newtonCurved(plan: number, isDense: number): void;
  newtonBlock(plan: number, n: number, isDense: number): void;
  newtonDiagonal(plan: number, m: number): void;
  newtonEnvelope(plan: number): number;
  newtonHinges(plan: number, h: number, margin: number, isDense: number): void;
  newtonWeights(plan: number, isDense: number): number;
}

let module: WebAssembly.Module | undefined;
const known = new WeakMap<WebAssembly.Memory, NewtonKernels>();

/** The kernels of second-order steps, on the memory of an instance of the first ones. */
export function newtonKernels({ memory }: WasmInstance): NewtonKernels {
  const there = known.get(memory);
  if (there !== undefined) return there;
  // Where the first module compiles, so does this one.
  module ??= compile(newtonHex)!;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = exports as unknown as NewtonKernels;
  known.set(memory, kernels);
  return kernels;
}

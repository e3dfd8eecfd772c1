import { compile, type WasmInstance } from "./wasm.ts";

/**
 * Another module's kernels, on the memory of instances of the first one: compiled at the first call, instantiated once
 * a memory.
 *
 * @param hex the module's bytes
 */
export function onMemory<Kernels>(hex: string): (instance: WasmInstance) => Kernels {
  const known = new WeakMap<WebAssembly.Memory, Kernels>();
  let module: WebAssembly.Module | undefined;
  return ({ memory }) => {
    const there = known.get(memory);
    if (there !== undefined) return there;
    // Where the first module compiles, so do the others.
    module ??= compile(hex)!;
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const kernels = exports as unknown as Kernels;
    known.set(memory, kernels);
    return kernels;
  };
}

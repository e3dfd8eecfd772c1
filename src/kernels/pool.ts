import { growTo, instantiate, type WasmInstance } from "./wasm.ts";

/**
 * Idle instances. Each memory reserves gigabytes of address space, so making one a call would exhaust it
 * before the garbage collector noticed.
 */
const idle: WasmInstance[] = [];
const mostIdle = 4;

/** An instance with at least that many bytes, for the caller alone until `giveBack`. */
export function borrow(module: WebAssembly.Module, bytes: number): WasmInstance {
  const instance = idle.pop() ?? instantiate(module, bytes);
  growTo(instance, bytes);
  return instance;
}

export function giveBack(instance: WasmInstance): void {
  if (idle.length < mostIdle) idle.push(instance);
}

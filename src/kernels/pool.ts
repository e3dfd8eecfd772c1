import { HingeError } from "../errors.ts";
import { growTo, instantiate, type WasmInstance } from "./wasm.ts";

/**
 * Idle instances. Each memory reserves gigabytes of address space, so making one a call would exhaust it
 * before the garbage collector noticed.
 */
const idle: WasmInstance[] = [];
const mostIdle = 4;

/** An instance with at least that many bytes, for the caller alone until `giveBack`. @throws HingeError `too-large` */
export function borrow(module: WebAssembly.Module, bytes: number): WasmInstance {
  const instance = idle.pop();
  try {
    if (instance === undefined) return instantiate(module, bytes);
    growTo(instance, bytes);
    return instance;
  } catch (error) {
    if (instance !== undefined) idle.push(instance);
    if (!(error instanceof RangeError)) throw error;
    throw new HingeError(
      "too-large",
      `the weights and their gradient need ${(bytes / 2 ** 30).toFixed(1)} GiB of kernel memory, more than there is; take fewer features or classes`,
    );
  }
}

/** The same, or undefined where there is not so much memory: for those who can do without. */
export function borrowIfThere(module: WebAssembly.Module, bytes: number): WasmInstance | undefined {
  try {
    return borrow(module, bytes);
  } catch (error) {
    if (error instanceof HingeError && error.code === "too-large") return undefined;
    throw error;
  }
}

export function giveBack(instance: WasmInstance): void {
  if (idle.length < mostIdle) idle.push(instance);
}

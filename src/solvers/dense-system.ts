import { type NewtonKernels, newtonKernels } from "../kernels/newton-wasm.ts";
import { borrow, giveBack } from "../kernels/pool.ts";
import { layOut, wasmModule } from "../kernels/wasm.ts";
import { choleskySolve, factorColumns } from "../math/cholesky.ts";

/** What `factor` needs to work with (assembly/factor.ts): 64 addresses, 64 x 32 numbers, and 34 x 32 more. */
const factorBytes = 256 + (64 + 34) * 32 * 8;

/** Where a system's matrix is written. */
export interface System {
  /** n x n, row-major, zeros at first; the lower triangle is what counts. */
  readonly A: Float64Array;
  /** In kernel memory: the kernels, where A is, and where the room asked for is. Undefined where there are no kernels. */
  readonly place?: {
    readonly kernels: NewtonKernels;
    readonly buffer: ArrayBufferLike;
    readonly A: number;
    readonly room: number;
  };
}

/**
 * v = A^-1 v for a symmetric positive definite A of n rows that `build` writes where it is factored, and which is gone after.
 *
 * @param room bytes that `build` wants beside it
 * @returns false if a pivot is not positive
 */
export function solveSystem(
  n: number,
  room: number,
  build: (system: System) => void,
  v: Float64Array,
): boolean {
  const module = wasmModule();
  if (module === null) {
    const A = new Float64Array(n * n);
    build({ A });
    if (!factorColumns(A, n)) return false;
    choleskySolve(A, n, v);
    return true;
  }
  const { addresses, end } = layOut(64, [n * n * 8, n * 8, factorBytes, room]);
  const [at, vAt, workAt, roomAt] = addresses as [number, number, number, number];
  const instance = borrow(module, end);
  try {
    const kernels = newtonKernels(instance);
    const { buffer } = instance.memory;
    const A = new Float64Array(buffer, at, n * n);
    A.fill(0);
    build({ A, place: { kernels, buffer, A: at, room: roomAt } });
    if (!kernels.factor(at, n, workAt)) return false;
    const inside = new Float64Array(buffer, vAt, n);
    inside.set(v);
    kernels.solveFactor(at, n, vAt);
    v.set(inside);
    return true;
  } finally {
    giveBack(instance);
  }
}

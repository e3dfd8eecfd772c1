import { HingeError } from "../errors.ts";
import { wasmModule } from "../kernels/wasm.ts";
import { CompiledBounds } from "./compiled-bounds.ts";
import { type DualPoint, dual } from "./dual.ts";
import { type Bounded, primal } from "./primal.ts";
import type { Problem } from "./problem.ts";

/** The two halves of a certificate, for one problem. */
export interface Bounds {
  /** See dual.ts; its W may be overwritten by the next call. @param b nSamples x K variables; made feasible in place */
  dual(b: Float64Array): DualPoint;
  /** A place for weights, feature-major, where `primal` has them at hand; overwritten by `dual`. */
  readonly room: Float64Array;
  /** See primal.ts. @param W feature-major, nFeatures x K */
  primal(W: Float64Array): Bounded;
  /** Gives memory back; nothing may be called afterwards. */
  release(): void;
}

/** The halves by plain loops. */
export function readableBounds(problem: Problem): Bounds {
  const room = new Float64Array(problem.rows.nFeatures * problem.nScores);
  return { room, dual: (b) => dual(problem, b), primal: (W) => primal(problem, W), release() {} };
}

/** The halves by the compiled kernels, for who needs them many times; by plain loops where there are none. */
export function boundsOf(problem: Problem): Bounds {
  const module = wasmModule();
  if (module === null) return readableBounds(problem);
  try {
    return new CompiledBounds(module, problem);
  } catch (error) {
    if (error instanceof HingeError && error.code === "too-large") return readableBounds(problem);
    throw error;
  }
}

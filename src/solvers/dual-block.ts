import { KernelAscent } from "./dual-kernel.ts";
import { type ReadableState, readableDualBlock } from "./dual-readable.ts";
import type { Solver } from "./solver.ts";

/** Dual block coordinate ascent by the compiled kernels, or in its readable form where they cannot be had. */
export const dualBlock: Solver<ReadableState | KernelAscent> = {
  name: "dual-block",

  init(problem, seed, beginning) {
    return KernelAscent.begin(problem, seed, beginning) ?? readableDualBlock.init(problem, seed, beginning);
  },

  step(problem, state, left) {
    return state instanceof KernelAscent ? state.step(left) : readableDualBlock.step(problem, state, left);
  },

  refresh(problem, state, W) {
    if (state instanceof KernelAscent) state.refresh(W);
    else readableDualBlock.refresh(problem, state, W);
  },

  release(state) {
    if (state instanceof KernelAscent) state.release();
  },
};

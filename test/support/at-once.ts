import { automatic } from "../../src/solvers/automatic.ts";

/** Second-order steps after the ascent, from its first certificate on, as if it had crawled. */
export const atOnce: typeof automatic = {
  ...automatic,
  init: (problem, seed, beginning) =>
    Object.assign(automatic.init(problem, seed, beginning), {
      isFiniteFirst: false,
      warmUp: 0,
      past: [{ epoch: 0, gap: 0 }],
    }),
};

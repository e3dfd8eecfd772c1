import type { Problem, Solution } from "../objective.ts";

/** A rival: one file each in this folder. */
export interface Solver {
  readonly name: string;
  solve(problem: Problem): Promise<Solution>;
}

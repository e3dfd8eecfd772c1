import type { Problem } from "../objective/problem.ts";
import { automatic } from "./automatic.ts";
import { type Solution, type SolveOptions, solve } from "./solve.ts";
import { solveByDifference } from "./two-classes.ts";

/** Trains until the tolerance is certified or an option says stop. @throws the signal's reason when aborted */
export function certified(problem: Problem, options: SolveOptions): Promise<Solution> {
  return solveByDifference(problem, options, (given, how) => solve(given, automatic, how));
}

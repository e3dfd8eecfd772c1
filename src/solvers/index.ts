export { dualBlock } from "./dual-block.ts";
export type { Progress, Solution, SolveOptions, Status } from "./solve.ts";
export { solve } from "./solve.ts";
export type { Solver, SolverState } from "./solver.ts";

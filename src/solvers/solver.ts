import type { Problem } from "../objective/problem.ts";

/** What the loop needs to see of a solver's state. */
export interface SolverState {
  /** Work done so far: an epoch is as many visits as there are samples. */
  readonly epochs: number;
  /** The dual variables, nSamples x K. */
  readonly b: Float64Array;
  /** What the solver believes the duality gap to be: cheap, stale, never reported. */
  readonly estimatedGap: number;
  /** Samples that the solver still visits. */
  readonly active: number;
  /** True once no step can change anything any more, in f64. */
  readonly exhausted: boolean;
}

/** A training method. It sees a problem and nothing else: no layout, no loss by name, no clock. */
export interface Solver<S extends SolverState> {
  readonly name: string;
  init(problem: Problem, seed: number): S;
  /** Works for a moment; true at a good moment to look at `estimatedGap`. */
  step(problem: Problem, state: S): boolean;
  /** Takes over weights recomputed from the dual variables, and looks at every sample again. */
  refresh(problem: Problem, state: S, W: Float64Array): void;
  /** Gives back what the state holds beyond ordinary memory; nothing of it is used afterwards. */
  release?(state: S): void;
}

import type { SolverState } from "./solver.ts";

/** Second-order steps under way, of any kind. */
export interface NewtonState extends SolverState {
  epochs: number;
  estimatedGap: number;
  exhausted: boolean;
  readonly steps: Generator<boolean, void>;
  /** Gives kernel memory back; nothing of the state is used afterwards. */
  release(): void;
}

/** Goes on for a moment; true at a good moment to look at the estimated gap. */
export function stepNewton(state: NewtonState): boolean {
  const { done, value } = state.steps.next();
  state.exhausted = done === true;
  return done === true || value;
}

import type { SolverState } from "./solver.ts";

/** Second-order steps under way, of any kind. */
export interface NewtonState extends SolverState {
  epochs: number;
  estimatedGap: number;
  belief?: SolverState["belief"];
  exhausted: boolean;
  readonly steps: Generator<boolean, void>;
  /** Gives kernel memory back; nothing of the state is used afterwards. */
  release(): void;
}

/** Takes an estimate of the gap after the other; tells when so many in turn were no better than the best before, or none is left. */
export function untilStale(patience: number): (estimate: number) => boolean {
  let best = Number.POSITIVE_INFINITY;
  let stale = 0;
  return (estimate) => {
    stale = estimate < best ? 0 : stale + 1;
    best = Math.min(best, estimate);
    return !(stale < patience && estimate > 0);
  };
}

/** Goes on for a moment; true at a good moment to look at the estimated gap. */
export function stepNewton(state: NewtonState): boolean {
  const { done, value } = state.steps.next();
  state.exhausted = done === true;
  return done === true || value;
}

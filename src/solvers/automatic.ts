import type { Certificate } from "../objective/certificate.ts";
import type { Problem } from "../objective/problem.ts";
import { dualBlock } from "./dual-block.ts";
import type { NewtonState } from "./newton.ts";
import type { Solver, SolverState } from "./solver.ts";

/** Epochs of ascent before second-order steps are thought of: more where features and samples at work are many, */
const usualWarmUp = { few: 20, many: 500 };
/** which is where no factor of the Hessian can be had. */
const many = 2000;
/** What second-order steps are expected to cost, in epochs: an ascent that needs less is left alone. */
const expected = 100;
/** A second-order run has that many epochs to halve the gap, or as many as were spent before it. */
const trial = 500;

class State implements SolverState {
  newton: NewtonState | undefined;
  /** Goes on with second-order steps; there once they were wanted. */
  stepNewton!: (state: NewtonState) => boolean;
  /** Epochs of second-order runs that are over. */
  spent = 0;
  /** The ascent at its last certificate. */
  epochThen = 0;
  gap = Number.POSITIVE_INFINITY;
  dual = Number.NEGATIVE_INFINITY;
  warmUp = usualWarmUp;
  /** No second-order steps before this epoch, and none after that one unless the gap is below half of this. */
  from = 0;
  until = 0;
  half = 0;

  constructor(
    readonly ascent: ReturnType<typeof dualBlock.init>,
    readonly tolerance: number,
  ) {}

  get #now(): SolverState {
    return this.newton ?? this.ascent;
  }
  get phase(): string {
    return this.newton === undefined ? "ascent" : "newton";
  }
  get epochs(): number {
    return this.ascent.epochs + this.spent + (this.newton?.epochs ?? 0);
  }
  get b(): Float64Array {
    return this.#now.b;
  }
  get weights(): Float64Array | undefined {
    return this.#now.weights;
  }
  get estimatedGap(): number {
    // A run that is over has to be certified, which brings back the ascent.
    return this.newton?.exhausted ? 0 : this.#now.estimatedGap;
  }
  get active(): number {
    return this.#now.active;
  }
  get exhausted(): boolean {
    return this.newton === undefined && this.ascent.exhausted;
  }
}

/**
 * Dual ascent, and second-order steps where it crawls. Each certificate shows how much of the gap an epoch's work has
 * closed, and the choice hangs on that alone: on data, options and seed, never on the clock.
 *
 * The second-order steps are loaded when they are first wanted: most problems never need them.
 */
export const automatic: Solver<State> = {
  name: "automatic",

  init: (problem, seed, beginning = {}) =>
    new State(dualBlock.init(problem, seed, beginning), beginning.tolerance ?? 1e-3),

  step: (problem, state) =>
    state.newton === undefined ? dualBlock.step(problem, state.ascent) : state.stepNewton(state.newton),

  async refresh(problem, state, W, certificate) {
    const { newton, ascent } = state;
    if (newton === undefined) {
      dualBlock.refresh(problem, ascent, W);
      if (certificate === undefined || !crawls(problem, state, certificate)) return;
      const { startNewton, stepNewton } = await import("./newton.ts");
      state.stepNewton = stepNewton;
      state.newton = startNewton(problem, ascent.b, W);
      state.until = state.epochs + Math.max(trial, state.epochs);
      state.half = certificate.gap / 2;
    } else if (newton.exhausted || state.epochs >= state.until) {
      if (!newton.exhausted && newton.estimatedGap <= state.half) {
        state.until *= 2;
        state.half = newton.estimatedGap / 2;
        return;
      }
      state.spent += newton.epochs;
      const { b } = newton;
      newton.release();
      state.newton = undefined;
      state.from = 2 * state.epochs;
      // Of the two dual points, the ascent goes on from the better one.
      if (!(certificate !== undefined && certificate.dual > state.dual)) return;
      ascent.b.set(b);
      dualBlock.refresh(problem, ascent, W);
    }
  },

  release(state) {
    state.newton?.release();
    dualBlock.release?.(state.ascent);
  },
};

/** Whether the ascent, at its rate since the last certificate, needs much longer than second-order steps would. */
function crawls({ rows }: Problem, state: State, { gap, primal, dual }: Certificate): boolean {
  const rate = Math.log(state.gap / gap) / (state.epochs - state.epochThen);
  const left = Math.log(gap / (state.tolerance * primal));
  state.gap = gap;
  state.dual = dual;
  state.epochThen = state.epochs;
  const warm = Math.min(rows.nFeatures, state.ascent.active) > many ? state.warmUp.many : state.warmUp.few;
  return state.epochs >= Math.max(state.from, warm) && left > 0 && !(left <= expected * rate);
}

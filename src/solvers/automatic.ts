import type { Certificate } from "../objective/certificate.ts";
import type { Problem } from "../objective/problem.ts";
import { dualBlock } from "./dual-block.ts";
import { isFiniteFirst } from "./finite-cost.ts";
import type { FiniteState } from "./finite-newton.ts";
import type { NewtonState } from "./newton.ts";
import { expectedEpochs } from "./newton-cost.ts";
import type { Beginning, Solver, SolverState } from "./solver.ts";

/** Epochs of ascent before second-order steps are thought of: what is free in the beginning tells little. */
const usualWarmUp = 4;
/** A second-order run has so many times the epochs it is expected to need to halve the gap, or as many as came before. */
const trial = 2;

class State implements SolverState {
  /** Undefined before the first certificate, and as long as nothing but second-order steps was tried. */
  ascent: ReturnType<typeof dualBlock.init> | undefined;
  newton: NewtonState | FiniteState | undefined;
  /** Goes on with second-order steps; there once they were wanted. */
  stepNewton!: (state: NewtonState & FiniteState) => boolean;
  /** Epochs of second-order runs that are over. */
  spent = 0;
  /** The ascent at its certificates. */
  readonly past: { readonly epoch: number; readonly gap: number }[] = [];
  readonly tolerance: number;
  primal = Number.POSITIVE_INFINITY;
  dual = Number.NEGATIVE_INFINITY;
  warmUp = usualWarmUp;
  /** No second-order steps before this epoch, and none after that one unless the gap is below half of this. */
  from = 0;
  until = 0;
  half = 0;
  /** W(b) of where it begins, while second-order steps come first. */
  W!: Float64Array;
  readonly #start: Float64Array;
  readonly #nSamples: number;

  constructor(
    { rows, nScores }: Problem,
    readonly seed: number,
    readonly beginning: Beginning,
    /** Whether second-order steps come first. */
    public isFiniteFirst: boolean,
  ) {
    this.tolerance = beginning.tolerance ?? 1e-3;
    this.#start = beginning.start?.slice() ?? new Float64Array(rows.nSamples * nScores);
    this.#nSamples = rows.nSamples;
  }

  get #now(): SolverState | undefined {
    return this.newton ?? this.ascent;
  }
  get phase(): string {
    return this.newton !== undefined || (this.ascent === undefined && this.isFiniteFirst)
      ? "newton"
      : "ascent";
  }
  get epochs(): number {
    return (this.ascent?.epochs ?? 0) + this.spent + (this.newton?.epochs ?? 0);
  }
  get b(): Float64Array {
    return this.#now?.b ?? this.#start;
  }
  writeWeights(into: Float64Array): boolean {
    return this.#now?.writeWeights?.(into) ?? false;
  }
  get estimatedGap(): number {
    // A run that is over has to be certified, which brings back the ascent.
    return this.newton?.exhausted ? 0 : (this.#now?.estimatedGap ?? Number.POSITIVE_INFINITY);
  }
  get isEstimateExact(): boolean {
    return this.#now?.isEstimateExact === true;
  }
  get active(): number {
    return this.#now?.active ?? this.#nSamples;
  }
  get exhausted(): boolean {
    return this.newton === undefined && this.ascent?.exhausted === true;
  }
}

/**
 * Dual ascent, and second-order steps where it crawls. Each certificate shows how much of the gap an epoch's work has
 * closed, and the choice hangs on that alone: on data, options and seed, never on the clock. Where a loss is smooth,
 * classes do not couple and features are few, second-order steps come first, and the ascent only if they fail.
 *
 * The second-order steps are loaded when they are first wanted: most problems never need them.
 */
export const automatic: Solver<State> = {
  name: "automatic",

  init: (problem, seed, beginning = {}) => new State(problem, seed, beginning, isFiniteFirst(problem)),

  step: (problem, state) =>
    state.newton === undefined
      ? dualBlock.step(problem, state.ascent!)
      : state.stepNewton(state.newton as NewtonState & FiniteState),

  async refresh(problem, state, W, certificate) {
    const { newton, ascent } = state;
    if (newton === undefined && ascent === undefined) {
      if (state.isFiniteFirst) {
        const { startFinite, stepFinite } = await import("./finite-newton.ts");
        state.stepNewton = stepFinite;
        state.newton = startFinite(problem, W);
        state.W = W.slice();
        state.dual = certificate?.dual ?? state.dual;
        if (state.newton !== undefined) return;
      }
      state.ascent = dualBlock.init(problem, state.seed, { ...state.beginning, start: state.b });
      dualBlock.refresh(problem, state.ascent, W);
    } else if (newton === undefined) {
      dualBlock.refresh(problem, ascent!, W);
      if (certificate === undefined) return;
      const expected = expectedEpochs(problem, ascent!.b);
      if (!crawls(state, certificate, expected)) return;
      const { startNewton, stepNewton } = await import("./newton.ts");
      state.stepNewton = stepNewton;
      state.newton = startNewton(problem, ascent!.b, W);
      state.until = state.epochs + Math.max(trial * expected, state.epochs);
      state.half = certificate.gap / 2;
    } else if (newton.exhausted || (ascent !== undefined && state.epochs >= state.until)) {
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
      const isBetter = certificate !== undefined && certificate.dual > state.dual;
      state.ascent ??= dualBlock.init(problem, state.seed, { ...state.beginning, start: state.b });
      if (isBetter) state.ascent.b.set(b);
      if (isBetter || ascent === undefined) dualBlock.refresh(problem, state.ascent, isBetter ? W : state.W);
    }
  },

  release(state) {
    state.newton?.release();
    if (state.ascent !== undefined) dualBlock.release?.(state.ascent);
  },
};

/**
 * Whether the ascent, at its rate since half of its epochs, needs longer than second-order steps are expected to: from
 * one certificate to the next the rate tells little, and the primal rises as often as it falls in the beginning.
 */
function crawls(state: State, { primal, dual }: Certificate, expected: number): boolean {
  state.primal = Math.min(state.primal, primal);
  state.dual = Math.max(state.dual, dual);
  const epoch = state.epochs;
  const gap = state.primal - state.dual;
  const then = state.past.filter((each) => each.epoch <= epoch / 2).at(-1) ?? { epoch: 0, gap: state.primal };
  state.past.push({ epoch, gap });
  const rate = Math.log(then.gap / gap) / (epoch - then.epoch);
  const left = Math.log(gap / (state.tolerance * state.primal));
  // The rate falls with time, so that what is left turns out to be more: the longer it has taken, the lower the bar.
  const bar = expected * Math.min(1, expected / epoch);
  return epoch >= Math.max(state.from, state.warmUp) && left > 0 && !(left <= bar * rate);
}

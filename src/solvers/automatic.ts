import { boundsOf } from "../objective/bounds.ts";
import type { Certificate } from "../objective/certificate.ts";
import type { Problem } from "../objective/problem.ts";
import { dualBlock } from "./dual-block.ts";
import type { FaceRun, Faces } from "./faces.ts";
import { isFiniteFirst } from "./finite-cost.ts";
import { countFree, expectedEpochs, wayOf } from "./newton-cost.ts";
import { type NewtonState, stepNewton } from "./newton-state.ts";
import type { Beginning, HeldState, Solver, SolverState } from "./solver.ts";
import { plainVariables, type Variables } from "./variables.ts";

/** Epochs of ascent before second-order steps are thought of: what is free in the beginning tells little. */
const usualWarmUp = 4;
/** A second-order run has so many times the epochs it is expected to need to halve the gap, or as many as came before. */
const trial = 2;
/** One that goes a class at a time may lower the primal by this part in the place of that: its gap comes last. */
const lowered = 1e-4;

/** Second-order steps leave off where less is left of the limit than so many times the longest moment that they took: some are longer. */
const wary = 2;

class State implements SolverState {
  /** Undefined as long as nothing but second-order steps was tried. */
  ascent: ReturnType<typeof dualBlock.init> | undefined;
  newton: NewtonState | undefined;
  /** The other second-order steps, on faces, between the ascent's sweeps: there once they were wanted, and under way. */
  faces: Faces | undefined;
  face: FaceRun | undefined;
  /** Epochs of second-order runs that are over. */
  spent = 0;
  /** The ascent at its certificates, from that epoch on. */
  began = 0;
  readonly past: { readonly epoch: number; readonly gap: number }[] = [];
  readonly tolerance: number;
  readonly maxEpochs: number;
  primal = Number.POSITIVE_INFINITY;
  dual = Number.NEGATIVE_INFINITY;
  warmUp = usualWarmUp;
  /** No second-order steps before this epoch, and none after that one unless the gap is at most half of what it was, or the primal so low. */
  from = 0;
  until = 0;
  half = 0;
  low = 0;
  /** Epochs that a moment of second-order steps has taken at most. */
  moment = 0;
  /** W(b) of where it begins, while second-order steps come first. */
  W!: Float64Array;
  #start: Float64Array | undefined;
  readonly #nSamples: number;
  readonly #nScores: number;

  constructor(
    { rows, nScores }: Problem,
    readonly seed: number,
    readonly beginning: Beginning,
    /** Whether second-order steps come first. */
    public isFiniteFirst: boolean,
  ) {
    this.tolerance = beginning.tolerance ?? 1e-3;
    this.maxEpochs = beginning.maxEpochs ?? Number.POSITIVE_INFINITY;
    this.#start = beginning.start;
    this.#nSamples = rows.nSamples;
    this.#nScores = nScores;
  }

  get #now(): SolverState | undefined {
    return this.newton ?? this.ascent;
  }
  get phase(): string {
    if (this.newton !== undefined || (this.ascent === undefined && this.isFiniteFirst)) return "newton";
    return this.faces === undefined ? "ascent" : "faces";
  }
  get epochs(): number {
    return (this.ascent?.epochs ?? 0) + this.spent + (this.newton?.epochs ?? 0) + (this.faces?.epochs ?? 0);
  }
  get b(): Float64Array {
    const b = this.#now?.b;
    if (b !== undefined) return b;
    this.#start ??= new Float64Array(this.#nSamples * this.#nScores);
    return this.#start;
  }
  get variables(): Variables | undefined {
    return this.#now?.variables;
  }
  get held(): HeldState | undefined {
    return this.isNarrow ? this.ascent?.held : undefined;
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
  get belief(): SolverState["belief"] {
    return this.#now?.belief;
  }
  get isNarrow(): boolean {
    return this.#now === this.ascent && this.faces === undefined && this.ascent?.isNarrow === true;
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

  init(problem, seed, beginning = {}) {
    // Plain hinges say nothing of variables to begin with.
    const isFirst =
      (problem.loss.squared || beginning.start === undefined) && isFiniteFirst(problem, beginning);
    const state = new State(problem, seed, beginning, isFirst);
    if (!state.isFiniteFirst) state.ascent = dualBlock.init(problem, seed, beginning);
    return state;
  },

  step(problem, state, left) {
    const { newton, face, ascent } = state;
    if (newton !== undefined) return stepWithin(left, state, newton);
    if (face === undefined) return dualBlock.step(problem, ascent!, left);
    const { done, value } = face.next();
    if (done !== true) return false;
    state.face = undefined;
    // What the ascent does at its own rate shows only from here on.
    state.past.length = 0;
    ascent!.b.set(value.b);
    dualBlock.refresh(problem, ascent!, value.W);
    return false;
  },

  async refresh(problem, state, W, certificate) {
    const { newton, ascent } = state;
    if (newton === undefined && ascent === undefined) {
      const { startFinite } = await import("./finite-newton.ts");
      state.newton = startFinite(problem, W!);
      state.W = W!.slice();
      state.dual = certificate?.dual ?? state.dual;
      if (state.newton !== undefined) return;
      state.ascent = dualBlock.init(problem, state.seed, { ...state.beginning, start: state.b });
      dualBlock.refresh(problem, state.ascent, W);
      // Where its rate is measured from.
      if (certificate !== undefined) epochsLeft(state, certificate);
    } else if (newton === undefined) {
      dualBlock.refresh(problem, ascent!, W);
      state.face = undefined;
      if (certificate === undefined) return;
      if (ascent!.epochs === 0) {
        epochsLeft(state, certificate);
        return;
      }
      const left = epochsLeft(state, certificate);
      const most = state.maxEpochs - state.epochs;
      if (state.epochs < state.warmUp) return;
      const free = countFree(problem, ascent!.variables ?? plainVariables(ascent!.b, problem.nScores));
      const way = wayOf(problem, free);
      if (way === "faces") {
        if (state.faces === undefined && left > state.epochs)
          state.faces = (await import("./faces.ts")).startFaces(problem);
        state.face = state.faces?.next(ascent!.b, ascent!.epochs, certificate, Math.min(left, most));
        return;
      }
      const decades = Math.log10(certificate.gap / (state.tolerance * certificate.primal));
      const expected = expectedEpochs(problem, free, way, decades);
      if (expected > most || !crawls(state, left, expected)) return;
      // The ascent may have W(b) in f32 alone.
      const { b } = ascent!;
      const bounds = boundsOf(problem);
      if (way === "classes") {
        const { startClasses } = await import("./class-newton.ts");
        state.newton = startClasses(problem, bounds.dual(b).W);
      } else {
        const { startNewton } = await import("./newton.ts");
        state.newton = startNewton(problem, b, bounds.dual(b).W);
      }
      bounds.release();
      if (state.newton === undefined) return;
      state.until = state.epochs + Math.max(trial * expected, state.epochs);
      state.half = certificate.gap / 2;
      state.low = way === "classes" ? (1 - lowered) * certificate.primal : 0;
    } else if (newton.exhausted || (ascent !== undefined && state.epochs >= state.until)) {
      const primal = certificate?.primal ?? Number.POSITIVE_INFINITY;
      if (!newton.exhausted && (newton.estimatedGap <= state.half || primal <= state.low)) {
        state.until *= 2;
        state.half = newton.estimatedGap / 2;
        if (state.low > 0) state.low = (1 - lowered) * primal;
        return;
      }
      state.spent += newton.epochs;
      // Where they lie the ascent may be laid out.
      const b = newton.b.slice();
      newton.release();
      state.newton = undefined;
      state.from = 2 * state.epochs;
      // Where rounding hides the gap, an ascent in f64 brings the last digits of the weights; one in f32 would lose them again.
      if (certificate !== undefined && certificate.gap <= certificate.bound) {
        if (ascent !== undefined) dualBlock.release?.(ascent);
        state.ascent = dualBlock.init(problem, state.seed, {
          ...state.beginning,
          start: b,
          precision: "f64",
        });
        dualBlock.refresh(problem, state.ascent, W);
        return;
      }
      // Of the two dual points, the ascent goes on from the better one.
      const isBetter = certificate !== undefined && certificate.dual > state.dual;
      state.ascent ??= dualBlock.init(problem, state.seed, { ...state.beginning, start: state.b });
      if (isBetter) state.ascent.b.set(b);
      if (isBetter || ascent === undefined) dualBlock.refresh(problem, state.ascent, isBetter ? W : state.W);
    }
  },

  release(state) {
    state.faces?.release();
    state.newton?.release();
    if (state.ascent !== undefined) dualBlock.release?.(state.ascent);
  },
};

/** Goes on with second-order steps for a moment, unless that may be longer than the limit allows: the rest is the ascent's. */
function stepWithin(left: number, state: State, newton: NewtonState): boolean {
  if (left < wary * state.moment) {
    newton.exhausted = true;
    return true;
  }
  const before = newton.epochs;
  const pause = stepNewton(newton);
  state.moment = Math.max(state.moment, newton.epochs - before);
  return pause;
}

/** Whether the ascent needs longer than second-order steps are expected to. */
function crawls({ epochs, from }: State, left: number, expected: number): boolean {
  // The rate falls with time, so that what is left turns out to be more: the longer it has taken, the lower the bar.
  const bar = expected * Math.min(1, expected / epochs);
  return epochs >= from && left > bar;
}

/**
 * Epochs that are left at the rate since half of the epochs: from one certificate to the next the rate tells little, and
 * the primal rises as often as it falls in the beginning.
 */
function epochsLeft(state: State, { primal, dual }: Certificate): number {
  state.primal = Math.min(state.primal, primal);
  state.dual = Math.max(state.dual, dual);
  const epoch = state.epochs;
  const gap = state.primal - state.dual;
  const half = state.began + (epoch - state.began) / 2;
  const then = state.past.filter((each) => each.epoch <= half).at(-1);
  state.past.push({ epoch, gap });
  if (then === undefined) {
    state.began = epoch;
    return Number.POSITIVE_INFINITY;
  }
  const rate = Math.log(then.gap / gap) / (epoch - then.epoch);
  const left = Math.log(gap / (state.tolerance * state.primal));
  if (!(left > 0)) return 0;
  return rate > 0 ? left / rate : Number.POSITIVE_INFINITY;
}

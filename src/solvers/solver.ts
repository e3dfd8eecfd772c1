import type { Precision, WeightArray } from "../data/products.ts";
import type { Certificate } from "../objective/certificate.ts";
import type { DualPoint } from "../objective/dual.ts";
import type { Bounded } from "../objective/primal.ts";
import type { Problem } from "../objective/problem.ts";
import type { Variables } from "./variables.ts";

/** A state's weights and variables, and what is certain of them. */
export interface HeldState {
  /** W(b), where it is given out. */
  readonly W?: Float64Array | undefined;
  /** P of its own weights, or of others that may be better; undefined if it has no others. Of these only before `dual`. */
  primal(which: "own" | "other"): Bounded | undefined;
  /** D(b), its variables made feasible; its own weights become W(b). @param isNarrow whether those are rounded to f32 */
  dual(isNarrow: boolean): Omit<DualPoint, "W">;
  /** Copies weights at once, where they would be lost; feature-major. */
  keep?(which: "own" | "other"): WeightArray;
  /** Hands weights over, as the last thing that is asked for; feature-major. */
  deliver(which: "own" | "other"): WeightArray;
}

/** Down to this relative gap or tolerance the weights of an ascent in f32 stay in f32: that moves the primal by some 1e-7 of itself. */
export const narrowTolerance = 1e-5;

/** What the loop needs to see of a solver's state. */
export interface SolverState {
  /** Work done so far: an epoch is as many visits as there are samples. */
  readonly epochs: number;
  /** The dual variables, nSamples x K. */
  readonly b: Float64Array;
  /** The same where they lie, if that is elsewhere: `b` is a copy that is made when it is asked for. */
  readonly variables?: Variables | undefined;
  /** For certificates that look at weights and variables where they lie, in f32; else they are copied. */
  readonly held?: HeldState | undefined;
  /**
   * Writes weights that may be better than the dual variables' own W(b), if there are any.
   *
   * @param into feature-major, nFeatures x K
   * @returns whether there are
   */
  writeWeights?(into: Float64Array): boolean;
  /** What the solver believes the duality gap to be: cheap, stale, never reported. */
  readonly estimatedGap: number;
  /** Whether it is the gap of the weights written and `b` up to rounding. */
  readonly isEstimateExact?: boolean | undefined;
  /** Where the solver has an idea of them: the objective of the weights that it writes, and the optimum. */
  readonly belief?: { readonly primal: number; readonly optimum: number } | undefined;
  /** Whether it computes in f32, so that digits beyond f32's mean nothing in its weights. */
  readonly isNarrow?: boolean | undefined;
  /** Samples that the solver still visits. */
  readonly active: number;
  /** True once no step can change anything any more, in f64. */
  readonly exhausted: boolean;
  /** What the solver is doing, for the trace. */
  readonly phase?: string | undefined;
}

/** What a solver may be told at the beginning, beside the problem. */
export interface Beginning {
  /** The relative gap that is wanted, for a solver that chooses between ways. Default 1e-3. */
  readonly tolerance?: number | undefined;
  /** In which the ascent computes: `"f32"`, then f64 where that stalls, or `"f64"` from the start. Default `"f32"`. */
  readonly precision?: Precision | undefined;
  /** The epochs that there will be, for a solver that chooses between ways. Default no limit. */
  readonly maxEpochs?: number | undefined;
  /** Dual variables to begin with, nSamples x K and feasible; taken over, not copied. Default all 0. */
  readonly start?: Float64Array | undefined;
}

/** A training method. It sees a problem and nothing else: no layout, no loss by name, no clock. */
export interface Solver<S extends SolverState> {
  readonly name: string;
  init(problem: Problem, seed: number, beginning?: Beginning): S;
  /**
   * Works for a moment; true at a good moment to look at `estimatedGap`.
   *
   * @param left epochs that it may take at most: one visit, or more
   */
  step(problem: Problem, state: S, left: number): boolean;
  /**
   * Takes over weights W(b) recomputed from the dual variables, and looks at every sample again; sees what was
   * certified, and may first have to load what it wants to do next.
   *
   * @param W undefined if the state holds them already
   */
  refresh(
    problem: Problem,
    state: S,
    W: Float64Array | undefined,
    certificate?: Certificate,
  ): void | Promise<void>;
  /** Gives back what the state holds beyond ordinary memory; nothing of it is used afterwards. */
  release?(state: S): void;
}

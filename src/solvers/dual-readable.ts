import { randomStream, shuffle } from "../math/random.ts";
import { countUp } from "../math/vector.ts";
import type { Problem } from "../objective/problem.ts";
import { visitsIn } from "./epochs.ts";
import type { Solver, SolverState } from "./solver.ts";

/** Multiplications and additions between two looks at the clock: some milliseconds. */
const workPerStep = 4e6;

export interface ReadableState extends SolverState {
  /** So far. */
  visits: number;
  estimatedGap: number;
  active: number;
  exhausted: boolean;
  readonly b: Float64Array;
  readonly W: Float64Array;
  /** All samples; the first `active` of them are visited. */
  readonly order: Int32Array;
  readonly seed: number;
  sweep: number;
  /** Next place in `order`, and what this sweep has met so far. */
  next: number;
  gapSum: number;
  moved: boolean;
  full: boolean;
  readonly s: Float64Array;
  readonly delta: Float64Array;
}

/**
 * Dual block coordinate ascent: visits the samples in a fresh random order every sweep and maximises the dual
 * exactly over each sample's own variables (losses/block-step.ts), keeping W = W(b) up to date. A sample
 * whose step is exactly zero, at whichever bound, is left alone until the next certificate.
 *
 * This is the form to be believed, in f64 throughout, and what trains where there is no WebAssembly.
 *
 * Sources: Hsieh et al., ICML 2008 (the method); Keerthi et al., KDD 2008 (crammer-singer, shrinking);
 * Wang & Scott, ICML 2021 (weston-watkins).
 */
export const readableDualBlock: Solver<ReadableState> = {
  name: "dual-block",

  init({ rows, nScores }, seed, { start } = {}) {
    return {
      visits: 0,
      get epochs() {
        return this.visits / rows.nSamples;
      },
      estimatedGap: Number.POSITIVE_INFINITY,
      active: rows.nSamples,
      exhausted: false,
      b: start ?? new Float64Array(rows.nSamples * nScores),
      W: new Float64Array(rows.nFeatures * nScores),
      order: countUp(rows.nSamples),
      seed,
      sweep: 0,
      next: 0,
      gapSum: 0,
      moved: false,
      full: true,
      s: new Float64Array(nScores),
      delta: new Float64Array(nScores),
    };
  },

  step(problem, state, left) {
    const { rows, nScores } = problem;
    const costOfVisit = (2 * rows.nnz * nScores) / rows.nSamples + 16 * nScores;
    if (state.next === 0) startSweep(rows.nSamples, state);
    const most = Math.min(Math.ceil(workPerStep / costOfVisit), visitsIn(left, rows.nSamples));
    let visits = 0;
    for (; visits < most && state.next < state.active; visits++) {
      const i = state.order[state.next]!;
      if (visit(problem, state, i)) {
        state.next++;
        state.moved = true;
      } else {
        state.order[state.next] = state.order[--state.active]!;
        state.order[state.active] = i;
      }
    }
    state.visits += visits;
    if (state.next < state.active) return false;
    state.estimatedGap = state.gapSum;
    state.exhausted = state.full && !state.moved;
    state.next = 0;
    return true;
  },

  refresh({ rows }, state, W) {
    if (W !== undefined) state.W.set(W);
    state.active = rows.nSamples;
    state.next = 0;
  },
};

function startSweep(nSamples: number, state: ReadableState): void {
  // A cyclic order can need many times the epochs (SDCA's analysis, too, asks for a random one).
  shuffle(state.order, state.active, randomStream(state.seed, state.sweep++));
  state.gapSum = 0;
  state.moved = false;
  state.full = state.active === nSamples;
}

/** One exact block step; false if nothing changed. */
function visit({ rows, y, loss, nScores, C }: Problem, state: ReadableState, i: number): boolean {
  if (C[i] === 0) return false;
  const { W, b, s, delta } = state;
  rows.scores(i, W, s);
  state.gapSum += loss.dualStep(s, y[i]!, b, i * nScores, rows.squaredNorm(i), C[i]!, delta);
  for (let m = 0; m < nScores; m++) {
    if (delta[m] === 0) continue;
    rows.addOuter(i, delta, W);
    return true;
  }
  return false;
}

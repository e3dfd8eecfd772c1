import { settle } from "../data/settled-rows.ts";
import { dot, transpose } from "../math/vector.ts";
import type { Problem } from "../objective/problem.ts";
import { costOfProducts, inEpochs } from "./newton-cost.ts";
import { direction } from "./newton-direction.ts";
import { Envelope } from "./newton-envelope.ts";
import { Gram, gramWidth } from "./newton-gram.ts";
import { NewtonKernel, newtonRoom } from "./newton-kernel.ts";
import { lineSearch } from "./newton-line.ts";
import { ReadablePasses, type SettledProblem } from "./newton-passes.ts";
import { type NewtonState, untilStale } from "./newton-state.ts";

/** The proximal term's weight, in margins, at first. */
const firstMu = 30;
/** By which factor it shrinks: gently, or most steps are cut short, but not where a step or none was enough. */
const shrinkage = { usual: 0.6, easy: 0.2 };
/** The inner problem is solved well enough at this part of what the proximal term costs. */
const enough = 0.1;
/** Newton steps without a better estimate of the gap before giving up; each new centre costs a dozen. */
const patience = 60;

/**
 * Second-order steps from dual variables on. Proximal point iterations on the dual, the proximal term shrinking; each is
 * a smooth problem in the weights V, solved by semismooth Newton steps: min 1/2 |V|^2 + sum_i (envelope of C_i l)(V x_i).
 * The envelope's maximiser b is feasible, so any iterate has a certificate. Squared hinges that add up are smooth
 * already: no proximal term, and the gap at V is half the square of the gradient.
 *
 * Sources: Rockafellar, Math. Oper. Res. 1 (1976) (the augmented Lagrangian as a proximal point method); Keerthi & DeCoste,
 * JMLR 6 (2005) (Newton steps for squared hinges); Li, Sun & Toh, SIAM J. Optim. 28 (2018) (semismooth Newton inside).
 *
 * @param W the weights W(b), feature-major
 */
export function startNewton(given: Problem, b: Float64Array, W: Float64Array): NewtonState {
  const room = (isDense: boolean): number => newtonRoom(given, isDense);
  const { rows, place, release } = settle(given.rows, Math.max(given.nScores, gramWidth), room);
  const settled = { ...given, rows };
  const kernel = place && new NewtonKernel(settled, place);
  const envelope = new Envelope(settled, kernel);
  const passes = kernel ?? new ReadablePasses(settled, envelope);
  const problem = { ...settled, gram: new Gram(rows), passes };
  envelope.b.set(b);
  const V = transpose(W, problem.rows.nFeatures, problem.nScores);
  const state: NewtonState = {
    epochs: 0,
    estimatedGap: Number.POSITIVE_INFINITY,
    active: problem.rows.nSamples,
    exhausted: false,
    // Kernel memory is for this run alone, what comes of it is for all.
    get b() {
      return envelope.b.slice();
    },
    writeWeights(into) {
      if (state.estimatedGap === Number.POSITIVE_INFINITY) return false;
      into.set(transpose(V, problem.nScores, problem.rows.nFeatures));
      return true;
    },
    steps: iterate(problem, envelope, V, () => state),
    release,
  };
  return state;
}

function* iterate(
  problem: SettledProblem,
  envelope: Envelope,
  V: Float64Array,
  stateOf: () => NewtonState,
): Generator<boolean, void> {
  const state = stateOf();
  const { rows, nScores: K, loss, passes } = problem;
  const g = new Float64Array(V.length);
  const nowhere = new Float64Array(K);
  const smooth = loss.shape(1).r > 0;
  const isStale = untilStale(patience);
  envelope.mu = smooth ? 0 : firstMu * loss.margin;

  /** @param work multiplications */
  const spend = (work: number): void => {
    state.epochs += inEpochs(problem, work);
  };
  /** Overwrites g with W(b) - V, minus the gradient; returns half its square. */
  const residual = (): number => {
    spend(costOfProducts(problem, passes.residual(V, g)));
    return dot(g, g) / 2;
  };

  /** Shows the loop where V is; true when it is time to give up. */
  const seen = (estimate: number): boolean => {
    state.estimatedGap = estimate;
    return isStale(estimate);
  };

  while (true) {
    envelope.centre.set(envelope.b);
    passes.hinges(V);
    spend(costOfProducts(problem, rows.nSamples) / 2);
    envelope.at(nowhere);
    let gap = envelope.move(nowhere);
    let rest = residual();
    let taken = 0;
    for (; smooth || rest > enough * gap; taken++) {
      // Squared: the rate is quadratic. Else no better than the inner problem has to be solved.
      const wanted = smooth ? rest / (rest + dot(V, V)) : (enough * gap) / (4 * rest);
      const precision = Math.min(0.1, Math.max(1e-8, Math.sqrt(wanted)));
      const d = yield* direction(problem, envelope, g, precision, spend);
      passes.slopes(d);
      spend(costOfProducts(problem, rows.nSamples) / 2);
      const { t, trials } = lineSearch(envelope, V, d, g, K);
      spend(4 * trials * rows.nSamples * K);
      for (let m = 0, k = 0; m < K; m++) {
        for (const end = k + rows.nFeatures; k < end; k++) V[k]! += t[m]! * d[k]!;
      }
      gap = envelope.move(t);
      rest = residual();
      if (seen(gap + rest)) return;
      yield true;
    }
    // A new centre may leave nothing to do: it counts as a step too, or this would never end.
    if (seen(gap + rest)) return;
    yield true;
    envelope.mu *= taken > 1 ? shrinkage.usual : shrinkage.easy;
  }
}

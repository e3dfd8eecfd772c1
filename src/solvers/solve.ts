import {
  best,
  type Certificate,
  meets,
  pair,
  relativeGap,
  withDual,
  withWeights,
} from "../objective/certificate.ts";
import { primalAtZero } from "../objective/primal.ts";
import type { Problem } from "../objective/problem.ts";
import { Breath } from "./breath.ts";
import { CopiedState } from "./copied-state.ts";
import { begunEpochs, visitsIn } from "./epochs.ts";
import { KeptVariables } from "./kept-variables.ts";
import { type Beginning, type HeldState, narrowTolerance, type Solver, type SolverState } from "./solver.ts";
import { certifiedSentence, type Status, short } from "./status.ts";
import { plainVariables } from "./variables.ts";

/** A look at a fit under way. Objectives are in LIBLINEAR's scale, as of the last certificate. */
export interface Progress {
  readonly epoch: number;
  readonly primal: number;
  readonly dual: number;
  readonly gap: number;
  readonly relativeGap: number;
  /** Samples that the solver still visited when the certificate was taken. */
  readonly active: number;
  /** What the solver was doing, where it has more than one way: "ascent" in the dual, the same with steps on "faces", or "newton" steps. */
  readonly phase?: string | undefined;
  readonly seconds: number;
}

export interface SolveOptions extends Beginning {
  /** Certified once (gap + rounding bound) / primal is at most this. */
  readonly tolerance: number;
  /** Stops after this many epochs, a whole number; an epoch is as many visits as there are samples, or steps that take as long. */
  readonly maxEpochs: number;
  /** Stops after this many seconds, if given: then the result depends on the machine's speed. */
  readonly maxSeconds?: number | undefined;
  readonly seed: number;
  /** Called after each certificate and now and then between; returning false stops the fit. */
  readonly onProgress?: ((progress: Progress) => unknown) | undefined;
  /** Aborting rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface Solution {
  readonly status: Status;
  /** The status as a sentence. */
  readonly message: string;
  readonly certificate: Certificate;
  /** The solver's dual variables; none of a descent. */
  readonly b?: KeptVariables;
  readonly epochs: number;
  /** One entry a certificate. */
  readonly trace: readonly Progress[];
}

/** A certificate costs two passes: taken when the solver's own estimate has fallen to this part of the last gap ... */
const worthwhile = 0.1;
/**
 * ... where classes do not couple, so much of the way from it to the tolerance, in decades, if that is further: one score alone goes
 * less of it, since it parks samples until the next certificate ...
 */
const ofTheWay = { alone: 1 / 3, many: 1 / 2 };
/** ... or, in case the estimate misleads, when the epochs have grown by this factor and a few. */
const patience = { factor: 1.25, epochs: 4 };

/** Other weights than W(b) need no comparison with it where their gap is below this part of the estimate: W(b)'s is about the whole of it. */
const below = 0.75;

/**
 * A gap of so many times the estimate is not the work that is left: the solver's own weights, in f32, have drifted from
 * those of its variables. They have just been brought back, so that few epochs close most of such a gap.
 */
const drift = { factor: 3, epochs: 3 };

/** Stand for a state's weights until these are copied: W(b), and others that it has. */
const weights = { own: new Float32Array(0), other: new Float32Array(0) };

/** The dual where all variables are zero. */
const atZero = { value: 0, error: 0, infeasibility: 0 };

/**
 * The one loop that serves every solver: step, certify when it is worth it, report, stop. The result depends
 * on problem, options and seed alone, never on the clock, unless the options limit the seconds.
 *
 * @throws the signal's reason when aborted
 */
export async function solve<S extends SolverState>(
  problem: Problem,
  solver: Solver<S>,
  options: SolveOptions,
): Promise<Solution> {
  options.signal?.throwIfAborted();
  const begin = performance.now();
  const state = solver.init(problem, options.seed, options);
  const copied = new CopiedState(problem, state);
  try {
    return await loop(problem, solver, state, copied, options, begin);
  } finally {
    copied.release();
    solver.release?.(state);
  }
}

/** @param begin when the fit began, by the clock of `performance` */
async function loop<S extends SolverState>(
  problem: Problem,
  solver: Solver<S>,
  state: S,
  copied: CopiedState,
  { tolerance, maxEpochs, maxSeconds = Number.POSITIVE_INFINITY, start, onProgress, signal }: SolveOptions,
  begin: number,
): Promise<Solution> {
  const trace: Progress[] = [];
  let { active, phase } = state;
  const isCold = start === undefined;
  /** Whether an ascent's weights are looked at in f32, as they are: as long as gap or tolerance are beyond what that moves. */
  let isNarrow = state.isNarrow === true && (isCold || tolerance >= narrowTolerance);
  let now = look();
  if (isCold && now === copied) copied.clear();
  const lowest = isCold ? atZero : now.dual(isNarrow);
  const first = pair(weights.own, isCold ? primalAtZero(problem) : now.primal("own")!, lowest);
  let certificate = keep(first);
  await solver.refresh(problem, state, now.W, first);
  let drifted = false;
  /** Whether W(b) came behind the solver's own weights at the last look: then it saves a pass not to look. */
  let lags = false;
  let due = patience.epochs;
  const breath = new Breath(signal);
  let wanted = report();

  while (true) {
    if (certificate.fault !== undefined) return end("invalid", `Invalid: ${certificate.fault}.`);
    if (meets(certificate, tolerance)) return end("certified", certifiedSentence(certificate));
    const reason = stopReason();
    if (reason !== undefined) return end("stopped", stopped(certificate, tolerance, reason));
    do {
      const pause = solver.step(problem, state, maxEpochs - state.epochs);
      if (breath.due) await rest();
      if (pause && worthCertifying()) break;
      if (pause && isNear()) glance();
    } while (stopReason() === undefined);
    // Where a glance was enough.
    if (!wanted && state.isEstimateExact && state.estimatedGap >= certificate.gap) continue;
    const known = take();
    due = drifted ? state.epochs + drift.epochs : state.epochs * patience.factor + patience.epochs;
    wanted &&= report();
    // Where it ends here, nothing has to be got ready.
    if (wanted && !meets(certificate, tolerance)) await solver.refresh(problem, state, now.W, known);
  }

  /** Betters the certificate by what the state holds now. @returns what is known of the state's own weights and variables */
  function take(): Certificate {
    // Of an ascent in f32 no older weights are kept: that would be one more copy, and its mean is hardly ever worse than before.
    const wasNarrow = isNarrow;
    isNarrow = state.isNarrow === true && Math.max(tolerance, relativeGap(certificate)) >= narrowTolerance;
    if (wasNarrow) certificate = { ...certificate, primal: Number.POSITIVE_INFINITY };
    now = look();
    const upper = now.primal("other");
    if (upper !== undefined) certificate = keep(withWeights(certificate, weights.other, upper));
    const lower = now.dual(isNarrow);
    const both = withDual(certificate, lower);
    // Weights that came out better than W(b) at the last look, or that leave less of a gap than the solver believes W(b) to
    // leave, are taken to be so, unless rounding hides the gap: W(b) has all digits.
    const isAhead =
      upper !== undefined &&
      (lags || state.isEstimateExact || upper.value - lower.value <= below * state.estimatedGap);
    const isClear = isAhead && both.gap > both.bound;
    const own = isClear ? both : pair(weights.own, now.primal("own")!, lower);
    const better = best(certificate, own);
    lags = upper !== undefined && upper.value <= (isClear ? better : own).primal;
    ({ active, phase } = state);
    const known = upper === undefined ? own : withWeights(own, own.W, upper);
    // Not twice in a row: what two looks leave is rounding of another kind.
    drifted = !drifted && !state.isEstimateExact && known.gap > drift.factor * state.estimatedGap;
    certificate = keep(better);
    return known;
  }

  /**
   * Whether the primal alone is worth a look: the solver believes its weights to be within the tolerance, as those that are
   * known are not, while the gap does not show it yet.
   */
  function isNear(): boolean {
    if (state.belief === undefined) return false;
    const { primal, optimum } = state.belief;
    const most = optimum + tolerance * primal;
    return primal <= most && certificate.primal > most;
  }

  /** Takes the solver's weights for the certificate's if they are better. */
  function glance(): void {
    now = look();
    const upper = now.primal("other");
    if (upper !== undefined) certificate = keep(withWeights(certificate, weights.other, upper));
    wanted &&= report();
  }

  function look(): HeldState {
    return (isNarrow ? state.held : undefined) ?? copied;
  }

  function keep(newest: Certificate): Certificate {
    const which = whichOf(newest);
    return which === undefined || now.keep === undefined ? newest : { ...newest, W: now.keep(which) };
  }

  function whichOf({ W }: Certificate): "own" | "other" | undefined {
    return W === weights.own ? "own" : W === weights.other ? "other" : undefined;
  }

  function worthCertifying(): boolean {
    const { gap, primal } = certificate;
    const most = tolerance * primal;
    const part = problem.nScores === 1 ? ofTheWay.alone : ofTheWay.many;
    const further = problem.loss.block === "separate" && gap > most ? (most / gap) ** part : 1;
    return (
      state.exhausted ||
      state.estimatedGap <= Math.max(Math.min(worthwhile, further) * gap, most / 2) ||
      (state.epochs >= due && !state.isEstimateExact)
    );
  }

  function stopReason(): string | undefined {
    if (!wanted) return "asked to stop";
    if (state.exhausted) return "no step changes anything any more in double precision";
    if (visitsIn(maxEpochs - state.epochs, problem.rows.nSamples) < 1)
      return `the limit of ${maxEpochs} epoch${maxEpochs === 1 ? "" : "s"} is reached`;
    if (elapsed() >= maxSeconds)
      return `the limit of ${maxSeconds} s is reached (how far one comes in it depends on the machine)`;
    return undefined;
  }

  function progress(): Progress {
    return {
      epoch: begunEpochs(state.epochs, problem.rows.nSamples),
      primal: certificate.primal,
      dual: certificate.dual,
      gap: certificate.gap,
      relativeGap: relativeGap(certificate),
      active,
      phase,
      seconds: elapsed(),
    };
  }

  function elapsed(): number {
    return (performance.now() - begin) / 1000;
  }

  function report(): boolean {
    trace.push(progress());
    return onProgress?.(trace.at(-1)!) !== false;
  }

  async function rest(): Promise<void> {
    await breath.take();
    if (onProgress?.(progress()) === false) wanted = false;
  }

  function end(status: Status, message: string): Solution {
    const { nScores: K, rows } = problem;
    const b = KeptVariables.of(state.variables ?? plainVariables(state.b, K), rows.nSamples, K);
    const which = whichOf(certificate);
    if (which !== undefined) certificate = { ...certificate, W: now.deliver(which) };
    return {
      status,
      message,
      certificate,
      b,
      epochs: begunEpochs(state.epochs, problem.rows.nSamples),
      trace,
    };
  }
}

function stopped(certificate: Certificate, tolerance: number, reason: string): string {
  const { gap, bound, primal } = certificate;
  if (bound > tolerance * primal && gap <= bound) {
    return `Stopped: rounding alone may be ${short(bound / primal)} of the objective, more than the tolerance ${short(tolerance)}; scale the features.`;
  }
  return `Stopped: ${reason}, and the relative gap is ${short(gap / primal)} where the tolerance is ${short(tolerance)}.`;
}

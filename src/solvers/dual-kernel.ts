import type { Precision, WeightArray } from "../data/products.ts";
import { HingeError } from "../errors.ts";
import { wasmModule } from "../kernels/wasm.ts";
import { halves, highHalf, isZero } from "../math/halves.ts";
import { randomStream } from "../math/random.ts";
import type { Problem } from "../objective/problem.ts";
import { membership } from "./dual-plan.ts";
import { visitsIn } from "./epochs.ts";
import { KernelLayout } from "./kernel-layout.ts";
import { type Beginning, type HeldState, narrowTolerance, type SolverState } from "./solver.ts";
import type { Variables } from "./variables.ts";

/** Multiplications and additions between two looks at the clock: some milliseconds. */
const workPerStep = 2e7;
/** Sweeps over the active samples end when their gaps have fallen to this part of all gaps at the last full sweep ... */
const narrowUntil = 0.1;
/** ... or after as many visits as so many full sweeps would make: more where few samples are active, or these visits are cheap. */
const mostNarrow = { many: 3, few: 4, cheap: 6 };
/** Active samples are few below this part of all. */
const few = 0.25;
/** Where a sample has more variables than this, of classes that couple, a visit of an active one looks at few of them. */
const wide = 32;
/** f32 keeps seven digits: products of numbers beyond this would come too close to its ends. */
const f32Range = 1e12;
/** Estimated gaps below this part of the loss are noise in f32. */
const f32Gap = 1e-6;
/** So many rounds without a new lowest estimate of the gap: f32 has stalled. */
const stalledAfter = 30;

/** Weights go into their running mean so many times in a sweep over all samples ... */
const meansASweep = 64;
/** ... unless that would be more often than after so many times the work of a pass over all weights. */
const meanEvery = 32;
/** What they count for in it: ever less, but never less than that. */
const meanPart = { first: 8, least: 0.02 };

/** Parked samples come back when the other gaps have fallen to this part of all gaps, if no certificate brings them back before. */
const parkedUntil = 0.01;

interface Sweep {
  /** The gaps' sum at the last full sweep, and at the last one that left out no sample. */
  full: number;
  whole: number;
  /** Whether the present one leaves out no sample. */
  isWhole: boolean;
  /** Samples that the narrow sweeps visit. */
  active: number;
  moved: boolean;
  loss: number;
  /** Times that the weights have been averaged, and the work since. */
  averaged: number;
  work: number;
}

/**
 * Dual block coordinate ascent by the compiled kernels (see dual-readable.ts for what it does).
 *
 * A round takes each set of classes through sweeps over its active samples, until they are nearly done with, and then
 * through a full sweep that brings all others back; of one score, but for those that are parked, too far from a step to be
 * looked at soon. The sum of the local gaps that full sweeps meet estimates the gap.
 */
export class KernelAscent implements SolverState {
  estimatedGap = Number.POSITIVE_INFINITY;
  active: number;
  exhausted = false;
  readonly #problem: Problem;
  readonly #module: WebAssembly.Module;
  readonly #seed: number;
  /** Samples to be visited. */
  readonly #nMembers: number;
  /** A copy of the variables, if anybody has wanted one. */
  #b: Float64Array | undefined;
  #block = new Float64Array(0);
  #sweeps: Sweep[];
  #precision: Precision;
  #layout: KernelLayout;
  /** Whether variables count as they are in f32, in a copy too: certificates shall say the same of both. */
  readonly #isRounded: boolean;
  /** Scores of samples that were looked at so far. */
  #looked = 0;
  /** Whether the kernel's variables are newer than `b`. */
  #ahead = false;
  /** Where the round is: the set, whether its sweep is a full one and begun, and its narrow visits so far. */
  #set = 0;
  #isFull = true;
  #begun = false;
  #narrowed = 0;
  #lowest = Number.POSITIVE_INFINITY;
  #roundsSinceLowest = 0;

  /** Undefined where there are no kernels, or not enough memory for them. */
  static begin(problem: Problem, seed: number, beginning: Beginning = {}): KernelAscent | undefined {
    const module = wasmModule();
    if (module === null) return undefined;
    try {
      return new KernelAscent(module, problem, seed, beginning);
    } catch (error) {
      if (error instanceof HingeError && error.code === "too-large") return undefined;
      throw error;
    }
  }

  private constructor(
    module: WebAssembly.Module,
    problem: Problem,
    seed: number,
    { start, precision = "f32", tolerance = 1e-3 }: Beginning,
  ) {
    const { rows, nScores } = problem;
    this.#problem = problem;
    this.#module = module;
    this.#seed = seed;
    this.#b = start;
    this.#nMembers = countMembers(problem, () => {
      this.#b ??= new Float64Array(rows.nSamples * nScores);
      return this.#b;
    });
    this.active = this.#nMembers;
    this.#precision = precision === "f32" && fitsF32(problem) ? "f32" : "f64";
    this.#layout = this.#layOut();
    this.#layout.clear();
    if (this.#b !== undefined) this.#layout.setVariables(this.#b);
    this.#isRounded = tolerance >= narrowTolerance;
    this.#ahead = this.#isRounded && this.isNarrow;
    this.#sweeps = Array.from({ length: this.#layout.nSets }, () => this.#fresh());
  }

  get epochs(): number {
    const { rows, nScores } = this.#problem;
    return this.#looked / (rows.nSamples * nScores);
  }

  get isNarrow(): boolean {
    return this.#precision === "f32";
  }

  /** The dual variables, nSamples x K. */
  get b(): Float64Array {
    if (this.#ahead || this.#b === undefined) {
      this.#b ??= new Float64Array(this.#problem.rows.nSamples * this.#problem.nScores);
      this.#layout.getVariables(this.#b);
    }
    this.#ahead = false;
    return this.#b;
  }

  get variables(): Variables {
    const { nScores: K } = this.#problem;
    return {
      free: this.#ahead ? this.#layout.bounds?.free : undefined,
      of: (first, n) => {
        if (!this.#ahead && this.#b !== undefined) return this.#b.subarray(first * K, (first + n) * K);
        if (this.#block.length < n * K) this.#block = new Float64Array(n * K);
        const block = this.#block.length === n * K ? this.#block : this.#block.subarray(0, n * K);
        this.#layout.getVariables(block, first);
        return block;
      },
    };
  }

  get held(): HeldState | undefined {
    const { bounds } = this.#layout;
    if (bounds === undefined) return undefined;
    return {
      dual: () => {
        this.#ahead = true;
        return bounds.dual();
      },
      primal: (which) => {
        if (which === "own") return bounds.primal();
        if (!this.#hasMean) return undefined;
        this.#layout.takeMean();
        return bounds.primal();
      },
      deliver: (which) => this.#layout.deliver(which),
    };
  }

  /** Works for a moment; true at the end of a round. @param epochs that it may take at most */
  step(epochs: number): boolean {
    const { rows, nScores } = this.#problem;
    const { nSets, stride } = this.#layout;
    const scores = Math.min(stride, nScores);
    const costOfVisit = (2 * rows.nnz * stride) / rows.nSamples + 16 * stride;
    const piece = Math.ceil(this.#nMembers / meansASweep);
    const most = visitsIn(epochs, (rows.nSamples * nScores) / scores);
    let left = Math.min(Math.ceil(workPerStep / costOfVisit), most);
    this.#ahead = true;
    while (left > 0) {
      const sweep = this.#sweeps[this.#set]!;
      if (!this.#begun) {
        sweep.isWhole = this.#layout.begin(this.#set, this.#isFull ? "full" : sweep.active);
        this.#begun = true;
      }
      const before = this.#layout.active(this.#set);
      const begin = this.#layout.next(this.#set);
      this.#layout.visit(this.#set, Math.min(left, piece));
      const active = this.#layout.active(this.#set);
      const next = this.#layout.next(this.#set);
      const visits = next - begin + before - active;
      left -= Math.max(1, visits);
      this.#looked += visits * scores;
      sweep.work += visits * costOfVisit;
      this.#average(this.#set);
      if (next < active) continue;
      const now = this.#layout.met(this.#set);
      this.#begun = false;
      sweep.active = active;
      if (this.#isFull) {
        sweep.full = now.gap;
        // What the samples that are not parked have to tell is not the whole truth.
        sweep.moved = now.moved || !sweep.isWhole;
        if (sweep.isWhole) sweep.whole = now.gap;
        else if (!now.moved || now.gap <= parkedUntil * sweep.whole) this.#layout.unpark(this.#set);
        sweep.loss = now.loss;
        this.#narrowed = 0;
        this.#isFull = false;
        if (++this.#set === nSets) {
          this.#endRound();
          return true;
        }
      } else {
        this.#narrowed += before;
      }
      if (
        active === 0 ||
        this.#narrowed >= this.#mostNarrow(active) ||
        (this.#narrowed > 0 && now.gap <= narrowUntil * sweep.full)
      )
        this.#isFull = true;
    }
    return false;
  }

  /**
   * Takes the set's weights into their running mean: at a kink, where most samples are, each visit throws the others' margins to
   * one side or the other, and what remains in the mean has a lower primal (polynomial-decay averaging: Shamir & Zhang, ICML 2013),
   * the lower the more of a sweep's weights there are in it.
   */
  #average(set: number): void {
    if (this.#precision === "f64") return;
    const sweep = this.#sweeps[set]!;
    if (sweep.work < meanEvery * this.#problem.rows.nFeatures * this.#layout.stride) return;
    const { first, least } = meanPart;
    this.#layout.average(set, Math.max(least, first / (sweep.averaged + first)));
    sweep.averaged++;
    sweep.work = 0;
  }

  /**
   * Writes the mean weights, once every set has some. Not in f64, where the last digits are wanted: those of W(b) come closer.
   *
   * @param into feature-major, nFeatures x K
   */
  writeWeights(into: WeightArray): boolean {
    if (this.#hasMean) this.#layout.getMean(into);
    return this.#hasMean;
  }

  get #hasMean(): boolean {
    return this.#precision === "f32" && this.#sweeps.every(({ averaged }) => averaged > 0);
  }

  #mostNarrow(active: number): number {
    const count = this.#nMembers;
    if (this.#layout.stride > wide) return count * mostNarrow.cheap;
    return count * (active < few * count ? mostNarrow.few : mostNarrow.many);
  }

  #endRound(): void {
    this.#set = 0;
    let gap = 0;
    let loss = 0;
    let moved = false;
    this.active = 0;
    for (const sweep of this.#sweeps) {
      gap += sweep.full;
      loss += sweep.loss;
      moved ||= sweep.moved;
      this.active = Math.max(this.active, sweep.active);
    }
    this.estimatedGap = gap;
    this.#roundsSinceLowest = gap < this.#lowest ? 0 : this.#roundsSinceLowest + 1;
    this.#lowest = Math.min(this.#lowest, gap);
    if (this.#precision === "f32") {
      if (!moved || gap < f32Gap * loss || this.#roundsSinceLowest >= stalledAfter) this.#refine();
    } else this.exhausted = !moved;
  }

  /** Goes on in f64. */
  #refine(): void {
    const b = this.b;
    const W = new Float64Array(this.#problem.rows.nFeatures * this.#problem.nScores);
    this.#layout.getWeights(W);
    this.#layout.release();
    this.#precision = "f64";
    this.#layout = this.#layOut();
    this.#layout.setVariables(b);
    this.#layout.setWeights(W);
    this.#sweeps = Array.from({ length: this.#layout.nSets }, () => this.#fresh());
    this.#isFull = true;
  }

  refresh(W: Float64Array | undefined): void {
    // Where nobody has had a copy of the variables, nobody can have changed them or the weights.
    if (W === undefined || this.#b === undefined) this.#b = undefined;
    else {
      this.#layout.setVariables(this.b);
      this.#layout.setWeights(W);
      this.#ahead = this.#isRounded && this.isNarrow;
    }
    for (let set = 0; set < this.#layout.nSets; set++) this.#layout.unpark(set);
    this.#begun = false;
  }

  release(): void {
    this.#layout.release();
  }

  #fresh(): Sweep {
    return {
      full: Number.POSITIVE_INFINITY,
      whole: Number.POSITIVE_INFINITY,
      isWhole: false,
      active: this.#nMembers,
      moved: true,
      loss: 0,
      averaged: 0,
      work: 0,
    };
  }

  #layOut(): KernelLayout {
    const random = randomStream(this.#seed, this.#precision === "f32" ? 0 : 1);
    const word = (): number => Math.floor(random() * 2 ** 32) | 0;
    return new KernelLayout(this.#module, this.#problem, this.#precision, this.#nMembers, word);
  }
}

/** How many samples are to be visited. Of the others, a row of zeros has its best variables found here. */
function countMembers(problem: Problem, variables: () => Float64Array): number {
  const { rows, y, loss, nScores, C } = problem;
  const zero = new Float64Array(nScores);
  const delta = new Float64Array(nScores);
  const isMember = membership(problem);
  const weights = halves(C);
  let count = 0;
  for (let i = 0; i < rows.nSamples; i++) {
    if (isMember(i)) count++;
    else if (!isZero(weights, i)) loss.dualStep(zero, y[i]!, variables(), i * nScores, 0, C[i]!, delta);
  }
  return count;
}

function fitsF32(problem: Problem): boolean {
  const { rows, C, loss } = problem;
  const [least, most] = [highHalf(1 / f32Range), highHalf(f32Range)];
  const isWithin = (high: number): boolean => high > least && high < most;
  if (!isWithin(highHalf(loss.margin))) return false;
  const isMember = membership(problem);
  const [weights, norms] = [halves(C), halves(rows.squaredNorms)];
  for (let i = 0, high = 1; i < rows.nSamples; i++, high += 2) {
    if (isMember(i) && !(isWithin(norms[high]!) && isWithin(weights[high]!))) return false;
  }
  return true;
}

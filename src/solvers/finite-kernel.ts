import { type NewtonKernels, newtonKernels } from "../kernels/newton-wasm.ts";
import { layOut } from "../kernels/wasm.ts";
import type { Problem } from "../objective/problem.ts";
import type { Along } from "./class-line.ts";
import { type FiniteRows, isDenseForm } from "./finite-rows.ts";
import type { Extent } from "./newton-cost.ts";

/** Fields of the plan (assembly/newton-plan.ts): places of an i32 that changes, and of one that begins a group. */
const field = {
  N: 5,
  K: 7,
  own: 11,
  W: 13,
  out: 14,
  S: 15,
  picked: 18,
  h: 20,
  C: 25,
  slope: 27,
  samples: 29,
  w: 30,
  ends: 52,
} as const;
const planBytes = 216;
/** Places of an f64: where losses that are not squared become linear, and the constant feature's value. */
const double = { hi: 21, constant: 25 } as const;
/** Rows taken at a time. */
const block = 64;
/** Bytes of work space to factor in (assembly/factor.ts). */
const workBytes = 64 * 4 + (64 + 34) * 32 * 8;

/** A problem whose rows lie in kernel memory. */
export interface FiniteProblem extends Omit<Problem, "rows"> {
  readonly rows: FiniteRows;
}

/** One class's losses at a point along its direction, the regulariser left out. */
export interface FiniteAlong extends Along {
  readonly value: number;
  /** Hinges above 0. */
  readonly active: number;
}

/** The arrays of finite Newton steps in kernel memory, and what the kernels do to them (assembly/finite-newton.ts). */
export class FiniteKernel {
  /** Weights, minus the gradients, and directions, class by class: K x D. */
  readonly V: Float64Array;
  readonly g: Float64Array;
  readonly d: Float64Array;
  readonly #kernels: NewtonKernels;
  readonly #problem: FiniteProblem;
  readonly #at: ReturnType<typeof lay>;
  readonly #ints: Int32Array;
  readonly #buffer: ArrayBuffer;

  readonly #isSquared: boolean;
  /** The width of the hinges' quadratic part, where losses are not squared. */
  #width: number;

  /**
   * @param from address of a room of `finiteRoom` bytes
   * @param own the score of each sample that ought to be high
   * @param width of plain hinges' quadratic part, which begins with its middle at the kink: more than twice the margin has all
   * hinges active at first
   */
  constructor(problem: FiniteProblem, from: number, own: Int32Array, width: number) {
    const { rows, nScores: K, loss, C } = problem;
    const { nSamples: N, nFeatures: D, instance, values, indices, starts, ends, constant } = rows;
    const isDense = isDenseForm(rows);
    const at = lay(from, problem, isDense);
    this.#kernels = newtonKernels(instance);
    this.#problem = problem;
    this.#at = at;
    this.#buffer = instance.memory.buffer as ArrayBuffer;
    this.#ints = new Int32Array(this.#buffer, at.plan, planBytes / 4);
    this.V = this.#numbers(at.V, K * D);
    this.g = this.#numbers(at.g, K * D);
    this.d = this.#numbers(at.d, K * D);
    new Int32Array(this.#buffer, at.own, N).set(own);
    this.#isSquared = loss.squared;
    this.#width = loss.squared ? Number.POSITIVE_INFINITY : width;
    const r = loss.squared ? loss.shape(1).r : width;
    const even = N + (N & 1);
    const curvatures = this.#numbers(at.C, even);
    curvatures.set(C);
    const shift = loss.squared ? 0 : width / 2;
    this.#numbers(at.h, K * even).fill(loss.margin + shift);
    this.#numbers(at.shifts, loss.squared ? 0 : K * even).fill(shift);
    // What pads the samples stays zero.
    if (even > N) {
      for (let m = 0; m < K; m++) {
        this.#numbers(at.h + (m * even + N) * 8, 1)[0] = 0;
        if (!loss.squared) this.#numbers(at.shifts + (m * even + N) * 8, 1)[0] = 0;
      }
      curvatures[N] = 0;
    }
    this.#ints.fill(0);
    this.#ints.set([values, indices, starts]);
    this.#ints.set([N, D, K, K + (K & 1)], field.N);
    this.#ints[field.own] = at.own;
    this.#ints[field.W] = isDense ? at.d : at.W;
    this.#ints[field.out] = at.packed;
    this.#ints.set([at.S, at.list], field.S);
    this.#ints.set([at.picked, block, at.h, at.dh], field.picked);
    this.#ints[field.C] = at.C;
    this.#ints[field.slope] = at.along;
    this.#ints[field.ends] = ends;
    this.#ints.set([at.samples, at.dh], field.samples);
    const doubles = this.#numbers(at.plan, planBytes / 8);
    doubles[double.hi] = this.#width;
    doubles[double.constant] = constant;
    this.#kernels.finiteCurvatures(at.plan, r);
  }

  /**
   * All hinges active: every class has the same Hessian, and a gradient of its own.
   *
   * @returns how many samples the Hessian has met
   */
  begin(): number {
    const { nScores: K, rows, loss } = this.#problem;
    const { nFeatures: D, form } = rows;
    const { plan, H, r, sums } = this.#at;
    const first = this.#numbers(H, D * D);
    first.fill(0);
    const N = this.#kernels.finiteActive(plan, 0);
    this.#kernels.finiteAdd(plan, 0, N, loss.margin, H, this.#isSquared ? r : 0, form);
    for (let m = 1; m < K; m++) this.#numbers(this.#hessian(m), D * D).set(first);
    if (!this.#isSquared) return N;
    this.#kernels.finiteSums(plan, K, sums, form);
    const own = this.#numbers(sums, K * D);
    const all = this.#numbers(sums + K * D * 8, D);
    const ends = this.#numbers(r, K * D);
    for (let m = 0, k = 0; m < K; m++) {
      for (let j = 0; j < D; j++, k++) ends[k] = loss.margin * (2 * own[k]! - all[j]!);
    }
    return N;
  }

  /** Sets g of class m to minus its gradient. */
  residual(m: number): void {
    const D = this.#problem.rows.nFeatures;
    const { V, r, g } = this.#at;
    const offset = m * D * 8;
    if (!this.#isSquared) {
      this.g.fill(0, m * D, (m + 1) * D);
      this.#kernels.finiteStep(this.#at.plan, V + offset, -1, g + offset);
      this.#kernels.finiteGradient(this.#at.plan, m, g + offset, this.#problem.rows.form);
      return;
    }
    this.#kernels.residualOf(this.#hessian(m), D, V + offset, r + offset, g + offset);
  }

  /** Factors class m's Hessian for `solve`; false if rounding has made it indefinite. */
  factor(m: number): boolean {
    const { plan, F, work } = this.#at;
    return this.#kernels.finiteFactor(plan, this.#hessian(m), F, work) !== 0;
  }

  /** Sets the k-th direction to the Newton step of class m by the latest factor. */
  solve(m: number, k: number): void {
    const D = this.#problem.rows.nFeatures;
    this.d.set(this.g.subarray(m * D, (m + 1) * D), k * D);
    this.#kernels.solveFactor(this.#at.F, D, this.#at.d + k * D * 8);
  }

  /** The slopes of the hinges along the directions, the k-th of which is that of classes[k]. */
  slopes(classes: readonly number[]): void {
    const { nSamples: N, nFeatures: D } = this.#problem.rows;
    const count = classes.length;
    const stride = count + (count & 1);
    this.#ints.set([count, stride], field.K);
    new Int32Array(this.#buffer, this.#at.classes, count).set(classes);
    if (!isDenseForm(this.#problem.rows)) {
      const W = this.#numbers(this.#at.W, D * stride);
      for (let j = 0, at = 0; j < D; j++, at += stride) {
        W[at + stride - 1] = 0;
        for (let k = 0; k < count; k++) W[at + k] = this.d[k * D + j]!;
      }
    }
    // What pads them.
    if (N & 1) for (let k = 0; k < count; k++) this.#numbers(this.#at.dh + (k * (N + 1) + N) * 8, 1)[0] = 0;
    this.#kernels.finiteSlopes(this.#at.plan, this.#at.classes, this.#problem.rows.form);
  }

  /** Class m at V + t * the k-th direction. */
  along(m: number, k: number, t: number): FiniteAlong {
    this.#kernels.finiteAlong(this.#at.plan, m, k, t);
    const found = this.#numbers(this.#at.along, 4);
    return { slope: found[0]!, curvature: found[1]!, value: found[2]!, active: found[3]! };
  }

  /**
   * Takes class m to V + t * the k-th direction: by the hinges that have become active or ceased to be, or from all that are
   * active where those are fewer.
   *
   * @param active hinges above 0 there
   * @returns how many samples the Hessian has met
   */
  move(m: number, k: number, t: number, active: number): number {
    const count = this.#go(m, k, t);
    if (count > active) return this.#renew(m);
    this.#meet(m, count);
    return count;
  }

  /** Takes class m from 0 to the k-th direction, whatever its Hessian was. @returns how many samples that has met */
  start(m: number, k: number): number {
    this.#go(m, k, 1);
    return this.#renew(m);
  }

  #go(m: number, k: number, t: number): number {
    const { nSamples: N, nFeatures: D } = this.#problem.rows;
    const { plan, V, d } = this.#at;
    this.#kernels.finiteStep(plan, d + k * D * 8, t, V + m * D * 8);
    // The slopes are not needed any more once they are gone along: the listed samples' weights take their place.
    this.#ints[field.w] = this.#at.dh + k * (N + (N & 1)) * 8;
    return this.#kernels.finiteMove(this.#at.plan, m, k, t);
  }

  #renew(m: number): number {
    const D = this.#problem.rows.nFeatures;
    this.#numbers(this.#hessian(m), D * D).fill(0);
    this.#numbers(this.#at.r + m * D * 8, D).fill(0);
    const count = this.#kernels.finiteActive(this.#at.plan, m);
    this.#meet(m, count);
    return count;
  }

  /** Adds the listed samples to class m's Hessian and gradient. */
  #meet(m: number, count: number): void {
    const D = this.#problem.rows.nFeatures;
    const { plan, r } = this.#at;
    const { margin } = this.#problem.loss;
    const end = this.#isSquared ? r + m * D * 8 : 0;
    this.#kernels.finiteAdd(plan, m, count, margin, this.#hessian(m), end, this.#problem.rows.form);
  }

  /** Plain losses of class m, and the gap that its variables leave to them. */
  losses(m: number): { readonly value: number; readonly gap: number } {
    this.#kernels.finiteLosses(this.#at.plan, m, this.#at.shifts);
    const [value, gap] = this.#numbers(this.#at.along, 2);
    return { value: value!, gap: gap! };
  }

  /**
   * Takes the variables for the centres of the plain hinges, whose quadratic parts become so many times as narrow.
   *
   * @returns how many samples the Hessians have met
   */
  recentre(by: number): number {
    const { nScores: K, rows } = this.#problem;
    const { plan, shifts } = this.#at;
    for (let m = 0; m < K; m++) this.#kernels.finiteRecentre(plan, m, shifts, by);
    this.#width /= by;
    this.#numbers(plan, planBytes / 8)[double.hi] = this.#width;
    this.#numbers(this.#at.C, rows.nSamples).set(this.#problem.C);
    this.#kernels.finiteCurvatures(plan, this.#width);
    let met = 0;
    for (let m = 0; m < K; m++) met += this.#renew(m);
    return met;
  }

  /** The dual variables, nSamples x K, where the slopes were: good until there are new ones, or others in that memory. */
  variables(): Float64Array {
    const { nScores: K, rows } = this.#problem;
    this.#kernels.finiteVariables(this.#at.plan, K, this.#at.dh);
    return this.#numbers(this.#at.dh, rows.nSamples * K);
  }

  #hessian(m: number): number {
    return this.#at.H + m * this.#problem.rows.nFeatures ** 2 * 8;
  }

  #numbers(from: number, length: number): Float64Array {
    return new Float64Array(this.#buffer, from, length);
  }
}

/** Bytes that the kernel needs beside the rows. */
export function finiteRoom(size: FiniteSize, isDense: boolean): number {
  return lay(0, size, isDense).end;
}

/** What that depends on. */
export interface FiniteSize extends Omit<Extent, "rows"> {
  readonly rows: Pick<FiniteRows, "nSamples" | "nFeatures">;
  readonly loss: Pick<Problem["loss"], "squared">;
}

function lay(from: number, { rows, nScores: K, loss }: FiniteSize, isDense: boolean) {
  const { nSamples: N, nFeatures: D } = rows;
  const stride = K + (K & 1);
  const even = N + (N & 1);
  const bytes = {
    ...{ plan: planBytes, own: N * 4, C: even * 8, h: K * even * 8, dh: K * even * 8, classes: K * 4 },
    shifts: loss.squared ? 0 : K * even * 8,
    ...{ V: K * D * 8, g: K * D * 8, d: K * D * 8, r: K * D * 8, W: D * stride * 8, sums: (K + 1) * D * 8 },
    ...{ S: block * stride * 8, list: block * 12, picked: (block + 1) * 12, along: 32 },
    ...{ samples: N * 4, H: K * D * D * 8, F: D * D * 8, work: workBytes },
    packed: isDense ? block * D * 8 : 0,
  };
  const { addresses, end } = layOut(from, Object.values(bytes));
  const names = Object.keys(bytes) as (keyof typeof bytes)[];
  const at = Object.fromEntries(names.map((name, k) => [name, addresses[k]!])) as typeof bytes;
  return { ...at, end };
}

import type { Place } from "../data/settled-rows.ts";
import { type NewtonKernels, newtonKernels } from "../kernels/newton-wasm.ts";
import { layOut } from "../kernels/wasm.ts";
import { ownScores } from "../objective/kernel-terms.ts";
import type { Problem } from "../objective/problem.ts";
import { ConjugateKernel, conjugateRoom } from "./newton-conjugate.ts";
import { isSparse, largestBlock } from "./newton-cost.ts";
import type { Along, EnvelopeArrays } from "./newton-envelope.ts";
import type { Passes } from "./newton-passes.ts";

/** A block of dense rows shall stay in the second-level cache. */
const blockBytes = 131_072;

/** Fields of the plan (assembly/newton-plan.ts): places of an i32 that changes, and of the f64 behind all i32. */
const field = { n: 4, shape: 19, mu: 23, constant: 25, ends: 52 } as const;
const planBytes = 216;
/** What has no state yet (assembly/newton-envelope.ts). */
const mixed = -2;

/** The passes and the envelope by compiled kernels, beside the rows in kernel memory. */
export class NewtonKernel implements Passes {
  /** The envelope's own, where the kernels find them. */
  readonly arrays: EnvelopeArrays;
  readonly conjugate: ConjugateKernel | undefined;
  readonly #kernels: NewtonKernels;
  readonly #problem: Problem;
  readonly #place: Place;
  readonly #at: ReturnType<typeof lay>;
  readonly #dense: 0 | 1;
  readonly #ints: Int32Array;
  readonly #doubles: Float64Array;
  readonly #order: Int32Array;
  readonly #marks: Uint8Array;
  readonly #W: Float64Array;
  readonly #out: Float64Array;

  constructor(problem: Problem, place: Place) {
    const { rows, nScores: K, loss, C } = problem;
    const { nSamples: N, nFeatures: D } = rows;
    const { instance, isDense, values, indices, starts } = place;
    const { buffer } = instance.memory;
    const at = lay(place.room, problem, isDense);
    const numbers = (from: number, length: number) => new Float64Array(buffer, from, length);
    const { stride, block } = at;
    this.#kernels = newtonKernels(instance);
    this.#problem = problem;
    this.#place = place;
    this.#at = at;
    this.#dense = isDense ? 1 : 0;
    this.#ints = new Int32Array(buffer, at.plan, planBytes / 4);
    this.#doubles = numbers(at.plan, planBytes / 8);
    this.#order = new Int32Array(buffer, at.order, N);
    this.#marks = new Uint8Array(buffer, at.marks, N * K);
    this.#W = numbers(at.W, D * stride);
    this.#out = numbers(at.out, D * stride);
    this.arrays = {
      h: numbers(at.h, N * K),
      dh: numbers(at.dh, N * K),
      b: numbers(at.b, N * K),
      centre: numbers(at.centre, N * K),
      free: new Uint8Array(buffer, at.free, N * K),
      beta: numbers(at.beta, N),
    };
    for (const array of Object.values(this.arrays)) array.fill(0);
    // The padding of sparse rows' classes stays zero.
    this.#W.fill(0);
    numbers(at.S, block * stride).fill(0);
    numbers(at.C, N).set(C);
    new Int32Array(buffer, at.state, N).fill(mixed);
    new Int32Array(buffer, at.own, N).set(ownScores(problem));
    const { r, rho, hi, cap } = loss.shape(1);
    const joint = rho > 0 || cap < Number.POSITIVE_INFINITY;
    this.#ints.set([
      ...[values, indices, starts, at.order, 0, N, D, K, stride, at.marks, at.beta, at.own],
      ...[loss.block === "separate" ? 0 : 1, at.W, at.out, at.S, at.list, at.places, at.picked, block],
      ...[at.h, at.dh, at.b, at.centre, at.free, at.C, at.t, at.slope, at.curvature, at.samples, at.w, at.A],
      ...[joint ? 1 : 0, loss.squared ? 1 : 0, at.state, at.moving, 0, at.base],
    ]);
    this.#doubles.set([r, rho, hi, cap, 0], field.shape);
    this.#doubles[field.constant] = 0;
    this.#ints[field.ends] = starts + 4;
    this.conjugate = isSparse(problem) ? new ConjugateKernel(problem, place, at.end, at.plan) : undefined;
  }

  hinges(V: Float64Array): void {
    this.#scores(V, this.#at.h, this.#problem.loss.margin);
  }

  slopes(d: Float64Array): void {
    this.#scores(d, this.#at.dh, 0);
  }

  #scores(V: Float64Array, into: number, margin: number): void {
    this.#write(V, this.#W);
    this.#kernels.newtonHinges(this.#at.plan, into, margin, this.#dense);
  }

  residual(V: Float64Array, out: Float64Array): number {
    this.#write(V, this.#out);
    for (let k = 0; k < this.#out.length; k++) this.#out[k] = -this.#out[k]!;
    const used = this.#kernels.newtonWeights(this.#at.plan, this.#dense);
    this.#read(out);
    return used;
  }

  begin(order: Int32Array): void {
    const { nScores: K, loss, y } = this.#problem;
    this.#order.set(order);
    this.#ints[field.n] = order.length;
    this.#marks.set(this.arrays.free);
    if (loss.block !== "separate") for (const i of order) this.#marks[i * K + y[i]!] = 2;
  }

  times(v: Float64Array, out: Float64Array): void {
    this.#write(v, this.#W);
    this.#out.set(this.#W);
    this.#kernels.newtonCurved(this.#at.plan, this.#dense);
    this.#read(out);
  }

  diagonal(m: number): Float64Array {
    this.#kernels.newtonDiagonal(this.#at.plan, m);
    return this.#numbers(this.#at.w, this.#ints[field.n]!).slice();
  }

  block(samples: Int32Array, w: Float64Array, A: Float64Array): void {
    const { memory } = this.#place.instance;
    new Int32Array(memory.buffer, this.#at.samples, samples.length).set(samples);
    this.#numbers(this.#at.w, w.length).set(w);
    this.#kernels.newtonBlock(this.#at.plan, samples.length, this.#dense);
    A.set(this.#numbers(this.#at.A, A.length));
  }

  #numbers(from: number, length: number): Float64Array {
    return new Float64Array(this.#place.instance.memory.buffer, from, length);
  }

  at(t: Float64Array, mu: number, few: boolean): Along {
    const { plan, slope, curvature } = this.#at;
    this.#numbers(this.#at.t, t.length).set(t);
    this.#doubles[field.mu] = mu;
    this.#kernels.newtonEnvelope(plan, few ? 1 : 0);
    return {
      slope: this.#numbers(slope, t.length).slice(),
      curvature: this.#numbers(curvature, t.length).slice(),
    };
  }

  move(t: Float64Array): number {
    this.#numbers(this.#at.t, t.length).set(t);
    return this.#kernels.newtonMove(this.#at.plan);
  }

  /** Class by class outside; feature by feature inside where rows are sparse. */
  #write(V: Float64Array, inside: Float64Array): void {
    if (this.#dense === 1) {
      inside.set(V);
      return;
    }
    const { nScores: K, rows } = this.#problem;
    const { stride } = this.#at;
    for (let m = 0, k = 0; m < K; m++) {
      for (let j = 0; j < rows.nFeatures; j++, k++) inside[j * stride + m] = V[k]!;
    }
  }

  #read(out: Float64Array): void {
    if (this.#dense === 1) {
      out.set(this.#out);
      return;
    }
    const { nScores: K, rows } = this.#problem;
    const { stride } = this.#at;
    for (let m = 0, k = 0; m < K; m++) {
      for (let j = 0; j < rows.nFeatures; j++, k++) out[k] = this.#out[j * stride + m]!;
    }
  }
}

/** Bytes that the kernel needs beside the rows. */
export function newtonRoom(problem: Problem, isDense: boolean): number {
  const { end } = lay(0, problem, isDense);
  return end + (isSparse(problem) ? conjugateRoom(problem) : 0);
}

function lay(from: number, problem: Problem, isDense: boolean) {
  const { rows, nScores: K } = problem;
  const { nSamples: N, nFeatures: D } = rows;
  const stride = isDense ? K : K + (K & 1);
  const block = isDense ? Math.max(4, Math.min(64, 4 * Math.floor(blockBytes / (32 * D)))) : 1;
  const bytes = {
    ...{ plan: planBytes, order: N * 4, own: N * 4, C: N * 8, beta: N * 8, marks: N * K, free: N * K },
    ...{
      h: N * K * 8,
      dh: N * K * 8,
      b: N * K * 8,
      centre: N * K * 8,
      W: D * stride * 8,
      out: D * stride * 8,
    },
    ...{ S: block * stride * 8, list: block * 12, picked: (block + 1) * 12, places: block * 4 },
    ...{ t: K * 8, slope: K * 8, curvature: K * 8, base: K * 8, state: N * 4, moving: (N + 1) * 4 },
    ...{ samples: N * 4, w: N * 8, A: D <= largestBlock(problem) ? D * D * 8 : 0 },
  };
  const { addresses, end } = layOut(from, Object.values(bytes));
  const names = Object.keys(bytes) as (keyof typeof bytes)[];
  const at = Object.fromEntries(names.map((name, k) => [name, addresses[k]!])) as typeof bytes;
  return { ...at, end, stride, block };
}

import type { Place } from "../data/settled-rows.ts";
import { layOut } from "../kernels/wasm.ts";
import type { Problem } from "../objective/problem.ts";
import { ownScores } from "./kernel-layout.ts";
import type { Envelope } from "./newton-envelope.ts";
import { pass } from "./newton-products.ts";

/** A block of dense rows shall stay in the second-level cache. */
const blockBytes = 131_072;

/** The Hessian's products with directions while the free b stay the same. */
export interface Curved {
  /** @param order the samples with a free b */
  begin(envelope: Envelope, order: Int32Array): void;
  /** out = v + sum_i (L^T J_i L) v x_i x_i^T, class by class (K x D); L makes slopes of hinges of scores. */
  times(v: Float64Array, out: Float64Array): void;
}

/** Bytes that the compiled products need beside the rows. */
export function curvedRoom({ rows, nScores }: Problem, isDense: boolean): number {
  return lay(0, rows.nSamples, rows.nFeatures, nScores, isDense).end;
}

export function curvedProducts(problem: Problem, place: Place | undefined): Curved {
  return place === undefined ? new ReadableCurved(problem) : new CompiledCurved(problem, place);
}

class ReadableCurved implements Curved {
  #envelope!: Envelope;
  #order!: Int32Array;

  constructor(private readonly problem: Problem) {}

  begin(envelope: Envelope, order: Int32Array): void {
    this.#envelope = envelope;
    this.#order = order;
  }

  times(v: Float64Array, out: Float64Array): void {
    const { y, loss, nScores } = this.problem;
    const dh = new Float64Array(nScores);
    const curve = (i: number, s: Float64Array, g: Float64Array): void => {
      loss.slopes(s, y[i]!, dh);
      this.#envelope.curve(i, dh);
      loss.coefficients(dh, 0, y[i]!, g);
    };
    pass(this.problem, v, this.#order, curve, out);
    for (let k = 0; k < out.length; k++) out[k] = v[k]! - out[k]!;
  }
}

class CompiledCurved implements Curved {
  readonly #problem: Problem;
  readonly #place: Place;
  readonly #at: ReturnType<typeof lay>;

  constructor(problem: Problem, place: Place) {
    const { rows, nScores: K, y, loss } = problem;
    const { nSamples: N, nFeatures: D } = rows;
    const { instance, isDense, values, indices, starts } = place;
    const at = lay(place.room, N, D, K, isDense);
    this.#problem = problem;
    this.#place = place;
    this.#at = at;
    const { plan, order, marks, alpha, beta, own, W, out, S, list, places, stride, block } = at;
    const coupled = loss.block === "separate" ? 0 : 1;
    const fields = [values, indices, starts, order, 0, D, K, stride, marks, alpha, beta, own, coupled];
    this.#ints(plan, planFields).set([...fields, W, out, S, list, places, block]);
    const owns = ownScores(problem);
    this.#ints(own, N).set(y.map((label) => owns[label]!));
    // The padding of sparse rows' classes stays zero.
    new Float64Array(instance.memory.buffer, W, D * stride).fill(0);
    new Float64Array(instance.memory.buffer, S, block * stride).fill(0);
  }

  #ints(at: number, length: number): Int32Array {
    return new Int32Array(this.#place.instance.memory.buffer, at, length);
  }

  #numbers(at: number, length: number): Float64Array {
    return new Float64Array(this.#place.instance.memory.buffer, at, length);
  }

  begin(envelope: Envelope, order: Int32Array): void {
    const { C, nScores: K, loss, rows } = this.#problem;
    const { nSamples: N } = rows;
    const at = this.#at;
    const marks = new Uint8Array(this.#place.instance.memory.buffer, at.marks, N * K);
    const own = this.#ints(at.own, N);
    const alpha = this.#numbers(at.alpha, N);
    marks.set(envelope.free);
    this.#numbers(at.beta, N).set(envelope.beta);
    this.#ints(at.order, order.length).set(order);
    this.#ints(at.plan, planFields)[4] = order.length;
    for (const i of order) {
      alpha[i] = C[i]! / envelope.stiffness;
      if (loss.block !== "separate") marks[i * K + own[i]!] = 2;
    }
  }

  times(v: Float64Array, out: Float64Array): void {
    const { instance, isDense } = this.#place;
    const { nScores: K, rows } = this.#problem;
    const { nFeatures: D } = rows;
    const { plan, stride } = this.#at;
    const W = this.#numbers(this.#at.W, D * stride);
    const sum = this.#numbers(this.#at.out, D * stride);
    if (isDense) W.set(v);
    else for (let m = 0; m < K; m++) for (let j = 0; j < D; j++) W[j * stride + m] = v[m * D + j]!;
    sum.set(W);
    instance.kernels.curved(plan, isDense ? 1 : 0);
    if (isDense) out.set(sum);
    else for (let m = 0; m < K; m++) for (let j = 0; j < D; j++) out[m * D + j] = sum[j * stride + m]!;
  }
}

const planFields = 19;

function lay(from: number, N: number, D: number, K: number, isDense: boolean) {
  const stride = isDense ? K : K + (K & 1);
  const block = isDense ? Math.max(4, Math.min(64, 4 * Math.floor(blockBytes / (32 * D)))) : 1;
  const sizes = [planFields * 4, N * 4, N * K, N * 8, N * 8, N * 4, D * stride * 8, D * stride * 8];
  const { addresses, end } = layOut(from, [...sizes, block * stride * 8, (block + 1) * 12, (block + 1) * 4]);
  const [plan, order, marks, alpha, beta, own, W, out, S, list, places] = addresses as [
    ...[number, number, number, number, number, number, number, number, number, number, number],
  ];
  return { plan, order, marks, alpha, beta, own, W, out, S, list, places, end, stride, block };
}

import { settle } from "../data/settled-rows.ts";
import { newtonKernels } from "../kernels/newton-wasm.ts";
import { layOut } from "../kernels/wasm.ts";
import { dot } from "../math/vector.ts";
import { ownScores } from "../objective/kernel-terms.ts";
import type { Problem } from "../objective/problem.ts";

/** Products of sparse rows with dual variables of some samples, K a sample, and with their weights. */
export interface FacePasses {
  /** Sets the weights to W(v), v the variables of the listed samples, the others' being 0. */
  weigh(order: Int32Array, v: Float64Array): void;
  /** The slopes of the listed samples' hinges along the weights, K a sample: a view or an array, until the next call. */
  slopes(order: Int32Array): Float64Array;
  /** |W|^2. */
  square(): number;
  /** The weights, feature-major. */
  weights(): Float64Array;
  release(): void;
}

/** The passes by compiled kernels, beside a copy of the rows in their memory; as anyone can read them where that cannot be. */
export function facePasses(problem: Problem): FacePasses {
  const { place, release } = settle(problem.rows, 1, (isDense) => (isDense ? 0 : lay(0, problem).end));
  if (place !== undefined && !place.isDense) return new KernelFacePasses(problem, place, release);
  release();
  return new ReadableFacePasses(problem);
}

export class ReadableFacePasses implements FacePasses {
  readonly #W: Float64Array;

  constructor(private readonly problem: Problem) {
    this.#W = new Float64Array(problem.rows.nFeatures * problem.nScores);
  }

  weigh(order: Int32Array, v: Float64Array): void {
    const { rows, y, loss, nScores: K } = this.problem;
    const c = new Float64Array(K);
    this.#W.fill(0);
    order.forEach((i, k) => {
      loss.coefficients(v, k * K, y[i]!, c);
      rows.addOuter(i, c, this.#W);
    });
  }

  slopes(order: Int32Array): Float64Array {
    const { rows, y, loss, nScores: K } = this.problem;
    const s = new Float64Array(K);
    const out = new Float64Array(order.length * K);
    order.forEach((i, k) => {
      rows.scores(i, this.#W, s);
      loss.slopes(s, y[i]!, out.subarray(k * K, (k + 1) * K));
    });
    return out;
  }

  square(): number {
    return dot(this.#W, this.#W);
  }

  weights(): Float64Array {
    return this.#W.slice();
  }

  release(): void {}
}

type Settled = ReturnType<typeof settle>;

export class KernelFacePasses implements FacePasses {
  readonly #kernels: ReturnType<typeof newtonKernels>;
  readonly #problem: Problem;
  readonly #at: ReturnType<typeof lay>;
  readonly #order: Int32Array;
  readonly #v: Float64Array;
  readonly #out: Float64Array;
  readonly #W: Float64Array;

  constructor(
    problem: Problem,
    { instance, values, indices, starts, room }: NonNullable<Settled["place"]>,
    readonly release: Settled["release"],
  ) {
    const { rows, nScores: K } = problem;
    const { nSamples: N, nFeatures: D } = rows;
    const { buffer } = instance.memory;
    const at = lay(room, problem);
    this.#kernels = newtonKernels(instance);
    this.#problem = problem;
    this.#at = at;
    this.#order = new Int32Array(buffer, at.order, N);
    this.#v = new Float64Array(buffer, at.v, N * K);
    this.#out = new Float64Array(buffer, at.out, N * K);
    this.#W = new Float64Array(buffer, at.W, D * at.stride);
    // The padding of classes stays zero.
    new Float64Array(buffer, at.S, at.stride).fill(0);
    new Int32Array(buffer, at.own, N).set(ownScores(problem));
    new Int32Array(buffer, at.plan, planInts).set([
      ...[values, indices, starts, at.order, at.own, at.v, at.out, at.W, at.S],
      ...[D, K, at.stride],
    ]);
  }

  weigh(order: Int32Array, v: Float64Array): void {
    this.#order.set(order);
    this.#v.set(v);
    this.#kernels.faceWeights(this.#at.plan, order.length);
  }

  slopes(order: Int32Array): Float64Array {
    this.#order.set(order);
    this.#kernels.faceSlopes(this.#at.plan, order.length);
    return this.#out.subarray(0, order.length * this.#problem.nScores);
  }

  square(): number {
    // What pads the classes is zero.
    return dot(this.#W, this.#W);
  }

  weights(): Float64Array {
    const { rows, nScores: K } = this.#problem;
    const { stride } = this.#at;
    const out = new Float64Array(rows.nFeatures * K);
    for (let j = 0; j < rows.nFeatures; j++) {
      for (let m = 0; m < K; m++) out[j * K + m] = this.#W[j * stride + m]!;
    }
    return out;
  }
}

const planInts = 12;

function lay(from: number, { rows, nScores: K }: Problem) {
  const { nSamples: N, nFeatures: D } = rows;
  const stride = K + (K & 1);
  const { addresses, end } = layOut(from, [
    ...[planInts * 4, N * 4, N * 4, N * K * 8, N * K * 8],
    ...[D * stride * 8, stride * 8],
  ]);
  const [plan, order, own, v, out, W, S] = addresses as [
    ...[number, number, number, number],
    ...[number, number, number],
  ];
  return { plan, order, own, v, out, W, S, end, stride };
}

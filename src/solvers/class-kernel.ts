import type { Place } from "../data/settled-rows.ts";
import { type NewtonKernels, newtonKernels } from "../kernels/newton-wasm.ts";
import { layOut } from "../kernels/wasm.ts";
import type { Problem } from "../objective/problem.ts";

/** Places of the plan's i32 (assembly/class-newton.ts), and of its f64. */
const field = { n: 5, nColumns: 6, rz: 9 };
const planBytes = 80;
/**
 * What the preconditioner has of the Hessian's diagonal; the rest is I (Hsia, Chiang & Lin, ACML 2018: a robust mixture).
 */
const diagonal = 0.01;

/** One class's vectors in kernel memory, beside sparse rows, and what the kernels do to them. */
export class ClassKernel {
  /** Weights, minus the gradient, or the direction: nFeatures. */
  readonly r: Float64Array;
  readonly #kernels: NewtonKernels;
  readonly #at: ReturnType<typeof lay>;
  readonly #ints: Int32Array;
  readonly #rz: Float64Array;
  readonly #list: Int32Array;
  readonly #curvature: Float64Array;
  readonly #g: Float64Array;
  readonly #scores: Float64Array;

  constructor({ rows }: Problem, { instance, values, indices, starts, room }: Place) {
    const { nSamples: N, nFeatures: D } = rows;
    const { buffer } = instance.memory;
    const at = lay(room, rows);
    this.#kernels = newtonKernels(instance);
    this.#at = at;
    this.#ints = new Int32Array(buffer, at.plan, planBytes / 4);
    this.#rz = new Float64Array(buffer, at.plan + field.rz * 8, 1);
    this.#list = new Int32Array(buffer, at.list, N);
    this.#curvature = new Float64Array(buffer, at.curvature, N);
    this.#g = new Float64Array(buffer, at.g, N);
    this.#scores = new Float64Array(buffer, at.scores, N);
    this.r = new Float64Array(buffer, at.r, D);
    new Int32Array(buffer, at.columns, D).fill(0);
    this.#ints.set([
      ...[values, indices, starts, at.list, at.curvature, 0, 0, at.r],
      ...[at.packedValues, at.packedIndices, at.packedStarts, at.columns, at.used],
      ...[at.s, at.q, at.p, at.Hp, at.M],
    ]);
  }

  /** How many samples are active, and how many features occur in them. */
  get nActive(): number {
    return this.#ints[field.n]!;
  }
  get nColumns(): number {
    return this.#ints[field.nColumns]!;
  }

  /** The scores of all samples at the weights in r: a view, until the next call. */
  scores(): Float64Array {
    this.#kernels.classScores(this.#at.plan, this.#scores.length, this.#at.r, this.#at.scores);
    return this.#scores;
  }

  /** Lists the samples whose hinges are above 0. @param isOwn whether the hinge falls as the score rises */
  activate(hinges: Float64Array, curvature: Float64Array, isOwn: (i: number) => boolean): void {
    let n = 0;
    for (let i = 0; i < hinges.length; i++) {
      if (!(hinges[i]! > 0) || curvature[i] === 0) continue;
      const b = curvature[i]! * hinges[i]!;
      this.#list[n] = i;
      this.#curvature[n] = curvature[i]!;
      this.#g[n++] = isOwn(i) ? b : -b;
    }
    this.#ints[field.n] = n;
  }

  /** Sets r to minus the gradient at weights v. */
  residual(v: Float64Array): void {
    for (let j = 0; j < v.length; j++) this.r[j] = -v[j]!;
    this.#kernels.classOuter(this.#at.plan, this.#at.g, this.#at.r);
  }

  /** Begins to solve for r with the Hessian of the active samples; returns r's square in the preconditioner's norm. */
  begin(): number {
    this.#kernels.classBegin(this.#at.plan, diagonal);
    return this.#rz[0]!;
  }

  /** Goes on for so many steps, until that square is at most `least`; returns how many were made. */
  conjugate(steps: number, least: number): number {
    return this.#kernels.classConjugate(this.#at.plan, steps, least);
  }

  /** Turns r into the direction that was found. */
  end(): void {
    this.#kernels.classEnd(this.#at.plan);
  }
}

/** Bytes that the kernel needs beside the rows. */
export function classRoom({ rows }: Problem): number {
  return lay(0, rows).end;
}

function lay(from: number, { nSamples: N, nFeatures: D, nnz }: Problem["rows"]) {
  const vector = (D + (D & 1)) * 8;
  const bytes = {
    ...{ plan: planBytes, list: N * 4, curvature: N * 8, g: N * 8, scores: N * 8, r: vector },
    ...{
      packedValues: nnz * 8,
      packedIndices: nnz * 4,
      packedStarts: (N + 1) * 4,
      columns: D * 4,
      used: D * 4,
    },
    ...{ s: vector, q: vector, p: vector, Hp: vector, M: vector },
  };
  const { addresses, end } = layOut(from, Object.values(bytes));
  const names = Object.keys(bytes) as (keyof typeof bytes)[];
  const at = Object.fromEntries(names.map((name, k) => [name, addresses[k]!])) as typeof bytes;
  return { ...at, end };
}

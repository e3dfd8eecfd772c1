import type { Place } from "../data/settled-rows.ts";
import { type NewtonKernels, newtonKernels } from "../kernels/newton-wasm.ts";
import { layOut } from "../kernels/wasm.ts";
import type { Problem } from "../objective/problem.ts";

/** Bytes of the plan (assembly/newton-conjugate.ts), and the place of its f64. */
const planBytes = 72;
const rzAt = 64;
/**
 * What the preconditioner has of the Hessian's diagonal; the rest is I (Hsia, Chiang & Lin, ACML 2018: a robust mixture).
 */
const diagonal = 0.01;
/** Steps between two looks at the clock. */
const atATime = 10;

/**
 * Conjugate gradients for (I + sum_i (L^T J_i L) (x) x_i x_i^T) d = v on sparse rows with many features, over the weights alone of
 * classes and features that samples with a free b have a say in: the Hessian is I in all others.
 */
export class ConjugateKernel {
  readonly #nScores: number;
  /** The right-hand side, then the solution: nScores x nFeatures. */
  readonly #V: Float64Array;
  readonly #kernels: NewtonKernels;
  readonly #plan: number;
  readonly #rz: Float64Array;

  /** @param newton address of the plan of what is known of samples (newton-kernel.ts) */
  constructor(problem: Problem, { instance }: Place, room: number, newton: number) {
    const { nScores: K, rows } = problem;
    const { buffer } = instance.memory;
    const { addresses } = lay(room, problem);
    const [plan, , , , , places, , V] = addresses as [number, ...number[]];
    this.#kernels = newtonKernels(instance);
    this.#plan = plan;
    this.#rz = new Float64Array(buffer, plan + rzAt, 1);
    this.#nScores = K;
    this.#V = new Float64Array(buffer, V, K * rows.nFeatures);
    new Int32Array(buffer, places, rows.nFeatures).fill(0);
    new Int32Array(buffer, plan, planBytes / 4).set([newton, 0, 0, ...addresses.slice(1)]);
  }

  /**
   * Solves for v, where the Hessian is that of the passes' `begin`: all classes at once, or one after the other where they are
   * `separable`, each until its residual is `precision` of what it was, in the preconditioner's norm.
   *
   * @param spend is told of each so many steps for all classes
   */
  *solve(
    v: Float64Array,
    { separable, precision, mostSteps }: { separable: boolean; precision: number; mostSteps: number },
    spend: (steps: number) => void,
  ): Generator<boolean, Float64Array> {
    const width = separable ? 1 : this.#nScores;
    this.#V.set(v);
    for (let m = 0; m < this.#nScores; m += width) {
      this.#kernels.conjugateBegin(this.#plan, m, m + width, diagonal);
      const least = precision ** 2 * this.#rz[0]!;
      for (let steps = 0, more = atATime; more === atATime && steps < mostSteps; steps += more) {
        more = this.#kernels.conjugateSteps(this.#plan, atATime, least);
        spend((more * width) / this.#nScores);
        yield false;
      }
      this.#kernels.conjugateEnd(this.#plan);
    }
    return this.#V.slice();
  }
}

/** Bytes that the kernel needs. */
export function conjugateRoom(problem: Problem): number {
  return lay(0, problem).end;
}

function lay(from: number, { rows, nScores: K }: Problem) {
  const { nSamples: N, nFeatures: D } = rows;
  const all = (K * D + 1) * 8;
  const lists = [N * K * 4, (K + 1) * 4, K * D * 4, (K + 1) * 4, D * 4];
  return layOut(from, [planBytes, ...lists, D * 8, K * D * 8, all, all, all, all, all]);
}

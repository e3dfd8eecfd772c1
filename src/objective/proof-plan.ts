import type { WasmInstance } from "../kernels/wasm.ts";
import { CompensatedSum, gamma, unitRoundoff } from "../math/sum.ts";
import { blockKinds, ownScores } from "./kernel-terms.ts";
import type { Problem } from "./problem.ts";

const blockRows = 512;
const planBytes = 208;

/** Places among the i32 of a plan (assembly/proof-plan.ts) ... */
const int = {
  ...{
    values: 0,
    indices: 1,
    starts: 2,
    dense: 3,
    b: 4,
    step: 5,
    s: 6,
    sums: 7,
    W: 8,
    row: 9,
    from: 10,
    to: 11,
  },
  ...{ width: 12, K: 13, stride: 14, own: 15, C: 16, q: 17, kind: 18, squared: 19 },
};
/** ... and among its f64. */
const double = {
  ...{ margin: 10, constant: 11, perReach: 12, perMargin: 13, slope: 14, perValue: 15 },
  ...{
    total: 16,
    lost: 17,
    magnitude: 18,
    reach: 19,
    infeasibility: 20,
    error: 21,
    largest: 22,
    changed: 23,
    free: 24,
    freeSamples: 25,
  },
};

/** Sizes of what a certificate's passes need beside rows, weights and variables. */
export function proofSizes({ nScores: K }: Problem): number[] {
  const row = 8 * paddedTo(K);
  return [planBytes, row, row, (blockRows + 1) * 4, blockRows * 4, blockRows * 8, blockRows * 8];
}

/** Classes with padding: whole vectors of f32, and so of f64, but for one class alone. */
export function paddedTo(K: number): number {
  return K === 1 ? 2 : Math.ceil(K / 4) * 4;
}

/** Of a block's samples: own scores, C_i, |x_i|^2. */
interface Known {
  readonly own: Int32Array;
  readonly C: Float64Array;
  readonly norms: Float64Array;
  readonly starts: Int32Array | Uint32Array | undefined;
}

/** What a certificate's passes know, in kernel memory. */
export class ProofPlan {
  /** Where it lies. */
  readonly address: number;
  readonly #problem: Problem;
  readonly #ints: Int32Array;
  readonly #doubles: Float64Array;
  /** |W_m|^2; of all samples the own scores, and what is known of the block's. */
  readonly #sums: Float64Array;
  readonly #owns: Int32Array;
  readonly #starts: Int32Array;
  readonly #own: Int32Array;
  readonly #C: Float64Array;
  readonly #norms: Float64Array;
  /** Views of what is known of the samples, by the first of a block, where it has as many as a block can: such blocks are the same pass after pass. */
  readonly #known = new Map<number, Known>();

  /** @param addresses as `proofSizes` */
  constructor({ memory: { buffer } }: WasmInstance, problem: Problem, addresses: readonly number[]) {
    const { rows, loss, nScores: K } = problem;
    const { stored, nFeatures: D } = rows;
    const [plan, s, sums, starts, own, C, q] = addresses as [number, ...number[]];
    this.address = plan;
    this.#problem = problem;
    this.#owns = ownScores(problem);
    this.#ints = new Int32Array(buffer, plan, planBytes / 4);
    this.#doubles = new Float64Array(buffer, plan, planBytes / 8);
    this.#sums = new Float64Array(buffer, sums, paddedTo(K));
    this.#starts = new Int32Array(buffer, starts, blockRows + 1);
    this.#own = new Int32Array(buffer, own, blockRows);
    this.#C = new Float64Array(buffer, C, blockRows);
    this.#norms = new Float64Array(buffer, q, blockRows);
    this.set({ dense: stored.entries === undefined ? 1 : 0, width: stored.width });
    this.set({ K, stride: paddedTo(K) });
    this.set({ s: s!, sums: sums!, starts: starts!, own: own!, C: C!, q: q! });
    this.set({ kind: blockKinds[loss.block], squared: loss.squared ? 1 : 0 });
    const { margin } = loss;
    // See primal.ts: a score is off by gamma_{D+2} |W_m| |x| and what its hinge's own additions lose.
    const perReach = gamma(D + 2) + 4 * unitRoundoff;
    const slope = loss.block === "separate" ? 1 : 2;
    const perValue = gamma(K + 4);
    const numbers = {
      margin,
      constant: stored.constant,
      perReach,
      perMargin: 4 * unitRoundoff,
      slope,
      perValue,
    };
    for (const [name, value] of Object.entries(numbers))
      this.#doubles[double[name as keyof typeof numbers]] = value;
  }

  /** Addresses, counts and the like. */
  set(fields: Partial<Record<keyof typeof int, number>>): void {
    for (const name in fields) this.#ints[int[name as keyof typeof int]] = fields[name as keyof typeof int]!;
  }

  /** Forgets all sums. */
  begin(): void {
    this.#doubles.fill(0, double.total);
  }

  get(name: Exclude<keyof typeof double, "total" | "lost">): number {
    return this.#doubles[double[name]]!;
  }

  /** |W_m|^2 of the classes at hand. */
  get norms(): Float64Array {
    return this.#sums;
  }

  /** Notes what is known of the weights, |W_m|^2 of every class. @returns |W|^2 */
  take(norms: Float64Array): number {
    const { nScores: K } = this.#problem;
    const square = new CompensatedSum();
    let largest = 0;
    for (let m = 0; m < K; m++) {
      square.add(norms[m]!);
      largest = Math.max(largest, norms[m]!);
    }
    this.#doubles[double.largest] = Math.sqrt(largest);
    return square.value;
  }

  get total(): number {
    const total = this.#doubles[double.total]!;
    // Beyond the largest double what was lost is not a number any more, and the plain sum is infinite.
    return Number.isFinite(total) ? total + this.#doubles[double.lost]! : total;
  }

  /**
   * Takes the samples in blocks of at most so many numbers, or of one row, and describes each: `from` where its numbers begin, `to`
   * where they end. The plan gives places among all numbers: its addresses are to be those of the first of all.
   */
  eachBlock(numbers: number, see: (first: number, n: number, from: number, to: number) => void): void {
    const { rows } = this.#problem;
    const { nSamples: N } = rows;
    const { entries, width } = rows.stored;
    const start = (i: number): number => entries?.indptr[i] ?? i * width;
    for (let first = 0; first < N; ) {
      const from = start(first);
      let n = Math.min(blockRows, N - first);
      while (n > 1 && start(first + n) - from > numbers) n >>= 1;
      const { own, C, norms, starts } = this.#knownOf(first, first + n);
      this.#own.set(own);
      this.#C.set(C);
      this.#norms.set(norms);
      if (starts !== undefined) this.#starts.set(starts);
      else for (let r = 0; r <= n; r++) this.#starts[r] = from + r * width;
      see(first, n, from, start(first + n));
      first += n;
    }
  }

  #knownOf(first: number, end: number): Known {
    const there = this.#known.get(first);
    if (there !== undefined) return there;
    const { rows, C } = this.#problem;
    const known = {
      own: this.#owns.subarray(first, end),
      C: C.subarray(first, end),
      norms: rows.squaredNorms.subarray(first, end),
      starts: rows.stored.entries?.indptr.subarray(first, end + 1),
    };
    // Those of fewer samples would be many.
    if (end - first === blockRows) this.#known.set(first, known);
    return known;
  }
}

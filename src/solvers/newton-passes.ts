import { dot } from "../math/vector.ts";
import type { Problem } from "../objective/problem.ts";
import type { ConjugateKernel } from "./newton-conjugate.ts";
import type { Envelope } from "./newton-envelope.ts";
import type { Gram } from "./newton-gram.ts";
import { pass } from "./newton-products.ts";

/** A problem whose rows second-order steps go over again and again, and how. */
export interface SettledProblem extends Problem {
  readonly gram: Gram;
  readonly passes: Passes;
}

/** What is done for all samples at once. Weights and directions lie class by class, K x D. */
export interface Passes {
  /** Sets the envelope's hinges to those at V. */
  hinges(V: Float64Array): void;
  /** Sets the envelope's slopes to those along d. */
  slopes(d: Float64Array): void;
  /** out = W(b) - V for the envelope's b; returns how many samples have a part in W(b). */
  residual(V: Float64Array, out: Float64Array): number;
  /** The samples with a free b, for `times` until the envelope changes. */
  begin(order: Int32Array): void;
  /** out = v + sum_i (L^T J_i L v x_i) x_i^T, the Hessian's product with v; L makes slopes of hinges of scores. */
  times(v: Float64Array, out: Float64Array): void;
  /** Entry m of the diagonal of L^T J_i L, one a sample of `begin`. */
  diagonal(m: number): Float64Array;
  /** The lower triangle of sum_k w_k x_k x_k^T, D x D; there is room for it up to `largestBlock`. */
  block(samples: Int32Array, w: Float64Array, A: Float64Array): void;
  /** Who solves with that Hessian where rows are sparse. */
  readonly conjugate?: ConjugateKernel | undefined;
}

/** The passes as anyone can read them, a sample at a time. */
export class ReadablePasses implements Passes {
  readonly #all: Int32Array;
  #order!: Int32Array;

  constructor(
    private readonly problem: Problem,
    private readonly envelope: Envelope,
  ) {
    this.#all = Int32Array.from({ length: problem.rows.nSamples }, (_, i) => i);
  }

  hinges(V: Float64Array): void {
    const { y, loss, nScores: K } = this.problem;
    const { h } = this.envelope;
    pass(this.problem, V, this.#all, (i, s) => loss.hinges(s, y[i]!, h.subarray(i * K, (i + 1) * K)));
  }

  slopes(d: Float64Array): void {
    const { y, loss, nScores: K } = this.problem;
    const { dh } = this.envelope;
    pass(this.problem, d, this.#all, (i, s) => loss.slopes(s, y[i]!, dh.subarray(i * K, (i + 1) * K)));
  }

  residual(V: Float64Array, out: Float64Array): number {
    const { y, loss, nScores: K } = this.problem;
    const { b } = this.envelope;
    const used = this.#all.filter((i) => b.subarray(i * K, (i + 1) * K).some((value) => value !== 0));
    pass(this.problem, V, used, (i, _s, c) => loss.coefficients(b, i * K, y[i]!, c), out);
    for (let k = 0; k < out.length; k++) out[k]! -= V[k]!;
    return used.length;
  }

  begin(order: Int32Array): void {
    this.#order = order;
  }

  times(v: Float64Array, out: Float64Array): void {
    const { y, loss, nScores } = this.problem;
    const dh = new Float64Array(nScores);
    const curve = (i: number, s: Float64Array, g: Float64Array): void => {
      loss.slopes(s, y[i]!, dh);
      this.envelope.curve(i, dh);
      loss.coefficients(dh, 0, y[i]!, g);
    };
    pass(this.problem, v, this.#order, curve, out);
    for (let k = 0; k < out.length; k++) out[k] = v[k]! - out[k]!;
  }

  diagonal(m: number): Float64Array {
    const { y, loss, nScores: K } = this.problem;
    const unit = new Float64Array(K);
    const dh = new Float64Array(K);
    unit[m] = 1;
    return Float64Array.from(this.#order, (i) => {
      loss.slopes(unit, y[i]!, dh);
      const u = dh.slice();
      this.envelope.curve(i, u);
      return dot(u, dh);
    });
  }

  block(samples: Int32Array, w: Float64Array, A: Float64Array): void {
    const { rows } = this.problem;
    const D = rows.nFeatures;
    const columns = new Int32Array(D);
    const x = new Float64Array(D);
    A.fill(0);
    samples.forEach((i, k) => {
      const count = rows.copyRow(i, columns, x, 0);
      for (let a = 0; a < count; a++) {
        for (let c = 0; c <= a; c++) A[columns[a]! * D + columns[c]!]! += w[k]! * x[a]! * x[c]!;
      }
    });
  }
}

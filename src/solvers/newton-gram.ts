import type { Rows } from "../data/rows.ts";

/** Samples that stand in the place of classes at a time. */
export const gramWidth = 64;
/** Rows with fewer entries than this part are multiplied entry by entry. */
const sparse = 0.1;
/** Samples whose products are kept: 64 MB. */
const most = 4000;

/** Inner products of samples with each other, kept: from one Newton step to the next most free samples stay the same. */
export class Gram {
  /** The samples met so far, the number of each among them, and the lower triangle of their products, row by row. */
  #met: number[] = [];
  readonly #number: Int32Array;
  #triangle = new Float64Array(0);

  constructor(private readonly rows: Rows) {
    this.#number = new Int32Array(rows.nSamples).fill(-1);
  }

  /** x_p . x_q for the listed samples: the lower triangle of n x n, what is above it is 0. */
  of(order: Int32Array): Float64Array {
    const numbers = this.#meet(order);
    const n = order.length;
    const out = new Float64Array(n * n);
    for (let p = 0; p < n; p++) {
      const own = numbers[p]!;
      for (let q = 0; q <= p; q++) {
        const other = numbers[q]!;
        out[p * n + q] = this.#triangle[own > other ? triangle(own) + other : triangle(other) + own]!;
      }
    }
    return out;
  }

  #meet(order: Int32Array): Int32Array {
    const isNew = (i: number): boolean => this.#number[i]! < 0;
    if (this.#met.length + order.filter(isNew).length > most) {
      this.#number.fill(-1);
      this.#met = [];
    }
    const from = this.#met.length;
    for (const i of order) {
      if (!isNew(i)) continue;
      this.#number[i] = this.#met.length;
      this.#met.push(i);
    }
    const needed = triangle(this.#met.length);
    if (needed > this.#triangle.length) {
      const longer = new Float64Array(Math.ceil(1.5 * needed));
      longer.set(this.#triangle.subarray(0, triangle(from)));
      this.#triangle = longer;
    }
    const { nnz, nSamples, nFeatures } = this.rows;
    if (nnz < sparse * nSamples * nFeatures) this.#addSparse(from);
    else this.#addDense(from);
    return order.map((i) => this.#number[i]!);
  }

  /** Each new row in turn is laid out in full, and those met before it are multiplied by that. */
  #addSparse(from: number): void {
    const { rows } = this;
    const columns: Int32Array[] = [];
    const values: Float64Array[] = [];
    const into = new Int32Array(rows.nFeatures);
    const x = new Float64Array(rows.nFeatures);
    for (const i of this.#met) {
      const count = rows.copyRow(i, into, x, 0);
      columns.push(into.slice(0, count));
      values.push(x.slice(0, count));
    }
    x.fill(0);
    for (let q = from; q < this.#met.length; q++) {
      columns[q]!.forEach((j, k) => {
        x[j] = values[q]![k]!;
      });
      for (let p = 0; p <= q; p++) {
        const [at, of] = [columns[p]!, values[p]!];
        let sum = 0;
        for (let k = 0; k < at.length; k++) sum += of[k]! * x[at[k]!]!;
        this.#triangle[triangle(q) + p] = sum;
      }
      for (const j of columns[q]!) x[j] = 0;
    }
  }

  #addDense(from: number): void {
    const { rows } = this;
    const D = rows.nFeatures;
    const met = Int32Array.from(this.#met);
    const X = new Float64Array(gramWidth * D);
    const one = Float64Array.of(1);
    const products = rows.products(gramWidth, "f64");
    try {
      const S = new Float64Array(products.blockRows * gramWidth);
      for (let q = from; q < met.length; q += gramWidth) {
        const many = Math.min(gramWidth, met.length - q);
        X.fill(0);
        for (let k = 0; k < many; k++) rows.addOuter(met[q + k]!, one, X.subarray(k * D, (k + 1) * D));
        products.setWeights(X, D);
        for (let at = 0; at < q + many; at += products.blockRows) {
          const count = Math.min(products.blockRows, q + many - at);
          products.scores(met, at, count, S);
          for (let k = 0; k < many; k++) {
            const line = triangle(q + k) + at;
            const end = Math.min(count, q + k + 1 - at);
            for (let p = 0; p < end; p++) this.#triangle[line + p] = S[p * gramWidth + k]!;
          }
        }
      }
    } finally {
      products.release();
    }
  }
}

/** Numbers in the first n rows of a lower triangle. */
function triangle(n: number): number {
  return (n * (n + 1)) / 2;
}

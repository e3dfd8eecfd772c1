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

  /**
   * Inner products of the listed samples: the lower triangle of n x n, what is above it is left as it is.
   *
   * @param place of each row of `out` its place in the list; absent: the list itself
   */
  of(order: Int32Array, place?: Int32Array, out?: Float64Array): Float64Array {
    const met = this.#meet(order);
    const numbers = place === undefined ? met : place.map((p) => met[p]!);
    const triangles = this.#triangle;
    const n = numbers.length;
    const into = out ?? new Float64Array(n * n);
    for (let p = 0, at = 0; p < n; p++, at += n) {
      const own = numbers[p]!;
      const line = triangle(own);
      for (let q = 0; q <= p; q++) {
        const other = numbers[q]!;
        into[at + q] = triangles[own > other ? line + other : triangle(other) + own]!;
      }
    }
    return into;
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

  /** Each row in turn meets, feature by feature, the entries of those before it: few pairs share many features. */
  #addSparse(from: number): void {
    const { rows } = this;
    const columns = new Int32Array(rows.nFeatures);
    const x = new Float64Array(rows.nFeatures);
    const starts = new Int32Array(rows.nFeatures + 1);
    for (const i of this.#met) {
      const count = rows.copyRow(i, columns, x, 0);
      for (let k = 0; k < count; k++) starts[columns[k]! + 1]!++;
    }
    for (let j = 0; j < rows.nFeatures; j++) starts[j + 1]! += starts[j]!;
    const ends = starts.slice(0, rows.nFeatures);
    const who = new Int32Array(starts[rows.nFeatures]!);
    const values = new Float64Array(who.length);
    this.#met.forEach((i, q) => {
      const count = rows.copyRow(i, columns, x, 0);
      const line = this.#triangle.subarray(triangle(q), triangle(q + 1));
      if (q >= from) line.fill(0);
      for (let k = 0; k < count; k++) {
        const j = columns[k]!;
        const value = x[k]!;
        const end = ends[j]!++;
        who[end] = q;
        values[end] = value;
        if (q < from) continue;
        for (let at = starts[j]!; at <= end; at++) line[who[at]!]! += value * values[at]!;
      }
    });
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

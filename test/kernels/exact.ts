/**
 * Sums of products with twice the digits of f64, for tests: a product's rounding error by Dekker (1971), a sum's by
 * Knuth. Like the other references in test/, it shares no line with src/.
 */
export class ExactSum {
  #high = 0;
  #low = 0;
  /** sum |a b|. */
  magnitude = 0;
  /** How many products were added. */
  count = 0;

  add(a: number, b: number): void {
    const product = a * b;
    const error = productError(a, b, product);
    const next = this.#high + product;
    const part = next - this.#high;
    this.#low += this.#high - (next - part) + (product - part) + error;
    this.#high = next;
    this.magnitude += Math.abs(product);
    this.count++;
  }

  /** Rounded once. */
  get value(): number {
    return this.#high + this.#low;
  }
}

/** a * b - product, exactly, unless bits of it fall below the smallest number. */
function productError(a: number, b: number, product: number): number {
  // Beyond 2^996 the splitting would overflow; tests keep away from that.
  const [a1, a2] = halves(a);
  const [b1, b2] = halves(b);
  return a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2);
}

function halves(a: number): [number, number] {
  const c = 134217729 * a;
  const high = c - (c - a);
  return [high, a - high];
}

/** Of f32 and of f64: half the distance from 1 to the next number, and the smallest number above 0. */
export const formats = {
  f32: { u: 2 ** -24, tiny: 2 ** -149 },
  f64: { u: 2 ** -53, tiny: 2 ** -1074 },
} as const;

/**
 * The most that a sum of `count` products, in whatever order, is off: gamma_n sum |a b| (Higham 2002, section 3.1),
 * and half the smallest number for each product that is rounded below the normal range.
 *
 * @param extra roundings besides the sum's own
 */
export function bound(precision: "f32" | "f64", count: number, magnitude: number, extra = 0): number {
  const { u, tiny } = formats[precision];
  const n = count + extra;
  return ((n * u) / (1 - n * u)) * magnitude + (n / 2) * tiny;
}

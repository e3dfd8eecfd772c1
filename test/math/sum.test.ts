import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CompensatedSum, gamma, unitRoundoff } from "../../src/math/sum.ts";

/** A finite double times 2^1074: a whole number, exactly. */
function scaled(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 1n ? -size : size;
}

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

function compensated(terms: readonly number[]): number {
  const sum = new CompensatedSum();
  for (const term of terms) sum.add(term);
  return sum.value;
}

/** Terms of very different size, many of which cancel. */
const terms = fc
  .array(
    fc.tuple(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.integer({ min: -60, max: 60 }),
      fc.constantFrom("once", "cancelled"),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((drawn) => {
    const once = drawn.map(([x, exponent]) => x * 2 ** exponent);
    const back = drawn
      .filter(([, , kind]) => kind === "cancelled")
      .map(([x, exponent]) => -x * 2 ** exponent);
    return [...once, ...back];
  });

describe("a compensated sum", () => {
  test("is off by at most u |sum| + gamma_n^2 sum |terms|, against exact whole numbers", () => {
    fc.assert(
      fc.property(terms, (terms) => {
        const exact = terms.reduce((sum, term) => sum + scaled(term), 0n);
        const sizes = terms.reduce((sum, term) => sum + absolute(scaled(term)), 0n);
        const n = BigInt(terms.length);
        const error = absolute(scaled(compensated(terms)) - exact);
        // All times 2^106; one part in 1,000 stands for 1 / (1 - n u) and for the rounded sum in place of the exact one.
        const bound = absolute(exact) * 2n ** 53n + n * n * sizes;
        expect(error * 2n ** 106n * 1000n <= bound * 1001n).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("keeps what a plain sum loses, whichever of two terms is larger", () => {
    expect(compensated([1, 1e100, 1, -1e100])).toBe(2);
    expect(compensated([1e16, 1, 1, 1, -1e16])).toBe(3);
    expect(compensated(new Array(10).fill(0.1))).toBe(1);
    expect(compensated([2 ** -60, 1, -1])).toBe(2 ** -60);
  });

  test("of nothing is 0", () => {
    expect(new CompensatedSum().value).toBe(0);
  });

  test("that overflows is infinite, as a plain one is", () => {
    expect(compensated([1e308, 1e308])).toBe(Number.POSITIVE_INFINITY);
    expect(compensated([1, Number.POSITIVE_INFINITY, 1])).toBe(Number.POSITIVE_INFINITY);
    expect(compensated([-1e308, -1e308, 5])).toBe(Number.NEGATIVE_INFINITY);
    expect(compensated([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBeNaN();
    expect(compensated([1, Number.NaN])).toBeNaN();
  });
});

test("the unit roundoff is half a step above 1", () => {
  expect(1 + unitRoundoff).toBe(1);
  expect(1 + unitRoundoff * (1 + 2 ** -52)).toBe(1 + 2 ** -52);
});

test("gamma bounds n roundings: (1 + u)^n - 1 and 1 - (1 - u)^n lie below it, and not by much", () => {
  expect(gamma(0)).toBe(0);
  for (const n of [1, 2, 10, 1000, 1e6, 1e9]) {
    const grown = Math.expm1(n * Math.log1p(unitRoundoff));
    expect(gamma(n)).toBeGreaterThanOrEqual(grown);
    expect(gamma(n)).toBeLessThanOrEqual(grown * (1 + 3 * n * unitRoundoff + 1e-15));
  }
});

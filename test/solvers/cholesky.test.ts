import { describe, expect, test } from "vitest";
import { choleskySolve, factorColumns } from "../../src/math/cholesky.ts";
import { choleskyFactor } from "../../src/solvers/cholesky.ts";
import { testRandom } from "../support/problems.ts";

/** B B^T + I for a random B, and v. */
function drawn(n: number): { A: Float64Array; v: Float64Array } {
  const random = testRandom(n);
  const B = Array.from({ length: n }, () => Array.from({ length: n }, () => random() - 0.5));
  const A = Float64Array.from({ length: n * n }, (_, at) => {
    const [p, q] = [B[Math.floor(at / n)]!, B[at % n]!];
    return p.reduce((sum, value, k) => sum + value * q[k]!, at % (n + 1) === 0 ? 1 : 0);
  });
  return { A, v: Float64Array.from({ length: n }, () => random() - 0.5) };
}

describe("Cholesky's factor", () => {
  for (const n of [1, 2, 5, 64, 65, 97, 150]) {
    for (const [name, factor] of Object.entries({ factorColumns, choleskyFactor })) {
      test(`solves ${n} equations (${name})`, () => {
        const { A, v } = drawn(n);
        const L = A.slice();
        expect(factor(L, n)).toBe(true);
        const x = v.slice();
        choleskySolve(L, n, x);
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let k = 0; k < n; k++) sum += A[i * n + k]! * x[k]!;
          expect(Math.abs(sum - v[i]!)).toBeLessThan(1e-12 * n);
        }
      });
    }
  }

  test("refuses a matrix that is not positive definite, small and large", () => {
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
    const { A } = drawn(100);
    A[90 * 100 + 90] = -1;
    expect(choleskyFactor(A, 100)).toBe(false);
    expect(choleskyFactor(Float64Array.of(Number.NaN), 1)).toBe(false);
  });
});

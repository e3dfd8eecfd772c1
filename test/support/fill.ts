import { testRandom } from "./problems.ts";

/** Plain numbers of a problem whose rows are filled in that part, with rows and features of its size. */
export function filledProblem(seed: number, fill: number, [N, D, K]: readonly [number, number, number]) {
  const random = testRandom(seed);
  const X = Array.from({ length: N }, () =>
    Array.from({ length: D }, () => (random() < fill ? random() - 0.5 : 0)),
  );
  return { X, y: X.map((_, i) => i % K), nClasses: K, C: 1.5, bias: 1, margin: 1 };
}

import { expect, test } from "vitest";
import { fromNested, toRows } from "../../src/data/rows.ts";
import { dot } from "../../src/math/vector.ts";
import { Gram } from "../../src/solvers/newton-gram.ts";
import { filledProblem } from "../support/fill.ts";

for (const fill of [1, 0.05]) {
  test(`Inner products of samples are the same whenever they were asked for, ${100 * fill} % filled`, () => {
    const { X } = filledProblem(11, fill, [180, 23, 3]);
    const gram = new Gram(toRows(fromNested(X)));
    const lists = [[5], [90, 3, 5, 7], Array.from({ length: 150 }, (_, k) => 179 - k), [2, 179, 3, 90]];
    for (const list of lists) {
      const n = list.length;
      const answer = gram.of(Int32Array.from(list));
      for (let p = 0; p < n; p++) {
        for (let q = 0; q <= p; q++) {
          expect(answer[p * n + q]).toBeCloseTo(dot(X[list[p]!]!, X[list[q]!]!), 12);
        }
      }
    }
  });
}

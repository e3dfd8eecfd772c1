import { expect, test } from "vitest";
import { residenceOf } from "../../src/data/resident.ts";
import { fromNested, toRows } from "../../src/data/rows.ts";
import { settle } from "../../src/data/settled-rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { filledProblem } from "../support/fill.ts";

for (const fill of [0.8, 0.15]) {
  test(`Rows that settle in kernel memory keep their numbers and products, ${100 * fill} % filled`, () => {
    const { X } = filledProblem(2, fill, [70, 14, 3]);
    const rows = withBias(toRows(fromNested(X)), 2);
    const D = rows.nFeatures;
    const { rows: settled, place, release } = settle(rows, 3, () => 1000);
    expect(place!.isDense).toBe(fill > 0.4);
    expect([settled.nSamples, settled.nFeatures, settled.nnz]).toEqual([70, D, rows.nnz]);
    const W = Float64Array.from({ length: 3 * D }, (_, k) => Math.sin(k));
    const order = Int32Array.of(69, 0, 30, 31, 32);
    const answers = [rows, settled].map((some) => {
      const products = some.products(3, "f64");
      const [S, G, out] = [new Float64Array(96), new Float64Array(96), new Float64Array(3 * D)];
      products.setWeights(W, D);
      products.scores(order, 0, order.length, S);
      for (let k = 0; k < 15; k++) G[k] = k % 4 === 0 ? 0 : k;
      products.addOuter(G);
      products.readGradient(out, D);
      products.release();
      return [...S, ...out];
    });
    for (let k = 0; k < answers[0]!.length; k++) expect(answers[1]![k]).toBeCloseTo(answers[0]![k]!, 12);
    const { buffer } = place!.instance.memory;
    expect(residenceOf(new Float64Array(buffer))).toBeDefined();
    release();
    expect(residenceOf(new Float64Array(buffer))).toBeUndefined();
  });
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLoss } from "../../src/losses/index.ts";
import { lossPass } from "../../src/objective/loss-pass.ts";
import { type Case, makeNumbers, productsOf, ways } from "../kernels/cases.ts";
import { LOSS_FORMS, naiveScoreLoss } from "../support/naive.ts";
import { testRandom } from "../support/problems.ts";

const forms = [
  ...LOSS_FORMS.map((form) => ({ ...form, title: `${form.squared ? "squared " : ""}${form.loss}` })),
  { loss: "softmax" as const, squared: false, title: "softmax" },
];

/** One sample's loss by the definitions, its slopes for softmax by central differences. */
function naiveOne(scores: readonly number[], y: number, form: (typeof forms)[number], margin: number) {
  if (form.loss !== "softmax") return naiveScoreLoss(scores, y, form.loss, form.squared, margin);
  const value = (s: readonly number[]) =>
    Math.log(s.reduce((sum, score) => sum + Math.exp(score - s[y]!), 0));
  const step = 1e-5;
  const moved = (m: number, by: number) => scores.map((score, k) => (k === m ? score + by : score));
  const gradient = scores.map((_, m) => (value(moved(m, step)) - value(moved(m, -step))) / (2 * step));
  return { value: value(scores), gradient };
}

const questions = fc.record({
  way: fc.constantFrom(...Object.keys(ways)),
  precision: fc.constantFrom("f32" as const, "f64" as const),
  nRows: fc.integer({ min: 0, max: 70 }),
  D: fc.integer({ min: 1, max: 12 }),
  K: fc.integer({ min: 2, max: 7 }),
  bias: fc.constantFrom(0, 1, -0.5),
  seed: fc.integer(),
});

describe.each(forms)("a pass with the $title loss", (form) => {
  const margin = form.loss === "softmax" ? 0 : 1;
  const loss = createLoss({ ...form, margin: form.loss === "softmax" ? undefined : margin });

  it("is that of nested loops, sample by sample and summed, for any order and weights", () => {
    fc.assert(
      fc.property(questions, ({ way, ...question }) => {
        const K = form.loss === "binary" ? 1 : question.K;
        const nClasses = form.loss === "binary" ? 2 : K;
        const { precision } = question;
        const numbers = makeNumbers({
          ...question,
          K,
          storage: precision,
          // Scores that are exact in either precision, ties among them: rounding decides no kink.
          flavour: "signed zeros",
          kind: "none",
        } satisfies Case);
        const { X, D, W, stride, bias, order } = numbers;
        const columns = D + (bias === 0 ? 0 : 1);
        const random = testRandom(question.seed + 1);
        const y = Int32Array.from({ length: question.nRows }, () => Math.floor(nClasses * random()));
        const factors = Float64Array.from(y, () => (random() < 0.2 ? 0 : random()));

        const products = productsOf(numbers, way)!;
        const seen: { i: number; value: number; g: number[] }[] = [];
        products.setWeights(W, stride);
        const pass = lossPass(products, loss, K, order, y, factors, (i, value, g) =>
          seen.push({ i, value, g: [...g] }),
        );
        const gradient = new Float64Array(K * columns);
        products.readGradient(gradient, columns);
        products.release();

        const slack = precision === "f32" ? 2e-5 : 1e-11;
        // Central differences are good for about 1e-10 themselves.
        const slopeSlack = form.loss === "softmax" ? Math.max(slack, 1e-8) : slack;
        const expected = new Float64Array(K * columns);
        let total = 0;
        let size = 1;
        expect(seen.map(({ i }) => i)).toEqual([...order]);
        order.forEach((i, r) => {
          const x = (j: number) => (j < D ? X[i * D + j]! : bias);
          const scores = Array.from({ length: K }, (_, m) => {
            let s = 0;
            for (let j = 0; j < columns; j++) s += W[m * stride + j]! * x(j);
            return s;
          });
          const one = naiveOne(scores, y[i]!, form, margin);
          const scale = 1 + scores.reduce((sum, s) => sum + Math.abs(s), 0);
          const most = form.squared ? 4 * K * scale * scale : 4 * K * scale;
          expect(Math.abs(seen[r]!.value - factors[i]! * one.value)).toBeLessThanOrEqual(slack * most);
          for (let m = 0; m < K; m++) {
            const slope = factors[i]! * one.gradient[m]!;
            expect(Math.abs(seen[r]!.g[m]! - slope)).toBeLessThanOrEqual(slopeSlack * most);
            for (let j = 0; j < columns; j++) expected[m * columns + j]! += slope * x(j);
          }
          total += factors[i]! * one.value;
          size += most;
        });
        expect(Math.abs(pass.value - total)).toBeLessThanOrEqual(slack * size);
        gradient.forEach((value, k) => {
          expect(Math.abs(value - expected[k]!)).toBeLessThanOrEqual(4 * slopeSlack * size);
        });
      }),
      { numRuns: 40 },
    );
  });
});

import { expect, test } from "vitest";
import { explainSample } from "../../src/explain/index.ts";
import { crammerSinger, createLoss, oneVsAll, westonWatkins } from "../../src/losses/index.ts";

test("two violated margins: x for each class, and minus twice x for the true one", () => {
  const scores = Float64Array.of(3, 5, 2.5, -1);
  expect(explainSample(westonWatkins(), scores, 0)).toEqual({
    y: 0,
    predicted: 1,
    scores,
    hinges: Float64Array.of(0, 3, 0.5, -3),
    indicators: Uint8Array.of(0, 1, 1, 0),
    count: 2,
    loss: 3.5,
    multiples: Float64Array.of(-2, 1, 1, 0),
  });
});

test("a margin of exactly 0 is not violated", () => {
  expect(explainSample(westonWatkins(), Float64Array.of(2, 1, -3), 0)).toMatchObject({
    predicted: 0,
    hinges: Float64Array.of(0, 0, -4),
    indicators: Uint8Array.of(0, 0, 0),
    count: 0,
    loss: 0,
    multiples: new Float64Array(3),
  });
});

test("squared, the multiples are twice the hinges", () => {
  expect(explainSample(westonWatkins({ squared: true }), Float64Array.of(3, 5, 2.5, -1), 0)).toMatchObject({
    count: 2,
    loss: 9.25,
    multiples: Float64Array.of(-7, 6, 1, 0),
  });
});

test("crammer-singer counts every violated margin, and follows the worst one", () => {
  expect(explainSample(crammerSinger(), Float64Array.of(3, 5, 2.5, -1), 0)).toMatchObject({
    indicators: Uint8Array.of(0, 1, 1, 0),
    count: 2,
    loss: 3,
    multiples: Float64Array.of(-1, 1, 0, 0),
  });
});

test("one-vs-all asks the true class, too", () => {
  expect(explainSample(oneVsAll(), Float64Array.of(0.5, -2, 0.25), 0)).toMatchObject({
    predicted: 0,
    hinges: Float64Array.of(0.5, -1, 1.25),
    indicators: Uint8Array.of(1, 0, 1),
    count: 2,
    loss: 1.75,
    multiples: Float64Array.of(-1, 0, 1),
  });
});

test("binary has one score, one hinge and two classes", () => {
  expect(explainSample(createLoss({ loss: "binary" }), Float64Array.of(-0.5), 1)).toEqual({
    y: 1,
    predicted: 0,
    scores: Float64Array.of(-0.5),
    hinges: Float64Array.of(1.5),
    indicators: Uint8Array.of(1),
    count: 1,
    loss: 1.5,
    multiples: Float64Array.of(-1),
  });
});

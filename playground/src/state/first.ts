import { madeUp } from "../data/made-up.ts";
import type { State } from "./model.ts";
import { randomWeights } from "./weights.ts";

/** What a first visitor sees: the course's loss and penalty on three clouds. */
export function firstState(): State {
  return {
    source: { kind: "blobs", seed: 1 },
    classes: ["a", "b", "c"],
    axes: [
      { name: "x", range: [-3, 3] },
      { name: "y", range: [-2.6, 3] },
    ],
    points: madeUp.blobs(1, 3),
    W: randomWeights(3, 2, 1),
    objective: {
      loss: "weston-watkins",
      squared: false,
      margin: 1,
      lambda: 0.1,
      penalty: "full",
      regularizeBias: true,
    },
    descent: { rate: 0.1, batch: 0, steps: 0, seed: 1 },
    // One with something to see: it violates both margins.
    selected: 7,
    brush: 0,
    riddle: null,
  };
}

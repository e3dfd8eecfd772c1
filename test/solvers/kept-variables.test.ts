import { describe, expect, it } from "vitest";
import { KeptVariables } from "../../src/solvers/kept-variables.ts";
import { plainVariables } from "../../src/solvers/variables.ts";

const K = 3;
// More than are looked at together.
const nSamples = 600;
const some = (round: (value: number) => number): Float64Array =>
  Float64Array.from({ length: nSamples * K }, (_, k) => (k % 7 < 5 ? 0 : round((k * k) / 7)));

describe("variables that are kept", () => {
  for (const [type, round] of [
    ["f32", Math.fround],
    ["f64", (value: number) => value],
  ] as const) {
    it(`are the same numbers in ${type}, zeros included`, () => {
      const b = some(round);
      const kept = KeptVariables.of(plainVariables(b, K), nSamples, K);
      expect(kept.length).toBe(nSamples * K);
      expect(kept.toArray()).toEqual(b);
    });

    it(`are spread over as many places as there are copies, from ${type}`, () => {
      const b = some(round);
      const kept = KeptVariables.of(plainVariables(b, K), nSamples, K);
      const spread = kept.spread(2, (at, copy) => 2 * at + copy, 2 * b.length);
      expect(spread.toArray()).toEqual(Float64Array.from({ length: 2 * b.length }, (_, at) => b[at >> 1]!));
      expect(kept.spread(1, (at) => b.length - 1 - at, b.length).toArray()).toEqual(b.slice().reverse());
    });
  }

  it("are none where all are zero", () => {
    const kept = KeptVariables.of(plainVariables(new Float64Array(6), K), 2, K);
    expect(kept.toArray()).toEqual(new Float64Array(6));
  });
});

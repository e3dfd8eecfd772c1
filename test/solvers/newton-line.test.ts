import { describe, expect, test } from "vitest";
import { dot } from "../../src/math/vector.ts";
import { Envelope } from "../../src/solvers/newton-envelope.ts";
import { lineSearch } from "../../src/solvers/newton-line.ts";
import { ReadablePasses } from "../../src/solvers/newton-passes.ts";
import { buildProblem } from "../support/build-problem.ts";
import { filledProblem } from "../support/fill.ts";
import { testRandom } from "../support/problems.ts";

describe("the search along a direction", () => {
  test("does not wait for a class that has nothing to gain", () => {
    const problem = buildProblem({
      ...filledProblem(9, 0.9, [200, 12, 4]),
      loss: "one-vs-all",
      squared: false,
    });
    const { nScores: K, rows } = problem;
    const D = rows.nFeatures;
    const envelope = new Envelope(problem);
    const passes = new ReadablePasses(problem, envelope);
    const random = testRandom(2);
    const V = Float64Array.from({ length: K * D }, () => random() - 0.5);
    const g = new Float64Array(V.length);
    envelope.mu = 1;
    passes.hinges(V);
    envelope.at(new Float64Array(K));
    passes.residual(V, g);
    const d = g.map((value) => value / 10);
    // Class 1 goes where its slope is nothing but rounding.
    const [own, slope] = [d.subarray(D, 2 * D), g.subarray(D, 2 * D)];
    const aside = Float64Array.from({ length: D }, () => random() - 0.5);
    const part = dot(aside, slope) / dot(slope, slope);
    for (let j = 0; j < D; j++) own[j] = aside[j]! - part * slope[j]!;
    expect(Math.abs(dot(own, slope))).toBeLessThan(1e-12);
    passes.slopes(d);
    const { t, trials } = lineSearch(envelope, V, d, g, K);
    expect(trials).toBeLessThan(15);
    expect(Math.min(...t)).toBeGreaterThanOrEqual(0);
    // The others are where their slope has fallen to a tenth.
    const { slope: after } = envelope.at(t);
    for (const m of [0, 2, 3]) {
      const of = (v: Float64Array) => v.subarray(m * D, (m + 1) * D);
      const begin = Math.abs(dot(of(d), of(g)));
      const end = Math.abs(after[m]! + dot(of(d), of(V)) + t[m]! * dot(of(d), of(d)));
      expect(end).toBeLessThanOrEqual(0.1 * begin);
    }
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowOf, spreads } from "../../../src/cli/data/entries.ts";
import { linearAxis, logAxis } from "../../../src/cli/report/axis.ts";
import { smoothed } from "../../../src/cli/report/descent.ts";
import { largestWeights } from "../../../src/cli/report/features.ts";
import { html } from "../../../src/cli/report/html.ts";
import { shrunk } from "../../../src/cli/report/image.ts";

describe("a template", () => {
  test("lets no text open or close a tag, an attribute or an entity", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const inner = html`<p title="${text}">${[text]}</p>`.text.slice('<p title="'.length, -"</p>".length);
        expect(inner.split('">').length).toBe(2);
        expect(inner.replace('">', "")).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  test("takes markup that it made itself as it is, and undefined for nothing", () => {
    expect(html`<ul>${[html`<li>${1}</li>`, undefined, "<"]}</ul>`.text).toBe("<ul><li>1</li>&lt;</ul>");
  });
});

describe("an axis", () => {
  test("has round ticks within its range, in their places", () => {
    expect(linearAxis([0, 119], [0, 1190]).ticks).toEqual([0, 50, 100]);
    expect(linearAxis([0, 1], [0, 1]).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearAxis([-0.3, 0.3], [0, 1]).ticks).toEqual([-0.2, 0, 0.2]);
    expect(logAxis([0.0004, 1], [0, 1]).ticks).toEqual(
      [0.001, 0.01, 0.1, 1].map((tick) => expect.closeTo(tick, 12)),
    );
    const axis = linearAxis([10, 20], [100, 0]);
    expect([10, 15, 20, 99].map((value) => axis.at(value))).toEqual([100, 50, 0, 0]);
    expect(logAxis([0.01, 1], [0, 2]).at(0.1)).toBeCloseTo(1, 12);
  });

  test("stands any range, a single value too", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (low, span) => {
          const { ticks, at } = linearAxis([low, low + span], [0, 100]);
          expect(ticks.length).toBeLessThanOrEqual(12);
          expect(at(low)).toBeCloseTo(0, 6);
        },
      ),
    );
  });
});

test("a large picture is shown by the means of its blocks, ragged ones too", () => {
  const parts = [0, 1, 1, 1, 0, 0, 0.5, 0.5, 0.25];
  expect(shrunk(parts, [3, 3], 2)).toEqual({ parts: [0.5, 0.5, 0.5, 0.25], rows: 2, columns: 2 });
  expect(shrunk(parts, [3, 3], 3).parts).toBe(parts);
});

test("weights are listed by magnitude, zeros not at all", () => {
  const row = Float64Array.of(0.5, -2, 0, 2, -0.1);
  expect(largestWeights(row, Float64Array.of(1, 1, 1, 10, 0), 3)).toEqual([
    { j: 1, weight: -2, perSpread: -2 },
    { j: 3, weight: 2, perSpread: 20 },
    { j: 0, weight: 0.5, perSpread: 0.5 },
  ]);
});

test("the spread of sparse data counts the zeros that are not stored", () => {
  const sparse = {
    indptr: Int32Array.of(0, 1, 1, 3, 3),
    indices: Int32Array.of(1, 0, 1),
    values: Float64Array.of(4, 2, -4),
    shape: [4, 3] as const,
  };
  const rows = Array.from({ length: 4 }, (_, i) => rowOf(sparse, i));
  expect(rows).toEqual([
    [0, 4, 0],
    [0, 0, 0],
    [2, -4, 0],
    [0, 0, 0],
  ]);
  const dense = { data: Float64Array.from(rows.flat()), shape: [4, 3] as const };
  // Means 0.5, 0, 0; variances 12/16, 8, 0.
  expect(Array.from(spreads(dense))).toEqual([Math.sqrt(0.75), Math.sqrt(8), 0]);
  expect(spreads(sparse)).toEqual(spreads(dense));
});

test("a long descent is shown by means of neighbouring steps", () => {
  expect(smoothed([1, 3, 5, 7, 9], 3)).toEqual([
    { x: 2, y: 2 },
    { x: 4, y: 6 },
    { x: 5, y: 9 },
  ]);
});

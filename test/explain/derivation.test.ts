import { describe, expect, test } from "vitest";
import { derivationSteps } from "../../src/explain/index.ts";
import { lossNames } from "../../src/losses/index.ts";

const titles = (loss: (typeof lossNames)[number], squared = false) =>
  derivationSteps({ loss, squared }).steps.map(({ title }) => title);

describe.each(lossNames)("%s", (loss) => {
  test("goes from the definition to NumPy", () => {
    const steps = titles(loss);
    expect(steps[0]).toBe("The definition");
    expect(steps.at(-1)).toBe("In NumPy");
    expect(new Set(steps).size).toBe(steps.length);
    expect(derivationSteps({ loss }).steps.at(-1)!.code).toMatch(/^d[Ww] = .* \/ len\(y\) \+ lam \* [Ww]$/m);
  });
});

test("a squared sum of hinges has no tie, a squared maximum has one", () => {
  expect(titles("weston-watkins")).toContain("At a tie");
  expect(titles("weston-watkins", true)).not.toContain("At a tie");
  expect(titles("crammer-singer", true)).toContain("At a tie");
});

test("weston-watkins ends in the seed's line", () => {
  const { steps } = derivationSteps({});
  expect(steps.flatMap(({ lines }) => lines ?? [])).toContainEqual([
    "\\frac{\\partial L}{\\partial W}",
    "\\frac{1}{N} \\sum_i g_i x_i^\\top + \\lambda W",
    "\\frac{1}{N} G^\\top X + \\lambda W",
  ]);
  expect(steps.at(-1)!.code).toContain("G[i, y] = -G.sum(axis=1)\n");
});

test("softmax has no squared form", () => {
  expect(() => derivationSteps({ loss: "softmax", squared: true })).toThrow("no squared form");
});

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

test.each([
  [{}, "\\frac{\\lambda}{2} \\lVert W \\rVert^2", "\\lambda W", "lam / 2 * np.sum(W * W)", "+ lam * W"],
  [
    { penalty: "full" },
    "\\lambda \\lVert W \\rVert^2",
    "2 \\lambda W",
    "lam * np.sum(W * W)",
    "+ 2 * lam * W",
  ],
  [
    { penalty: "full", regularizeBias: false },
    "\\lambda \\lVert V \\rVert^2",
    "2 \\lambda V",
    "V[:, -1] = 0",
    "+ 2 * lam * V",
  ],
] as const)(
  "the regulariser %o has its own value, gradient and code",
  (options, value, gradient, ...code) => {
    const { steps } = derivationSteps(options);
    const formulas = steps.flatMap(({ lines }) => lines ?? []).flat();
    expect(formulas).toContain(`\\frac{1}{N} \\sum_i \\ell_i + ${value}`);
    expect(formulas).toContain(`\\frac{1}{N} G^\\top X + ${gradient}`);
    for (const line of code) expect(steps.at(-1)!.code).toContain(line);
  },
);

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

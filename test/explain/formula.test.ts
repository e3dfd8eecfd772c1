import { describe, expect, test } from "vitest";
import { displayMathml, inlineMathml } from "../../src/explain/formula-mathml.ts";
import { formulaText } from "../../src/explain/formula-text.ts";
import { number, sumOf, term } from "../../src/explain/steps.ts";
import { isWellFormed } from "./xml.ts";

describe("in plain text", () => {
  test.each([
    ["s_j - s_y + \\Delta", "s_j - s_y + Δ"],
    ["11 - 13 + 10", "11 - 13 + 10"],
    ["-2 t_j h_j", "-2 t_j h_j"],
    ["1 - (-1.7)", "1 - (-1.7)"],
    ["\\sum_{j \\ne y} \\max(0, h_j)^2", "Σ_{j≠y} max(0, h_j)²"],
    ["\\frac{1}{N} G^\\top X + \\lambda W", "1/N Gᵀ X + λ W"],
    ["\\frac{a + b}{2}", "(a + b)/2"],
    ["\\frac{\\partial \\ell}{\\partial s_j}", "∂ℓ/∂s_j"],
    ["\\frac{\\lambda}{2} \\lVert W \\rVert^2", "λ/2 ‖W‖²"],
    ["-t_j [h_j > 0]", "-t_j [h_j > 0]"],
    ["1.5 \\cdot 10^{-7}", "1.5 · 10^-7"],
    ["(5.1, -3, \\ldots)", "(5.1, -3, …)"],
    [
      "\\begin{cases} 0 & \\text{if } h < 0 \\\\ 1 & \\text{if } h > 0 \\end{cases}",
      "0 if h < 0; 1 if h > 0",
    ],
  ])("%s", (source, text) => {
    expect(formulaText(source)).toBe(text);
  });
});

test("as MathML, fractions and scripts are elements, and what could be markup is not", () => {
  expect(inlineMathml("\\frac{1}{N}")).toBe("<math><mfrac><mn>1</mn><mi>N</mi></mfrac></math>");
  expect(inlineMathml("h_j > 0")).toBe(
    "<math><mrow><msub><mi>h</mi><mi>j</mi></msub><mo>&gt;</mo><mn>0</mn></mrow></math>",
  );
  const display = displayMathml([["a", "b_{12}^2", "\\sum_i c"], ["x < y"]]);
  expect(isWellFormed(display)).toBe(true);
  expect(display.match(/<mtr>/g)).toHaveLength(3);
});

test("what is no formula is refused", () => {
  for (const source of ["\\input{x}", "a_", "{a", "a}", "\\begin{cases} a", "$"]) {
    expect(() => formulaText(source), source).toThrow("is no formula");
  }
});

test("numbers have six digits, negative ones parentheses, long sums a gap", () => {
  expect([0.1 + 0.2, -1e-7, 1234567, 1e21].map(number)).toEqual([
    "0.3",
    "-1 \\cdot 10^{-7}",
    "1234570",
    "1 \\cdot 10^{21}",
  ]);
  expect([term(-2), term(2)]).toEqual(["(-2)", "2"]);
  expect(sumOf([])).toBe("0");
  expect(sumOf(["1", "2", "3", "4", "5", "6", "7"])).toBe("1 + 2 + 3 + 4 + 5 + \\ldots + 7");
});

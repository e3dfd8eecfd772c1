import { describe, expect, test } from "vitest";
import { stepsForTerminal } from "../../src/cli/render/steps.ts";
import {
  derivationSteps,
  type ExplainOptions,
  explain,
  explanationSteps,
  type StepDocument,
  toHtml,
  toLatex,
  toMarkdown,
} from "../../src/explain/index.ts";
import { dualLossNames, type LossName } from "../../src/losses/index.ts";
import { isWellFormed } from "./xml.ts";

/** Every loss, plain and squared, where it has a squared form. */
const forms: readonly { loss: LossName; squared: boolean }[] = [
  { loss: "softmax", squared: false },
  ...dualLossNames.flatMap((loss) => [false, true].map((squared) => ({ loss, squared }))),
];

const example: ExplainOptions = {
  X: [[1, 2]],
  y: [0],
  W: [
    [13, 0],
    [-7, 0],
    [11, 0],
  ],
  margin: 10,
  lambda: 0.1,
};
const documents: readonly (readonly [string, StepDocument])[] = forms.flatMap(({ loss, squared }) => {
  const W = loss === "binary" ? [[0.5, 0.25]] : example.W;
  return [
    [`${loss} ${squared} worked`, explanationSteps(explain({ ...example, W, loss, squared }))],
    [
      `${loss} ${squared} at a tie`,
      explanationSteps(
        explain({
          X: [[1]],
          y: [1],
          W: loss === "binary" ? [[1]] : [[0], [0], [0]],
          loss,
          squared,
          margin: loss === "binary" ? 1 : 0,
        }),
      ),
    ],
    [`${loss} ${squared} derived`, derivationSteps({ loss, squared })],
  ] as const;
});

describe.each(documents)("%s", (_, steps) => {
  test("fits a terminal of 80 columns", () => {
    const text = stepsForTerminal(steps);
    for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
    for (const { title } of steps.steps) expect(text).toContain(title);
  });

  test("is HTML that is well formed, without anything from elsewhere", () => {
    const html = toHtml(steps);
    const body = html.slice(html.indexOf("<body>"), html.indexOf("</html>"));
    expect(isWellFormed(body)).toBe(true);
    expect(html).not.toMatch(/<script|<link|src=|href=|url\(/);
    expect(html.match(/<section>/g)).toHaveLength(steps.steps.length);
    expect(body).not.toContain("\\");
  });

  test("is LaTeX whose braces, environments and dollars match", () => {
    const latex = toLatex(steps);
    const open: string[] = [];
    for (const [, what, name] of latex.matchAll(/\\(begin|end)\{([a-z*]+)\}/g)) {
      if (what === "begin") open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
    const text = latex.replace(/\\begin\{verbatim\}[\s\S]*?\\end\{verbatim\}/g, "").replace(/\\[{}$]/g, "");
    expect(text.match(/\{/g)).toHaveLength(text.match(/\}/g)!.length);
    expect((text.match(/\$/g) ?? []).length % 2).toBe(0);
    // An empty line within align* is an error.
    expect(latex).not.toMatch(/\\begin\{align\*\}(?:(?!\\end\{align\*\})[\s\S])*\n\n/);
  });

  test("is Markdown with a heading a step", () => {
    const markdown = toMarkdown(steps);
    expect(markdown.match(/^## \d+\. /gm)).toHaveLength(steps.steps.length);
    expect((markdown.match(/^\$\$$/gm) ?? []).length).toBe(
      2 * steps.steps.filter(({ lines }) => lines).length,
    );
  });
});

test("the numbers of the sample stand in the formulas", () => {
  const text = stepsForTerminal(explanationSteps(explain(example)));
  expect(text).toContain("11 - 13 + 10");
  expect(text).toContain("-7 - 13 + 10");
  expect(text).toContain("ℓ = Σ_{j≠y} max(0, h_j) = 8");
  expect(text).toContain("1 is above 0, strictly");
});

test("a tie is told with its interval", () => {
  const text = stepsForTerminal(explanationSteps(explain({ X: [[1]], y: [0], W: [[2], [1], [-3]] })));
  expect(text).toContain("6. The tie");
  expect(text).toContain("+ α (-1, 1, 0)");
  expect(text).toContain("α ∈ [0, 1]");
});

test("of many classes, the true one and the largest are in the tables", () => {
  const W = Array.from({ length: 50 }, (_, k) => [k % 10]);
  const steps = explanationSteps(explain({ X: [[1]], y: [0], W }));
  for (const { table } of steps.steps) if (table !== undefined) expect(table.rows).toHaveLength(20);
});

describe("hostile class names", () => {
  const names = [
    "<script>alert(1)</script>",
    "\\input{/etc/passwd}",
    "$x$ & 50% #1_{a}^~",
    "[a](b) `c` | *d*",
    "\u001b[2J\u202e",
  ];
  const steps = explanationSteps(
    explain({ X: [[1]], y: [names[0]!], classes: names, W: names.map((_, k) => [k]) }),
  );

  test("in HTML", () => {
    const html = toHtml(steps);
    expect(html).not.toContain("<script");
    expect(html).toContain("&lt;script&gt;");
    expect(isWellFormed(html.slice(html.indexOf("<body>"), html.indexOf("</html>")))).toBe(true);
  });

  test("in LaTeX", () => {
    const latex = toLatex(steps);
    expect(latex).not.toContain("\\input{/");
    expect(latex).toContain("\\textbackslash{}input\\{/etc/passwd\\}");
    expect(latex).toContain("\\$x\\$ \\& 50\\% \\#1\\_\\{a\\}\\textasciicircum{}\\textasciitilde{}");
  });

  test("in Markdown", () => {
    const markdown = toMarkdown(steps);
    expect(markdown).not.toContain("<script");
    expect(markdown).toContain("&#60;script&#62;");
    expect(markdown).toContain("\\[a\\](b) \\`c\\` &#124; \\*d\\*");
    expect(markdown).toContain("&#36;x&#36;");
  });

  test("in a terminal", () => {
    const text = stepsForTerminal(steps);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain("\\u001b[2J\\u202e");
  });
});

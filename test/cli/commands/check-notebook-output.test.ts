import { describe, expect, it } from "vitest";
import { hingeHere, inFolder } from "../run.ts";

const line = (n: number, a: number) =>
  `numerical: ${n.toFixed(6)} analytic: ${a.toFixed(6)}, relative error: ${(Math.abs(n - a) / (Math.abs(n) + Math.abs(a))).toExponential(6)}`;
const slopes = [4.5, -3.25, 12.75, -0.5];
const lines = (factor: number) => slopes.map((n) => line(n, factor * n)).join("\n");

describe("hinge check --notebook-output", () => {
  inFolder({
    "sum.txt": lines(500),
    "good.txt": lines(1 + 1e-9),
    "kinks.txt": slopes.map((n, k) => line(n, n * (1 + 1e-3 * (k + 1)))).join("\n"),
    "run.ipynb": JSON.stringify({
      cells: [
        {
          cell_type: "code",
          source: ["grad_check_sparse(f, W, grad)"],
          outputs: [{ output_type: "stream", name: "stdout", text: lines(-1).split(/(?<=\n)/) }],
        },
      ],
    }),
    "prose.txt": "it does not work",
  });

  it("narrows the mistake down, within 80 columns", async () => {
    const { code, stdout, stderr } = await hingeHere("check", "--notebook-output", "sum.txt");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout).toBe(
      [
        "sum.txt: wrong",
        "",
        "  The gradient is 500 times the slope of the loss: a relative error of",
        "  (500-1)/(500+1) = 0.996.",
        "    not-averaged  if N = 500: the loss is divided by N and the gradient is not",
        "",
        "  Which it is, hinge check says when it is given the file with the function.",
        "",
      ].join("\n"),
    );
  });

  it("ends with 0 where the gradient agrees, with 2 where nothing can be told", async () => {
    const good = await hingeHere("check", "--notebook-output", "good.txt");
    expect(good.code).toBe(0);
    expect(good.stdout).toMatch(/^good\.txt: agrees\n/);
    expect((await hingeHere("check", "--notebook-output", "kinks.txt")).code).toBe(2);
  });

  it("reads the output within a notebook, and prints JSON", async () => {
    const { code, stdout } = await hingeHere("check", "--notebook-output", "run.ipynb", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      file: "run.ipynb",
      verdict: "wrong",
      groups: [{ pattern: "sign", candidates: [{ id: "sign-flipped" }] }],
    });
  });

  it.each([
    ["nowhere.txt", "nowhere.txt: no such file; paste the lines into a file, or give - and paste them"],
    [
      "prose.txt",
      'prose.txt: there is no line of a gradient check in it; paste lines such as "numerical: 1.5 analytic: 1.5, relative error: 1e-9"',
    ],
  ])("says in a sentence what is wrong with %s", async (file, sentence) => {
    expect(await hingeHere("check", "--notebook-output", file)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${sentence}\n`,
    });
  });
});

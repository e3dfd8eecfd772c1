import { describe, expect, it } from "vitest";
import { readNotebookOutput } from "../../src/check/notebook-output.ts";

/** Slopes of a loss, as a check meets them. */
const slopes = [4.69, 8.93, -3.49, -11.47, -6.07, 6.09, -13.87, -0.735, -7.93, -1.049];

/** What grad_check_sparse prints for gradients made from slopes. */
function printed(analytic: (slope: number, k: number) => number, decimals = 6, errorDecimals = 6): string {
  return slopes
    .map((n, k) => {
      const a = analytic(n, k);
      const error = n === a ? 0 : Math.abs(n - a) / (Math.abs(n) + Math.abs(a));
      return `numerical: ${n.toFixed(decimals)} analytic: ${a.toFixed(decimals)}, relative error: ${error.toExponential(errorDecimals)}`;
    })
    .join("\n");
}

const right = (n: number) => n * (1 + 3e-11);
const only = (text: string) => {
  const reading = readNotebookOutput(text);
  expect(reading.groups).toHaveLength(1);
  return { ...reading.groups[0]!, verdict: reading.verdict };
};
const ids = ({ candidates }: { candidates: readonly { id: string }[] }) => candidates.map(({ id }) => id);

describe("a constant ratio", () => {
  it.each<[string, (n: number) => number, string, number | undefined, string[]]>([
    ["0: nothing is filled in", () => 0, "no-gradient", undefined, ["not-implemented"]],
    ["-1: the sign", (n) => -n, "sign", -1, ["sign-flipped"]],
    ["2, an error of 0.333", (n) => 2 * n, "factor", 2, ["regularizer-gradient-factor"]],
    ["1/2, the same error", (n) => n / 2, "factor", 1 / 2, ["regularizer-gradient-factor"]],
    ["N: not averaged", (n) => 500 * n, "factor", 500, ["not-averaged"]],
    ["1/N: averaged twice", (n) => n / 500, "factor", 1 / 500, ["averaged-twice"]],
    ["1/C or a small N", (n) => n / 10, "factor", 1 / 10, ["averaged-over-classes", "averaged-twice"]],
    ["-N: both", (n) => -500 * n, "sign", -500, ["sign-flipped", "not-averaged"]],
    ["N/(N - 1): two counts", (n) => (n * 500) / 499, "factor", 500 / 499, ["not-averaged"]],
  ])("of %s", (_, analytic, pattern, ratio, candidates) => {
    const group = only(printed(analytic));
    expect(group).toMatchObject({ pattern, verdict: "wrong" });
    if (ratio === undefined) expect(group.ratio).toBeUndefined();
    else expect(group.ratio).toBeCloseTo(ratio, 5);
    expect(ids(group)).toEqual(candidates);
  });

  it("is read from few digits too, as far as they go", () => {
    expect(only(printed((n) => 500 * n, 2, 1))).toMatchObject({ ratio: 500 });
    const rough = only("numerical: 0.01 analytic: 4.98, relative error: 9.96e-01");
    expect(rough.says).toMatch(/about 500 times/);
    expect(rough.says).toMatch(/one weight only/);
    expect(ids(rough)).toEqual(["not-averaged"]);
  });

  it("is said with the relative error that it prints", () => {
    expect(only(printed((n) => 500 * n)).says).toContain("(500-1)/(500+1) = 0.996");
    expect(only(printed((n) => n / 10)).says).toContain("(10-1)/(10+1) = 0.818");
    expect(only(printed((n) => 2 * n)).says).toContain("(2-1)/(2+1) = 0.333");
  });

  it("that is none of these is said as it is", () => {
    const group = only(printed((n) => 1.5 * n));
    expect(group).toMatchObject({ pattern: "factor", candidates: [] });
    expect(group.ratio).toBeCloseTo(1.5, 5);
  });

  it("may have kinks in a few lines", () => {
    expect(only(printed((n, k) => 500 * n * (k === 2 ? 1.004 : 1)))).toMatchObject({ pattern: "factor" });
  });
});

describe("errors without one", () => {
  it("below 1e-6 are rounding: the gradient is the loss's, which proves no more than that", () => {
    const reading = readNotebookOutput(printed(right));
    expect(reading).toMatchObject({ verdict: "agrees", groups: [{ pattern: "agrees" }] });
    expect(reading.notes).toEqual([expect.stringContaining("does not show that the loss is right")]);
  });

  it("up to 1e-2 in a few lines are kinks, and say nothing", () => {
    const few = only(printed((n, k) => (k === 3 ? n * 1.004 : right(n))));
    expect(few).toMatchObject({ pattern: "kinks", verdict: "agrees", candidates: [] });
    const most = only(printed((n, k) => n * (1 + 1e-3 * Math.sin(k + 1))));
    expect(most).toMatchObject({ pattern: "kinks", verdict: "undetermined" });
  });

  it("tell rows that are not filled in from rows with a wrong sign", () => {
    const zero = only(printed((n, k) => (k % 4 === 1 ? 0 : right(n))));
    expect(zero).toMatchObject({ pattern: "partly-zero", verdict: "wrong" });
    const sign = only(printed((n, k) => (k % 4 === 1 ? -n : right(n))));
    expect(sign).toMatchObject({ pattern: "signs-differ", verdict: "wrong" });
    expect(ids(sign)[0]).toBe("sign-flipped");
  });

  it("that differ from line to line are no factor", () => {
    expect(only(printed((n, k) => n * (1.3 + Math.sin(k))))).toMatchObject({
      pattern: "irregular",
      verdict: "wrong",
    });
  });

  it("only with the regulariser, in the course's second ten lines, are the regulariser's", () => {
    const text = `${printed(right)}\n${printed((n, k) => n + Math.cos(k))}`;
    const { verdict, groups } = readNotebookOutput(text);
    expect(verdict).toBe("wrong");
    expect(groups.map(({ pattern }) => pattern)).toEqual(["agrees", "regularizer"]);
    expect(ids(groups[1]!)).toContain("regularizer-gradient-factor");
    // The same, with something printed between the two.
    const apart = readNotebookOutput(text.replace(/(?<=(?:.*\n){10})/, "with the regulariser\n"));
    expect(apart.groups.map(({ pattern }) => pattern)).toEqual(["agrees", "regularizer"]);
  });
});

describe("lines", () => {
  it("may be in prose, in other spellings, without the relative error", () => {
    const text = "ran it:\n  numeric grad = 1.5, analytical grad = 3.0\r\n  Numerical: -2 Analytic: -4\nbye";
    expect(only(text)).toMatchObject({ ratio: 2, pattern: "factor" });
  });

  it.each([
    ["numerical: nan analytic: 1.0, relative error: nan", "not-finite", "wrong"],
    ["numerical: 1.0 analytic: inf, relative error: nan", "not-finite", "wrong"],
    ["numerical: 0.000000 analytic: 0.000000, relative error: nan", "nothing", "undetermined"],
    ["numerical: 0.000000 analytic: 2.5, relative error: 1.0", "flat-loss", "wrong"],
  ])("%s", (text, pattern, verdict) => {
    expect(only(text)).toMatchObject({ pattern, verdict });
  });

  it("of losses tell what their size says", () => {
    const says = (text: string) => readNotebookOutput(text).losses[0]?.says ?? "";
    expect(says("Naive loss: 1.0e+01 computed in 0.1s")).toMatch(/correct-class-loss/);
    expect(says("loss is: -3")).toMatch(/no-clamp/);
    expect(says("loss: 2.302")).toMatch(/softmax/);
    expect(says("loss: 4500")).toMatch(/not divided by N/);
    expect(says("loss: 0.000000")).toMatch(/not filled in/);
    expect(says("loss: 9.1")).toBe("");
    expect(readNotebookOutput("loss: -3").verdict).toBe("wrong");
  });

  it("of other kinds are passed over, and where there are none this is said", () => {
    const reading = readNotebookOutput(`iteration 0 / 1500: loss -470\n${printed(right)}`);
    expect(reading).toMatchObject({ verdict: "agrees", losses: [] });
    expect(() => readNotebookOutput("hello")).toThrow(/no line of a gradient check/);
  });
});

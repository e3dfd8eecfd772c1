import { describe, expect, it, vi } from "vitest";
import { courseConvention } from "../../../../src/check/diagnosis/asked.ts";
import { findingsOf } from "../../../../src/check/diagnosis/finding.ts";
import { mistakes } from "../../../../src/check/diagnosis/mistakes/index.ts";
import type { FileReport, FunctionReport } from "../../../../src/cli/check/report.ts";

vi.hoisted(() => {
  // Colours are decided when their module is loaded.
  process.env.NO_COLOR = "1";
});
const { fileReport } = await import("../../../../src/cli/render/check/file.ts");
const { closingTable } = await import("../../../../src/cli/render/check/closing-table.ts");

const base: FunctionReport = {
  name: "svm",
  line: 3,
  place: "line 3",
  verdict: "wrong",
  message: "Wrong.",
  parts: { data: "wrong", regularizer: "right", bias: "not-tested", loss: "right" },
  mistakes: [],
  runnersUp: [],
  convention: { loss: "weston-watkins", margin: 1, reduction: "mean", layout: "DxC" },
  notes: [],
};

const report = (functions: FunctionReport[], more: Partial<FileReport> = {}): FileReport => ({
  file: "svm.py",
  language: "python",
  verdict: "wrong",
  functions,
  notes: [],
  ...more,
});

const text = (functions: FunctionReport[], more: Partial<FileReport> = {}): string =>
  fileReport(report(functions, more), courseConvention);

const example = {
  X: [[1, 2]],
  y: [0],
  W: [
    [1, 2],
    [3, 4],
  ],
  lambda: 0,
  gradient: {
    yours: [
      [0, -2],
      [1, 2],
    ],
    right: [
      [-1, -2],
      [1, 2],
    ],
  },
};

describe("a report", () => {
  it.each(mistakes.filter((each) => each.example !== undefined).map((each) => [each.id, each] as const))(
    "of %s keeps its text within 80 columns, in either language",
    (id, { part, example }) => {
      const found = findingsOf([{ id, part, detail: example!.detail }], undefined, []);
      for (const language of ["python", "javascript"] as const) {
        const told = text([{ ...base, mistakes: found }], { language });
        const [{ numpy, javascript }] = found as [(typeof found)[number]];
        const code = language === "python" ? numpy : javascript;
        const prose = told.split("\n").filter((line) => !code.includes(line.trim()));
        for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(80);
        expect(told).toContain(`(${id})`);
        expect(told.replace(/\s+/g, " ")).toContain(found[0]!.fix);
      }
    },
  );

  it("shows an example as the learner's W lies, and marks what differs", () => {
    const asColumns = text([{ ...base, counterexample: example }]);
    expect(asColumns).toContain("    X = [[1, 2]]   y = [0]   W = [[1, 3], [2, 4]]\n");
    expect(asColumns).toContain(
      "    dW     yours [ 0*  1 ]   right [-1  1]\n                 [-2   2 ]         [-2  2]\n",
    );
    const asRows = text([{ ...base, convention: { layout: "CxD" }, counterexample: example }]);
    expect(asRows).toContain("W = [[1, 2], [3, 4]]");
    expect(asRows).toContain("yours [ 0* -2 ]   right [-1 -2]");
  });

  it("takes what is right from parts and notes, once", () => {
    const told = text([{ ...base, notes: ["The counts are right.", "It prints."] }]);
    expect(told).toContain("What is right:  The loss and the regulariser's gradient. The counts.\n");
    expect(told.match(/counts/g)).toHaveLength(1);
    expect(told).toContain("\n  It prints.");
  });

  it("tells other explanations in a line each", () => {
    const { example: factor } = mistakes[0]!;
    const other = findingsOf(
      [{ id: mistakes[0]!.id, part: "regularizer", detail: factor!.detail }],
      undefined,
      [],
    );
    expect(text([{ ...base, runnersUp: [other] }])).toMatch(/\n {2}Or else: {2}The regulariser's gradient/);
  });

  it("joins functions that fail for one reason", () => {
    const failing = (name: string, line: number): FunctionReport => ({
      ...base,
      name,
      line,
      verdict: "undetermined",
      message: `Undetermined: it needs torch (line ${line + 1})`,
      notes: [`it needs torch (line ${line + 1})`],
    });
    expect(text([failing("a", 1), failing("b", 5)])).toBe(
      "svm.py\n\na and b: undetermined\n  it needs torch",
    );
  });

  it("lets no control character of a file reach the terminal", () => {
    const evil = "x\u001b[2Jy";
    const told = text([{ ...base, name: evil, notes: [evil], mistakes: [] }], { file: evil, notes: [evil] });
    expect(told).not.toContain("\u001b");
  });

  it("names a convention only where it differs", () => {
    const { message: _, ...other } = base;
    const told = text([
      {
        ...other,
        message: "",
        verdict: "right-other-convention",
        convention: { loss: "softmax", reduction: "mean" },
      },
    ]);
    expect(told).toContain(
      "svm.py, svm, line 3: right, in another convention\n  It takes softmax where weston-watkins is asked for.",
    );
  });
});

describe("the table of many files", () => {
  it("lists verdicts and the first mistakes, and counts", () => {
    const wrong = mistakes.slice(0, 3).map(({ id }) => ({ id }));
    const table = closingTable([
      report([{ ...base, verdict: "right" }], { file: "a.py", verdict: "right" }),
      report([{ ...base, mistakes: wrong as unknown as FunctionReport["mistakes"] }], {
        file: "long-name.py",
      }),
    ]);
    expect(table.split("\n")).toEqual([
      "file          verdict  mistakes",
      "a.py          right",
      `long-name.py  wrong    ${wrong[0]!.id}, ${wrong[1]!.id}, 1 more`,
      "",
      "2 files: 1 right and 1 wrong.",
    ]);
  });
});

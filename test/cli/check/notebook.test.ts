import { describe, expect, it } from "vitest";
import { readNotebook } from "../../../src/cli/check/python/notebook.ts";
import { noPython } from "../../support/python.ts";
import { failure, opened, result } from "./learner.ts";

const cell = (source: string | string[], type = "code") => ({ cell_type: type, source });
const notebook = (...cells: unknown[]) => JSON.stringify({ cells, nbformat: 4 });

describe("a notebook's text", () => {
  it("is its code cells, each line knowing its own", () => {
    const text = notebook(
      cell("# Title", "markdown"),
      cell(["%matplotlib inline\n", "import numpy as np\n", "!ls"]),
      cell("def f(x):\n    %time\n    !ls\n    n = !ls\n    y = x % 2\n    return y\nf?\n?np.dot"),
      cell("%%bash\nrm file"),
      cell("%%time\nf(3)"),
    );
    const { source, cells, place } = readNotebook(text, "a.ipynb");
    expect(source).toEqual([
      ...["", "import numpy as np", ""],
      ...["def f(x):", "    pass", "    pass", "    pass", "    y = x % 2", "    return y", "", ""],
      ...["", ""],
      ...["", "f(3)"],
    ]);
    expect(cells).toEqual([
      [1, 3],
      [4, 11],
      [12, 13],
      [14, 15],
    ]);
    expect([2, 8, 15].map(place)).toEqual(["cell 2, line 2", "cell 3, line 5", "cell 5, line 2"]);
  });

  it("is read from the format before version 4, too", () => {
    const old = { worksheets: [{ cells: [{ cell_type: "code", input: ["x = 1\n", "y = 2"] }] }] };
    expect(readNotebook(JSON.stringify(old), "a.ipynb").source).toEqual(["x = 1", "y = 2"]);
  });

  it.each([
    ["def f():", "it is not JSON"],
    ["[]", "it has no list of cells"],
    ["{}", "it has no list of cells"],
    ["null", "it has no list of cells"],
    ['{"worksheets": [3]}', "it has no list of cells"],
    [notebook(cell("x"), { cell_type: "code", source: 3 }), "cell 2 has no text"],
  ])("%j is none", (text, why) => {
    expect(() => readNotebook(text, "a.ipynb")).toThrow(
      `a.ipynb: this is no Jupyter notebook: ${why}; save it again in Jupyter`,
    );
  });
});

describe.skipIf(noPython !== undefined)("a notebook's functions", () => {
  it("are called, and failures and notes say the cell", async () => {
    const runner = await opened(
      notebook(
        cell("import numpy as np\nX_train = np.ones(3)"),
        cell("this is no Python"),
        cell("text", "markdown"),
        cell("from __future__ import division\ndef f():\n    print 'x'\n    return X_train"),
        cell("def g():\n    raise ValueError('no')"),
      ),
      { name: "a.ipynb" },
    );
    expect(runner.functions.map(({ name, line }) => [name, runner.place(line)])).toEqual([
      ["f", "cell 4, line 2"],
      ["g", "cell 5, line 1"],
    ]);
    expect(runner.notes).toEqual([
      "a cell that does not parse is left out (cell 2, line 1: invalid syntax)",
      "Python 2's print statement (cell 4, line 3) was run as print(...): write the parentheses",
    ]);
    expect(await result(runner, "f")).toMatchObject({ data: [1, 1, 1] });
    const { line } = await failure(runner, "g");
    expect(runner.place(line!)).toBe("cell 5, line 2");
  });

  it("that do not parse name the cell", async () => {
    const broken = notebook(cell("x = 1"), cell("def f(:\n    return 1"));
    await expect(opened(broken, { name: "b.ipynb" })).rejects.toThrow(
      /b\.ipynb: cell 2, line 1: SyntaxError/,
    );
  });
});

import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRunner } from "../../../src/cli/check/open-runner.ts";
import { findPython, forgetPython } from "../../../src/cli/check/python/interpreter.ts";
import { noPython } from "../../support/python.ts";

/** A program that answers as a Python of that version does. */
const fake = (version: string, numpy: boolean) =>
  `#!/bin/sh\necho banner\necho '["/fake/python", [${version}], ["/lib"], ${numpy}]'\n`;

describe.skipIf(process.platform === "win32")("the Python that runs a file", () => {
  const { HINGE_PYTHON, PATH } = process.env;
  let folder = "";
  const program = (name: string, content: string) =>
    writeFileSync(join(folder, name), content, { mode: 0o755 });

  beforeEach(() => {
    forgetPython();
    folder = mkdtempSync(join(tmpdir(), "hinge-path-"));
    symlinkSync("/bin/sh", join(folder, "sh"));
    process.env.PATH = folder;
    delete process.env.HINGE_PYTHON;
  });
  afterEach(() => {
    forgetPython();
    rmSync(folder, { recursive: true, force: true });
    process.env.PATH = PATH;
    if (HINGE_PYTHON !== undefined) process.env.HINGE_PYTHON = HINGE_PYTHON;
  });

  it("is python3, then a python that is 3, then the one with NumPy", async () => {
    program("python", fake("3, 9", true));
    expect(await findPython()).toEqual({ command: "/fake/python", path: ["/lib"] });
    program("python3", fake("3, 11", false));
    forgetPython();
    expect(await findPython()).toEqual({ command: "/fake/python", path: ["/lib"] });
  });

  it.each([
    [
      "no-python",
      [],
      "running Python code needs Python 3.8 or newer with NumPy, and none was found (tried python3 and python on PATH); install it from python.org or your system's packages (python3, python3-numpy)",
    ],
    ["no-python", [["python", fake("2, 7", true)]], /and found Python 2\.7 \(tried/],
    ["no-python", [["python3", fake("3, 6", true)]], /and found Python 3\.6 \(tried/],
    ["no-python", [["python3", "#!/bin/sh\necho no\n"]], /and none was found/],
    ["no-python", [["python3", "#!/bin/sh\nexit 1\n"]], /and none was found/],
    [
      "no-numpy",
      [["python3", fake("3, 11", false)]],
      "/fake/python has no NumPy, which running Python code needs; install it (python3 -m pip install numpy, or your system's python3-numpy) or name another Python in HINGE_PYTHON",
    ],
  ] as const)("is missed in one sentence (%s, %#)", async (code, programs, message) => {
    for (const [name, content] of programs) program(name, content);
    await expect(findPython()).rejects.toMatchObject({ code });
    forgetPython();
    await expect(findPython()).rejects.toThrow(message);
  });

  it("is the one that HINGE_PYTHON names", async () => {
    program("mine", fake("3, 12", true));
    process.env.HINGE_PYTHON = join(folder, "mine");
    expect(await findPython()).toMatchObject({ command: "/fake/python" });
    process.env.HINGE_PYTHON = join(folder, "not-there");
    forgetPython();
    await expect(findPython()).rejects.toThrow(/tried HINGE_PYTHON=.*not-there/);
  });

  it.skipIf(noPython !== undefined)("is the real one, whatever launcher stands before it", async () => {
    process.env.PATH = [folder, PATH].join(delimiter);
    program("python3", `#!/bin/sh\nexec "${HINGE_PYTHON}" "$@"\n`);
    const { command, path } = await findPython();
    expect(command).not.toContain(folder);
    expect(path.length).toBeGreaterThan(0);
  });

  it("is asked only about what can be Python", async () => {
    await expect(openRunner("svm.m")).rejects.toMatchObject({ code: "unknown-language" });
    await expect(openRunner("not-there.py")).rejects.toMatchObject({ code: "no-such-file" });
  });
});

import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say, secondsSince } from "./main.mjs";
import { run } from "./run.mjs";
import { installDebian, onPath } from "./system.mjs";
import { inRoot, readStamp } from "./tree.mjs";

/** The tests' own Python, kept between runs. */
const folder = inRoot(".python");
const stampFile = join(folder, ".stamp");
const own = join(folder, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
/** Where Debian's packages of Python modules belong. */
const debian = "/usr/bin/python3";

/** The newest NumPy before 2 where there is one for that Python. */
const requirements = [
  "numpy==1.24.4; python_version < '3.9'",
  "numpy==1.26.4; python_version >= '3.9' and python_version < '3.13'",
  "numpy==2.3.5; python_version >= '3.13'",
];
const stamp = requirements.join("\n");

/** The Python with NumPy that tests run: HINGE_PYTHON, else the one made for them, else undefined. */
export function testPython() {
  if (process.env.HINGE_PYTHON) return process.env.HINGE_PYTHON;
  return readStamp(stampFile) === stamp && existsSync(own) ? own : undefined;
}

/**
 * Makes the tests' Python environment with NumPy where python3 is there, or installs Debian's NumPy.
 * @returns {Promise<{ HINGE_PYTHON: string } | { HINGE_NO_PYTHON: string }>} the environment that tells the tests
 *   which Python to run, or why there is none
 */
export async function ensurePython() {
  const refused = process.env.HINGE_NO_PYTHON;
  if (refused) return { HINGE_NO_PYTHON: refused };
  const there = testPython();
  if (there !== undefined) return { HINGE_PYTHON: there };
  const python = onPath("python3", "python");
  if (python === undefined) return { HINGE_NO_PYTHON: "there is no python3 on PATH" };
  const reason = await makeEnvironment(python);
  if (reason === undefined) return { HINGE_PYTHON: own };
  if (!(await hasNumpy(debian))) {
    const also = existsSync(debian)
      ? await installDebian("python3-numpy", "NumPy for the Python tests")
      : "there is no Python of Debian's";
    if (also !== undefined) return { HINGE_NO_PYTHON: `${reason}, and ${also}` };
  }
  return (await hasNumpy(debian))
    ? { HINGE_PYTHON: debian }
    : { HINGE_NO_PYTHON: `${reason}, and python3-numpy has no NumPy for ${debian}` };
}

/** @param {string} python @returns {Promise<string | undefined>} why it could not be made */
async function makeEnvironment(python) {
  say("Making a Python environment with NumPy for the tests (.python) ...");
  const start = performance.now();
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"];
  const steps = /** @type {const} */ ([
    ["python3 -m venv", python, ["-m", "venv", "--clear", folder]],
    ["pip install numpy", own, [...pip, "--only-binary=:all:", ...requirements]],
  ]);
  for (const [name, command, args] of steps) {
    const { code } = await run(command, args, { output: "capture" });
    if (code !== 0) {
      rmSync(folder, { recursive: true, force: true });
      return `${name} failed with exit code ${code}`;
    }
  }
  writeFileSync(stampFile, stamp);
  say(`Made in ${secondsSince(start)}.`);
  return undefined;
}

/** @param {string} python */
async function hasNumpy(python) {
  return (await run(python, ["-c", "import numpy"], { output: "capture" })).code === 0;
}

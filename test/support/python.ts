import { testPython } from "../../scripts/lib/python-env.mjs";

/** Why tests of Python code are to be skipped; undefined where there is a Python with NumPy. */
export const noPython: string | undefined =
  process.env.HINGE_NO_PYTHON ||
  (testPython() === undefined
    ? "there is no Python with NumPy for the tests (npm test makes one where it can)"
    : undefined);

// What `hinge check` itself looks at.
if (noPython === undefined) process.env.HINGE_PYTHON = testPython();

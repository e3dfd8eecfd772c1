/** Finds the Python that is to run a learner's file. Nothing is ever installed. */
import { execFile } from "node:child_process";
import { HingeError } from "../../../errors.ts";

export interface Interpreter {
  /** The program itself, whatever launcher stood before it. */
  readonly command: string;
  /** Where it looks for modules, with the user's environment. */
  readonly path: readonly string[];
}

const leastMinor = 8;
const probeSeconds = 20;
const probe = `import sys, json, importlib.util as u
print(json.dumps([sys.executable, sys.version_info[:2], [p for p in sys.path if p], u.find_spec("numpy") is not None]))`;

interface Probed {
  readonly command: string;
  readonly version: readonly [number, number];
  readonly path: readonly string[];
  readonly numpy: boolean;
}

let found: Promise<Interpreter> | undefined;

/**
 * HINGE_PYTHON where it is set, else python3, else python if that is Python 3. Looked for once.
 *
 * @throws HingeError `no-python`, `no-numpy`
 */
export function findPython(): Promise<Interpreter> {
  found ??= search();
  return found;
}

/** Looks again next time: the environment has changed. */
export function forgetPython(): void {
  found = undefined;
}

async function search(): Promise<Interpreter> {
  const chosen = process.env.HINGE_PYTHON;
  const commands = chosen ? [chosen] : ["python3", "python"];
  const all = (await each(commands, ask)).filter((one) => one !== undefined);
  const usable = all.filter(({ version: [major, minor] }) => major === 3 && minor >= leastMinor);
  const best = usable.find(({ numpy }) => numpy);
  if (best !== undefined) return { command: best.command, path: best.path };
  if (usable[0] !== undefined) {
    throw new HingeError(
      "no-numpy",
      `${usable[0].command} has no NumPy, which running Python code needs; install it (python3 -m pip install numpy, or your system's python3-numpy) or name another Python in HINGE_PYTHON`,
    );
  }
  const tried = chosen ? `HINGE_PYTHON=${chosen}` : "python3 and python on PATH";
  const old = all[0] === undefined ? "none was found" : `found Python ${all[0].version.join(".")}`;
  throw new HingeError(
    "no-python",
    `running Python code needs Python 3.${leastMinor} or newer with NumPy, and ${old} (tried ${tried}); install it from python.org or your system's packages (python3, python3-numpy)`,
  );
}

/** One after another, and no further than the first with NumPy. */
async function each(
  commands: readonly string[],
  ask: (command: string) => Promise<Probed | undefined>,
): Promise<(Probed | undefined)[]> {
  const answers: (Probed | undefined)[] = [];
  for (const command of commands) {
    const answer = await ask(command);
    answers.push(answer);
    if (answer?.numpy && answer.version[0] === 3) break;
  }
  return answers;
}

/** In the user's own environment and folder: that is where launchers such as pyenv look for the version to run. */
function ask(command: string): Promise<Probed | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: probeSeconds * 1000, windowsHide: true };
    const child = execFile(command, ["-c", probe], options, (error, stdout) => {
      resolve(error === null ? read(stdout) : undefined);
    });
    child.stdin?.end();
  });
}

function read(stdout: string): Probed | undefined {
  try {
    // A sitecustomize may print something before.
    const [command, version, path, numpy] = JSON.parse(stdout.trimEnd().split("\n").pop()!);
    return { command, version, path, numpy };
  } catch {
    return undefined;
  }
}

/** A learner's Python file or notebook as a Runner. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { HingeError } from "../../../errors.ts";
import { type Limits, startRunner } from "../child.ts";
import type { Runner } from "../protocol.ts";
import { findPython } from "./interpreter.ts";
import { readNotebook } from "./notebook.ts";
import { readSource } from "./source.ts";

export interface PythonOptions {
  readonly limits?: Partial<Limits> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws HingeError `no-python`, `no-numpy`, `bad-notebook`, `no-file`; CannotLoad */
export async function openPython(file: string, { limits, signal }: PythonOptions = {}): Promise<Runner> {
  const text = await readSource(file);
  const { source, cells, place } = file.endsWith(".ipynb")
    ? readNotebook(text, file)
    : { source: text.split(/\r\n|\r|\n/), cells: undefined, place: (line: number) => `line ${line}` };
  const { command, path } = await findPython();
  return startRunner({
    language: "python",
    command,
    // Isolated from the user's settings, without looking for libraries (`path` says where they are), and without
    // leaving compiled files beside the learner's.
    args: ["-I", "-S", "-B", driverFolder(), JSON.stringify(path)],
    load: { text: source.join("\n"), cells, path: resolve(file), folder: dirname(resolve(file)) },
    file,
    source,
    place,
    limits,
    signal,
  });
}

/** Beside this module in src; beside the bundle's folder of chunks in dist. */
function driverFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const folder = [join(here, "driver"), join(here, "..", "driver")].find((each) =>
    existsSync(join(each, "__main__.py")),
  );
  if (folder === undefined) {
    throw new HingeError("missing-driver", "hinge's part that runs Python is not there; install hinge again");
  }
  return folder;
}

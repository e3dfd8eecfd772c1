/** A file of someone's code, opened by its extension. */
import { extname } from "node:path";
import { HingeError } from "../../errors.ts";
import type { Runner } from "./protocol.ts";

export interface OpenOptions {
  /** Seconds in which the code must have loaded. */
  readonly limit?: number;
  /** Bytes of memory that the code may take. */
  readonly memory?: number;
  /** Ends the child when hinge is interrupted: `onInterrupt.signal()`. */
  readonly signal?: AbortSignal;
}

const python: readonly string[] = [".py", ".ipynb"];
const javascript: readonly string[] = [".js", ".mjs", ".cjs", ".ts", ".mts"];

/**
 * Starts a child process that has loaded the definitions of a file.
 *
 * @throws HingeError `unknown-language`, and what the language's own opening throws; CannotLoad (a HingeError
 *   `code-syntax`, ... with its failure) if the code does not load
 */
export async function openRunner(path: string, { limit, memory, signal }: OpenOptions = {}): Promise<Runner> {
  const limits = {
    ...(limit === undefined ? {} : { load: limit }),
    ...(memory === undefined ? {} : { memory }),
  };
  const extension = extname(path).toLowerCase();
  if (python.includes(extension)) {
    const { openPython } = await import("./python/python.ts");
    return openPython(path, { limits, signal });
  }
  if (javascript.includes(extension)) {
    const { openJavascript } = await import("./javascript/javascript.ts");
    return openJavascript(path, { limits, signal });
  }
  const known = [...python, ...javascript].join(", ");
  throw new HingeError("unknown-language", `what language is this? The extensions known are ${known}`, {
    file: path,
  });
}

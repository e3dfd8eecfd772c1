/** Runs a JavaScript or TypeScript file's functions in a child process: this same Node. */
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readFile } from "../../commands/read-file.ts";
import { CannotLoad, defaultLimits, type Limits, startRunner } from "../child.ts";
import type { Failure, Runner } from "../protocol.ts";
import { childText } from "./child-loop.ts";
import type { Loading } from "./loading.ts";
import { readLocalModules, requiredBy } from "./local-modules.ts";
import { importName } from "./module-marks.ts";
import { CodeError, readCode } from "./read-code.ts";

export interface JavascriptOptions {
  readonly limits?: Partial<Limits> | undefined;
  /** Ends the child when hinge is interrupted. */
  readonly signal?: AbortSignal | undefined;
}

const place = (line: number) => `line ${line}`;

/**
 * Opens a .js, .mjs, .cjs, .ts or .mts file. Its definitions are run, its other statements are not: a value at the
 * top level is found when a function first reads it.
 *
 * @throws CannotLoad if it does not parse; HingeError if it cannot be read
 */
export async function openJavascript(path: string, options: JavascriptOptions = {}): Promise<Runner> {
  const limits = { ...defaultLimits, ...options.limits };
  const { bytes } = await readFile(path, "give a file that defines the function to check");
  const text = new TextDecoder().decode(bytes);
  const load = await loading(resolve(path), text, path);
  const runner = await startRunner({
    language: "javascript",
    command: process.execPath,
    args: [...nodeFlags(dirname(load.file), limits.memory), "-e", childText],
    load: { ...load },
    file: path,
    source: text.split(/\r?\n/),
    place,
    limits,
    signal: options.signal,
  });
  return nameMemory(runner);
}

async function loading(file: string, text: string, path: string): Promise<Loading> {
  try {
    const { specifiers, ...code } = await readCode(text, extname(file).toLowerCase(), basename(file));
    const local = await readLocalModules(dirname(file), [...specifiers, ...requiredBy(text)]);
    return { file, url: pathToFileURL(file).href, importName, local, ...code };
  } catch (error) {
    if (!(error instanceof CodeError)) throw error;
    const { message, line } = error;
    throw new CannotLoad({ kind: "syntax", message, ...(line === undefined ? {} : { line }) }, path, place);
  }
}

/** The limit of the heap, and what this Node has to keep code from files, processes and threads. */
function nodeFlags(folder: string, memory: number): string[] {
  const flags = ["--no-warnings", `--max-old-space-size=${Math.ceil(memory / 2 ** 20)}`];
  const known = process.allowedNodeEnvironmentFlags;
  const permission = ["--permission", "--experimental-permission"].find((flag) => known.has(flag));
  if (permission === undefined) return flags;
  const readable = new Set([folder, realpathSync(folder), ...packageFolders(folder)]);
  return [...flags, permission, ...[...readable].map((one) => `--allow-fs-read=${join(one, "/")}`)];
}

/** Where packages lie that the file may import. */
function packageFolders(folder: string): string[] {
  const parent = dirname(folder);
  const above = parent === folder ? [] : packageFolders(parent);
  const here = join(folder, "node_modules");
  return existsSync(here) ? [here, ...above] : above;
}

/** Node ends itself by SIGABRT when its heap is full. */
function nameMemory(runner: Runner): Runner {
  const named = (failure: Failure): Failure =>
    failure.kind === "exit" && /\bSIGABRT\b|heap out of memory/.test(failure.message)
      ? { kind: "memory", message: "it took more memory than it may" }
      : failure;
  return {
    language: runner.language,
    functions: runner.functions,
    notes: runner.notes,
    source: runner.source,
    place,
    close: () => runner.close(),
    async call(request) {
      const answer = await runner.call(request);
      return "failure" in answer ? { failure: named(answer.failure) } : answer;
    },
  };
}

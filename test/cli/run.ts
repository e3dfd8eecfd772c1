/** Runs the command line: as a process of its own, or within this one where that is fast enough to do it often. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, vi } from "vitest";
import { bin } from "../../scripts/lib/build.mjs";

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** What standard input holds. */
  input?: string | Uint8Array;
  env?: Record<string, string>;
  /** Sent after that many milliseconds. */
  signal?: { name: NodeJS.Signals; after: number };
}

/** Runs the built bin, which `npm test` has brought up to date, in the current folder. */
export function hinge(
  args: readonly string[],
  { input, env = {}, signal }: RunOptions = {},
): Promise<Outcome> {
  const { FORCE_COLOR: _, NO_COLOR: __, NODE_OPTIONS: ___, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { env: { ...inherited, ...env } });
    const outcome = { code: -1, stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        outcome[name] += text;
      });
    }
    // A process that refuses its arguments ends before it has read anything.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    if (signal !== undefined) setTimeout(() => child.kill(signal.name), signal.after);
    child.once("error", reject);
    child.once("close", (code, by) => {
      if (code === null) reject(new Error(`ended by ${by}: ${outcome.stderr}`));
      else resolve({ ...outcome, code });
    });
  });
}

/** Runs the command line's `run` here, in the current folder. Standard input is empty. */
export async function hingeHere(...args: string[]): Promise<Outcome> {
  // Colours are decided when their module is loaded.
  process.env.NO_COLOR = "1";
  const { run } = await import("../../src/cli/program.ts");
  const outcome = { code: -1, stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((name) =>
    vi.spyOn(process[name], "write").mockImplementation((chunk, ...rest) => {
      outcome[name] += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
      for (const callback of rest) if (typeof callback === "function") callback(null);
      return true;
    }),
  );
  try {
    outcome.code = await run(args);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return outcome;
}

/** A temporary folder that is the current one while the tests of a file run, with these files in it. */
export function inFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): void {
  const before = process.cwd();
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "hinge-cli-"));
    process.chdir(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(name, content);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });
}

/** The names in the current folder. */
export function listing(): string[] {
  return readdirSync(".").sort();
}

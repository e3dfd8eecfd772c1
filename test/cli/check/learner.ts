/** Files as learners have them, opened, and arguments for their functions. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { type OpenOptions, openRunner } from "../../../src/cli/check/open-runner.ts";
import type { Argument, Returned, Runner, WireArray } from "../../../src/cli/check/protocol.ts";

const folder = mkdtempSync(join(tmpdir(), "hinge-learner-"));
const open: Runner[] = [];
let files = 0;
afterAll(() => {
  for (const runner of open) runner.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file into a folder of its own, others beside it, and opens it. */
export async function opened(
  text: string,
  { name = "svm.py", beside = {}, ...options }: Options = {},
): Promise<Runner> {
  const runner = await openRunner(written(text, name, beside), options);
  open.push(runner);
  return runner;
}

interface Options extends OpenOptions {
  readonly name?: string;
  readonly beside?: Readonly<Record<string, string>>;
}

export function written(
  text: string,
  name = "svm.py",
  beside: Readonly<Record<string, string>> = {},
): string {
  const own = join(folder, `${files++}`);
  for (const [path, content] of Object.entries({ ...beside, [name]: text })) {
    mkdirSync(dirname(join(own, path)), { recursive: true });
    writeFileSync(join(own, path), content);
  }
  return join(own, name);
}

export function array(shape: readonly number[], data: readonly number[], dtype = "float64"): WireArray {
  return { kind: "array", shape, data, dtype };
}

export function number(value: number): Argument {
  return { kind: "number", value };
}

interface Called {
  readonly args?: readonly Argument[];
  readonly named?: Readonly<Record<string, Argument>>;
  readonly self?: Readonly<Record<string, Argument>>;
  readonly limit?: number;
}

export function call(
  runner: Runner,
  name: string,
  { args = [], limit = 5, ...more }: Called = {},
): ReturnType<Runner["call"]> {
  return runner.call({ do: "call", function: name, args, limit, ...more });
}

/** What a call returned. @throws if it failed */
export async function result(runner: Runner, name: string, called: Called = {}): Promise<Returned> {
  const answer = await call(runner, name, called);
  if ("failure" in answer) throw new Error(JSON.stringify(answer.failure));
  return answer.returned;
}

/** Why a call failed. @throws if it did not */
export async function failure(runner: Runner, name: string, called: Called = {}) {
  const answer = await call(runner, name, called);
  if (!("failure" in answer)) throw new Error(JSON.stringify(answer));
  return answer.failure;
}

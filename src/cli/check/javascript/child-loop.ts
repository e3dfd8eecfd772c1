/** The loop of the child: a request a line in, an answer a line out. */
import type { Answer, Argument, Failure, FunctionFound, Request } from "../protocol.ts";
import { childArguments } from "./child-arguments.ts";
import { childModules } from "./child-modules.ts";
import { childProgram } from "./child-program.ts";
import { childResults } from "./child-results.ts";
import type { Loading } from "./loading.ts";

/** Numbers in one answer. */
export const mostNumbers = 1_000_000;

/** What the child is started with: `node -e <this>`. */
export const childText = `(${serve})(require, ${childArguments}, ${childResults}, ${childModules}, ${childProgram}, ${mostNumbers});`;

/** Goes to the child as text, so it uses nothing from outside itself. */
function serve(
  node: NodeJS.Require,
  makeArguments: typeof childArguments,
  makeResults: typeof childResults,
  makeModules: typeof childModules,
  makeProgram: typeof childProgram,
  most: number,
): void {
  const { readSync, writeSync } = node("node:fs") as typeof import("node:fs");
  const { parse, stringify } = JSON;
  const { keys, defineProperty } = Object;
  const { isArray } = Array;
  const bufferFrom = Buffer.from;
  const chunk = Buffer.alloc(2 ** 16);
  const { build, same } = makeArguments();
  const results = makeResults(most);
  const { reallyExit } = process as unknown as { reallyExit: (this: NodeJS.Process, code: number) => never };
  const end = () => reallyExit.call(process, 0);
  const mostText = 300;
  let pending = "";
  let loading: (Loading & Extract<Request, { do: "load" }>) | undefined;
  let modules: ReturnType<typeof childModules>;
  let program: ReturnType<typeof childProgram>;
  let printed = false;
  let exited: string | undefined;

  class Exit extends Error {}

  function readLine(): string {
    const decoder = new TextDecoder();
    for (;;) {
      const lineEnd = pending.indexOf("\n");
      if (lineEnd >= 0) {
        const line = pending.slice(0, lineEnd);
        pending = pending.slice(lineEnd + 1);
        return line;
      }
      const size = readSync(3, chunk, 0, chunk.length, null);
      if (size === 0) end();
      pending += decoder.decode(chunk.subarray(0, size), { stream: true });
    }
  }

  function say(answer: Answer): void {
    const bytes = bufferFrom(`${toJson(answer)}\n`);
    for (let from = 0; from < bytes.length; ) from += writeSync(4, bytes, from);
  }

  /** JSON that no toJSON of the learner's can change. */
  function toJson(value: unknown): string {
    if (typeof value !== "object" || value === null) return stringify(value);
    let text = "";
    if (isArray(value)) {
      for (let i = 0; i < value.length; i++) text += `${i > 0 ? "," : ""}${toJson(value[i])}`;
      return `[${text}]`;
    }
    for (const key of keys(value)) {
      const one = (value as Record<string, unknown>)[key];
      if (one !== undefined) text += `${text === "" ? "" : ","}${stringify(key)}:${toJson(one)}`;
    }
    return `{${text}}`;
  }

  /** Prints nowhere and ends nothing, but is told of both. */
  function tame(): void {
    const print = () => {
      printed = true;
      return true;
    };
    for (const name of keys(console) as (keyof Console)[]) {
      if (typeof console[name] === "function")
        defineProperty(console, name, { value: print, writable: true });
    }
    for (const stream of [process.stdout, process.stderr]) {
      defineProperty(stream, "write", { value: print, writable: true });
    }
    const exit = (what: string) => (code?: number) => {
      exited ??= `it called ${what}(${code === undefined ? "" : String(code)})`;
      throw new Exit(exited);
    };
    for (const name of ["exit", "reallyExit", "abort", "kill"]) {
      defineProperty(process, name, { value: exit(`process.${name}`), writable: true });
    }
    // A timer's or a forgotten promise's error is no answer to a call.
    process.on("uncaughtException", () => {});
    process.on("unhandledRejection", () => {});
    process.on("beforeExit", () => {
      say({ failure: { kind: "raised", message: "the promise that it returned is never settled" } });
      end();
    });
  }

  function failure(error: unknown): Failure {
    if (exited !== undefined) return { kind: "exit", message: exited };
    if (error instanceof results.TooLarge) return { kind: "too-large", message: error.message };
    const line = lineOf(error);
    const place = line === undefined ? {} : { line };
    if (error instanceof modules.MissingModule) {
      return { kind: "missing-module", message: error.message, module: error.module, ...place };
    }
    const message = describe(error);
    if (/Array buffer allocation failed/.test(message)) return { kind: "memory", message, ...place };
    return { kind: "raised", message, ...place };
  }

  /** Whatever may be thrown: an error, or anything else, even one that resists. */
  function describe(error: unknown): string {
    try {
      const isError = typeof error === "object" && error !== null && "message" in error;
      const { name, message } = (isError ? error : {}) as { name?: unknown; message?: unknown };
      return (isError ? `${String(name)}: ${String(message)}` : String(error)).slice(0, mostText);
    } catch {
      return "something that cannot be shown";
    }
  }

  function lineOf(error: unknown): number | undefined {
    try {
      const { stack } = error as { stack?: unknown };
      const at = `${loading!.file}:`;
      const text = String(stack);
      const start = text.indexOf(at);
      return start < 0 ? undefined : Number.parseInt(text.slice(start + at.length), 10);
    } catch {
      return undefined;
    }
  }

  function load(request: typeof loading & object): Answer {
    loading = request;
    modules = makeModules(node, request.file, request.local);
    program = makeProgram(node, request, modules);
    program.start();
    const functions = request.functions.map((found): FunctionFound => {
      const { name, line, endLine, parameters } = found;
      const attributes = program.missing(found);
      return { name, line, endLine, parameters, ...(attributes.length > 0 ? { attributes } : {}) };
    });
    return { loaded: true, functions, notes: [...request.notes, ...modules.notes] };
  }

  async function call(request: Extract<Request, { do: "call" }>): Promise<Answer> {
    const found = loading?.functions.find(({ name }) => name === request.function);
    if (found === undefined)
      return { failure: { kind: "raised", message: `no function ${request.function}` } };
    printed = false;
    exited = undefined;
    const known = modules.notes.length;
    try {
      const named = request.named ?? {};
      const given = request.args.map(build);
      const places = keys(named).map((name) => placeOf(found, name));
      keys(named).forEach((name, i) => {
        given[places[i]!] = build(named[name]!);
      });
      const result = await program.call(found, given, request.self ?? {}, build);
      if (exited !== undefined) return { failure: { kind: "exit", message: exited } };
      const returned = results.encode(result);
      const changed = [
        ...request.args.flatMap((argument, i) => changedIn(argument, given[i], i)),
        ...keys(named).flatMap((name, i) => changedIn(named[name]!, given[places[i]!], name)),
      ];
      const notes = modules.notes.slice(known);
      return { returned, changed, printed, ...(notes.length > 0 ? { notes } : {}) };
    } catch (error) {
      return { failure: failure(error) };
    }
  }

  function placeOf({ name: of, parameters }: FunctionFound, name: string): number {
    const place = parameters.findIndex((one) => one.name === name);
    if (place < 0) throw new TypeError(`${of} has no parameter ${name}`);
    return place;
  }

  /** The place of an argument that the call changed, or the names of its properties. */
  function changedIn(argument: Argument, now: unknown, place: number | string): (number | string)[] {
    if (argument.kind !== "dict") return same(now, build(argument)) ? [] : [place];
    const fresh = build(argument) as Record<string, unknown>;
    const object = now as Record<string, unknown>;
    return keys(argument.items).filter((name) => !same(object[name], fresh[name]));
  }

  async function loop(): Promise<never> {
    for (;;) {
      const request = parse(readLine());
      try {
        say(request.do === "load" ? load(request) : await call(request));
      } catch (error) {
        say({ failure: failure(error) });
      }
    }
  }

  tame();
  loop().catch(end);
}

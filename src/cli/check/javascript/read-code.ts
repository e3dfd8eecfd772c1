/** From a file's text to what the child is told of it. */
import { Script } from "node:vm";
import type { Parameter } from "../protocol.ts";
import type { Callable } from "./found.ts";
import type { Loading } from "./loading.ts";
import { type Import, removeModuleMarks } from "./module-marks.ts";
import { takeApart } from "./pieces.ts";
import { topLevelStatements } from "./statements.ts";
import { tokenize } from "./tokens.ts";

/** The text does not parse. */
export class CodeError extends Error {
  constructor(
    message: string,
    readonly line?: number,
  ) {
    super(message);
  }
}

type Code = Pick<Loading, "strict" | "pieces" | "imports" | "functions" | "notes"> & {
  /** What it imports. */
  readonly specifiers: readonly string[];
};

/** @throws CodeError */
export async function readCode(text: string, ending: string, name: string): Promise<Code> {
  const isTypescript = ending === ".ts" || ending === ".mts";
  const script = isTypescript ? await withoutTypes(text) : text.replace(/^#!/, "//");
  const tokens = parsed(() => tokenize(script));
  const statements = topLevelStatements(tokens);
  const marks = removeModuleMarks(script, tokens, statements);
  const isModule = marks.isModule || ending === ".mjs" || ending === ".mts";
  const strict = isModule || /^['"]use strict['"]$/.test(tokens[0]!.text);
  requireSyntax(marks.code, name, isModule);
  const { pieces, functions, imports, leftOut } = takeApart(marks.code, tokens, statements, marks.imports);
  return {
    strict,
    pieces,
    imports,
    functions: isTypescript ? functions.map((one) => withOptional(one, text)) : functions,
    notes: leftOut.length === 0 ? [] : [leftOutNote(leftOut)],
    specifiers: imports.map((one: Import) => one.module),
  };
}

async function withoutTypes(text: string): Promise<string> {
  // Loaded for TypeScript alone: JavaScript needs only its parser.
  const { transform } = await import("sucrase");
  return parsed(() => transform(text, { transforms: ["typescript"], disableESTransforms: true }).code);
}

/** Sucrase's errors end with the place, "(line:column)". */
function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    const place = /\((\d+):\d+\)$/.exec(sentence);
    const message = sentence.replace(/^Error transforming [^:]*: /, "").replace(/\s*\(\d+:\d+\)$/, "");
    throw new CodeError(message, place === null ? undefined : Number(place[1]));
  }
}

/** The engine's own word on the syntax: the text is compiled, not run. */
function requireSyntax(code: string, name: string, isModule: boolean): void {
  const head = isModule ? '(async function () { "use strict";' : "(function () {";
  try {
    new Script(`${head} ${code}\n})`, { filename: name });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = (error.stack ?? "").split("\n", 1)[0]!;
    const line = at.startsWith(`${name}:`) ? Number(at.slice(name.length + 1)) : undefined;
    throw new CodeError(error.message, line);
  }
}

/** `reg?: number` may be left out, which nothing says any more once its type is gone. */
function withOptional(found: Callable, text: string): Callable {
  const lines = text
    .split("\n")
    .slice(found.line - 1, found.endLine)
    .join("\n");
  const mark = (parameter: Parameter): Parameter =>
    /^[\w$]+$/.test(parameter.name) &&
    new RegExp(`[(,{]\\s*${parameter.name.replaceAll("$", "\\$")}\\s*\\?\\s*[:,)]`).test(lines)
      ? { ...parameter, hasDefault: true }
      : parameter;
  return { ...found, parameters: found.parameters.map(mark) };
}

function leftOutNote(lines: readonly number[]): string {
  const shown = lines.slice(0, 5).join(", ");
  const more = lines.length > 5 ? " and others" : "";
  const [word, verb] = lines.length > 1 ? ["lines", "were"] : ["line", "was"];
  return `Only definitions are run: the code at ${word} ${shown}${more} ${verb} left out.`;
}

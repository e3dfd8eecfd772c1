/** Functions that can be called, found in the tokens of a file. */
import type { FunctionFound } from "../protocol.ts";
import { type FunctionSpan, functionAt, memberFunction } from "./function-at.ts";
import { inside, parseParameters } from "./parameters.ts";
import { after, type Span, splitAtCommas, type Token, textOf } from "./tokens.ts";

/** How the child gets at a function: a value of its own, or a member of a class, of its instances, of an object. */
export interface Callable extends FunctionFound {
  readonly how: "plain" | "instance" | "static" | "object";
  /** An expression for the function, or for the class or object that has it. */
  readonly of: string;
  readonly member?: string;
}

interface File {
  readonly code: string;
  readonly tokens: readonly Token[];
}

/** The functions in a value that is named: itself, a class's methods, an object's. */
export function functionsIn(file: File, name: string, of: string, value: Span): Callable[] {
  const { tokens } = file;
  const found = functionAt(tokens, value.from, value.to);
  if (found !== undefined)
    return found.to === value.to ? [callable(file, value.from, found, { name, how: "plain", of })] : [];
  const { text } = tokens[value.from]!;
  if (text === "class") return methodsOfClass(file, name, of, value.from);
  if (text === "{" && after(tokens, value.from) === value.to)
    return methodsOfObject(file, name, of, value.from);
  return [];
}

/** One function under its name. */
export function callable(
  { code, tokens }: File,
  from: number,
  { parameters, body, to }: FunctionSpan,
  found: Pick<Callable, "name" | "how" | "of" | "member">,
): Callable {
  const attributes = found.how === "instance" || found.how === "object" ? readOfThis(tokens, body) : [];
  return {
    ...found,
    line: tokens[from]!.line,
    endLine: tokens[to - 1]!.line,
    parameters: parseParameters(code, tokens, parameters),
    ...(attributes.length > 0 ? { attributes } : {}),
  };
}

function methodsOfObject(file: File, name: string, of: string, open: number): Callable[] {
  const { tokens } = file;
  return splitAtCommas(tokens, inside(tokens, open)).flatMap(({ from, to }) => {
    if (to === from || !["word", "string"].includes(tokens[from]!.kind)) return [];
    const isPair = tokens[from + 1]!.text === ":";
    const value: Member | FunctionSpan | undefined = isPair
      ? functionAt(tokens, from + 2, to)
      : method(tokens, from);
    if (value === undefined || value.to !== to) return [];
    const key = memberName(tokens, isPair ? from : (value as Member).key);
    return [callable(file, from, value, { name: qualified(name, key), how: "object", of, member: key })];
  });
}

function methodsOfClass(file: File, name: string, of: string, from: number): Callable[] {
  const { code, tokens } = file;
  let open = from;
  while (tokens[open]!.text !== "{") open = after(tokens, open);
  const found: Callable[] = [];
  const { from: first, to } = inside(tokens, open);
  for (let i = first; i < to; ) {
    const start = i;
    const isStatic = tokens[i]!.text === "static" && !["=", "(", ";"].includes(tokens[i + 1]!.text);
    if (isStatic) i += 1;
    const here = method(tokens, i) ?? field(tokens, i, to);
    const how = isStatic ? "static" : "instance";
    if (here === undefined) {
      // An accessor, or some part of a field or block.
      i = memberFunction(tokens, i)?.to ?? after(tokens, i);
      continue;
    }
    const key = memberName(tokens, here.key);
    if (key !== "constructor" && tokens[here.key - 1]!.text !== "#") {
      found.push(callable(file, start, here, { name: `${name}.${key}`, how, of, member: key }));
    }
    i = here.to;
  }
  return withCalledReads(found, (one) => textOf(code, tokens, lineSpan(tokens, one)));
}

/** A method's attributes are also those of the methods that it calls. */
function withCalledReads(found: readonly Callable[], source: (one: Callable) => string): Callable[] {
  const reads = (one: Callable, seen: Set<Callable>): string[] => {
    if (seen.has(one)) return [];
    seen.add(one);
    const called = [...source(one).matchAll(/\bthis\s*\.\s*([\w$]+)\s*\(/g)].map((match) => match[1]);
    const others = found.filter(({ member }) => member !== undefined && called.includes(member));
    return [...(one.attributes ?? []), ...others.flatMap((other) => reads(other, seen))];
  };
  return found.map((one) => {
    const attributes = [...new Set(reads(one, new Set()))];
    return attributes.length > 0 ? { ...one, attributes } : one;
  });
}

function lineSpan(tokens: readonly Token[], { line, endLine }: Callable): Span {
  const behind = tokens.findIndex((token) => token.line > endLine);
  return { from: tokens.findIndex((token) => token.line >= line), to: behind < 0 ? tokens.length : behind };
}

type Member = FunctionSpan & { readonly key: number };

/** `name(..) {..}`, with async and a star before it if need be; no accessor. */
function method(tokens: readonly Token[], from: number): Member | undefined {
  const found = memberFunction(tokens, from);
  if (found === undefined) return undefined;
  const key = found.parameters.from - 2;
  const isAccessor = ["get", "set"].includes(tokens[from]!.text) && key > from;
  return isAccessor ? undefined : { ...found, key };
}

/** `name = (..) => ..` in a class. */
function field(tokens: readonly Token[], from: number, to: number): Member | undefined {
  if (tokens[from]!.kind !== "word" || tokens[from + 1]!.text !== "=") return undefined;
  const found = functionAt(tokens, from + 2, to);
  return found && { ...found, key: from };
}

function memberName(tokens: readonly Token[], index: number): string {
  const { kind, text } = tokens[index]!;
  return kind === "string" ? text.slice(1, -1) : text;
}

/** What a module exports is called by its own name. */
function qualified(name: string, key: string): string {
  return name === "" ? key : `${name}.${key}`;
}

/** The attributes of `this` that a body reads: `this.W`, `const { W, reg } = this`, no calls, no assignments. */
function readOfThis(tokens: readonly Token[], { from, to }: Span): string[] {
  const names: string[] = [];
  for (let i = from; i < to; i++) {
    if (tokens[i]!.text !== "this") continue;
    const isRead = tokens[i + 1]!.text === "." && !["(", "="].includes(tokens[i + 3]!.text);
    if (isRead) names.push(tokens[i + 2]!.text);
    const pattern = tokens[i - 1]!.text === "=" ? tokens[i - 2]! : undefined;
    if (pattern?.text !== "}" || tokens[i + 1]!.text === ".") continue;
    for (const one of splitAtCommas(tokens, inside(tokens, pattern.partner)))
      names.push(tokens[one.from]!.text);
  }
  return [...new Set(names)];
}

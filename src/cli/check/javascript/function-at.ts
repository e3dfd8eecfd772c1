/** Functions as expressions: where one begins, its parameters, its body. */
import { inside } from "./parameters.ts";
import { bodyEnd, endsBefore } from "./statements.ts";
import { after, type Span, type Token } from "./tokens.ts";

export interface FunctionSpan {
  readonly parameters: Span;
  readonly body: Span;
  /** Behind it. */
  readonly to: number;
}

/** The function or arrow function that begins at a token, or undefined; it ends before `to` at the latest. */
export function functionAt(tokens: readonly Token[], from: number, to: number): FunctionSpan | undefined {
  const start = tokens[from]!.text === "async" && !tokens[from + 1]!.newLine ? from + 1 : from;
  return tokens[start]!.text === "function"
    ? longFunction(tokens, start)
    : arrowFunction(tokens, from, start, to);
}

function longFunction(tokens: readonly Token[], start: number): FunctionSpan | undefined {
  let open = start + 1;
  while (tokens[open]!.text === "*" || tokens[open]!.kind === "word") open++;
  return withBody(tokens, open);
}

/** Of a function or a method whose parameters open here. */
export function withBody(tokens: readonly Token[], open: number): FunctionSpan | undefined {
  if (tokens[open]!.text !== "(" || tokens[open]!.partner < 0) return undefined;
  const body = after(tokens, open);
  if (tokens[body]!.text !== "{") return undefined;
  return { parameters: inside(tokens, open), body: inside(tokens, body), to: after(tokens, body) };
}

function arrowFunction(
  tokens: readonly Token[],
  from: number,
  behindAsync: number,
  to: number,
): FunctionSpan | undefined {
  // `async => 1` has a parameter of that name.
  for (const start of [from, behindAsync]) {
    const { kind, text } = tokens[start]!;
    if (text !== "(" && kind !== "word") continue;
    const arrow = after(tokens, start);
    if (tokens[arrow]?.text !== "=>") continue;
    const parameters = text === "(" ? inside(tokens, start) : { from: start, to: start + 1 };
    if (tokens[arrow + 1]!.text === "{") {
      return { parameters, body: inside(tokens, arrow + 1), to: after(tokens, arrow + 1) };
    }
    let end = after(tokens, arrow + 1);
    while (end < to && !",;)]}".includes(tokens[end]!.text) && !endsBefore(tokens, end))
      end = after(tokens, end);
    return { parameters, body: { from: arrow + 1, to: end }, to: end };
  }
  return undefined;
}

const constants = new Set(["true", "false", "null", "undefined", "NaN", "Infinity"]);
const acting = new Set(["new", "await", "yield", "import", "delete"]);

/**
 * Whether an expression only writes values down: literals, functions, classes of no other class, and arrays and
 * objects of them. To evaluate it calls nothing. With `names`, what others are called may stand in it, too.
 */
export function isPlainValue(tokens: readonly Token[], { from, to }: Span, names = false): boolean {
  for (let i = from; i < to; ) {
    const next = partEnd(tokens, i, { from, to }, names);
    if (next === undefined) return false;
    i = next;
  }
  return true;
}

/** Behind the part of a plain value that begins at a token; undefined if it is none. */
function partEnd(
  tokens: readonly Token[],
  i: number,
  { from, to }: Span,
  names: boolean,
): number | undefined {
  const { kind, text } = tokens[i]!;
  const before = tokens[i - 1];
  const found = functionAt(tokens, i, to) ?? (beginsMember(before) ? memberFunction(tokens, i) : undefined);
  if (found !== undefined) return found.to;
  if (text === "class") {
    const isDerived = tokens[i + 1]!.text === "extends" || tokens[i + 2]!.text === "extends";
    return isDerived && !names ? undefined : bodyEnd(tokens, i);
  }
  if (kind === "word") {
    const isKey = tokens[i + 1]!.text === ":" && beginsMember(before);
    const isFine = isKey || constants.has(text) || (names && !acting.has(text));
    return isFine ? i + 1 : undefined;
  }
  if ([".", "?.", "$" + "{", "++", "--"].includes(text)) return names && text === "." ? i + 1 : undefined;
  const follows =
    i > from && before !== undefined && (before.kind !== "mark" || ")]}`".includes(before.text));
  return (text === "(" || text === "[" || text === "`") && follows && tokens[i]!.partner > i
    ? undefined
    : i + 1;
}

/** Whether a member of an object may begin behind this token. */
function beginsMember(before: Token | undefined): boolean {
  return before?.text === "{" || before?.text === ",";
}

/** The method that is written here as a member, without `function`. */
export function memberFunction(tokens: readonly Token[], from: number): FunctionSpan | undefined {
  let open = from;
  while (tokens[open]!.text === "*" || tokens[open]!.text === "#" || isName(tokens[open]!)) open++;
  return open === from ? undefined : withBody(tokens, open);
}

function isName({ kind }: Token): boolean {
  return kind === "word" || kind === "string" || kind === "number";
}

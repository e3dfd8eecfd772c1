/** JavaScript's tokens, with what is needed to find statements and functions: lines, and where brackets close. */
import { parse } from "sucrase/dist/parser/index.js";
import { TokenType } from "sucrase/dist/parser/tokenizer/types.js";

export interface Token {
  /** A word is a name or a keyword; a mark is any other sign. The last token is the end. */
  readonly kind: "word" | "number" | "string" | "template" | "regexp" | "mark" | "end";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  /** Whether a line ends between the token before and this one. */
  readonly newLine: boolean;
  /** The token that closes this bracket or opens it; -1 for all else. */
  readonly partner: number;
}

/** Tokens [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const kinds = new Map<number | undefined, Token["kind"]>([
  [TokenType.num, "number"],
  [TokenType.bigint, "number"],
  [TokenType.decimal, "number"],
  [TokenType.string, "string"],
  [TokenType.template, "template"],
  [TokenType.regexp, "regexp"],
  [TokenType.eof, "end"],
]);
const opening = new Set(["(", "[", "{", "$" + "{"]);
const closing = new Set([")", "]", "}"]);
const wordStart = /^(?:[\p{ID_Start}_\\]|\$(?!\{))/u;

/** @throws SyntaxError of sucrase's, with "(line:column)" at the end of its sentence */
export function tokenize(code: string): readonly Token[] {
  const tokens: { -readonly [K in keyof Token]: Token[K] }[] = [];
  const open: number[] = [];
  let line = 1;
  let position = 0;
  for (const { type, start, end } of parse(code, false, false, false).tokens) {
    const before = line;
    for (; position < start; position++) if (code.charCodeAt(position) === 10) line += 1;
    const text = code.slice(start, end);
    const kind = kinds.get(type) ?? (wordStart.test(text) ? "word" : "mark");
    const index = tokens.length;
    // The lines within a token (a template's) end before the token behind it, not before itself.
    const previous = tokens[index - 1];
    const newLine = line > before && code.slice(previous?.end ?? 0, start).includes("\n");
    const token = { kind, text, start, end, line, newLine, partner: -1 };
    tokens.push(token);
    if (kind !== "mark") continue;
    const closesTemplate = text === "`" && tokens[open.at(-1) ?? -1]?.text === "`";
    if (closing.has(text) || closesTemplate) {
      const partner = open.pop();
      if (partner === undefined) continue;
      token.partner = partner;
      tokens[partner]!.partner = index;
    } else if (opening.has(text) || text === "`") open.push(index);
  }
  return tokens;
}

/** The token behind this one, or behind the bracket that this one opens. */
export function after(tokens: readonly Token[], index: number): number {
  const { partner } = tokens[index]!;
  return (partner > index ? partner : index) + 1;
}

/** The spans between commas that stand in no bracket. */
export function splitAtCommas(tokens: readonly Token[], { from, to }: Span): Span[] {
  const spans: Span[] = [];
  let start = from;
  for (let i = from; i < to; i = after(tokens, i)) {
    if (tokens[i]!.text !== ",") continue;
    spans.push({ from: start, to: i });
    start = i + 1;
  }
  if (start < to) spans.push({ from: start, to });
  return spans;
}

/** The first token in a span that reads so and stands in no bracket, or -1. */
export function indexOf(tokens: readonly Token[], text: string, { from, to }: Span): number {
  for (let i = from; i < to; i = after(tokens, i)) if (tokens[i]!.text === text) return i;
  return -1;
}

export function textOf(code: string, tokens: readonly Token[], { from, to }: Span): string {
  return to > from ? code.slice(tokens[from]!.start, tokens[to - 1]!.end) : "";
}

/** Parameter lists as they are written: names, defaults, rest, and the properties of a destructured object. */
import type { Parameter } from "../protocol.ts";
import { indexOf, type Span, splitAtCommas, type Token, textOf } from "./tokens.ts";

/** Of the tokens between the parentheses. */
export function parseParameters(code: string, tokens: readonly Token[], span: Span): Parameter[] {
  return splitAtCommas(tokens, span).map((one) => parseParameter(code, tokens, one));
}

function parseParameter(code: string, tokens: readonly Token[], span: Span): Parameter {
  const first = tokens[span.from]!;
  if (first.text === "...") {
    return {
      name: textOf(code, tokens, { from: span.from + 1, to: span.to }),
      hasDefault: false,
      how: "rest",
    };
  }
  const eq = indexOf(tokens, "=", span);
  const target = { from: span.from, to: eq < 0 ? span.to : eq };
  return {
    name: textOf(code, tokens, target).replace(/\s+/g, " "),
    hasDefault: eq >= 0,
    ...(eq < 0 ? {} : literal(tokens, { from: eq + 1, to: span.to })),
    ...(first.text === "{" ? { properties: parseProperties(code, tokens, inside(tokens, span.from)) } : {}),
  };
}

/** Of the tokens between the braces of a pattern: the names that the object's properties have. */
function parseProperties(code: string, tokens: readonly Token[], span: Span): Parameter[] {
  return splitAtCommas(tokens, span).map((one) => {
    const colon = indexOf(tokens, ":", one);
    const parameter = parseParameter(code, tokens, colon < 0 ? one : { from: colon + 1, to: one.to });
    if (colon < 0) return parameter;
    const name = textOf(code, tokens, { from: one.from, to: colon }).replace(/^["'](.*)["']$/, "$1");
    return { ...parameter, name };
  });
}

/** The names that a declarator's left side binds. */
export function boundNames(tokens: readonly Token[], span: Span): string[] {
  const first = tokens[span.from]!;
  if (first.text === "...") return boundNames(tokens, { from: span.from + 1, to: span.to });
  if (first.text !== "{" && first.text !== "[") return [first.text];
  return splitAtCommas(tokens, inside(tokens, span.from))
    .filter(({ from, to }) => to > from)
    .flatMap((one) => {
      const colon = first.text === "{" ? indexOf(tokens, ":", one) : -1;
      return boundNames(tokens, colon < 0 ? one : { from: colon + 1, to: one.to });
    });
}

/** What stands between a bracket and its partner. */
export function inside(tokens: readonly Token[], open: number): Span {
  return { from: open + 1, to: tokens[open]!.partner };
}

const words = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", null],
]);

function literal(tokens: readonly Token[], { from, to }: Span): Pick<Parameter, "defaultValue"> {
  const sign = tokens[from]!.text;
  const signed = sign === "-" || sign === "+";
  const { kind, text } = tokens[signed ? from + 1 : from]!;
  if (to - from !== (signed ? 2 : 1)) return {};
  if (kind === "number") {
    const value = Number(text.replace(/_|n$/g, ""));
    return { defaultValue: sign === "-" ? -value : value };
  }
  if (signed) return {};
  if (kind === "string") return { defaultValue: text.slice(1, -1) };
  const value = words.get(text);
  return value === undefined ? {} : { defaultValue: value };
}

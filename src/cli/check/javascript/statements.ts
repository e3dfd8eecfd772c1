/** Where the statements of a file's top level begin and end. */
import { after, type Span, type Token } from "./tokens.ts";

/** Behind these a statement goes on, whatever the next line begins with. */
const expectsMore = new Set(
  "in of instanceof typeof void delete new await extends const let var return throw case default else do".split(
    " ",
  ),
);
const goesOn = new Set(["in", "of", "instanceof", "as", "extends", "from"]);

export function topLevelStatements(tokens: readonly Token[]): Span[] {
  const spans: Span[] = [];
  for (let from = 0; tokens[from]!.kind !== "end"; ) {
    const to = Math.max(statementEnd(tokens, from), from + 1);
    spans.push({ from, to });
    from = to;
  }
  return spans;
}

/** The first token behind the statement that begins here. */
function statementEnd(tokens: readonly Token[], from: number): number {
  const text = (index: number) => tokens[index]!.text;
  const end = (index: number) => statementEnd(tokens, index);
  /** Behind a head in parentheses that may have a word or two before it. */
  const behindHead = () => {
    let i = from + 1;
    while (text(i) !== "(" && tokens[i]!.kind === "word") i++;
    return after(tokens, i);
  };
  if (tokens[from]!.kind === "end") return from;
  switch (text(from)) {
    case ";":
      return from + 1;
    case "{":
      return after(tokens, from);
    case "@":
      return end(decoratorEnd(tokens, from));
    case "if": {
      const next = end(behindHead());
      return text(next) === "else" ? end(next + 1) : next;
    }
    case "for":
    case "while":
    case "with":
    case "switch":
      return end(behindHead());
    case "do": {
      const next = after(tokens, end(from + 1) + 1);
      return text(next) === ";" ? next + 1 : next;
    }
    case "try": {
      let next = after(tokens, from + 1);
      if (text(next) === "catch")
        next = after(tokens, text(next + 1) === "(" ? after(tokens, next + 1) : next + 1);
      return text(next) === "finally" ? after(tokens, next + 1) : next;
    }
    case "export": {
      const next = from + (text(from + 1) === "default" ? 2 : 1);
      return isDefinition(tokens, next) ? end(next) : expressionEnd(tokens, next);
    }
  }
  if (isDefinition(tokens, from)) return bodyEnd(tokens, from);
  if (tokens[from]!.kind === "word" && text(from + 1) === ":") return end(from + 2);
  return expressionEnd(tokens, from);
}

/** Whether a function's or a class's declaration begins here. */
function isDefinition(tokens: readonly Token[], index: number): boolean {
  const { text } = tokens[index]!;
  if (text === "function" || text === "class" || text === "@") return true;
  const next = tokens[index + 1];
  return text === "async" && next?.text === "function" && !next.newLine;
}

/** Behind the body of the function or class that begins here. */
export function bodyEnd(tokens: readonly Token[], from: number): number {
  let i = from;
  while (tokens[i]!.kind !== "end" && tokens[i]!.text !== "{") i = after(tokens, i);
  return tokens[i]!.kind === "end" ? i : after(tokens, i);
}

function decoratorEnd(tokens: readonly Token[], from: number): number {
  let i = after(tokens, from + 1);
  while (tokens[i]!.text === "." || tokens[i]!.text === "(") i = after(tokens, i);
  return i;
}

/** Behind an expression statement or a declaration, its semicolon included, be it written or not. */
function expressionEnd(tokens: readonly Token[], from: number): number {
  for (let i = from; ; ) {
    const { kind, text } = tokens[i]!;
    if (kind === "end") return i;
    if (text === ";") return i + 1;
    const next = after(tokens, i);
    if (endsBefore(tokens, next)) return next;
    i = next;
  }
}

/** Whether a semicolon is understood between a token and the one before it. */
export function endsBefore(tokens: readonly Token[], index: number): boolean {
  const [before, behind] = [tokens[index - 1]!, tokens[index]!];
  if (!behind.newLine) return false;
  if (before.kind === "mark" ? !canEnd(before) : expectsMore.has(before.text)) return false;
  // Behind an arrow function with a body only a comma may follow.
  const closesArrow = before.text === "}" && tokens[before.partner - 1]?.text === "=>";
  if (closesArrow) return behind.text !== ",";
  if (behind.kind === "word") return !goesOn.has(behind.text);
  if (behind.kind !== "mark") return behind.kind !== "template";
  if (behind.text === "{") return before.text !== ")" && before.kind !== "word";
  return ["++", "--", "@", "#"].includes(behind.text);
}

function canEnd({ text, partner }: Token): boolean {
  return partner >= 0 ? ")]}`".includes(text) : text === "++" || text === "--";
}

/** What makes a file a module, taken out of it: imports and exports. Every character keeps its place. */
import { after, type Span, type Token } from "./tokens.ts";

/** A name that stands for what a module exports: "*" is all of it. */
export interface Import {
  readonly local: string;
  readonly module: string;
  readonly member: string;
}

/** Stands for `import` in `import(..)` and `import.meta`, which only a module may say; it is as long. */
export const importName = "imprt_";

export interface Unmarked {
  /** The text without imports and the words `export` and `default`; `export default <expression>` assigns. */
  readonly code: string;
  readonly isModule: boolean;
  readonly imports: readonly Import[];
}

export function removeModuleMarks(
  code: string,
  tokens: readonly Token[],
  statements: readonly Span[],
): Unmarked {
  const imports: Import[] = [];
  const edits: { start: number; end: number; text: string }[] = [];
  const replace = ({ from, to }: Span, text = "") => {
    if (to > from) edits.push({ start: tokens[from]!.start, end: tokens[to - 1]!.end, text });
  };
  let isModule = false;
  for (const { from, to } of statements) {
    const { text } = tokens[from]!;
    const next = tokens[from + 1]!;
    if (text === "import" && next.text !== "(" && next.text !== ".") {
      isModule = true;
      imports.push(...importsOf(tokens, { from, to }));
      replace({ from, to });
    } else if (text === "export") {
      isModule = true;
      if (next.text === "{" || next.text === "*") replace({ from, to });
      else if (next.text === "default") {
        replace({ from, to: from + 1 });
        replace({ from: from + 1, to: from + 2 }, isNamed(tokens, from + 2) ? "" : `${importName}=`);
      } else replace({ from, to: from + 1 });
    }
  }
  tokens.forEach(({ text, kind }, i) => {
    const isCall = ["(", "."].includes(tokens[i + 1]?.text ?? "") && tokens[i - 1]?.text !== ".";
    if (kind === "word" && text === "import" && isCall) replace({ from: i, to: i + 1 }, importName);
  });
  return { code: blanked(code, edits), isModule, imports };
}

/** Whether a declaration with a name stands here, so that `default` says nothing more. */
function isNamed(tokens: readonly Token[], from: number): boolean {
  let i = tokens[from]!.text === "async" ? from + 1 : from;
  if (tokens[i]!.text !== "function" && tokens[i]!.text !== "class") return false;
  i += 1;
  if (tokens[i]!.text === "*") i += 1;
  return tokens[i]!.kind === "word" && tokens[i]!.text !== "extends";
}

function importsOf(tokens: readonly Token[], { from, to }: Span): Import[] {
  const source = tokens.findIndex(({ kind }, i) => i > from && i < to && kind === "string");
  if (source < 0) return [];
  const module = tokens[source]!.text.slice(1, -1);
  const found: Import[] = [];
  for (let i = from + 1; i < source; i = after(tokens, i)) {
    const { kind, text } = tokens[i]!;
    if (text === "*") {
      found.push({ local: tokens[i + 2]!.text, module, member: "*" });
      i += 2;
    } else if (text === "{") {
      for (let k = i + 1; k < tokens[i]!.partner; k += 1) {
        if (tokens[k]!.text === ",") continue;
        const member = tokens[k]!.text.replace(/^["'](.*)["']$/, "$1");
        if (tokens[k + 1]!.text === "as") k += 2;
        found.push({ local: tokens[k]!.text, module, member });
      }
    } else if (kind === "word" && text !== "from") found.push({ local: text, module, member: "default" });
  }
  return found;
}

function blanked(code: string, edits: readonly { start: number; end: number; text: string }[]): string {
  let result = "";
  let position = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start < position) continue;
    const gone = code.slice(start, end).replace(/[^\n\r]/g, " ");
    result += code.slice(position, start) + text + gone.slice(text.length);
    position = end;
  }
  return result + code.slice(position);
}

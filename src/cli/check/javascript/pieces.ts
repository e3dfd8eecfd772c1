/** A file's top level taken apart: definitions, values that wait until someone reads them, and the rest. */
import { type Callable, callable, functionsIn } from "./found.ts";
import { functionAt, isPlainValue } from "./function-at.ts";
import type { Import } from "./module-marks.ts";
import { boundNames } from "./parameters.ts";
import { bodyEnd } from "./statements.ts";
import { indexOf, type Span, splitAtCommas, type Token, textOf } from "./tokens.ts";

export type Keyword = "const" | "let" | "var";

/** A part of the file that the child evaluates by itself. Its first character is in `line` of the file. */
export interface Piece {
  /** `run`: when the file is loaded. `later`: when one of its names is first read, a pattern's to an object of them. */
  readonly do: "run" | "later";
  readonly code: string;
  readonly line: number;
  /** What it declares, where that is no function or class or constant. */
  readonly names?: readonly string[];
  /** How it declares them. */
  readonly keyword?: Keyword;
  readonly pattern?: boolean;
}

export interface Pieces {
  readonly pieces: readonly Piece[];
  readonly functions: readonly Callable[];
  readonly imports: readonly Import[];
  /** Lines of statements that are not run. */
  readonly leftOut: readonly number[];
}

/** The name of what `export default <expression>` exports. */
export const defaultName = "$default";

export function takeApart(
  code: string,
  tokens: readonly Token[],
  statements: readonly Span[],
  imports: readonly Import[],
): Pieces {
  const parts = new Parts(code, tokens);
  for (const statement of statements) parts.add(statement);
  // Functions first, as JavaScript has it; of two with one name the last one counts.
  const pieces = [...parts.definitions, ...parts.pieces];
  const functions = [...new Map(parts.functions.map((one) => [one.name, one])).values()];
  return { pieces, functions, imports, leftOut: parts.leftOut };
}

class Parts {
  readonly definitions: Piece[] = [];
  readonly pieces: Piece[] = [];
  readonly functions: Callable[] = [];
  readonly leftOut: number[] = [];
  readonly #file: { readonly code: string; readonly tokens: readonly Token[] };

  constructor(code: string, tokens: readonly Token[]) {
    this.#file = { code, tokens };
  }

  /** A statement of the top level. */
  add({ from, to }: Span): void {
    const { tokens } = this.#file;
    const end = tokens[to - 1]!.text === ";" ? to - 1 : to;
    const { text, kind } = tokens[from]!;
    if (end <= from || text === "import" || kind === "string") return;
    if (text !== "export") this.#addPlain({ from, to: end });
    else if (tokens[from + 1]!.text === "default") this.#addDefault({ from: from + 2, to: end });
    else if (!["{", "*"].includes(tokens[from + 1]!.text)) this.#addPlain({ from: from + 1, to: end });
  }

  #addPlain(span: Span): void {
    const { tokens } = this.#file;
    const { text } = tokens[span.from]!;
    if (text === "const" || text === "let" || text === "var") {
      for (const one of splitAtCommas(tokens, { from: span.from + 1, to: span.to }))
        this.#addDeclarator(text, one);
    } else if (text === "class" || isFunction(tokens, span.from)) this.#addDefinition(span);
    else if (!this.#addAssignment(span)) this.leftOut.push(tokens[span.from]!.line);
  }

  #addDefinition(span: Span): void {
    const { tokens } = this.#file;
    const isClass = tokens[span.from]!.text === "class";
    let index = span.from + 1;
    while (["function", "*"].includes(tokens[index]!.text)) index++;
    const name = tokens[index]!.text;
    this.functions.push(
      ...functionsIn(this.#file, name, name, { from: span.from, to: bodyEnd(tokens, span.from) }),
    );
    (isClass ? this.pieces : this.definitions).push(this.#piece("run", "", span));
  }

  #addDeclarator(keyword: Keyword, span: Span): void {
    const { tokens } = this.#file;
    if (span.to === span.from) return;
    const eq = indexOf(tokens, "=", span);
    const target = { from: span.from, to: eq < 0 ? span.to : eq };
    const value = { from: eq + 1, to: span.to };
    const names = boundNames(tokens, target);
    const isPattern = "{[".includes(tokens[span.from]!.text);
    if (!isPattern && eq >= 0) this.functions.push(...functionsIn(this.#file, names[0]!, names[0]!, value));
    if (!isPattern && (eq < 0 || isPlainValue(tokens, value))) {
      // A global `var` could not be declared twice: a property of the global object can be set twice.
      if (keyword !== "var") this.pieces.push(this.#piece("run", `${keyword} `, span));
      else this.pieces.push({ ...this.#piece("run", "", span), names });
    } else if (isPattern) {
      const piece = this.#piece("later", `(() => { ${keyword} `, span);
      const code = `${piece.code}; return { ${names.join(", ")} }; })()`;
      this.pieces.push({ ...piece, code, names, keyword, pattern: true });
    } else {
      const piece = this.#piece("later", "(", value);
      this.pieces.push({ ...piece, code: `${piece.code}\n)`, names, keyword });
    }
  }

  #addDefault(span: Span): void {
    const { tokens } = this.#file;
    const { text } = tokens[span.from]!;
    const isDeclared = text === "class" || isFunction(tokens, span.from);
    const next = tokens[span.from + (text === "async" ? 2 : 1)]!;
    if (isDeclared && next.kind === "word" && next.text !== "extends") this.#addDefinition(span);
    else {
      this.functions.push(...functionsIn(this.#file, "default", defaultName, span));
      const piece = this.#piece("later", "(", span);
      this.pieces.push({ ...piece, code: `${piece.code}\n)`, names: [defaultName], keyword: "const" });
    }
  }

  /** `exports.f = ..`, `A.prototype.f = ..`, and what a TypeScript enum becomes. */
  #addAssignment(span: Span): boolean {
    const { tokens } = this.#file;
    const eqs = [];
    for (let i = span.from; i < span.to && tokens[i]!.text !== "("; i++) {
      if (tokens[i]!.text === "=") eqs.push(i);
      else if (tokens[i]!.kind !== "word" && tokens[i]!.text !== ".") break;
    }
    const last = eqs.at(-1);
    if (last === undefined) {
      const isEnum = /^\(function \((\w+)\) \{.*\}\)\(\1 \|\| \(\1 = \{\}\)\)$/s.test(this.#text(span));
      if (isEnum) this.pieces.push(this.#piece("run", "", span));
      return isEnum;
    }
    const value = { from: last + 1, to: span.to };
    if (!isPlainValue(tokens, value, true)) return false;
    this.pieces.push(this.#piece("run", "", span));
    this.#addAssigned(textOf(this.#file.code, tokens, { from: span.from, to: eqs[0]! }), value);
    return true;
  }

  #addAssigned(target: string, value: Span): void {
    const { tokens } = this.#file;
    const path = target.replace(/\s+/g, "").split(".");
    const member = path.at(-1)!;
    const found = functionAt(tokens, value.from, value.to);
    const isMethod = path.at(-2) === "prototype" && found?.to === value.to;
    if (isMethod) {
      const of = path.slice(0, -2).join(".");
      const name = `${of}.${member}`;
      this.functions.push(callable(this.#file, value.from, found, { name, how: "instance", of, member }));
      return;
    }
    const isExports = target.replace(/\s+/g, "") === "module.exports";
    const ofExports = path[0] === "exports" || path[0] === "module";
    const inner = tokens[value.from + 1]!;
    const ownName = inner.kind === "word" && tokens[value.from]!.text === "function" ? inner.text : "default";
    const isObject = tokens[value.from]!.text === "{";
    const name = isExports ? (isObject ? "" : ownName) : ofExports ? member : path.join(".");
    this.functions.push(...functionsIn(this.#file, name, target, value));
  }

  #piece(when: Piece["do"], prefix: string, span: Span): Piece {
    return { do: when, code: prefix + this.#text(span), line: this.#file.tokens[span.from]!.line };
  }

  #text(span: Span): string {
    return textOf(this.#file.code, this.#file.tokens, span);
  }
}

function isFunction(tokens: readonly Token[], from: number): boolean {
  const { text } = tokens[from]!;
  return text === "function" || (text === "async" && tokens[from + 1]!.text === "function");
}

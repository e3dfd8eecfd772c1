import { HingeError, show } from "../errors.ts";

/**
 * A formula as a tree. Formulas are written once, in the small part of LaTeX that `parseFormula` reads, so that
 * LaTeX and Markdown take them as they are, and formula-text.ts and formula-mathml.ts draw the same tree.
 */
export type Formula =
  | { readonly kind: "row"; readonly items: readonly Formula[] }
  | { readonly kind: "number" | "letter" | "operator" | "word" | "text"; readonly text: string }
  | { readonly kind: "fraction"; readonly over: Formula; readonly under: Formula }
  | { readonly kind: "cases"; readonly rows: readonly (readonly Formula[])[] }
  | {
      readonly kind: "script";
      readonly base: Formula;
      readonly sub?: Formula | undefined;
      readonly sup?: Formula | undefined;
    };

/** Commands that are a single character, by what kind of thing it is. */
const characters: Readonly<Record<string, readonly ["letter" | "operator", string]>> = {
  "\\alpha": ["letter", "α"],
  "\\lambda": ["letter", "λ"],
  "\\Delta": ["letter", "Δ"],
  "\\ell": ["letter", "ℓ"],
  "\\partial": ["letter", "∂"],
  "\\top": ["letter", "⊤"],
  "\\ldots": ["letter", "…"],
  "\\sum": ["operator", "∑"],
  "\\ne": ["operator", "≠"],
  "\\le": ["operator", "≤"],
  "\\ge": ["operator", "≥"],
  "\\in": ["operator", "∈"],
  "\\cdot": ["operator", "·"],
  "\\lVert": ["operator", "‖"],
  "\\rVert": ["operator", "‖"],
  "\\{": ["operator", "{"],
  "\\}": ["operator", "}"],
};

const words = ["\\max", "\\log", "\\exp"];

/**
 * Reads a formula: numbers, letters, operators, `{...}`, `_`, `^`, `\frac`, `\text`, `\begin{cases}` and the
 * commands above. Spaces mean nothing outside of `\text`, which holds words of our own, never a file's.
 *
 * @throws HingeError `bad-formula` for anything else
 */
export function parseFormula(source: string): Formula {
  const tokens =
    source.match(
      /\\text\{[^{}]*\}|\\(?:begin|end)\{cases\}|\\[A-Za-z]+|\\[\\{}]|\d+(?:\.\d+)?|[^\s\d\\]/gu,
    ) ?? [];
  let at = 0;

  const fail = (): never => {
    throw new HingeError("bad-formula", `${show(source)} is no formula at ${show(tokens[at] ?? "its end")}`);
  };

  function row(...ends: (string | undefined)[]): Formula {
    const items: Formula[] = [];
    while (!ends.includes(tokens[at])) items.push(scripted());
    return items.length === 1 ? items[0]! : { kind: "row", items };
  }

  function group(): Formula {
    if (tokens[at] !== "{") return atom();
    at++;
    const inner = row("}");
    at++;
    return inner;
  }

  function scripted(): Formula {
    const base = tokens[at] === "{" ? group() : atom();
    let sub: Formula | undefined;
    let sup: Formula | undefined;
    for (; tokens[at] === "_" || tokens[at] === "^"; ) {
      if (tokens[at++] === "_") sub = group();
      else sup = group();
    }
    return sub === undefined && sup === undefined ? base : { kind: "script", base, sub, sup };
  }

  function atom(): Formula {
    const token = tokens[at++];
    if (token === undefined || /^[{}_^&]$/.test(token)) {
      at--;
      return fail();
    }
    if (token === "\\frac") return { kind: "fraction", over: group(), under: group() };
    if (token === "\\begin{cases}") return cases();
    if (token.startsWith("\\text{")) return { kind: "text", text: token.slice(6, -1) };
    const character = characters[token];
    if (character !== undefined) return { kind: character[0], text: character[1] };
    if (words.includes(token)) return { kind: "word", text: token.slice(1) };
    if (/^\d/.test(token)) return { kind: "number", text: token };
    if (/^[A-Za-z]$/.test(token)) return { kind: "letter", text: token };
    if (/^[-+=<>()[\],|/]$/.test(token)) return { kind: "operator", text: token === "-" ? "−" : token };
    at--;
    return fail();
  }

  function cases(): Formula {
    const rows: Formula[][] = [[]];
    for (;;) {
      rows.at(-1)!.push(row("&", "\\\\", "\\end{cases}", undefined));
      const end = tokens[at++];
      if (end === "\\\\") rows.push([]);
      else if (end === "\\end{cases}") return { kind: "cases", rows };
      else if (end !== "&") return fail();
    }
  }

  return row(undefined);
}

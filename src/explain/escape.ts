/** What files call their classes may hold anything; here it becomes harmless, once for each format. */

/** A name as one line of visible text, at most `limit` characters; controls and marks of direction are spelt out. */
export function visible(name: unknown, limit = 40): string {
  const text = String(name).replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const characters = [...text];
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join("")}…`;
}

/** Text between tags or in an attribute in quotes, of HTML and of XML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => htmlEntities[character]!);
}

const htmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text of a paragraph or a cell: no markup, no link, no formula, no end of the cell. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]~#]/g, "\\$&")
    .replace(/[&<>$|]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text of a LaTeX document: each character that TeX reads as a command becomes one that prints it. */
export function escapeLatex(text: string): string {
  return text
    .replace(/[\\{}$&#^_~%<>|"]/g, (character) => latexCommands[character] ?? `\\${character}`)
    .replace(/[λΔα≠ℓᵀ−…]/g, (character) => latexSymbols[character]!);
}

const latexCommands: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  '"': "\\textquotedbl{}",
};

const latexSymbols: Readonly<Record<string, string>> = {
  λ: "$\\lambda$",
  Δ: "$\\Delta$",
  α: "$\\alpha$",
  "≠": "$\\ne$",
  ℓ: "$\\ell$",
  ᵀ: "$^\\top$",
  "−": "$-$",
  "…": "\\dots{}",
};

import { escapeLatex } from "./escape.ts";
import { alignedRows } from "./markdown.ts";
import type { Inline, Step, StepDocument, StepTable } from "./steps.ts";

/** Steps as a LaTeX document of its own, which needs amsmath and nothing unusual. */
export function toLatex({ title, steps }: StepDocument): string {
  return [
    "\\documentclass{article}",
    "\\usepackage[T1]{fontenc}",
    "\\usepackage[utf8]{inputenc}",
    "\\usepackage{amsmath}",
    "\\begin{document}",
    `\\section*{${escapeLatex(title)}}`,
    ...steps.map(step),
    "\\end{document}\n",
  ].join("\n\n");
}

function step(one: Step, k: number): string {
  const parts = [`\\subsection*{${k + 1}. ${escapeLatex(one.title)}}\n${inline(one.text)}`];
  if (one.lines !== undefined) parts.push(`\\begin{align*}\n${alignedRows(one.lines)}\n\\end{align*}`);
  if (one.table !== undefined) parts.push(table(one.table));
  if (one.after !== undefined && one.after.length > 0) parts.push(inline(one.after));
  if (one.code !== undefined) parts.push(`\\begin{verbatim}\n${one.code}\n\\end{verbatim}`);
  return parts.join("\n\n");
}

function inline(parts: readonly Inline[]): string {
  return parts.map((part) => (typeof part === "string" ? escapeLatex(part) : `$${part.math}$`)).join("");
}

function table({ head, rows }: StepTable): string {
  const line = (cells: readonly (readonly Inline[])[]): string => `${cells.map(inline).join(" & ")} \\\\`;
  const columns = head.map((_, k) => (k === 1 ? "l" : "r")).join("");
  return [
    `\\begin{center}\n\\begin{tabular}{${columns}}`,
    line(head),
    "\\hline",
    ...rows.map(({ cells }) => line(cells)),
    "\\end{tabular}\n\\end{center}",
  ].join("\n");
}

import { escapeMarkdown } from "./escape.ts";
import type { Inline, Step, StepDocument, StepTable } from "./steps.ts";

/** Steps as Markdown with LaTeX between dollar signs, as GitHub, Jupyter and pandoc read it. */
export function toMarkdown({ title, steps }: StepDocument): string {
  return `${[`# ${escapeMarkdown(title)}`, ...steps.flatMap(step)].join("\n\n")}\n`;
}

function step(one: Step, k: number): string[] {
  const parts = [`## ${k + 1}. ${escapeMarkdown(one.title)}`, inline(one.text)];
  if (one.lines !== undefined) parts.push(`$$\n${aligned(one.lines)}\n$$`);
  if (one.table !== undefined) parts.push(table(one.table));
  if (one.after !== undefined && one.after.length > 0) parts.push(inline(one.after));
  if (one.code !== undefined) parts.push(`\`\`\`python\n${one.code}\n\`\`\``);
  return parts;
}

/** Chains as the rows of an aligned block; also the body of LaTeX's own align*. */
export function alignedRows(lines: readonly (readonly string[])[]): string {
  return lines
    .flatMap(([left, ...rights]) =>
      rights.length === 0
        ? [`& ${left}`]
        : rights.map((right, k) => `${k === 0 ? `${left} ` : ""}&= ${right}`),
    )
    .join(" \\\\\n");
}

function aligned(lines: readonly (readonly string[])[]): string {
  return `\\begin{aligned}\n${alignedRows(lines)}\n\\end{aligned}`;
}

function inline(parts: readonly Inline[]): string {
  return parts.map((part) => (typeof part === "string" ? escapeMarkdown(part) : `$${part.math}$`)).join("");
}

function table({ head, rows }: StepTable): string {
  const line = (cells: readonly (readonly Inline[])[]): string => `| ${cells.map(inline).join(" | ")} |`;
  const rule = `| ${head.map((_, k) => (k === 1 ? ":---" : "---:")).join(" | ")} |`;
  return [line(head), rule, ...rows.map(({ cells }) => line(cells))].join("\n");
}

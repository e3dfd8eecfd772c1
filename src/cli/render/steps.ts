import { formulaText } from "../../explain/formula-text.ts";
import type { Inline, Step, StepDocument } from "../../explain/steps.ts";
import { printable, style } from "./style.ts";
import { indent, table } from "./table.ts";
import { wrapText } from "./wrap.ts";

/** Steps for a terminal; sentences keep to 80 columns even in a file, where they are read as a page. */
export function stepsForTerminal({ title, steps }: StepDocument): string {
  return [style.title(printable(title)), ...steps.map(step)].join("\n\n");
}

function step(one: Step, k: number): string {
  const parts = [style.title(`${k + 1}. ${one.title}`), sentence(one.text)];
  if (one.lines !== undefined) parts.push(one.lines.map(chain).join("\n"));
  if (one.table !== undefined) {
    const rows = one.table.rows.map(({ cells, tone }) => {
      const paint = tone === "marked" ? style.good : tone === "faint" ? style.faint : undefined;
      return cells.map((cell) => ({ text: inline(cell), paint }));
    });
    parts.push(indent(namesToTheLeft(one.table.head.map(inline), rows)));
  }
  if (one.after !== undefined && one.after.length > 0) parts.push(sentence(one.after));
  if (one.code !== undefined) parts.push(indent(one.code, "    "));
  return parts.join("\n");
}

/** The second column holds names, which are read from the left like the first. */
function namesToTheLeft(
  head: readonly string[],
  rows: readonly (readonly { text: string; paint: ((text: string) => string) | undefined }[])[],
): string {
  const width = Math.max(head[1]!.length, ...rows.map((row) => row[1]!.text.length));
  return table(
    head.map((title, j) => (j === 1 ? title.padEnd(width) : title)),
    rows.map((row) => row.map((cell, j) => (j === 1 ? { ...cell, text: cell.text.padEnd(width) } : cell))),
  );
}

/** a = b = c on one line where it fits, else a line each =. */
function chain([left, ...rights]: readonly string[]): string {
  const parts = rights.map((right) => `= ${formulaText(right)}`);
  const start = `    ${formulaText(left!)}`;
  const whole = [start, ...parts].join(" ");
  return whole.length <= 80
    ? whole
    : [start, ...parts.map((part) => wrapText(part, "      ", 80))].join("\n");
}

function sentence(parts: readonly Inline[]): string {
  return wrapText(inline(parts), "  ", 80);
}

function inline(parts: readonly Inline[]): string {
  return parts.map((part) => (typeof part === "string" ? printable(part) : formulaText(part.math))).join("");
}

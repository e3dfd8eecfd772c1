import { style } from "./style.ts";

export interface Cell {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
}

/**
 * A table in plain text: the first column left, the others right, two blanks between.
 *
 * @param head titles, one a column
 * @param rows as many cells each as there are titles
 */
export function table(head: readonly string[], rows: readonly (readonly (Cell | string)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "string" ? { text: cell } : cell)));
  const widths = head.map((title, j) => Math.max(title.length, ...cells.map((row) => row[j]!.text.length)));
  const line = (row: readonly Cell[]): string =>
    row
      .map(({ text, paint }, j) => {
        const padded = j === 0 ? text.padEnd(widths[j]!) : text.padStart(widths[j]!);
        return paint === undefined ? padded : paint(padded);
      })
      .join("  ")
      .trimEnd();
  return [line(head.map((text) => ({ text, paint: style.faint }))), ...cells.map(line)].join("\n");
}

export function indent(text: string, by = "  "): string {
  return text.replace(/^(?=.)/gm, by);
}

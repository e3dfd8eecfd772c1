import { visible } from "./escape.ts";
import type { Explanation } from "./explain.ts";
import { type Inline, math, number, type StepTable, say } from "./steps.ts";

/** The most rows of a table: of more classes, the true one and those with the largest entries stay. */
const maxRows = 20;
/** The most columns of a gradient in a table: with names and norms they fit 80 characters. */
export const maxColumns = 4;

export function gradientTable(e: Explanation, gradient: readonly (readonly number[])[]): StepTable {
  return tableOf(e, rowHead(e), gradient.map(size), (j) => rowCells(gradient[j]!));
}

/** The first columns of a gradient. */
export function rowHead({ features }: Explanation): Inline[][] {
  return features.slice(0, maxColumns).map((k) => [math(`x_{${k}}`)]);
}

export function rowCells(row: readonly number[]): Inline[][] {
  return row.slice(0, maxColumns).map((value) => [cell(value)]);
}

/** Says once that tables leave columns out. */
export function columnsNote({ features, nFeatures }: Explanation): Inline[] {
  const shown = Math.min(maxColumns, features.length);
  return nFeatures <= shown
    ? []
    : say`Here and below, ${shown} of the ${nFeatures} columns are shown, features counted from 0; JSON has more.`;
}

/** A table with a row a score: its number, its class, and what `cells` adds. */
export function tableOf(
  e: Explanation,
  head: readonly (readonly Inline[])[],
  weight: readonly number[],
  cells: (j: number) => readonly (readonly Inline[])[],
  tone: (j: number) => "marked" | "faint" | undefined = () => undefined,
): StepTable {
  const { loss, classes, sample } = e;
  const binary = loss === "binary";
  const shown = shownRows(weight, binary ? 0 : sample.y);
  const own = (j: number): boolean => !binary && j === sample.y;
  return {
    head: [[math("j")], ["class"], ...head],
    rows: shown.map((j) => ({
      cells: [
        [String(j)],
        [
          binary
            ? `${visible(classes[1], 16)} against ${visible(classes[0], 16)}`
            : `${visible(classes[j], 20)}${own(j) ? " (true)" : ""}`,
        ],
        ...cells(j),
      ],
      tone: own(j) ? "marked" : tone(j),
    })),
  };
}

/** A number in a table, short enough for many beside each other. */
export function cell(value: number): Inline {
  return math(number(Number(value.toPrecision(5))));
}

function shownRows(weight: readonly number[], y: number): number[] {
  const all = Array.from(weight.keys());
  if (all.length <= maxRows) return all;
  const largest = all
    .filter((j) => j !== y)
    .sort((a, b) => Math.abs(weight[b]!) - Math.abs(weight[a]!) || a - b);
  return [y, ...largest.slice(0, maxRows - 1)].sort((a, b) => a - b);
}

function size(row: readonly number[]): number {
  return Math.max(0, ...row.map(Math.abs));
}

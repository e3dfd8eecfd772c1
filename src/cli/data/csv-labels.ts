import type { Label } from "../../data/labels.ts";
import { HingeError, show } from "../../errors.ts";
import { parseDecimal } from "../../io/number.ts";
import { isMissing, isNumeric } from "./csv-cells.ts";
import type { Columns } from "./csv-columns.ts";
import type { CsvText } from "./csv-text.ts";

/**
 * Reads the label column: true and false as booleans, whole numbers as numbers, anything else as strings.
 *
 * @param rows the rows to read
 * @param classNames names of the classes 0, 1, ..., where the file lists them
 * @returns undefined where there is no label column, or a guessed one turns out to be none
 * @throws HingeError `fractional-label`, `bad-label`, `not-finite`
 */
export function readLabels(
  csv: CsvText,
  rows: readonly number[],
  columns: Columns,
  classNames?: readonly string[],
): readonly Label[] | undefined {
  const column = columns.label;
  if (column === undefined) return undefined;
  const cells = rows.map((i) => csv.rows[i]![column]!);
  if (!columns.labelIsSure && cells.some(isMissing)) return undefined;
  if (cells.every((cell) => /^(?:true|false)$/i.test(cell))) return cells.map((cell) => /^t/i.test(cell));
  if (!cells.every(isNumeric)) return cells;
  const numbers = cells.map(parseDecimal);
  if (classNames !== undefined) return named(numbers, classNames, csv, rows, column);
  const bad = numbers.findIndex((value) => !Number.isInteger(value));
  if (bad >= 0) {
    if (!columns.labelIsSure) return undefined;
    throw fractional(cells[bad]!, columns.name(column), csv, rows[bad]!, column);
  }
  // Long identifiers would lose digits as numbers.
  return numbers.every(Number.isSafeInteger) ? numbers.map((value) => value + 0) : cells;
}

function named(
  numbers: readonly number[],
  names: readonly string[],
  csv: CsvText,
  rows: readonly number[],
  column: number,
): string[] {
  return numbers.map((k, i) => {
    const name = names[k];
    if (name !== undefined) return name;
    throw new HingeError(
      "bad-label",
      `label ${k} is none of 0 to ${names.length - 1}, the classes that line 1 names; correct it`,
      csv.place(rows[i]!, column),
    );
  });
}

function fractional(cell: string, name: string, csv: CsvText, row: number, column: number): HingeError {
  const at = csv.place(row, column);
  if (!Number.isFinite(parseDecimal(cell))) {
    return new HingeError("not-finite", `label ${show(cell)} in ${name} is not finite; correct it`, at);
  }
  return new HingeError(
    "fractional-label",
    `label ${show(cell)} in ${name} is not a whole number and hinge sorts into classes; name their column with --label`,
    at,
  );
}

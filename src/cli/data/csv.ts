/** CSV to a data set: which columns are features, which is the label, and what each cell must be. */
import { HingeError, show } from "../../errors.ts";
import type { Dataset } from "../../io/dataset.ts";
import { parseDecimal } from "../../io/number.ts";
import { isMissing } from "./csv-cells.ts";
import { type ColumnOptions, type Columns, chooseColumns } from "./csv-columns.ts";
import { findHeader } from "./csv-header.ts";
import { readLabels } from "./csv-labels.ts";
import { type CsvText, splitCsv } from "./csv-text.ts";

/** How to read a CSV file. */
export interface CsvOptions extends ColumnOptions {
  /** The file's name, for errors. */
  readonly source?: string | undefined;
  /** What to do with a row that has an empty, NA, NaN, null or ? cell: refuse it (without this), or leave it out. */
  readonly missing?: "error" | "drop" | undefined;
  /** Whether the first row names the columns; found out without this. */
  readonly header?: boolean | undefined;
}

/** What a CSV file holds. */
export interface CsvDataset extends Dataset {
  /** Rows left out because a cell was missing. */
  readonly droppedRows: number;
  /** The label column's name, where it has one. */
  readonly labelName?: string | undefined;
}

/**
 * Reads CSV into a dense matrix of doubles. The delimiter (comma, semicolon, tab) and a header are found out; a
 * first line `n,p,names...` as scikit-learn's own files have names the classes 0, 1, ...
 *
 * Labels: true and false are booleans, whole numbers numbers, anything else strings. The label column is the one
 * named by `label`, else one called label, class, target, y or species, else the last.
 *
 * @param bytes UTF-8 text, inflated
 * @returns X of shape [rows, features], and labels unless the file has none and `labelOptional` is set
 * @throws HingeError `empty-file`, `wrong-format`, `not-utf8`, `nul-byte`, `unclosed-quote`, `stray-quote`,
 *   `ragged-row`, `bad-header`, `unknown-column`, `missing-column`, `feature-count`, `no-label`, `not-a-number`,
 *   `not-finite`, `missing-cell`, `fractional-label`
 */
export function parseCsv(bytes: Uint8Array, options: CsvOptions = {}): CsvDataset {
  const csv = splitCsv(bytes, options.source);
  const { names, classNames, firstRow } = findHeader(csv, options);
  const reference = classNames === undefined ? 0 : firstRow;
  checkWidths(csv, reference);
  const columns = chooseColumns(csv.rows[reference]!.length, names, options);
  if (firstRow === csv.rows.length) {
    throw new HingeError("empty-file", "no rows follow the header; give at least one", {
      file: options.source,
    });
  }
  const kept = keptRows(csv, firstRow, columns, options);
  const data = readFeatures(csv, kept, columns);
  return {
    X: { data, shape: [kept.length, columns.features.length] },
    labels: readLabels(csv, kept, columns, classNames),
    featureNames: names === undefined ? undefined : columns.features.map((j) => names[j]!),
    droppedRows: csv.rows.length - firstRow - kept.length,
    labelName: columns.label === undefined ? undefined : names?.[columns.label],
  };
}

function checkWidths(csv: CsvText, reference: number): void {
  const expected = csv.rows[reference]!.length;
  for (let i = reference; i < csv.rows.length; i++) {
    const width = csv.rows[i]!.length;
    if (width === expected) continue;
    const { file, line } = csv.place(i);
    const count = width === 1 ? "1 cell" : `${width} cells`;
    throw new HingeError(
      "ragged-row",
      `${count} where line ${csv.place(reference).line} has ${expected}; give every row as many`,
      { file, line },
    );
  }
}

/** The rows to read: all of them, or those without a missing cell in a column that counts. */
function keptRows(csv: CsvText, firstRow: number, columns: Columns, options: CsvOptions): number[] {
  const needed = [...columns.features];
  if (columns.label !== undefined && columns.labelIsSure) needed.push(columns.label);
  const kept: number[] = [];
  for (let i = firstRow; i < csv.rows.length; i++) {
    const missing = needed.find((j) => isMissing(csv.rows[i]![j]!));
    if (missing === undefined) {
      kept.push(i);
    } else if (options.missing !== "drop") {
      throw new HingeError(
        "missing-cell",
        `cell ${show(csv.rows[i]![missing])} in ${columns.name(missing)} is missing; fill it, or leave such rows out with --missing drop`,
        csv.place(i, missing),
      );
    }
  }
  if (kept.length === 0) {
    const sentence = "every row has a missing cell; fill them, or leave a column out with --drop";
    throw new HingeError("empty-file", sentence, { file: options.source });
  }
  return kept;
}

function readFeatures(csv: CsvText, kept: readonly number[], columns: Columns): Float64Array {
  const width = columns.features.length;
  const data = new Float64Array(kept.length * width);
  kept.forEach((i, row) => {
    const cells = csv.rows[i]!;
    columns.features.forEach((j, k) => {
      const value = parseDecimal(cells[j]!);
      if (!Number.isFinite(value)) throw featureError(csv, i, j, columns);
      data[row * width + k] = value;
    });
  });
  return data;
}

function featureError(csv: CsvText, i: number, j: number, columns: Columns): HingeError {
  const text = csv.rows[i]![j]!;
  const cell = `cell ${show(text)} in ${columns.name(j)}`;
  const leaveOut = `correct it, or leave the column out with --drop ${columns.option(j)}`;
  const at = csv.place(i, j);
  if (Number.isFinite(Number(text.replace(",", "."))) && text.includes(",")) {
    return new HingeError("not-a-number", `${cell} has a decimal comma; write a point`, at);
  }
  if (/^[+-]?inf(?:inity)?$/i.test(text)) {
    return new HingeError("not-finite", `${cell} is not finite; ${leaveOut}`, at);
  }
  if (!Number.isNaN(parseDecimal(text))) {
    return new HingeError(
      "not-finite",
      `${cell} is beyond the largest double, 1.8e308; scale the column`,
      at,
    );
  }
  return new HingeError("not-a-number", `${cell} is not a number; ${leaveOut}`, at);
}

import { HingeError, show } from "../../errors.ts";
import type { CsvOptions } from "./csv.ts";
import { isMissing, isNumeric } from "./csv-cells.ts";
import type { CsvText } from "./csv-text.ts";

/** What the top of a CSV file says. */
export interface CsvHeader {
  /** Column names, where there is a header. */
  readonly names?: readonly string[] | undefined;
  /** Names of the classes 0, 1, ..., from scikit-learn's first line `n,p,name,...`. */
  readonly classNames?: readonly string[] | undefined;
  /** The first row of numbers. */
  readonly firstRow: number;
}

/**
 * Finds out whether the first row names the columns: it does when a cell that would be a feature is neither a
 * number (a decimal comma's included) nor missing, or when it holds the label column's name.
 *
 * @throws HingeError `bad-header` (a name twice, no name, `__proto__`)
 */
export function findHeader(csv: CsvText, options: CsvOptions): CsvHeader {
  const { rows } = csv;
  const classNames = options.header === undefined ? classesLine(rows) : undefined;
  if (classNames !== undefined) return { classNames, firstRow: 1 };
  const first = rows[0]!;
  if (!(options.header ?? looksLikeNames(first, options.label))) return { firstRow: 0 };
  checkNames(first, csv);
  return { names: first, firstRow: 1 };
}

function looksLikeNames(first: readonly string[], label: string | undefined): boolean {
  if (label !== undefined && first.includes(label) && !isNumeric(label)) return true;
  const labelColumn = label !== undefined && /^\d+$/.test(label) ? Number(label) - 1 : first.length - 1;
  return first.some(
    (cell, j) =>
      (j !== labelColumn || first.length === 1) && !isNumeric(cell.replace(",", ".")) && !isMissing(cell),
  );
}

/** `n,p,name,...`, believed only when n rows of p features and a label follow. */
function classesLine(rows: readonly (readonly string[])[]): readonly string[] | undefined {
  const [n, p, ...names] = rows[0]!;
  const fits = Number(n) === rows.length - 1 && Number(p) === (rows[1]?.length ?? 0) - 1;
  return fits && names.length >= 2 && !names.some(isNumeric) ? names : undefined;
}

function checkNames(names: readonly string[], csv: CsvText): void {
  const seen = new Map<string, number>();
  names.forEach((name, j) => {
    const at = csv.place(0, j);
    const before = seen.get(name);
    if (name === "") {
      const sentence = `column ${j + 1} of the header has no name; name it, or leave the header out`;
      throw new HingeError("bad-header", sentence, at);
    }
    if (before !== undefined) {
      const sentence = `columns ${before + 1} and ${j + 1} are both called ${show(name)}; rename one of them`;
      throw new HingeError("bad-header", sentence, at);
    }
    if (name === "__proto__") {
      throw new HingeError("bad-header", `column ${j + 1} is called "__proto__"; rename it`, at);
    }
    seen.set(name, j);
  });
}

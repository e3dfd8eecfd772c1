/**
 * CSV text to rows of cells. csv-parse makes the rows; the walk below knows where each cell starts, which the
 * errors need and csv-parse does not tell.
 */
import { parse } from "csv-parse/sync";
import { HingeError, type Where } from "../../errors.ts";
import { refuseOtherFormat } from "../../io/detect.ts";

/** A CSV file as text cells. */
export interface CsvText {
  readonly rows: readonly (readonly string[])[];
  readonly delimiter: string;
  /** Where a row, or a cell of it, starts. */
  place(row: number, cell?: number): Where;
}

const DELIMITERS = ["\t", ";", ","] as const;
/** The longest string of V8, the shortest limit of today's engines. */
const MAX_TEXT = 2 ** 29 - 24;
/** How many rows are looked at to find the delimiter. */
const SAMPLE_ROWS = 10;

/**
 * Splits CSV text (RFC 4180; comma, semicolon or tab, found from the first rows) into trimmed cells, without
 * blank lines.
 *
 * @throws HingeError `empty-file`, `wrong-format`, `too-large`, `not-utf8`, `nul-byte`, `unclosed-quote`, `stray-quote`
 */
export function splitCsv(bytes: Uint8Array, source?: string): CsvText {
  refuseOtherFormat(bytes, "csv", source);
  if (bytes.length > MAX_TEXT) {
    const sentence = `${bytes.length} bytes of CSV are more than ${MAX_TEXT}; split the file, or convert it to svmlight`;
    throw new HingeError("too-large", sentence, { file: source });
  }
  const text = decode(bytes, source);
  if (text.trim() === "") throw emptyFile(bytes.length, source);
  const delimiter = findDelimiter(text);
  const place = (row: number, cell = 0) => findCell(text, delimiter, row, cell, source);
  const nul = text.indexOf("\0");
  if (nul >= 0) {
    const at = textPlace(text, nul, source);
    throw new HingeError(
      "nul-byte",
      "a NUL byte in text; the file is binary or damaged, so export it again",
      at,
    );
  }
  const rows = parseRows(text, delimiter, source)
    .filter((row) => row.length > 1 || row[0]!.trim() !== "")
    .map((row) => row.map((cell) => cell.trim()));
  if (rows.length === 0) throw emptyFile(bytes.length, source);
  return { rows, delimiter, place };
}

function emptyFile(nBytes: number, source: string | undefined): HingeError {
  const what = nBytes === 0 ? "the file is empty" : "the file holds only blanks";
  return new HingeError("empty-file", `${what}; give rows of numbers with a label each`, { file: source });
}

function decode(bytes: Uint8Array, source: string | undefined): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new HingeError("not-utf8", "the text is not UTF-8; save it as UTF-8", { file: source });
  }
}

function parseRows(text: string, delimiter: string, source: string | undefined): string[][] {
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    throw quoteError(text, delimiter, source) ?? unreadable(error, source);
  }
}

function quoteError(text: string, delimiter: string, source: string | undefined): HingeError | undefined {
  const fault = walk(text, delimiter, () => true);
  if (fault === undefined) return undefined;
  const at = textPlace(text, fault.offset, source);
  if (fault.kind === "unclosed") {
    return new HingeError(
      "unclosed-quote",
      "the quote that opens here is never closed; close it, or write it twice in a quoted cell",
      at,
    );
  }
  return new HingeError(
    "stray-quote",
    "a quote inside a cell; quote the whole cell and write this one twice",
    at,
  );
}

function unreadable(error: unknown, source: string | undefined): HingeError {
  const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  return new HingeError("bad-csv", `the CSV is unreadable (${reason}); export it again`, { file: source });
}

/** The delimiter that gives the first rows equally many cells, more than one; else the most cells in row 1. */
function findDelimiter(text: string): string {
  let best = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const widths: number[] = [];
    walk(text, delimiter, ({ row, cell }) => {
      if (row < SAMPLE_ROWS) widths[row] = cell + 1;
      return row < SAMPLE_ROWS;
    });
    const first = widths[0] ?? 0;
    if (first > 1 && widths.every((width) => width === first)) return delimiter;
    if (first > most) {
      most = first;
      best = delimiter;
    }
  }
  return best;
}

interface Cell {
  readonly row: number;
  readonly cell: number;
  readonly offset: number;
}

interface Fault {
  readonly kind: "unclosed" | "stray";
  readonly offset: number;
}

/**
 * Visits the start of every cell, blank lines left out, until `visit` says no.
 *
 * @returns the first quote that breaks the rules, where there is one
 */
function walk(text: string, delimiter: string, visit: (cell: Cell) => boolean): Fault | undefined {
  let pos = 0;
  let row = 0;
  while (pos < text.length) {
    const cells: number[] = [];
    const rowStart = pos;
    for (;;) {
      while (isBlank(text[pos], delimiter)) pos++;
      cells.push(pos);
      if (text[pos] === '"') {
        const open = pos;
        pos = closingQuote(text, pos);
        if (pos < 0) return { kind: "unclosed", offset: open };
        pos++;
        while (isBlank(text[pos], delimiter)) pos++;
        if (pos < text.length && text[pos] !== delimiter && !isLineEnd(text[pos])) {
          return { kind: "stray", offset: pos - 1 };
        }
      } else {
        for (; pos < text.length && text[pos] !== delimiter && !isLineEnd(text[pos]); pos++) {
          if (text[pos] === '"') return { kind: "stray", offset: pos };
        }
      }
      if (text[pos] !== delimiter) break;
      pos++;
    }
    const raw = text.slice(rowStart, pos);
    pos += text[pos] === "\r" && text[pos + 1] === "\n" ? 2 : 1;
    if (cells.length === 1 && /^\s*(?:"\s*")?\s*$/.test(raw)) continue;
    for (let cell = 0; cell < cells.length; cell++) {
      if (!visit({ row, cell, offset: cells[cell]! })) return undefined;
    }
    row++;
  }
  return undefined;
}

function closingQuote(text: string, open: number): number {
  let pos = text.indexOf('"', open + 1);
  while (pos >= 0 && text[pos + 1] === '"') pos = text.indexOf('"', pos + 2);
  return pos;
}

function isLineEnd(c: string | undefined): boolean {
  return c === "\n" || c === "\r";
}

function isBlank(c: string | undefined, delimiter: string): boolean {
  return (c === " " || c === "\t") && c !== delimiter;
}

function findCell(
  text: string,
  delimiter: string,
  row: number,
  cell: number,
  file: string | undefined,
): Where {
  let offset = 0;
  walk(text, delimiter, (found) => {
    if (found.row === row && found.cell <= cell) offset = found.offset;
    return found.row < row || (found.row === row && found.cell < cell);
  });
  return textPlace(text, offset, file);
}

function textPlace(text: string, offset: number, file: string | undefined): Where {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { file, line: lines.length, column: lines.at(-1)!.length + 1 };
}

import { HingeError, show } from "../../errors.ts";
import { parseDecimal } from "../../io/number.ts";
import type { CellArray } from "./array-cells.ts";

interface Line {
  readonly number: number;
  readonly cells: readonly { readonly text: string; readonly column: number }[];
}

/**
 * Reads a line a row, its numbers apart by commas, semicolons, tabs or blanks; comments begin with #. A first line of
 * names above numbers is skipped. A single column is a list.
 *
 * @param names whether cells may be names
 * @throws HingeError `bad-shape`, `not-a-number`, `not-finite`, `empty-file`
 */
export function readTextArray(text: string, source: string, names: boolean): CellArray {
  const lines = withoutHead(text.split(/\r\n|\r|\n/).flatMap(split));
  const [first] = lines;
  if (first === undefined) {
    throw new HingeError("empty-file", "there is nothing in it but comments; give numbers", { file: source });
  }
  const width = first.cells.length;
  const cells = lines.flatMap(({ number: line, cells: row }) => {
    if (row.length !== width) {
      throw new HingeError(
        "bad-shape",
        `${row.length} cells where line ${first.number} has ${width}; give every row as many`,
        { file: source, line },
      );
    }
    return row.map(({ text: cell, column }) => cellValue(cell, names, { file: source, line, column }));
  });
  return { cells, shape: width === 1 ? [lines.length] : [lines.length, width] };
}

function split(text: string, k: number): Line[] {
  const content = text.replace(/^\ufeff/, "").replace(/#.*$/, "");
  if (content.trim() === "") return [];
  const separator = content.includes(",") ? "," : content.includes(";") ? ";" : undefined;
  const pattern = separator === undefined ? /\S+/g : new RegExp(`[^${separator}]*`, "g");
  const cells = [...content.matchAll(pattern)].filter(
    // Between two cells an empty match stands at the separator itself.
    ({ 0: cell, index }) =>
      separator === undefined || cell !== "" || index === 0 || content[index - 1] === separator,
  );
  return [
    { number: k + 1, cells: cells.map(({ 0: cell, index }) => ({ text: bare(cell), column: index + 1 })) },
  ];
}

function bare(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

function withoutHead(lines: readonly Line[]): readonly Line[] {
  const isNumber = ({ text }: Line["cells"][number]): boolean => !Number.isNaN(parseDecimal(text));
  const [head, next] = lines;
  const isHead = head !== undefined && !head.cells.some(isNumber) && next?.cells.every(isNumber);
  return isHead ? lines.slice(1) : lines;
}

function cellValue(
  cell: string,
  names: boolean,
  where: { file: string; line: number; column: number },
): number | string {
  const value = parseDecimal(cell);
  if (Number.isFinite(value)) return value;
  if (names && cell !== "") return cell;
  if (!Number.isNaN(value) || /^[+-]?(nan|inf(inity)?)$/i.test(cell)) {
    throw new HingeError(
      "not-finite",
      `${cell} where a number is needed; every number must be finite`,
      where,
    );
  }
  const found = cell === "" ? "an empty cell" : show(cell);
  throw new HingeError("not-a-number", `${found} is no number; correct the cell`, where);
}

import { byName, type Table } from "./table.ts";

/** What is the matter with a file, as a sentence. */
export class CsvError extends Error {}

const mostRows = 5000;

/**
 * Reads comma-, semicolon- or tab-separated samples. The class is the column called class, label, species, target or y,
 * else the last one; features are the other columns whose cells are all numbers. Rows with an empty cell are left out.
 *
 * @throws CsvError
 */
export function readCsv(text: string, name: string): Table {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const separator = [";", "\t"].find((mark) => lines[0]?.includes(mark)) ?? ",";
  const cells = lines.map((line) => cellsOf(line, separator));
  const width = cells[0]?.length ?? 0;
  if (width < 3) throw new CsvError(`${name} has ${width} columns; it takes two features and a class.`);
  const odd = cells.findIndex((row) => row.length !== width);
  if (odd > 0)
    throw new CsvError(`Line ${odd + 1} of ${name} has ${cells[odd]!.length} cells, the first ${width}.`);
  const isHead = cells[0]!.every((cell) => !isNumber(cell));
  const head = isHead ? cells[0]! : cells[0]!.map((_, k) => `column ${k + 1}`);
  const rows = cells.slice(isHead ? 1 : 0).filter((row) => row.every((cell) => cell !== ""));
  if (rows.length === 0) throw new CsvError(`${name} has no complete row of samples.`);
  if (rows.length > mostRows)
    throw new CsvError(`${name} has ${rows.length} samples; the plane takes up to ${mostRows}.`);
  const named = head.findIndex((title) => /^(class|label|species|target|y)$/i.test(title.trim()));
  const label = named >= 0 ? named : width - 1;
  const columns = head.flatMap((_, k) => (k !== label && rows.every((row) => isNumber(row[k]!)) ? [k] : []));
  if (columns.length < 2)
    throw new CsvError(`${name} has fewer than two columns of numbers beside the class.`);
  const { classes, y } = byName(rows.map((row) => row[label]!));
  if (classes.length < 2 || classes.length > 8) {
    const what = `its class is ${head[label]}, with ${classes.length} different ${classes.length === 1 ? "value" : "values"}`;
    throw new CsvError(`The plane shows 2 to 8 classes; of ${name}, ${what}.`);
  }
  return {
    name,
    features: columns.map((k) => head[k]!),
    classes,
    X: rows.map((row) => columns.map((k) => Number(row[k]))),
    y,
    first: [0, 1],
  };
}

function isNumber(cell: string): boolean {
  return cell.trim() !== "" && Number.isFinite(Number(cell));
}

/** Cells may stand in double quotes, in which a doubled quote is one. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const mark = line[at]!;
    if (quoted && mark === '"' && line[at + 1] === '"') {
      cell += mark;
      at++;
    } else if (mark === '"') quoted = !quoted;
    else if (mark === separator && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += mark;
  }
  return [...cells, cell.trim()];
}

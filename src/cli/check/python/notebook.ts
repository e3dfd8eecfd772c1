/** The code of a Jupyter notebook as one Python text whose lines know their cells. */
import { HingeError } from "../../../errors.ts";

export interface NotebookText {
  readonly source: readonly string[];
  /** First and last line of each code cell, from 1. */
  readonly cells: readonly (readonly [first: number, last: number])[];
  /** "cell 3, line 4", as the notebook shows them: cells counted with those of text. */
  place(line: number): string;
}

/** Cell magics behind which the rest of the cell is still Python. */
const pythonMagics = /^%%(time|timeit|capture|prun|python3?|memit)\b/;

/** @throws HingeError `bad-notebook` */
export function readNotebook(text: string, file: string): NotebookText {
  const source: string[] = [];
  const cells: [number, number][] = [];
  const places: string[] = [];
  codeCells(text, file).forEach(({ number, lines }) => {
    cells.push([source.length + 1, source.length + lines.length]);
    source.push(...withoutMagics(lines));
    lines.forEach((_, i) => {
      places.push(`cell ${number}, line ${i + 1}`);
    });
  });
  return { source, cells, place: (line) => places[line - 1] ?? `line ${line}` };
}

function codeCells(text: string, file: string): { number: number; lines: string[] }[] {
  const bad = (why: string) =>
    new HingeError("bad-notebook", `this is no Jupyter notebook: ${why}; save it again in Jupyter`, { file });
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    throw bad("it is not JSON");
  }
  if (!isRecord(notebook)) throw bad("it has no list of cells");
  // Before version 4 the cells stood in worksheets.
  const [sheet] = Array.isArray(notebook.worksheets) ? notebook.worksheets : [];
  const cells = notebook.cells ?? (isRecord(sheet) ? sheet.cells : undefined);
  if (!Array.isArray(cells)) throw bad("it has no list of cells");
  return cells.flatMap((cell: unknown, i) => {
    if (!isRecord(cell) || cell.cell_type !== "code") return [];
    const content = cell.source ?? cell.input ?? "";
    const joined = Array.isArray(content) ? content.join("") : content;
    if (typeof joined !== "string") throw bad(`cell ${i + 1} has no text`);
    return [{ number: i + 1, lines: joined.split(/\r\n|\r|\n/) }];
  });
}

/** Blanks what only Jupyter understands; `%time f(x)` included, since nothing at module level is run. */
function withoutMagics(lines: readonly string[]): string[] {
  const [first = ""] = lines;
  if (first.startsWith("%%") && !pythonMagics.test(first)) return lines.map(() => "");
  return lines.map((line) => {
    // Within a block something must stand there still.
    const indent = /^\s*/.exec(line)![0];
    const isMagic = /^\s*([%!]|\?{1,2}\s*[\w.]+\s*$)/.test(line) || /^\s*[\w.]+\?{1,2}\s*$/.test(line);
    const isShell = /^\s*[\w, ]+=\s*[!%][\w(]/.test(line);
    if (!isMagic && !isShell) return line;
    return indent === "" ? "" : `${indent}pass`;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

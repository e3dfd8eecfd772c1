import { style } from "./style.ts";

/** A line of points; x ascending. */
export interface Series {
  readonly mark: string;
  readonly paint: (text: string) => string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface CurveOptions {
  /** Of the whole picture, in characters. */
  readonly width: number;
  readonly height: number;
  readonly yLabel: (y: number) => string;
  /** Where to write below the axis, and what. */
  readonly xLabels: readonly { readonly x: number; readonly text: string }[];
}

/** Dots of a braille character, by row and column within it (Unicode, block 2800). */
const dots = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Lines through points, drawn in braille dots, with a mark at each point. @returns lines of at most `width` characters */
export function curve(series: readonly Series[], { width, height, yLabel, xLabels }: CurveOptions): string {
  const all = series.flatMap(({ points }) => points);
  const [left, right] = range(all.map(({ x }) => x));
  const [low, high] = range(all.map(({ y }) => y));
  const names = Array.from({ length: height }, (_, row) =>
    row % 2 === 0 || row === height - 1 ? yLabel(high - ((high - low) * row) / (height - 1)) : "",
  );
  const margin = Math.max(...names.map((name) => name.length));
  const columns = width - margin - 3;
  const column = (x: number): number => Math.round(((x - left) / (right - left)) * (columns - 1));
  const row = (y: number): number => Math.round(((high - y) / (high - low)) * (height - 1));
  const cells = Array.from({ length: height }, () => Array.from({ length: columns }, empty));
  for (const { points, paint } of series) {
    points.slice(1).forEach((to, k) => {
      drawLine(cells, fine(points[k]!), fine(to), paint);
    });
  }
  for (const { points, mark, paint } of series) {
    for (const { x, y } of points) cells[row(y)]![column(x)] = { bits: 0, text: mark, paint };
  }
  const lines = cells.map((line, k) => {
    const axis = names[k] === "" ? "│" : "┤";
    return `${style.faint(`${names[k]!.padStart(margin)} ${axis}`)}${line.map(glyph).join("").trimEnd()}`;
  });
  return [...lines, ...xAxis().map((line) => style.faint(line))].join("\n");

  /** Where a point lies, in dots. */
  function fine({ x, y }: { x: number; y: number }): readonly [number, number] {
    return [2 * column(x), 4 * row(y) + 1.5];
  }

  function xAxis(): string[] {
    const ticks = Array.from({ length: columns }, () => "─");
    const text = Array.from({ length: columns + margin + 3 }, () => " ");
    let free = 0;
    for (const { x, text: name } of xLabels) {
      const at = column(x) + margin + 2;
      const start = Math.min(Math.max(free, at - (name.length >> 1)), text.length - name.length);
      // A label that would run into the one before stays away.
      if (start < free || Math.abs(start + (name.length >> 1) - at) > name.length) continue;
      ticks[column(x)] = "┬";
      text.splice(start, name.length, ...name);
      free = start + name.length + 1;
    }
    return [`${" ".repeat(margin + 1)}└${ticks.join("")}`, text.join("").trimEnd()];
  }
}

interface PlotCell {
  bits: number;
  text: string;
  paint: (text: string) => string;
}

function empty(): PlotCell {
  return { bits: 0, text: "", paint: (text) => text };
}

function glyph({ bits, text, paint }: PlotCell): string {
  if (text !== "") return paint(text);
  return bits === 0 ? " " : paint(String.fromCharCode(0x2800 + bits));
}

function drawLine(
  cells: PlotCell[][],
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
  paint: (text: string) => string,
): void {
  const steps = Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0)));
  for (let k = 0; k <= steps; k++) {
    const x = Math.round(x0 + ((x1 - x0) * k) / steps);
    const y = Math.round(y0 + ((y1 - y0) * k) / steps);
    const cell = cells[y >> 2]?.[x >> 1];
    if (cell === undefined) continue;
    cell.bits |= dots[y & 3]![x & 1]!;
    cell.paint = paint;
  }
}

/** Least and greatest; of a single value, something around it. */
function range(values: readonly number[]): readonly [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

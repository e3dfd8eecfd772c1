import { type Html, html } from "./html.ts";

/** Steps of brightness, or of each sign: as many as eyes tell apart at this size. */
const levels = 12;
/** Larger pictures are shown smaller: a page of them has to stay one that opens at once. */
const mostAcross = 64;

/** A grey picture: zero is the page, the largest value the colour of the text. */
export function inkPicture(pixels: ArrayLike<number>, shape: readonly [number, number], name: string): Html {
  const values = Array.from(pixels);
  const low = values.reduce((a, b) => Math.min(a, b), 0);
  const high = values.reduce((a, b) => Math.max(a, b), low + Number.MIN_VALUE);
  return picture(
    values.map((value) => (value - low) / (high - low)),
    shape,
    name,
  );
}

/** Weights as a picture: one colour for each sign, on a scale that several pictures can share. */
export function weightPicture(
  weights: ArrayLike<number>,
  shape: readonly [number, number],
  largest: number,
  name: string,
): Html {
  return picture(
    Array.from(weights, (w) => w / (largest || 1)),
    shape,
    name,
  );
}

/** @param parts in [-1, 1] */
function picture(whole: readonly number[], shape: readonly [number, number], name: string): Html {
  const { parts, rows, columns } = shrunk(whole, shape);
  const runs = new Map<number, string[]>();
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; ) {
      const level = Math.round(parts[r * columns + c]! * levels);
      let end = c + 1;
      while (end < columns && Math.round(parts[r * columns + end]! * levels) === level) end++;
      if (level !== 0) {
        if (!runs.has(level)) runs.set(level, []);
        runs.get(level)!.push(`M${c} ${r}h${end - c}v1h${c - end}z`);
      }
      c = end;
    }
  }
  const paths = [...runs].map(
    ([level, run]) =>
      html`<path class="${level > 0 ? "plus" : "minus"}" fill-opacity="${(Math.abs(level) / levels).toFixed(2)}" d="${run.join("")}"/>`,
  );
  return html`<svg class="picture" viewBox="0 0 ${columns} ${rows}" role="img" aria-label="${name}" shape-rendering="crispEdges">${paths}</svg>`;
}

/** The picture itself or, where it is large, the means of its square blocks. */
export function shrunk(
  parts: readonly number[],
  [rows, columns]: readonly [number, number],
  most = mostAcross,
): { parts: readonly number[]; rows: number; columns: number } {
  const block = Math.ceil(Math.max(rows, columns) / most);
  if (block === 1) return { parts, rows, columns };
  const [down, across] = [Math.ceil(rows / block), Math.ceil(columns / block)];
  const sums = new Float64Array(down * across);
  const counts = new Float64Array(down * across);
  parts.forEach((part, k) => {
    const at = Math.floor(Math.floor(k / columns) / block) * across + Math.floor((k % columns) / block);
    sums[at]! += part;
    counts[at]!++;
  });
  return { parts: Array.from(sums, (sum, at) => sum / counts[at]!), rows: down, columns: across };
}

import { type Html, html } from "./html.ts";

/** Steps of brightness, or of each sign: as many as eyes tell apart at this size. */
const levels = 12;

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
function picture(parts: readonly number[], [rows, columns]: readonly [number, number], name: string): Html {
  const runs = new Map<number, string[]>();
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; ) {
      const level = Math.round(parts[r * columns + c]! * levels);
      let end = c + 1;
      while (end < columns && Math.round(parts[r * columns + end]! * levels) === level) end++;
      if (level !== 0) runs.set(level, [...(runs.get(level) ?? []), `M${c} ${r}h${end - c}v1h${c - end}z`]);
      c = end;
    }
  }
  const paths = [...runs].map(
    ([level, run]) =>
      html`<path class="${level > 0 ? "plus" : "minus"}" fill-opacity="${(Math.abs(level) / levels).toFixed(2)}" d="${run.join("")}"/>`,
  );
  return html`<svg class="picture" viewBox="0 0 ${columns} ${rows}" role="img" aria-label="${name}" shape-rendering="crispEdges">${paths}</svg>`;
}

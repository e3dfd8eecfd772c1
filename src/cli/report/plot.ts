import type { Axis } from "./axis.ts";
import { type Content, type Html, html, minus } from "./html.ts";

/** A plot's size, in the units of its picture: about those of a phone's screen, so that its words stay legible. */
export const frame = { width: 400, height: 250, left: 52, right: 22, top: 14, bottom: 40 } as const;
export const across = [frame.left, frame.width - frame.right] as const;
export const upwards = [frame.height - frame.bottom, frame.top] as const;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Axes with their grid, titles and whatever is drawn between them. */
export function plot(parts: {
  readonly title: string;
  /** What a reader who does not see it should know. */
  readonly description: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly xTitle: string;
  readonly drawn: Content;
}): Html {
  const { title, description, x, y, xTitle, drawn } = parts;
  const bottom = upwards[0];
  return html`<figure>
<figcaption>${title}</figcaption>
<svg class="plot" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${title}. ${description}">
${y.ticks.map(
  (tick) =>
    html`<path class="grid" d="M${across[0]} ${place(y.at(tick))}H${across[1]}"/><text x="${across[0] - 6}" y="${place(y.at(tick) + 4)}" text-anchor="end">${tickText(tick)}</text>
`,
)}${x.ticks.map(
  (tick) =>
    html`<path class="axis" d="M${place(x.at(tick))} ${bottom}v4"/><text x="${place(x.at(tick))}" y="${bottom + 17}" text-anchor="middle">${tickText(tick)}</text>
`,
)}<path class="axis" d="M${across[0]} ${bottom}H${across[1]}"/>
<text x="${(across[0] + across[1]) / 2}" y="${frame.height - 6}" text-anchor="middle">${xTitle}</text>
${drawn}
</svg>
</figure>
`;
}

/** A line through points, on two axes. */
export function line(name: string, points: readonly Point[], x: Axis, y: Axis): Html {
  return html`<path class="line ${name}" d="${path(points, x, y)}"/>
`;
}

/** The band between two lines over the same x. */
export function band(above: readonly Point[], below: readonly Point[], x: Axis, y: Axis): Html {
  const back = [...below].reverse();
  return html`<path class="band" d="${path(above, x, y)}${path(back, x, y).replace("M", "L")}z"/>
`;
}

function path(points: readonly Point[], x: Axis, y: Axis): string {
  return points
    .map((point, k) => `${k === 0 ? "M" : "L"}${place(x.at(point.x))} ${place(y.at(point.y))}`)
    .join("");
}

export function place(value: number): string {
  return String(Number(value.toFixed(1)));
}

function tickText(tick: number): string {
  const size = Math.abs(tick);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return minus(tick.toExponential().replace("e+", "e"));
  return minus(size >= 1000 ? tick.toLocaleString("en-US") : String(tick));
}

import { objectiveText, short } from "../format.ts";

export interface Series {
  readonly name: string;
  readonly kind: "primal" | "dual" | "slice";
  readonly spots: readonly (readonly [x: number, y: number])[];
}

interface ChartProps {
  /** What it shows, for those who do not see it. */
  label: string;
  across: string;
  series: readonly Series[];
  /** Short strokes on the axis. */
  strokes?: readonly number[];
  /** A spot to mark, and lines through it. */
  here?: readonly [number, number] | undefined;
  slopes?: readonly { readonly kind: "left" | "right"; readonly slope: number }[];
}

const size = { width: 440, height: 190 };
const edge = { left: 52, right: 12, top: 10, bottom: 30 };

/** A small line chart. */
export function Chart({ label, across, series, strokes = [], here, slopes = [] }: ChartProps) {
  const spots = series.flatMap(({ spots }) => spots);
  const [left, right] = extent(spots.map(([x]) => x));
  const [low, high] = extent(spots.map(([, y]) => y));
  const x = (value: number) => edge.left + ((value - left) / (right - left)) * plot.width;
  const y = (value: number) => edge.top + plot.height - ((value - low) / (high - low)) * plot.height;
  const bottom = edge.top + plot.height;
  return (
    <svg class="chart" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={label}>
      <clipPath id="chart-plot">
        <rect x={edge.left} y={edge.top - 4} width={plot.width} height={plot.height + 8} />
      </clipPath>
      <path class="frame" d={`M${edge.left} ${edge.top}V${bottom}H${edge.left + plot.width}`} />
      <text x={edge.left - 6} y={edge.top + 8} text-anchor="end">
        {short(high, 3)}
      </text>
      <text x={edge.left - 6} y={bottom} text-anchor="end">
        {short(low, 3)}
      </text>
      <text x={edge.left} y={bottom + 16} text-anchor="middle">
        {short(left, 3)}
      </text>
      <text x={edge.left + plot.width} y={bottom + 16} text-anchor="end">
        {short(right, 3)}
      </text>
      <text class="name" x={edge.left + plot.width / 2} y={bottom + 20} text-anchor="middle">
        {across}
      </text>
      <path class="stroke" d={strokesOf(strokes.map(x), bottom)} />
      <g clip-path="url(#chart-plot)">
        {series.map(({ name, kind, spots }) => (
          <path key={name} class={`line ${kind}`} d={lineOf(spots, x, y)}>
            <title>{name}</title>
          </path>
        ))}
        {here !== undefined &&
          slopes.map(({ kind, slope }) => {
            const to = kind === "left" ? left : right;
            // Not further than a quarter of the plot: it is the slope here.
            const reach = Math.sign(to - here[0]) * Math.min(Math.abs(to - here[0]), (right - left) / 4);
            const end = [here[0] + reach, here[1] + slope * reach] as const;
            return <path key={kind} class="slope" d={lineOf([here, end], x, y)} />;
          })}
      </g>
      {here !== undefined && <circle class="here" cx={x(here[0])} cy={y(here[1])} r={4.5} />}
    </svg>
  );
}

const plot = { width: size.width - edge.left - edge.right, height: size.height - edge.top - edge.bottom };

/** The names of a chart's lines, which the lines themselves have no room for. */
export function Legend({ series }: { series: readonly Series[] }) {
  return (
    <ul class="legend">
      {series.map(({ name, kind, spots }) => (
        <li key={name}>
          <svg viewBox="0 0 22 8" width={22} height={8} aria-hidden="true">
            <path class={`line ${kind}`} d="M0 4H22" />
          </svg>{" "}
          {name} <output>{objectiveText(spots.at(-1)![1])}</output>
        </li>
      ))}
    </ul>
  );
}

/** Strokes that would lie on each other are one. */
function strokesOf(places: readonly number[], bottom: number): string {
  return [...new Set(places.map((at) => at.toFixed(1)))].map((at) => `M${at} ${bottom}v-7`).join("");
}

function lineOf(
  spots: readonly (readonly [number, number])[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  return spots.map(([u, v], k) => `${k === 0 ? "M" : "L"}${x(u).toFixed(1)} ${y(v).toFixed(1)}`).join("");
}

/** Never empty, so that a single value has a place. */
function extent(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low <= high)) return [0, 1];
  return low < high ? [low, high] : [low - 0.5 * (Math.abs(low) || 1), high + 0.5 * (Math.abs(high) || 1)];
}

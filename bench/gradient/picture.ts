import type { Results } from "./gradient.ts";

type Points = Results["sweep"];

/** Pixels: the whole picture, and each panel's box in it. */
const size = { width: 960, height: 400 };
const box = { top: 64, height: 264, width: 340 };
const lefts = { C: 76, D: 552 };

/** Its own ground, so that it is legible on any page; the system's preference decides which. */
const style = `
svg { --ground: #ffffff; --border: #d0d7de; --text: #1f2328; --faint: #59636e; --grid: #e4e8ec; --hinge: #0a58ca; --numpy: #b45309 }
@media (prefers-color-scheme: dark) {
  svg { --ground: #161b22; --border: #444c56; --text: #e6edf3; --faint: #a3adb8; --grid: #30363d; --hinge: #6cb6ff; --numpy: #f0a050 }
}
text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: var(--text) }
.tick { font-size: 12px; fill: var(--faint) }
.title { font-weight: 600; font-size: 14px }
.ground { fill: var(--ground); stroke: var(--border) }
.grid { stroke: var(--grid); fill: none }
.hinge { --own: var(--hinge) } .numpy { --own: var(--numpy) }
polyline { fill: none; stroke: var(--own); stroke-width: 2; stroke-linejoin: round }
circle { fill: var(--own) }
text.name { fill: var(--own); font-weight: 600 }`;

/** The curves of hinge and NumPy: microseconds a sample against classes and against features, both axes logarithmic. */
export function picture(sweep: Points): string {
  const panels = [
    panel("C", sweep, "number of classes, at 3,073 features"),
    panel("D", sweep, "number of features, at 10 classes"),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="Cost of loss and gradient, microseconds a sample, for hinge and NumPy, against the number of classes and against the number of features">
<style>${style}
</style>
<rect class="ground" x="0.5" y="0.5" width="${size.width - 1}" height="${size.height - 1}" rx="6"/>
<text class="title" x="20" y="30">Loss and gradient: cost of one sample (one thread, f32, every margin violated)</text>
${panels.join("\n")}
</svg>
`;
}

function panel(over: "C" | "D", sweep: Points, label: string): string {
  const left = lefts[over];
  const bottom = box.top + box.height;
  const points = sweep.filter((point) => point.over === over);
  const cost = (time: number, N: number): number => (time / N) * 1000;
  const series = [
    { who: "hinge", name: "hinge", values: points.map((p) => cost(p.hingeMs, p.N)) },
    { who: "numpy", name: "NumPy", values: points.map((p) => cost(p.rivalMs, p.N)) },
  ];
  const x = axis(
    points.map((p) => p[over]),
    left + 14,
    left + box.width - 14,
  );
  const y = axis(ticksAround(series.flatMap(({ values }) => values)), bottom, box.top);
  const parts = y.numbers.map(
    (value) =>
      `<path class="grid" d="M${left} ${at(y.place(value))}h${box.width}"/><text class="tick" x="${left - 8}" y="${at(y.place(value) + 4)}" text-anchor="end">${value}</text>`,
  );
  for (const value of x.numbers) {
    parts.push(
      `<path class="grid" d="M${at(x.place(value))} ${box.top}V${bottom}"/><text class="tick" x="${at(x.place(value))}" y="${bottom + 18}" text-anchor="middle">${value.toLocaleString("en")}</text>`,
    );
  }
  // Each name beside its curve's end, a line's height apart at least.
  const ends = series.map(({ values }) => y.place(values[values.length - 1]));
  const apart = Math.max(0, 16 - Math.abs(ends[0] - ends[1])) / 2;
  for (const [k, { who, name, values }] of series.entries()) {
    const places = values.map((value, i) => `${at(x.place(x.numbers[i]))},${at(y.place(value))}`);
    const dots = places.map((place) => `<circle r="3.5" transform="translate(${place})"/>`).join("");
    const nameY = ends[k] + (ends[k] > ends[1 - k] ? apart : -apart) + 4;
    parts.push(
      `<g class="${who}"><polyline points="${places.join(" ")}"/>${dots}<text class="name" x="${left + box.width - 4}" y="${at(nameY)}">${name}</text></g>`,
    );
  }
  parts.push(
    `<text x="${left + box.width / 2}" y="${bottom + 44}" text-anchor="middle">${label}</text>`,
    `<text transform="translate(${left - 50} ${box.top + box.height / 2}) rotate(-90)" text-anchor="middle">microseconds a sample</text>`,
  );
  return parts.join("\n");
}

/** A logarithmic axis from its first number's place to its last's. */
function axis(numbers: readonly number[], from: number, to: number) {
  const first = Math.log(numbers[0]);
  const last = Math.log(numbers[numbers.length - 1]);
  const place = (value: number): number => from + ((Math.log(value) - first) / (last - first)) * (to - from);
  return { numbers, place };
}

/** 1, 2, 5, 10, ... from the one below the smallest value to the one above the largest. */
function ticksAround(values: readonly number[]): number[] {
  const all: number[] = [];
  for (let power = -3; power < 7; power++)
    for (const digit of [1, 2, 5]) all.push(Number(`${digit}e${power}`));
  const first = all.findLastIndex((tick) => tick <= Math.min(...values));
  const last = all.findIndex((tick) => tick >= Math.max(...values));
  return all.slice(first, last + 1);
}

function at(pixels: number): string {
  return pixels.toFixed(1);
}

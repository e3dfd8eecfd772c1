import type { Axis, PlanePoint, Source, State } from "../state/model.ts";
import { iris } from "./iris.ts";
import { madeUp } from "./made-up.ts";
import { penguins } from "./penguins.ts";
import { standardized, type Table } from "./table.ts";

/** What a source puts into the state. */
export type Opened = Pick<State, "source" | "classes" | "axes" | "points">;

export const planeFeatures = ["x", "y"] as const;
const letters = "abcdefgh";

/** Tables that are at hand: those that were loaded, or dropped on the page. */
const tables = new Map<Source["kind"], Table>([
  ["iris", iris],
  ["penguins", penguins],
]);

export function tableOf(kind: Source["kind"]): Table | undefined {
  return tables.get(kind);
}

export function keepTable(kind: Source["kind"], table: Table): void {
  tables.set(kind, table);
}

/** A set that takes part with all its features has no plane. */
export function isWide({ kind, features }: Source): boolean {
  return kind === "digits" || (kind === "own" && features === undefined);
}

/** Opens a set; that of digits is loaded when it is first asked for. */
export async function openSource(source: Source, nClasses = 3): Promise<Opened> {
  if (source.kind === "digits" && tableOf("digits") === undefined) {
    keepTable("digits", (await import("./digits.ts")).digits);
  }
  const { kind, seed = 1 } = source;
  if (kind === "blobs" || kind === "moons" || kind === "spiral") {
    const points = madeUp[kind](seed, nClasses);
    const classes = Array.from({ length: kind === "moons" ? 2 : nClasses }, (_, k) => letters[k]!);
    return { source: { kind, seed }, classes, points, axes: axesOf(planeFeatures, points) };
  }
  const table = tableOf(kind);
  if (table === undefined) throw new Error(`The table of ${kind} is not on this page any more.`);
  if (isWide(source)) {
    const none: Axis = { name: "", range: [-1, 1] };
    return { source: { kind }, classes: table.classes, points: [], axes: [none, none] };
  }
  const features = source.features ?? table.first;
  const columns = features.map((at) => {
    const values = table.X.map((row) => row[at]!);
    return table.raw ? values : standardized(values);
  });
  const points = table.y.map((k, i): PlanePoint => [columns[0]![i]!, columns[1]![i]!, k]);
  const names = features.map((at) => `${table.features[at]}${table.raw ? "" : ", standardised"}`);
  return { source: { kind, features }, classes: table.classes, points, axes: axesOf(names, points) };
}

function axesOf(names: readonly string[], points: readonly PlanePoint[]): readonly [Axis, Axis] {
  return [
    { name: names[0]!, range: rangeOf(points.map(([x]) => x)) },
    { name: names[1]!, range: rangeOf(points.map(([, y]) => y)) },
  ];
}

/** The values' range with some room around it. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const room = 0.18 * (high - low) || 1;
  return [round(low - room), round(high + room)];
}

/** To three digits of any size. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}

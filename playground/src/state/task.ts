import { computed } from "@preact/signals";
import { isWide, planeFeatures, tableOf } from "../data/open.ts";
import type { Samples } from "../worker/samples.ts";
import type { PlanePoint } from "./model.ts";
import { classes, objective, points, source } from "./store.ts";
import { nScoresOf } from "./weights.ts";

/** The samples that take part. */
export interface Task {
  readonly X: readonly (readonly number[])[];
  /** The same numbers in one array, as the library takes them quickest. */
  readonly matrix: Samples["X"];
  readonly y: readonly number[];
  /** For each of them, its number among all samples. */
  readonly numbers: readonly number[];
  readonly features: readonly string[];
  readonly nScores: number;
}

export const wide = computed(() => isWide(source.value));

const lossName = computed(() => objective.value.loss);

/** A point's row stays the same object, by which what was worked out of it is found again. */
const rows = new WeakMap<PlanePoint, readonly number[]>();

function rowOf(point: PlanePoint): readonly number[] {
  const known = rows.get(point) ?? [point[0], point[1]];
  rows.set(point, known);
  return known;
}

/** Names of W's rows; by themselves, for they stay when samples move. */
export const rowNames = computed<readonly string[]>(() => {
  const [first, second] = classes.value;
  return lossName.value === "binary" ? [`${second} (+) or ${first} (\u2212)`] : classes.value;
});

/** All samples, but for those that the binary loss has no class for. */
export const task = computed<Task>(() => {
  const table = wide.value ? tableOf(source.value.kind) : undefined;
  const X = table?.X ?? points.value.map(rowOf);
  const y = table?.y ?? points.value.map(([, , k]) => k);
  const isBinary = lossName.value === "binary";
  const numbers = [...y.keys()].filter((i) => !isBinary || y[i]! < 2);
  const chosen = numbers.map((i) => X[i]!);
  const width = X[0]?.length ?? 2;
  return {
    X: chosen,
    matrix: { data: Float64Array.from(chosen.flat()), shape: [chosen.length, width] },
    y: numbers.map((i) => y[i]!),
    numbers,
    features: table?.features ?? planeFeatures,
    nScores: nScoresOf(lossName.value, classes.value.length),
  };
});

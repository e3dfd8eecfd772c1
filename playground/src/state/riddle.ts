import { computed, signal, untracked } from "@preact/signals";
import type { Asked, MistakeId, Point } from "hinge/check";
import { normal, randomStream } from "../data/random.ts";
import type { Objective } from "./model.ts";
import { adjust, change, objective, riddle, state, W } from "./store.ts";
import { task } from "./task.ts";

type Doctor = typeof import("hinge/check");
type Rows = readonly (readonly number[])[];

/** The library's doctor, which is loaded when it is first called. */
export const doctor = signal<Doctor | undefined>(undefined);

export async function callDoctor(): Promise<Doctor> {
  doctor.value ??= await import("hinge/check");
  return doctor.value;
}

/** The convention in the controls, in the doctor's terms: he has the binary loss as one-vs-all with a single score. */
export function conventionOf({ loss, squared, margin, penalty, regularizeBias }: Objective): Asked {
  const form = loss === "binary" ? "one-vs-all" : loss;
  return { form, squared, margin, penalty, regularizeBias, reduction: "mean" };
}

/** So many samples show what a mistake does as well as thousands. */
const enough = 60;

/**
 * The mistakes that show in a gradient of the present samples and the present objective, and the one that is posed. Not
 * at the present weights, of which one may be where nothing shows.
 */
export const choices = computed<readonly MistakeId[]>(() => {
  const [module, posed] = [doctor.value, riddle.value];
  if (module === undefined || posed === null) return [];
  const truth = mistakeOfRiddle(module, posed);
  // A drag changes the samples, not the list.
  const shown = untracked(() => visible(module));
  return module.mistakeIds.filter((id) => id === truth || shown.includes(id));
});

function visible({ mistakeIds, showsAs }: Doctor): MistakeId[] {
  const { X, y } = task.value;
  // From all over: samples often come sorted by class.
  const some = [...y.keys()].filter((i) => i % Math.ceil(y.length / enough) === 0);
  const random = randomStream(1, 98);
  const size = Math.sqrt(X.reduce((sum, x) => sum + x.reduce((all, v) => all + v * v, 0), 0) / X.length) || 1;
  const weights = W.value.map((row) => row.map(() => normal(random) / size));
  const rows = some.map((i) => X[i]!);
  const labels = some.map((i) => y[i]!);
  const point = asPoint(rows, labels, weights, objective.value.lambda);
  return mistakeIds.filter((id) => showsAs(id, point, conventionOf(objective.value)));
}

/** The mistake of that riddle: numbers do not give it away. */
export function mistakeOfRiddle({ mistakeIds }: Doctor, number: number): MistakeId {
  return mistakeIds[number % mistakeIds.length]!;
}

/** The gradient with a riddle's mistake; undefined until the doctor is there, and where there are no samples. */
export function spoiled(number: number, X: Rows, y: readonly number[]): Rows | undefined {
  const module = doctor.value;
  if (module === undefined || X.length === 0) return undefined;
  const point = asPoint(X, y, W.value, objective.value.lambda);
  const answer = module.spoiledAnswer(mistakeOfRiddle(module, number), point, conventionOf(objective.value));
  return (
    answer && W.value.map((row, m) => [...answer.gradient.subarray(m * row.length, (m + 1) * row.length)])
  );
}

/** The samples with the bias as a feature of 1, in one array: a descent asks for the same ones again and again. */
const flat = new WeakMap<Rows, Float64Array>();

/** The problem as the doctor has it. */
function asPoint(X: Rows, y: readonly number[], weights: Rows, lambda: number): Point {
  const data = flat.get(X) ?? Float64Array.from(X.flatMap((x) => [...x, 1]));
  flat.set(X, data);
  return {
    ...{ X: data, y: Int32Array.from(y), W: Float64Array.from(weights.flat()), lambda },
    ...{ nSamples: X.length, nFeatures: X[0]!.length + 1, nScores: weights.length, biasFeature: true },
  };
}

/** Poses a riddle, of the mistakes that show here any but the one before; the objective stays as it is. */
export async function pose(): Promise<void> {
  const module = await callDoctor();
  const before = riddle.value === null ? undefined : mistakeOfRiddle(module, riddle.value);
  const ids = visible(module).filter((id) => id !== before);
  const id = ids[Math.floor(Math.random() * ids.length)];
  if (id === undefined) return;
  const { length } = module.mistakeIds;
  change({ riddle: module.mistakeIds.indexOf(id) + length * Math.floor(10_000 * Math.random()) });
}

export function endRiddle(): void {
  if (state.value.riddle !== null) adjust({ riddle: null });
}

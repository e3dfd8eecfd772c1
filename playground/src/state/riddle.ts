import { signal } from "@preact/signals";
import type { MistakeId, Point } from "hinge/check";
import { randomStream } from "../data/random.ts";
import type { Objective } from "./model.ts";
import { adjust, change, classes, objective, state, W } from "./store.ts";
import { fitted } from "./weights.ts";

type Doctor = typeof import("hinge/check");

/** The library's doctor, which is loaded when it is first called. */
export const doctor = signal<Doctor | undefined>(undefined);

export async function callDoctor(): Promise<Doctor> {
  doctor.value ??= await import("hinge/check");
  return doctor.value;
}

/** What the mistakes' definitions are written for: the course's loss and penalty. */
export const riddleObjective = {
  loss: "weston-watkins",
  squared: false,
  margin: 1,
  penalty: "full",
  regularizeBias: true,
} as const satisfies Partial<Objective>;

/** The mistakes that show in a gradient on this page's data. */
export function riddles({ mistakes, spoiledAnswer }: Doctor): MistakeId[] {
  const point = asPoint(
    [
      [1.5, -0.5],
      [-2, 0.75],
      [0.25, 2],
      [3, -1],
    ],
    [0, 1, 2, 1],
    [
      [0.5, -0.25, 0.125],
      [1, 0.5, -0.75],
      [-0.375, 1.5, 0.25],
    ],
    0.3,
  );
  const same = (a: Float64Array, b: Float64Array) => a.every((value, k) => Math.abs(value - b[k]!) < 1e-12);
  // The last of all definitions whose gradient is right: a mistake in the loss alone.
  const right = spoiledAnswer("regularizer-loss", point)!.gradient;
  return mistakes
    .filter(({ part }) => part !== "bias")
    .map(({ id }) => id)
    .filter((id) => {
      const answer = spoiledAnswer(id, point);
      return answer !== undefined && id !== "integer-overflow" && !same(answer.gradient, right);
    });
}

/** The mistake of that riddle: numbers do not give it away. */
export function mistakeOfRiddle(module: Doctor, number: number): MistakeId {
  const ids = riddles(module);
  return ids[Math.floor(randomStream(number, 99)() * ids.length)]!;
}

/** The gradient with a riddle's mistake; undefined until the doctor is there. */
export function spoiled(
  number: number,
  X: readonly (readonly number[])[],
  y: readonly number[],
  W: readonly (readonly number[])[],
  { lambda }: Objective,
): readonly (readonly number[])[] | undefined {
  const module = doctor.value;
  if (module === undefined || X.length === 0) return undefined;
  const point = asPoint(X, y, W, lambda);
  const { gradient } = module.spoiledAnswer(mistakeOfRiddle(module, number), point)!;
  return W.map((row, m) => [...gradient.subarray(m * row.length, (m + 1) * row.length)]);
}

/** The plane's problem as the doctor has it: the bias is a feature of 1. */
function asPoint(
  X: readonly (readonly number[])[],
  y: readonly number[],
  W: readonly (readonly number[])[],
  lambda: number,
): Point {
  return {
    X: Float64Array.from(X.flatMap((x) => [...x, 1])),
    y: Int32Array.from(y),
    W: Float64Array.from(W.flat()),
    nSamples: X.length,
    nFeatures: X[0]!.length + 1,
    nScores: W.length,
    lambda,
  };
}

/** Poses another riddle. */
export async function pose(number: number): Promise<void> {
  await callDoctor();
  const lambda = objective.value.lambda || 0.1;
  const wanted = { ...objective.value, ...riddleObjective, lambda };
  // The same object if it says the same, so that what was proven of it stays.
  const isSame = JSON.stringify(wanted) === JSON.stringify(objective.value);
  const goal = isSame ? objective.value : wanted;
  change({ riddle: number, objective: goal, W: fitted(W.value, classes.value.length) });
}

export function endRiddle(): void {
  if (state.value.riddle !== null) adjust({ riddle: null });
}

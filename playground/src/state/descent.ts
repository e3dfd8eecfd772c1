import { computed, signal } from "@preact/signals";
import { HingeError, hingeLoss } from "hinge";
import { randomStream } from "../data/random.ts";
import { problem, result, rowsOf, sentence } from "./numbers.ts";
import { spoiled } from "./riddle.ts";
import { running } from "./running.ts";
import { adjust, descent, objective, remember, riddle, W } from "./store.ts";
import { type Task, task } from "./task.ts";

/** The objective after so many steps. */
export interface Passed {
  readonly steps: number;
  readonly value: number;
}

/** What was passed, of which task: another task's values are not comparable. */
const passed = signal<{ readonly of: readonly unknown[]; readonly list: readonly Passed[] }>({
  of: [],
  list: [],
});

/** The objective at each step of the descent so far. */
export const history = computed<readonly Passed[]>(() => {
  const { of, list } = passed.value;
  if (of[0] !== task.value || of[1] !== objective.value) return [];
  return list.filter(({ steps }) => steps <= descent.value.steps);
});

/** Why the last descent ended before its time; undefined if it did not. */
export const mishap = signal<string | undefined>(undefined);

const mostKept = 3000;

/** Goes `count` steps down the gradient, as one change to undo. */
export function go(count: number): void {
  remember();
  mishap.value = undefined;
  forward(count);
}

/** Starts or stops a descent that goes on by itself. */
export function toggleRun(): void {
  if (running.value) {
    running.value = false;
    return;
  }
  remember();
  mishap.value = undefined;
  running.value = true;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const next = (): void => {
    if (!running.value) return;
    forward(calm ? 10 : 1);
    if (calm) setTimeout(next, 500);
    else requestAnimationFrame(next);
  };
  next();
}

function forward(count: number): void {
  for (let k = 0; k < count; k++) {
    note();
    const goal = below();
    if (goal === undefined) {
      running.value = false;
      return;
    }
    adjust({ W: goal, descent: { ...descent.value, steps: descent.value.steps + 1 } });
  }
  note();
}

/** W after a step; undefined, with the mishap told, where there is no number any more. */
function below(): readonly (readonly number[])[] | undefined {
  const { rate } = descent.value;
  if (task.value.X.length === 0) return undefined;
  try {
    const slope = slopeOf(batchOf(task.value));
    if (slope === undefined) return undefined;
    const goal = W.value.map((row, m) => row.map((w, j) => w - rate * slope[m]![j]!));
    if (goal.flat().every((w) => Math.abs(w) < 1e100)) return goal;
    mishap.value = `The weights run away: a step size of ${rate} is too large here. Undo, and try a smaller one.`;
  } catch (error) {
    if (!(error instanceof HingeError)) throw error;
    mishap.value = sentence(error.message);
  }
  return undefined;
}

function slopeOf(batch: Pick<Task, "X" | "y">) {
  if (riddle.value !== null) return spoiled(riddle.value, batch.X, batch.y, W.value, objective.value);
  return rowsOf(hingeLoss({ ...problem(batch), W: W.value }).gradient);
}

/** The samples of the next step: all, or as many as asked for, drawn without replacement. */
function batchOf({ X, y }: Task): Pick<Task, "X" | "y"> {
  const { batch, seed, steps } = descent.value;
  if (batch === 0 || batch >= y.length) return { X, y };
  const random = randomStream(seed, steps);
  const order = [...y.keys()];
  for (let k = 0; k < batch; k++) {
    const other = k + Math.floor(random() * (order.length - k));
    [order[k], order[other]] = [order[other]!, order[k]!];
  }
  const chosen = order.slice(0, batch);
  return { X: chosen.map((i) => X[i]!), y: chosen.map((i) => y[i]!) };
}

function note(): void {
  if (typeof result.value === "string") return;
  const { steps } = descent.value;
  const { value } = result.value;
  const kept = history.value.filter((entry) => entry.steps < steps);
  passed.value = { of: [task.value, objective.value], list: [...kept.slice(-mostKept), { steps, value }] };
}

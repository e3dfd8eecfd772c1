import { batch, computed, signal } from "@preact/signals";
import { HingeError, hingeLoss } from "hinge";
import { randomStream } from "../data/random.ts";
import { gradient, problem, result, rowsOf, sentence } from "./numbers.ts";
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

/** Always the same, so that nobody is told of it twice. */
const none: readonly Passed[] = [];

/** The objective at each step of the descent so far. */
export const history = computed<readonly Passed[]>(() => {
  const { of, list } = passed.value;
  if (of[0] !== task.value || of[1] !== objective.value) return none;
  return list.filter(({ steps }) => steps <= descent.value.steps);
});

/** Why the last descent ended before its time; undefined if it did not. */
export const mishap = signal<string | undefined>(undefined);

const mostKept = 3000;

/** What a frame may take of steps, milliseconds: the page is drawn between them. */
const share = 12;

/** Goes `count` steps down the gradient, as one change to undo; what takes longer than a frame goes on in the next. */
export function go(count: number): void {
  begin();
  let left = count;
  const next = (): void => {
    left -= forward(left);
    if (left > 0 && running.value) requestAnimationFrame(next);
    else running.value = false;
  };
  next();
}

/** Starts or stops a descent that goes on by itself. */
export function toggleRun(): void {
  if (running.value) {
    running.value = false;
    return;
  }
  begin();
  // Changes a few times a second, not sixty.
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const next = (): void => {
    if (!running.value) return;
    forward(calm ? 10 : 1);
    if (calm) setTimeout(next, 500);
    else requestAnimationFrame(next);
  };
  next();
}

function begin(): void {
  remember();
  mishap.value = undefined;
  running.value = true;
}

/** Goes as many steps as a frame has time for, one at least. @returns how many */
function forward(most: number): number {
  const start = performance.now();
  return batch(() => {
    let taken = 0;
    while (taken < most && (taken === 0 || performance.now() - start < share)) {
      note();
      const goal = below();
      if (goal === undefined) {
        running.value = false;
        break;
      }
      adjust({ W: goal, descent: { ...descent.value, steps: descent.value.steps + 1 } });
      taken++;
    }
    note();
    return taken;
  });
}

/** W after a step; undefined, with the mishap told, where there is no number any more. */
function below(): readonly (readonly number[])[] | undefined {
  const { rate } = descent.value;
  if (task.value.X.length === 0) return undefined;
  try {
    const down = slope();
    if (down === undefined) return undefined;
    const goal = W.value.map((row, m) => row.map((w, j) => w - rate * down[m]![j]!));
    if (goal.flat().every((w) => Math.abs(w) < 1e100)) return goal;
    mishap.value = `The weights run away: a step size of ${rate} is too large here. Undo, and try a smaller one.`;
  } catch (error) {
    if (!(error instanceof HingeError)) throw error;
    mishap.value = sentence(error.message);
  }
  return undefined;
}

/** The gradient that is shown, or that of a batch. */
function slope(): readonly (readonly number[])[] | undefined {
  const batch = nextBatch(task.value);
  if (batch === undefined) return gradient.value;
  const { X, y } = batch;
  if (riddle.value !== null) return spoiled(riddle.value, X, y);
  return rowsOf(hingeLoss({ ...problem(X, y), W: W.value }).gradient);
}

/** The samples of the next step, drawn without replacement; undefined for all. */
function nextBatch({ X, y }: Task): Pick<Task, "X" | "y"> | undefined {
  const { batch, seed, steps } = descent.value;
  if (batch === 0 || batch >= y.length) return undefined;
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

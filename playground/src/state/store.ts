import { computed, signal } from "@preact/signals";
import { firstState } from "./first.ts";
import type { State } from "./model.ts";

/** The one state. It is replaced as a whole, by `change` and its like alone. */
export const state = signal<State>(firstState());

// Parts of it: who reads one is not woken by changes of the others.
export const source = computed(() => state.value.source);
export const classes = computed(() => state.value.classes);
export const axes = computed(() => state.value.axes);
export const points = computed(() => state.value.points);
export const W = computed(() => state.value.W);
export const objective = computed(() => state.value.objective);
export const descent = computed(() => state.value.descent);
export const selected = computed(() => state.value.selected);
export const riddle = computed(() => state.value.riddle);

const past = signal<readonly State[]>([]);
const future = signal<readonly State[]>([]);
export const canUndo = computed(() => past.value.length > 0);
export const canRedo = computed(() => future.value.length > 0);

const most = 200;
/** Changes of one kind that follow each other this fast are one to undo. */
const together = 1200;
let last = { kind: "", time: 0 };

/** Changes the state so that it can be undone; changes of the same `kind` in a row are undone at once. */
export function change(patch: Partial<State>, kind = ""): void {
  const now = performance.now();
  const isSame = kind !== "" && kind === last.kind && now - last.time < together;
  last = { kind, time: now };
  if (!isSame) remember();
  state.value = { ...state.value, ...patch };
}

/** Changes what is not worth undoing: a choice, or a step of a descent whose begin was remembered. */
export function adjust(patch: Partial<State>): void {
  state.value = { ...state.value, ...patch };
}

/** Makes the present state one that undo comes back to. */
export function remember(): void {
  past.value = [...past.value.slice(1 - most), state.value];
  future.value = [];
}

export function undo(): void {
  step(past, future);
}

export function redo(): void {
  step(future, past);
}

function step(from: typeof past, to: typeof past): void {
  const goal = from.value.at(-1);
  if (goal === undefined) return;
  last = { kind: "", time: 0 };
  from.value = from.value.slice(0, -1);
  to.value = [...to.value, state.value];
  state.value = goal;
}

/** Begins with another state; nothing before it can be undone. */
export function replaceState(fresh: State): void {
  past.value = [];
  future.value = [];
  state.value = fresh;
}

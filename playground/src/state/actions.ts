import { batch } from "@preact/signals";
import { isWide, openSource, tableOf } from "../data/open.ts";
import type { Objective, PlanePoint, Source, State } from "./model.ts";
import { maxClasses } from "./model.ts";
import { adjust, change, state } from "./store.ts";
import { fitted, nScoresOf, randomWeights } from "./weights.ts";

/** Shows a data set, with fresh weights. */
export async function show(source: Source, nClasses?: number): Promise<void> {
  const opened = await openSource(source, nClasses);
  const { objective, descent } = state.value;
  const K = nScoresOf(objective.loss, opened.classes.length);
  const D = isWide(opened.source) ? tableOf(source.kind)!.features.length : 2;
  change({
    ...opened,
    W: randomWeights(K, D, descent.seed),
    descent: { ...descent, steps: 0 },
    selected: 0,
    brush: Math.min(state.value.brush, opened.classes.length - 1),
    riddle: null,
  });
}

export function setObjective(part: Partial<Objective>, kind = ""): void {
  const objective = { ...state.value.objective, ...part };
  if (objective.loss === "softmax") objective.squared = false;
  const W = fitted(state.value.W, nScoresOf(objective.loss, state.value.classes.length));
  // A mistake may not show in another loss; a margin and a lambda are what it is looked for with.
  const endsRiddle = (["loss", "squared", "regularizeBias"] as const).some((name) => name in part);
  change({ objective, W, ...(endsRiddle ? { riddle: null } : {}) }, kind);
}

export function setDescent(part: Partial<State["descent"]>, kind = ""): void {
  change({ descent: { ...state.value.descent, ...part } }, kind);
}

export function setWeight(m: number, j: number, value: number, kind = `weight ${m} ${j}`): void {
  const W = state.value.W.map((row, at) => (at === m ? row.map((w, k) => (k === j ? value : w)) : row));
  change({ W }, kind);
}

export function setPoint(i: number, x: number, y: number, kind: string): void {
  setPoints(
    state.value.points.map((point, at) => (at === i ? [tidy(x), tidy(y), point[2]] : point)),
    kind,
  );
}

export function repaint(i: number, k: number): void {
  setPoints(state.value.points.map((point, at) => (at === i ? [point[0], point[1], k] : point)));
}

export function addPoint(x: number, y: number, k: number): void {
  batch(() => {
    setPoints([...state.value.points, [tidy(x), tidy(y), k]]);
    adjust({ selected: state.value.points.length - 1 });
  });
}

/** Removes a point and selects the one that takes its place in the order, if any does. */
export function removePoint(i: number): void {
  batch(() => {
    setPoints(state.value.points.filter((_, at) => at !== i));
    adjust({ selected: Math.min(i, state.value.points.length - 1) });
  });
}

export function addClass(): void {
  const { classes, objective, W } = state.value;
  if (classes.length >= maxClasses) return;
  const name = [..."abcdefghij"].find((letter) => !classes.includes(letter)) ?? `class ${classes.length}`;
  const names = [...classes, name];
  change({
    classes: names,
    W: fitted(W, nScoresOf(objective.loss, names.length)),
    brush: classes.length,
    riddle: null,
  });
}

/** Removes a class and its points. */
export function removeClass(k: number): void {
  const { classes, points, W, objective, brush } = state.value;
  if (classes.length <= 2) return;
  const isBinary = objective.loss === "binary";
  change({
    classes: classes.filter((_, m) => m !== k),
    points: points.flatMap(([x, y, of]): PlanePoint[] => (of === k ? [] : [[x, y, of > k ? of - 1 : of]])),
    W: isBinary ? W : W.filter((_, m) => m !== k),
    brush: Math.min(brush, classes.length - 2),
    selected: -1,
    riddle: null,
  });
}

export function renameClass(k: number, name: string): void {
  change({ classes: state.value.classes.map((old, m) => (m === k ? name : old)) }, `name ${k}`);
}

/** New random weights. */
export function randomise(): void {
  const { W, descent } = state.value;
  const seed = descent.seed + 1;
  change({ W: randomWeights(W.length, W[0]!.length - 1, seed), descent: { ...descent, seed, steps: 0 } });
}

/** Weights of 0, where every derivation begins. */
export function resetWeights(): void {
  const { W, descent } = state.value;
  change({ W: W.map((row) => row.map(() => 0)), descent: { ...descent, steps: 0 } });
}

function setPoints(points: readonly PlanePoint[], kind = ""): void {
  change({ points }, kind);
}

/** A thousandth is finer than any screen. */
function tidy(value: number): number {
  return Math.round(value * 1000) / 1000;
}

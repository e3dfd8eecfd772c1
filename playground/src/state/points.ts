import { signal } from "@preact/signals";

export interface Point {
  /** Never given twice. */
  readonly id: number;
  readonly x: number;
  readonly y: number;
  /** Number of its class. */
  readonly k: number;
}

export const points = signal<readonly Point[]>([]);

/** The point that the keyboard and the buttons work on; undefined for none. */
export const selected = signal<number | undefined>(undefined);

let given = 0;

export function replacePoints(fresh: readonly Omit<Point, "id">[]): void {
  points.value = fresh.map((point) => ({ ...point, id: ++given }));
  selected.value = undefined;
}

export function addPoint(x: number, y: number, k: number): void {
  points.value = [...points.value, { x: tidy(x), y: tidy(y), k, id: ++given }];
  selected.value = given;
}

export function movePoint(id: number, x: number, y: number): void {
  points.value = points.value.map((point) =>
    point.id === id ? { ...point, x: tidy(x), y: tidy(y) } : point,
  );
}

/** Removes a point and selects the one that takes its place in the order, if any does. */
export function removePoint(id: number): void {
  const place = points.value.findIndex((point) => point.id === id);
  const rest = points.value.filter((point) => point.id !== id);
  points.value = rest;
  selected.value = rest[Math.min(place, rest.length - 1)]?.id;
}

/** A thousandth is finer than any screen. */
function tidy(value: number): number {
  return Math.round(value * 1000) / 1000;
}

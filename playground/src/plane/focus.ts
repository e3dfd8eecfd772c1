import { addPoint } from "../state/actions.ts";
import { axes, points, state } from "../state/store.ts";

export function elementId(i: number): string {
  return `point-${i}`;
}

/** Gives a point the focus once it is on the page. */
export function focusPoint(i: number): void {
  requestAnimationFrame(() => document.getElementById(elementId(i))?.focus());
}

/** By the keyboard's way: a point in the middle of the plane. */
export function addInTheMiddle(): void {
  const [x, y] = axes.value;
  addPoint((x.range[0] + x.range[1]) / 2, (y.range[0] + y.range[1]) / 2, state.value.brush);
  focusPoint(points.value.length - 1);
}

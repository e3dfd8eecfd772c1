import { removePoint, repaint, setPoint } from "../state/actions.ts";
import { classes, points, selected } from "../state/store.ts";
import { focusPoint } from "./focus.ts";
import { clamp, type Frame } from "./scale.ts";

/** What the keys move a point by, in hundredths of the plot. */
const moves: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** What a key does to the point that has the focus. */
export function onKey(event: KeyboardEvent, i: number, frame: Frame): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = moves[event.key];
  const last = points.value.length - 1;
  const goal = { PageDown: i + 1, PageUp: i - 1, Home: 0, End: last }[event.key];
  const digit = /^[1-9]$/.test(event.key) ? Number(event.key) - 1 : undefined;
  if (move !== undefined) {
    const steps = event.shiftKey ? 10 : 1;
    const [x, y] = points.value[i]!;
    const to = [moved(x, move[0] * steps, frame.x.range), moved(y, move[1] * steps, frame.y.range)] as const;
    setPoint(i, ...to, `keys ${i}`);
  } else if (event.key === "Delete" || event.key === "Backspace") {
    removePoint(i);
    focusPoint(selected.value);
  } else if (digit !== undefined && digit < classes.value.length) {
    repaint(i, digit);
  } else if (goal !== undefined && goal >= 0 && goal <= last) {
    focusPoint(goal);
  } else {
    return;
  }
  event.preventDefault();
}

function moved(value: number, hundredths: number, [low, high]: readonly [number, number]): number {
  return hundredths === 0 ? value : clamp(value + (hundredths * (high - low)) / 100, low, high);
}

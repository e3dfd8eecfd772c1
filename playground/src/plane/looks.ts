import { batch, computed, effect, type Signal, signal } from "@preact/signals";
import { dragged } from "../state/dragging.ts";
import { hoveredEntry } from "../state/hover.ts";
import type { PlanePoint } from "../state/model.ts";
import { workedAt } from "../state/numbers.ts";
import { classes, points, selected } from "../state/store.ts";
import { task } from "../state/task.ts";

/** How a point stands out: by what the hovered entry of the gradient takes from it. */
type Light = "none" | "dim" | "up" | "down";

/** All that is drawn of a point. */
export interface Look {
  readonly point: PlanePoint;
  readonly name: string;
  /** The predicted class; undefined for a point that takes no part. */
  readonly guess: string | undefined;
  readonly light: Light;
  readonly chosen: boolean;
  /** Whether the tabulator key stops here: at one point, for Page Up and Page Down go from point to point. */
  readonly stop: boolean;
  /** Whether it is being dragged: what is drawn here is where it came from. */
  readonly lifted: boolean;
}

export const looks = computed<readonly Look[]>(() => {
  const { numbers } = task.value;
  const entry = hoveredEntry.value;
  const names = classes.value;
  const stop = Math.max(0, selected.value);
  const all = points.value.map((point, i) => ({
    ...{ point, name: names[point[2]]!, guess: undefined as string | undefined, light: "none" as Light },
    ...{ chosen: i === selected.value, stop: i === stop, lifted: false },
  }));
  numbers.forEach((i, at) => {
    // A wide set has samples, but no points.
    const look = all[i];
    if (look === undefined) return;
    const { predicted, multiples } = workedAt(at)!;
    look.guess = names[predicted];
    const multiple = entry && multiples[entry.m]!;
    if (multiple !== undefined) look.light = multiple === 0 ? "dim" : multiple > 0 ? "down" : "up";
  });
  return all;
});

/**
 * One signal a point, so that what changes of one is drawn anew, and not its five hundred neighbours; and one that is
 * dragged stays, as a shadow, until it is dropped: the drawing with all of them need not be painted for it.
 */
const slots: Signal<Look>[] = [];

effect(() => {
  const now = looks.value;
  const held = dragged.value;
  batch(() => {
    now.forEach((look, i) => {
      const slot = slots[i];
      if (slot === undefined) slots[i] = signal(look);
      else if (i === held) slot.value = slot.peek().lifted ? slot.peek() : { ...slot.peek(), lifted: true };
      else if (!isSame(slot.peek(), look)) slot.value = look;
    });
  });
});

export const pointCount = computed(() => points.value.length);

export function lookOf(i: number): Look {
  return slots[i]!.value;
}

function isSame(a: Look, b: Look): boolean {
  return (Object.keys(a) as (keyof Look)[]).every((key) => a[key] === b[key]);
}

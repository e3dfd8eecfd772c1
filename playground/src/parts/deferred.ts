import { type ReadonlySignal, untracked, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { dragged } from "../state/dragging.ts";
import { running } from "../state/running.ts";
import { wide } from "../state/task.ts";

/** Milliseconds from a change to what follows from it; changes meanwhile do not put it off. */
const pause = 120;
/** The same while a point is dragged or wide data are trained on, where each change puts it off: a frame has no time. */
const rest = 150;

/**
 * A value that takes long to work out, some times a second, or once a dragged point rests: so that points can be
 * dragged at full speed while it follows.
 *
 * @param reads reads the signals that the value depends on
 */
export function useDeferred<T>(
  reads: () => unknown,
  compute: () => T | Promise<T>,
): ReadonlySignal<T | undefined> {
  const value = useSignal<T | undefined>(undefined);
  const timer = useSignal<ReturnType<typeof setTimeout> | undefined>(undefined);
  const asked = useRef(0);
  const shown = useRef(0);
  useSignalEffect(() => {
    reads();
    const held = dragged.value >= 0 || (wide.value && running.value);
    if (timer.peek() !== undefined) {
      if (!held) return;
      clearTimeout(timer.peek());
    }
    const work = async (): Promise<void> => {
      timer.value = undefined;
      const mine = ++asked.current;
      const result = await untracked(compute);
      // An answer that comes after its successor is of no use.
      if (mine > shown.current) {
        shown.current = mine;
        value.value = result;
      }
    };
    timer.value = setTimeout(work, value.peek() === undefined ? 0 : held ? rest : pause);
  });
  return value;
}

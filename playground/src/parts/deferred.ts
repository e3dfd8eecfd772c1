import { type ReadonlySignal, untracked, useSignal, useSignalEffect } from "@preact/signals";

/** Milliseconds. */
const pause = 120;

/**
 * A value that takes long to work out, some times a second: so that points can be dragged at full speed while it
 * follows.
 *
 * @param reads reads the signals that the value depends on
 */
export function useDeferred<T>(reads: () => unknown, compute: () => T): ReadonlySignal<T | undefined> {
  const value = useSignal<T | undefined>(undefined);
  const timer = useSignal<ReturnType<typeof setTimeout> | undefined>(undefined);
  useSignalEffect(() => {
    reads();
    if (timer.peek() !== undefined) return;
    const work = (): void => {
      timer.value = undefined;
      value.value = untracked(compute);
    };
    timer.value = setTimeout(work, value.peek() === undefined ? 0 : pause);
  });
  return value;
}

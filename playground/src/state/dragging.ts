import { signal } from "@preact/signals";

/** Whether a point is on its way under a pointer: what takes long to work out waits until it rests. */
export const dragging = signal(false);

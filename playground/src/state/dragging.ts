import { signal } from "@preact/signals";

/** Number of the point that is on its way under a pointer, -1 for none: what takes long to work out waits until it rests. */
export const dragged = signal(-1);

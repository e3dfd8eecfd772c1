import { signal } from "@preact/signals";

/** Whether a descent is under way. */
export const running = signal(false);

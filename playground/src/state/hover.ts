import { computed, signal } from "@preact/signals";
import { selected } from "./store.ts";

/** The point under the pointer or with the focus, -1 for none. */
export const hoveredPoint = signal(-1);

/** The entry of the gradient under the pointer or with the focus. */
export const hoveredEntry = signal<{ readonly m: number; readonly j: number } | undefined>(undefined);

/** The point that is looked at: the one under the pointer, else the chosen one. */
export const lookedAt = computed(() => (hoveredPoint.value >= 0 ? hoveredPoint.value : selected.value));

import { batch, computed, signal } from "@preact/signals";
import type { DualLossName } from "hinge";

export const loss = signal<DualLossName>("weston-watkins");
export const squared = signal(false);

/** The slider's place: log10 of C. */
export const logC = signal(0);
export const C = computed(() => Number((10 ** logC.value).toPrecision(3)));

/** Which classes take part in the training. */
export const takesPart = signal<readonly boolean[]>([true, true, true]);

/** The class chosen for the points that a click adds. */
export const chosenBrush = signal(0);
/** The class that a click adds: the chosen one if it takes part, else the first that does; -1 if none does. */
export const brush = computed(() =>
  takesPart.value[chosenBrush.value] ? chosenBrush.value : takesPart.value.indexOf(true),
);

export function takeAllClasses(): void {
  takesPart.value = takesPart.value.map(() => true);
}

export function setTakesPart(k: number, yes: boolean): void {
  takesPart.value = takesPart.value.map((now, m) => (m === k ? yes : now));
}

/** Chooses a loss. The binary one knows two classes: the first ones are left out until another is chosen. */
export function chooseLoss(name: DualLossName): void {
  batch(() => {
    if (loss.value === "binary") takeAllClasses();
    loss.value = name;
    if (name !== "binary") return;
    let surplus = takesPart.value.filter(Boolean).length - 2;
    takesPart.value = takesPart.value.map((yes) => yes && surplus-- <= 0);
  });
}

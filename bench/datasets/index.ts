import { bundled, dividedBy, standardized } from "./bundled.ts";
import type { Dataset } from "./dataset.ts";

/** Smallest first. The digits' pixels range from 0 to 16. */
export const datasets: readonly Dataset[] = [
  bundled("iris", 1, standardized),
  bundled("wine", 1, standardized),
  bundled("penguins", 1, standardized),
  bundled("breast-cancer", 1, standardized),
  bundled("digits", 1, dividedBy(16)),
];

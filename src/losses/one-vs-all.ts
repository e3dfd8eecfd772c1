import { signHinges } from "./hinges.ts";
import type { DualLoss } from "./loss.ts";
import type { LossForm } from "./options.ts";
import { sumOfHinges } from "./sum-of-hinges.ts";

/**
 * One-vs-all: l(s, y) = sum_m max(0, margin - t_m s_m), t_m = +1 for the true class and -1 for every other,
 * squared: sum of the squares. K independent two-class machines in one loss.
 *
 * Subgradient: -t_m for each m with margin - t_m s_m > 0 (strict), else 0.
 * Source: Rifkin & Klautau, JMLR 5 (2004).
 *
 * @throws HingeError `bad-margin`
 */
export function oneVsAll(form: LossForm = {}): DualLoss {
  return sumOfHinges("one-vs-all", signHinges, form);
}

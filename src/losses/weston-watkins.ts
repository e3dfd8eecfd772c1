import { pairHinges } from "./hinges.ts";
import type { DualLoss } from "./loss.ts";
import type { LossForm } from "./options.ts";
import { sumOfHinges } from "./sum-of-hinges.ts";

/**
 * The Weston-Watkins loss, CS231n's "multiclass SVM loss":
 * l(s, y) = sum_{m != y} max(0, s_m - s_y + margin), squared: sum of the squares.
 *
 * Subgradient: 1[s_m - s_y + margin > 0] for every other class, minus their number for the true class.
 * At a tie the indicator is 0 (strict >), and each tied hinge opens an interval alpha in [0, 1].
 * Source: Weston & Watkins, ESANN 1999.
 *
 * @throws HingeError `bad-margin`
 */
export function westonWatkins(form: LossForm = {}): DualLoss {
  return sumOfHinges("weston-watkins", pairHinges, form);
}

import { singleHinge } from "./hinges.ts";
import type { DualLoss } from "./loss.ts";
import type { LossForm } from "./options.ts";
import { sumOfHinges } from "./sum-of-hinges.ts";

/**
 * The two-class hinge loss on a single score: l(s, y) = max(0, margin - t s), t = +1 for class number 1 and -1
 * for class number 0, squared: its square.
 *
 * Subgradient: -t if margin - t s > 0 (strict), else 0. Source: Cortes & Vapnik, Machine Learning 20 (1995).
 *
 * @throws HingeError `bad-margin`
 */
export function binary(form: LossForm = {}): DualLoss {
  return sumOfHinges("binary", singleHinge, form);
}

import { pairHinges } from "./hinges.ts";
import type { DualLoss } from "./loss.ts";
import { maxOfHinges } from "./max-of-hinges.ts";
import type { LossForm } from "./options.ts";

/**
 * The Crammer-Singer loss: l(s, y) = max(0, max_{m != y} s_m - s_y + margin), squared: its square.
 *
 * Subgradient: +1 for the worst other class and -1 for the true class if the worst margin is violated, else 0.
 * At a tie for the worst the lowest class is taken; the subdifferential is the hull of all that tie.
 * Source: Crammer & Singer, JMLR 2 (2001).
 *
 * @throws HingeError `bad-margin`
 */
export function crammerSinger(form: LossForm = {}): DualLoss {
  return maxOfHinges("crammer-singer", pairHinges, form);
}

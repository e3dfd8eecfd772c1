import type { LossLine } from "./notebook-lines.ts";

/** What a printed loss says. */
export interface LossRemark extends LossLine {
  readonly wrong: boolean;
  readonly says: string;
}

/** The exercise's ten classes: at small weights every wrong class is within the margin of 1. */
const nClasses = 10;

/** Says what the size of a loss at small weights tells, where it tells anything. */
export function remarksOnLosses(losses: readonly LossLine[]): LossRemark[] {
  return losses.flatMap((each): LossRemark[] => {
    const said = remark(each.value);
    return said === undefined ? [] : [{ ...each, ...said }];
  });
}

function remark(value: number): Pick<LossRemark, "wrong" | "says"> | undefined {
  if (!Number.isFinite(value)) return { wrong: true, says: "it is not finite." };
  if (value < 0) {
    return { wrong: true, says: "a sum of hinges is never below 0: max(0, .) is missing (no-clamp)." };
  }
  if (value === 0) return { wrong: false, says: "0 is what a loss that is not filled in gives." };
  const expected = `at small weights the loss is about C - 1, ${nClasses - 1} for ${nClasses} classes`;
  if (Math.abs(value - Math.log(nClasses)) < 0.1) {
    return { wrong: false, says: `about log ${nClasses}, as softmax has it; ${expected}.` };
  }
  if (Math.abs(value - nClasses) < 0.15) {
    return {
      wrong: false,
      says: `about C for ${nClasses} classes; ${expected}. One more is the correct class's own margin, delta (correct-class-loss).`,
    };
  }
  if (value > 20 * nClasses) {
    return {
      wrong: false,
      says: `${expected}; so much more is a sum over the samples that is not divided by N, weights that are not small, or a large regulariser.`,
    };
  }
  return undefined;
}

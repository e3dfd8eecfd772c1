import { encodeLabels, type Label, showClasses } from "../data/labels.ts";
import { HingeError, show } from "../errors.ts";
import { randomStream, shuffle } from "../math/random.ts";
import { countUp } from "../math/vector.ts";

export interface FoldOptions {
  /** Into how many parts, 2 or more. Default 5. */
  readonly folds?: number | undefined;
  /** Whole number >= 0 that fixes which sample goes where. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Deals samples into folds that have as many samples as one another, and as many of each class, up to one.
 *
 * @param y one label a sample
 * @returns each sample's fold, from 0
 * @throws HingeError `bad-option`, `bad-label`, `mixed-labels`, `lonely-class`
 */
export function stratifiedFolds(y: ArrayLike<Label>, { folds = 5, seed = 0 }: FoldOptions = {}): Int32Array {
  if (!Number.isSafeInteger(folds) || folds < 2)
    refuse(`${show(folds)} is no whole number >= 2; give 5, say`);
  if (folds > y.length) refuse(`${folds} folds are more than the ${y.length} samples; give fewer`);
  const labels = encodeLabels(y);
  const members = new Int32Array(labels.classes.length);
  for (const k of labels.y) members[k]!++;
  const lonely = labels.classes.filter((_, k) => members[k] === 1);
  if (lonely.length > 0) {
    throw new HingeError(
      "lonely-class",
      `a class needs two samples or more, one to learn from and one to test, and there is one only of ${showClasses(lonely)}; leave it out`,
    );
  }
  const order = countUp(y.length);
  shuffle(order, order.length, randomStream(seed, 0));
  // A class's samples go to the folds in turn, and the next class goes on where the last one ended.
  const next = new Int32Array(members.length);
  for (let k = 1; k < next.length; k++) next[k] = next[k - 1]! + members[k - 1]!;
  const fold = new Int32Array(y.length);
  for (const i of order) fold[i] = next[labels.y[i]!]!++ % folds;
  return fold;
}

function refuse(sentence: string): never {
  throw new HingeError("bad-option", sentence, { option: "folds" });
}

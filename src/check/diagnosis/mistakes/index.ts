import { behaviourMistakes } from "./behaviour.ts";
import { biasMistakes } from "./bias.ts";
import { countMistakes } from "./count.ts";
import { formMistakes } from "./form.ts";
import { labelMistakes } from "./labels.ts";
import { landingMistakes } from "./landing.ts";
import { deltaMistakes, marginMistakes } from "./margins.ts";
import { type Mistake, type MistakeId, mistakeIds } from "./mistake.ts";
import { regularizerMistakes } from "./regularizer.ts";
import { termMistakes } from "./regularizer-terms.ts";
import { scaleMistakes } from "./scale.ts";
import { shapeMistakes } from "./shape.ts";
import { signMistakes } from "./sign.ts";

export type { Detail, Example, Mistake, MistakeId, Part, Told } from "./mistake.ts";
export { mistakeIds } from "./mistake.ts";

const all = [
  ...regularizerMistakes,
  ...termMistakes,
  ...biasMistakes,
  ...countMistakes,
  ...marginMistakes,
  ...signMistakes,
  ...scaleMistakes,
  ...landingMistakes,
  ...shapeMistakes,
  ...labelMistakes,
  ...deltaMistakes,
  ...formMistakes,
  ...behaviourMistakes,
];

/** All mistakes, in the order of `mistakeIds`. */
export const mistakes: readonly Mistake[] = all.sort(
  (a, b) => mistakeIds.indexOf(a.id) - mistakeIds.indexOf(b.id),
);

/** The definition of a mistake. */
export function mistakeOf(id: MistakeId): Mistake {
  return mistakes.find((mistake) => mistake.id === id)!;
}

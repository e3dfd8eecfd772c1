import type { Explanation, Found } from "./explanation.ts";
import { mistakeOf } from "./mistakes/index.ts";
import type { MistakeId, Part } from "./mistakes/mistake.ts";

/** A mistake as it is reported. */
export interface Finding {
  readonly id: MistakeId;
  readonly part: Part;
  readonly headline: string;
  /** The line of mathematics that is broken, and what stands in its place. */
  readonly equation: string;
  readonly instead: string;
  readonly summary: string;
  readonly fix: string;
  /** The repair as a line of code. */
  readonly numpy: string;
  readonly javascript: string;
  /**
   * From 0 to 1: the weight of the explanations that hold this mistake among all that explain what was seen, where each
   * further mistake makes an explanation e^3 times less likely.
   */
  readonly confidence: number;
}

export function findingsOf(
  found: readonly Found[],
  best: Explanation | undefined,
  others: readonly Explanation[],
): Finding[] {
  const all = best === undefined ? [] : [best, ...others];
  const weight = ({ cost }: Explanation): number => Math.exp(-3 * (cost - (best?.cost ?? 0)));
  const total = all.reduce((sum, each) => sum + weight(each), 0);
  const ids = new Set<string>();
  return found.flatMap(({ id, part, detail }): Finding[] => {
    const key = `${id} ${detail.where} ${detail.variant ?? ""}`;
    if (ids.has(key)) return [];
    ids.add(key);
    const holding = all.filter((each) => each.found.some((other) => other.id === id));
    const share = holding.reduce((sum, each) => sum + weight(each), 0);
    const confidence = holding.length === 0 ? 1 : Number((share / total).toFixed(3));
    return [{ id, part, ...mistakeOf(id).tell(detail), confidence }];
  });
}

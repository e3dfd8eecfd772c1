/**
 * Learners' files as text: right functions with places in which a mistake can be planted, one or two at a time. They
 * are written from the list of mistakes alone and share nothing with the checker.
 */

export type Part = "data" | "regularizer" | "loss";
export type Places = Readonly<Record<string, string>>;

/** A right function; `text` puts it together from what stands in its places. */
export interface Base {
  readonly name: string;
  readonly language: "python" | "javascript";
  readonly places: Places;
  text(name: string, places: Places): string;
}

/** A mistake as a change of one or a few places. */
export interface Mistake {
  readonly id: string;
  readonly variant: string;
  readonly put: Places;
  /** The parts that stay right. */
  readonly right: readonly Part[];
  /** Other sets of names for the same numbers. */
  readonly either?: readonly (readonly string[])[];
  /** It makes no sense beside another. */
  readonly alone?: true;
}

export interface Submission {
  readonly title: string;
  readonly language: Base["language"];
  text(name: string): string;
  /** Sets of ids, each of which is an exact answer. None: it must not be called wrong. */
  readonly expected: readonly (readonly string[])[];
  readonly right: readonly Part[];
  /** The verdict may be right, too, since floats are. */
  readonly lenient?: true;
  /** The titles of the two that a pair combines. */
  readonly of?: readonly [string, string];
}

export function mistake(
  id: string,
  variant: string,
  put: Places,
  right: readonly Part[] = [],
  more: Pick<Mistake, "either" | "alone"> = {},
): Mistake {
  return { id, variant, put, right, ...more };
}

export function rightOne(base: Base): Submission {
  return {
    title: base.name,
    language: base.language,
    text: (name) => base.text(name, base.places),
    expected: [],
    right: ["data", "regularizer", "loss"],
  };
}

/** Not mistakes, though the table has a name for them. */
const harmless = ["inclusive-indicator", "low-precision"];

export function single(base: Base, planted: Mistake): Submission {
  const { id, variant, put, right, either = [] } = planted;
  const foreign = Object.keys(put).find((place) => !(place in base.places));
  if (foreign !== undefined) throw new Error(`${base.name} has no place ${foreign}`);
  return {
    title: titleOf(base, planted),
    language: base.language,
    text: (name) => base.text(name, { ...base.places, ...put }),
    expected: harmless.includes(id) ? [] : [[id], ...either],
    right,
    ...(id === "integer-overflow" ? { lenient: true as const } : {}),
    ...(variant === "" ? {} : {}),
  };
}

function titleOf(base: Base, { id, variant }: Mistake): string {
  return `${base.name}: ${id} (${variant})`;
}

/** All pairs that change different places and are different mistakes. */
export function pairs(base: Base, mistakes: readonly Mistake[]): Submission[] {
  const out: Submission[] = [];
  const usable = mistakes.filter(({ id, alone }) => !alone && !harmless.includes(id));
  usable.forEach((a, k) => {
    for (const b of usable.slice(k + 1)) {
      if (a.id === b.id || Object.keys(a.put).some((place) => place in b.put)) continue;
      const names = (each: Mistake) => [[each.id], ...(each.either ?? [])];
      out.push({
        title: `${base.name}: ${a.id} (${a.variant}) + ${b.id} (${b.variant})`,
        language: base.language,
        text: (name) => base.text(name, { ...base.places, ...a.put, ...b.put }),
        expected: names(a).flatMap((first) =>
          names(b).map((second) => [...new Set([...first, ...second])].sort()),
        ),
        right: a.right.filter((part) => b.right.includes(part)),
        of: [titleOf(base, a), titleOf(base, b)],
      });
    }
  });
  return out;
}

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
  /** What it is called with, in this order, and how W and X lie. */
  readonly takes: readonly ("W" | "b" | "X" | "y" | "lambda" | "N" | "D" | "C")[];
  readonly layout: "DxC" | "CxD";
  readonly samples?: "columns";
  readonly flat?: true;
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
  /** Places that it is that mistake only with as they are. */
  readonly relies?: readonly string[];
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
  /** Ids that are true as well. */
  readonly may?: readonly string[];
  /** A note that says as much as an id would. */
  readonly orNote?: RegExp;
  readonly base: Base;
  /** The two that a pair combines. */
  readonly of?: readonly [Submission, Submission];
}

export function mistake(
  id: string,
  variant: string,
  put: Places,
  right: readonly Part[] = [],
  more: Pick<Mistake, "either" | "alone" | "relies"> = {},
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
    base,
  };
}

/** A row a sample has neither the other rows nor the average nor the penalty, and one may say so. */
const notFormed = ["other-rows-missing", "not-averaged", "regularizer-gradient-missing"];
const notRegularized = ["regularizer-gradient-missing"];

/** Not mistakes, though the table has a name for them. */
const harmless = ["inclusive-indicator", "low-precision"];

export function single(base: Base, planted: Mistake): Submission {
  const { id, variant, put, right, either = [] } = planted;
  const foreign = Object.keys(put).find((place) => !(place in base.places));
  if (foreign !== undefined) throw new Error(`${base.name} has no place ${foreign}`);
  return {
    title: `${base.name}: ${id} (${variant})`,
    language: base.language,
    text: (name) => base.text(name, { ...base.places, ...put }),
    expected: harmless.includes(id) ? [] : [[id], ...either],
    right,
    ...(id === "integer-overflow" ? { lenient: true as const } : {}),
    // What changes its arguments and is right otherwise is told so.
    ...(id === "stateful" && /changed/.test(variant) ? { orNote: /changes the/ } : {}),
    ...(id === "integer-overflow" ? { orNote: /integer-overflow/ } : {}),
    may: id === "per-sample-gradient" ? notFormed : id === "not-implemented" ? notRegularized : [],
    base,
  };
}

/** All pairs that change different places, are different mistakes and do not make up a convention together. */
export function pairs(base: Base, mistakes: readonly Mistake[]): Submission[] {
  const out: Submission[] = [];
  // What is like nothing known has no name that another could stand beside.
  const usable = mistakes.filter(({ id, alone }) => !alone && id !== "unknown" && !harmless.includes(id));
  usable.forEach((a, k) => {
    for (const b of usable.slice(k + 1)) {
      if (a.id === b.id || interfere(a, b) || interfere(b, a) || isConvention(a, b)) continue;
      out.push({
        title: `${base.name}: ${a.id} (${a.variant}) + ${b.id} (${b.variant})`,
        language: base.language,
        text: (name) => base.text(name, { ...base.places, ...a.put, ...b.put }),
        expected: [...namesOfBoth(a, b), ...vaguely(a, b), ...vaguely(b, a), ...inOne(a, b), ...inOne(b, a)],
        right: a.right.filter((part) => b.right.includes(part)),
        of: [single(base, a), single(base, b)],
        base,
      });
    }
  });
  return out;
}

function interfere(a: Mistake, b: Mistake): boolean {
  return [...Object.keys(a.put), ...(a.relies ?? [])].some((place) => place in b.put);
}

function namesOfBoth(a: Mistake, b: Mistake): string[][] {
  const names = (each: Mistake) => [[each.id], ...(each.either ?? [])];
  return names(a).flatMap((first) => names(b).map((second) => [...new Set([...first, ...second])]));
}

/** In the gradient alone these are conventions; only a loss that is known can tell that they are not. */
const conventional =
  /^(not-averaged|averaged-over-classes|margins-not-indicator|delta-wrong|other-loss|regularizer-gradient-(factor|missing)|regularizer-wrong-term)$/;

/** A loss that is off beside a gradient that is wrong is no longer the loss alone; it may hide what else is in it. */
function vaguely(vague: Mistake, other: Mistake): string[][] {
  if (vague.id !== "loss-only") return [];
  const hidden =
    other.id === "regularizer-loss" || (other.right.includes("data") && other.right.includes("regularizer"));
  return [[other.id, "unknown"], ...(hidden || conventional.test(other.id) ? [[vague.id], ["unknown"]] : [])];
}

/**
 * All of the gradient with a minus, or divided by N once more or not at all as beside the loss, is one mistake; and the
 * last sample's own gradient has no 1/N.
 */
function inOne(data: Mistake, other: Mistake): string[][] {
  const sign = data.id === "sign-flipped" && other.variant === "negative";
  const twice = data.id === "averaged-twice" && other.id === "regularizer-averaged";
  const never = data.id === "not-averaged" && other.id === "regularizer-loss" && other.variant === "averaged";
  const last = data.id === "last-sample-only" && other.id === "not-averaged";
  return sign || twice || never || last ? [[data.id]] : [];
}

/**
 * The penalty's value and its gradient are judged by each other: lambda/2, none, an average or sum |W| in both is
 * a convention, and in one of them a mistake of either.
 */
function isConvention(a: Mistake, b: Mistake): boolean {
  if (a.id.startsWith("delta-") && b.id.startsWith("delta-")) return true;
  const [value, gradient] = a.id === "regularizer-loss" ? [a, b] : [b, a];
  if (value.id !== "regularizer-loss" || !gradient.id.startsWith("regularizer-")) return false;
  return (
    /missing|left out|half|double|abs|averaged|subtracted|norm/.test(value.variant) ||
    /half|sign|missing/.test(`${gradient.id} ${gradient.variant}`)
  );
}

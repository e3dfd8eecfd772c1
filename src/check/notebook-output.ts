import { HingeError } from "../errors.ts";
import { short } from "./course.ts";
import { nameFactor } from "./notebook-factor.ts";
import { type CheckLine, readNotebookLines } from "./notebook-lines.ts";
import { type LossRemark, remarksOnLosses } from "./notebook-losses.ts";
import type { Candidate, NotebookPattern } from "./notebook-pattern.ts";

/** One check of a few weights. */
export interface NotebookGroup {
  readonly pattern: NotebookPattern;
  readonly lines: readonly CheckLine[];
  /** analytic / numerical, where it is the same everywhere. */
  readonly ratio?: number;
  /** One or two sentences: what the numbers say. */
  readonly says: string;
  /** What would explain them, the likeliest first. */
  readonly candidates: readonly Candidate[];
}

export interface NotebookReading {
  /** "agrees": the gradient is the slope of the loss, right or wrong as that may be. */
  readonly verdict: "agrees" | "wrong" | "undetermined";
  readonly groups: readonly NotebookGroup[];
  readonly losses: readonly LossRemark[];
  readonly notes: readonly string[];
}

/** Relative errors below this are rounding, and up to the second a kink within the step may make them. */
const rounding = 1e-6;
const kinkError = 1e-2;

/**
 * Reads the output of CS231n's gradient check ("numerical: ... analytic: ..., relative error: ...") as it was printed,
 * and says what it narrows the mistake down to: a constant ratio of the two has a few causes only.
 *
 * Source: CS231n, notes on neural networks, part 3, "Gradient checks": |a - n| / max(|a|, |n|); its code divides by
 * |a| + |n|, so that a = k n prints (k - 1)/(k + 1).
 *
 * @throws HingeError `no-check` if there is no such line and no loss
 */
export function readNotebookOutput(text: string): NotebookReading {
  const { groups: found, losses: printed } = readNotebookLines(text);
  if (found.length === 0 && printed.length === 0) {
    throw new HingeError(
      "no-check",
      'there is no line of a gradient check in it; paste lines such as "numerical: 1.5 analytic: 1.5, relative error: 1e-9"',
    );
  }
  const groups = withRegulariser(found.map(readGroup));
  const losses = remarksOnLosses(printed);
  const isWrong = groups.some(isBad) || losses.some(({ wrong }) => wrong);
  const agrees = groups.some(passes);
  return {
    verdict: isWrong ? "wrong" : agrees ? "agrees" : "undetermined",
    groups,
    losses,
    notes: isWrong || !agrees ? [] : [onlyTheSlope],
  };
}

const onlyTheSlope =
  "That the gradient is the slope of the loss does not show that the loss is right, and at small weights a check like this lets a regulariser with a wrong factor pass.";

function isBad({ pattern }: NotebookGroup): boolean {
  return !["agrees", "kinks", "nothing"].includes(pattern);
}

/** Nothing in it speaks against the gradient, and something for it. */
function passes({ pattern, candidates }: NotebookGroup): boolean {
  return pattern === "agrees" || (pattern === "kinks" && candidates.length === 0);
}

/** The course checks without the regulariser first, and then with it. */
function withRegulariser(groups: readonly NotebookGroup[]): readonly NotebookGroup[] {
  const [first, second] = groups;
  if (groups.length !== 2 || !passes(first!) || passes(second!)) return groups;
  if (!["irregular", "kinks", "signs-differ"].includes(second!.pattern)) return groups;
  const says =
    "The first check passes and this one does not. If the regulariser was turned on between them, as in the course, the data term is right and the regulariser is wrong.";
  const candidates: Candidate[] = [
    {
      id: "regularizer-gradient-factor",
      why: "lambda*W for a loss with lambda*sum(W^2), or 2*lambda*W for half of it",
    },
    { id: "regularizer-gradient-missing", why: "it is in the loss alone" },
    { id: "regularizer-loss", why: "it is in the gradient alone, or with another factor" },
    { id: "regularizer-averaged", why: "it is divided by N in one of the two" },
  ];
  return [first!, { ...second!, pattern: "regularizer", says, candidates }];
}

function readGroup(lines: readonly CheckLine[]): NotebookGroup {
  const group = (
    pattern: NotebookPattern,
    says: string,
    candidates: readonly Candidate[] = [],
    ratio?: number,
  ): NotebookGroup => ({ pattern, lines, says, candidates, ...(ratio === undefined ? {} : { ratio }) });

  if (lines.some((each) => !Number.isFinite(each.numerical) || !Number.isFinite(each.analytic))) {
    return group(
      "not-finite",
      "There is a nan or an infinity: look for a division by 0 or an overflow first.",
    );
  }
  const telling = lines.filter(({ numerical, analytic }) => numerical !== 0 || analytic !== 0);
  if (telling.length === 0) {
    return group(
      "nothing",
      "All numbers are 0: these weights say nothing. Check others, at weights that are not 0.",
    );
  }
  if (telling.every(({ analytic }) => analytic === 0)) {
    const why = "the loss has a slope and the gradient is 0 everywhere";
    return group("no-gradient", "The gradient is 0 everywhere, which prints a relative error of 1.", [
      { id: "not-implemented", why },
    ]);
  }
  if (telling.every(({ numerical }) => numerical === 0)) {
    return group(
      "flat-loss",
      "The loss does not change with these weights: it is a constant, or it is computed from other weights than those given.",
    );
  }
  const off = telling.filter(({ relativeError }) => relativeError > rounding);
  if (off.length === 0) {
    return group("agrees", `All ${telling.length} agree: the gradient is the slope of the loss.`);
  }
  const common = commonRatio(telling);
  if (common !== undefined) {
    const { pattern, says, candidates, ratio } = nameFactor(common);
    const alone =
      telling.length > 1 ? "" : " That is one weight only: more lines tell whether it is so everywhere.";
    return group(pattern, `${says}${alone}`, candidates, ratio);
  }
  return off.every(({ relativeError }) => relativeError <= kinkError)
    ? nearlyAgrees(off, telling, group)
    : mixture(telling, group);
}

type Group = (pattern: NotebookPattern, says: string, candidates?: readonly Candidate[]) => NotebookGroup;

/** The ratios that all lines allow; a few lines off by no more than a kink makes are overlooked. */
function commonRatio(lines: readonly CheckLine[]): readonly [number, number] | undefined {
  const ratios = lines.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]));
  if (ratios.length === 0 || ratios.length < 0.8 * lines.length) return undefined;
  const exact = overlap(ratios);
  // Where 1 is among them the others agree.
  if (exact !== undefined) return exact[0] <= 1 && exact[1] >= 1 ? undefined : exact;
  const middle = median(ratios.map(([least, most]) => (least + most) / 2));
  // Within what kinks do to a few lines, and only for a factor that stands out from that.
  const near = ratios.filter(
    ([least, most]) => overlap([[least, most], around(middle, kinkError)]) !== undefined,
  );
  const stands = Math.abs(Math.abs(middle) - 1) > 5 * kinkError || middle < 0;
  return stands && near.length >= 0.8 * ratios.length ? around(middle, kinkError) : undefined;
}

function overlap(ranges: readonly (readonly [number, number])[]): [number, number] | undefined {
  const least = Math.max(...ranges.map((each) => each[0]));
  const most = Math.min(...ranges.map((each) => each[1]));
  return least <= most ? [least, most] : undefined;
}

function around(value: number, part: number): [number, number] {
  const by = Math.abs(value) * part;
  return [value - by, value + by];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function nearlyAgrees(off: readonly CheckLine[], all: readonly CheckLine[], group: Group): NotebookGroup {
  const largest = short(Math.max(...off.map(({ relativeError }) => relativeError)));
  const few = `${off.length} of ${all.length}`;
  if (off.length <= all.length / 2) {
    return group(
      "kinks",
      `${few} are off by up to ${largest}, the others agree. A kink of the hinge within the step of the numerical gradient does that to a right gradient, so they say nothing against it.`,
    );
  }
  return group(
    "kinks",
    `${few} are off, by up to ${largest} and not by a common factor. Kinks can do that to a right gradient, and so can a regulariser with a wrong factor: this check cannot tell.`,
    [{ id: "regularizer-gradient-factor", why: "small differences everywhere that follow W" }],
  );
}

function mixture(lines: readonly CheckLine[], group: Group): NotebookGroup {
  const agree = lines.filter(({ relativeError }) => relativeError <= kinkError);
  const zero = lines.filter(({ analytic }) => analytic === 0);
  const opposite = lines.filter(({ numerical, analytic }) => numerical * analytic < 0);
  const part = (some: readonly CheckLine[]): string => `${some.length} of ${lines.length}`;
  if (zero.length > 0 && agree.length + zero.length === lines.length) {
    return group(
      "partly-zero",
      `${part(zero)} are 0 in the gradient and not in the loss; the others agree. Some rows are never filled in, or are overwritten.`,
      [
        { id: "overwritten", why: "only the last sample of a class lands" },
        { id: "correct-class-row-missing", why: "a class's own samples add nothing" },
        { id: "other-rows-missing", why: "the samples of other classes add nothing" },
      ],
    );
  }
  if (opposite.length > 0 && agree.length > 0 && agree.length + opposite.length === lines.length) {
    return group("signs-differ", `${part(opposite)} have the opposite sign; the others agree.`, [
      { id: "sign-flipped", why: "one kind of row has its sign turned round" },
      { id: "correct-class-row-missing", why: "what a class's own samples take away is not there" },
    ]);
  }
  const signs = opposite.length > 0 ? ` ${part(opposite)} have the opposite sign.` : "";
  return group(
    "irregular",
    `${agree.length === 0 ? "None" : part(agree)} agree, and the ratios differ from line to line, so it is no factor on the whole gradient.${signs} Some term is another one: the count of violated margins in the correct class's row, the indicator, or the regulariser.`,
    [
      {
        id: "correct-class-not-counted",
        why: "the correct class's row gets -x once, not once a violated margin",
      },
      { id: "correct-class-counted", why: "the correct class's own margin is in the count" },
      { id: "margins-not-indicator", why: "the margins stand where 1[margin > 0] should" },
      { id: "regularizer-gradient-missing", why: "a regulariser in the loss alone, with a large lambda" },
    ],
  );
}

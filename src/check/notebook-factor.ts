import type { Candidate, NotebookPattern } from "./notebook-pattern.ts";

/** What a constant ratio of analytic to numerical is called. */
export interface NamedFactor {
  readonly pattern: NotebookPattern;
  readonly ratio: number;
  readonly says: string;
  readonly candidates: readonly Candidate[];
}

/** More classes than this are rarer than so few samples. */
const mostClasses = 100;

/** Names the factor that lies between two bounds: -1, 2, 1/2, N, 1/N, 1/C, or one close to 1. */
export function nameFactor([least, most]: readonly [number, number]): NamedFactor {
  if (most < 0) {
    const turned = nameFactor([-most, -least]);
    const factor = turned.ratio === 1 ? "" : ` Beside the sign: ${lower(turned.says)}`;
    return {
      pattern: "sign",
      ratio: -turned.ratio,
      says: `The gradient has the opposite sign, which prints a relative error of 1.${factor}`,
      candidates: [{ id: "sign-flipped", why: "every line has the opposite sign" }, ...turned.candidates],
    };
  }
  const larger = least + most >= 2;
  const range: readonly [number, number] = larger ? [least, most] : [1 / most, 1 / least];
  const [from, to] = range;
  if (from <= 1 && to >= 1)
    return { pattern: "factor", ratio: 1, says: "The sizes are equal.", candidates: [] };
  const whole = wholeWithin(range);
  if (whole === undefined) return near(range, larger);
  const { value: k, exact } = whole;
  const about = exact ? `${k}` : `about ${k}`;
  const error = `(${k}-1)/(${k}+1)`;
  const says = larger
    ? `The gradient is ${about} times the slope of the loss: a relative error of ${error} = ${digits(k)}.`
    : `The gradient is the slope of the loss divided by ${about}: a relative error of ${error} = ${digits(k)}.`;
  return { pattern: "factor", ratio: larger ? k : 1 / k, says, candidates: causes(k, exact, larger) };
}

function causes(k: number, exact: boolean, larger: boolean): Candidate[] {
  if (k === 2) {
    const twice = larger
      ? "2*lambda*W for a loss with (lambda/2)*sum(W^2)"
      : "lambda*W for a loss with lambda*sum(W^2)";
    return [
      {
        id: "regularizer-gradient-factor",
        why: `${twice}, if the regulariser outweighs the data here; else a 2 or a 1/2 stands in one of the two only`,
      },
    ];
  }
  const n = exact ? `N = ${k}` : `N is about ${k}`;
  const samples: Candidate = larger
    ? { id: "not-averaged", why: `if ${n}: the loss is divided by N and the gradient is not` }
    : { id: "averaged-twice", why: `if ${n}: the gradient is divided by N twice, or the loss not at all` };
  if (k > mostClasses) return [samples];
  const classes: Candidate = {
    id: "averaged-over-classes",
    why: `if there are ${exact ? k : `about ${k}`} classes: ${larger ? "the loss" : "the gradient"} is divided by their number as well`,
  };
  return [classes, samples];
}

/** A constant factor that is no whole number. */
function near([from, to]: readonly [number, number], larger: boolean): NamedFactor {
  const middle = (from + to) / 2;
  const ratio = larger ? middle : 1 / middle;
  const shown = Number(ratio.toPrecision(4));
  if (middle < 1.1) {
    const k = Math.round(1 / (middle - 1));
    return {
      pattern: "factor",
      ratio,
      says: `The gradient is ${shown} times the slope of the loss: a small error, but a constant one, which kinks do not make. A count that is off by one, of about ${k}, does: N - 1 or N + 1 for N.`,
      candidates: [{ id: "not-averaged", why: "loss and gradient are divided by different numbers" }],
    };
  }
  return {
    pattern: "factor",
    ratio,
    says: `The gradient is ${shown} times the slope of the loss. A constant that is in one of them is missing in the other.`,
    candidates: [],
  };
}

/** The whole number between the bounds, or a round one where the digits leave several. */
function wholeWithin([from, to]: readonly [number, number]): { value: number; exact: boolean } | undefined {
  const middle = (from + to) / 2;
  const nearest = Math.round(middle);
  if (nearest < 2) return undefined;
  if (to - from >= 1) {
    if (!Number.isFinite(to)) return undefined;
    for (const step of [1000, 500, 100, 50, 10, 5]) {
      const round = Math.round(middle / step) * step;
      if (round >= from && round <= to && round > 0) return { value: round, exact: false };
    }
    return { value: nearest, exact: false };
  }
  const slack = Math.max(0.02 * nearest * 0.01, (to - from) / 2);
  return Math.abs(nearest - middle) <= slack + 1e-9 ? { value: nearest, exact: true } : undefined;
}

function digits(k: number): string {
  return String(Number(((k - 1) / (k + 1)).toFixed(3)));
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

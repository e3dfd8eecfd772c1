import type { Detail } from "./mistake.ts";

/** What holds it: "the gradient", "the loss", "loss and gradient". */
export function placeOf({ where }: Pick<Detail, "where">): string {
  return where === "both" ? "loss and gradient" : `the ${where}`;
}

/** "is" or "are", after `placeOf`. */
export function isOrAre({ where }: Pick<Detail, "where">): string {
  return where === "both" ? "are" : "is";
}

/** The number that a name without N, C, D or lambda stands for. */
export function numberOf(factor: string | undefined): number | undefined {
  const [, above, below] = /^(-?[\d.]+(?:e[-+]?\d+)?)(?:\/(\d+))?$/.exec(factor ?? "") ?? [];
  return above === undefined ? undefined : Number(above) / Number(below ?? 1);
}

/** A factor's name for people: 4 digits of a number that has none. */
export function readable(factor: string): string {
  const value = numberOf(factor);
  return value === undefined || factor.includes("/") ? factor : String(Number(value.toPrecision(4)));
}

/** A factor before a term: "2*lambda*W", "lambda*W" for 1, "(2/N)*lambda*W", "k*lambda*W" for one that is not known. */
export function times(factor: string | undefined, term: string): string {
  if (factor === undefined) return `k*${term}`;
  const name = readable(factor);
  const sign = name.startsWith("-") ? "-" : "";
  const size = sign === "" ? name : name.slice(1);
  if (size === "0") return "0";
  if (size === "1") return `${sign}${term}`;
  return `${sign}${/^[\w.]+$/.test(size) ? size : `(${size})`}*${term}`;
}

/** A sum; a term of 0 is left out, and one below 0 subtracted. */
export function plus(sum: string, term: string): string {
  if (term === "0") return sum;
  return term.startsWith("-") ? `${sum} - ${term.slice(1)}` : `${sum} + ${term}`;
}

/** Twice a factor, and half of it, as a name. */
export function doubled(factor: string): string {
  return (
    scaled(factor, 2, { "1/N": "2/N", "1/(2N)": "1/N", N: "2N", "N/2": "N", "1/C": "2/C" }) ?? `2*${factor}`
  );
}

export function halved(factor: string): string {
  return (
    scaled(factor, 0.5, { "2/N": "1/N", "1/N": "1/(2N)", "2N": "N", N: "N/2", "2/C": "1/C" }) ?? `${factor}/2`
  );
}

function scaled(factor: string, by: number, names: Readonly<Record<string, string>>): string | undefined {
  const value = numberOf(factor);
  if (value === undefined) return names[factor];
  return value * by === 0.5 ? "1/2" : String(value * by);
}

/** How a factor compares with the one expected: "half of", "twice", "0.3 times"; absent where one has no number. */
export function comparison(factor: string | undefined, expected: string | undefined): string | undefined {
  const [value, right] = [numberOf(factor), numberOf(expected)];
  if (value === undefined || right === undefined || right === 0) return undefined;
  const ratio = value / right;
  const words: Readonly<Record<string, string>> = {
    "0.25": "a quarter of",
    "0.5": "half of",
    "-1": "the opposite of",
    "2": "twice",
    "4": "four times",
  };
  return words[ratio] ?? `${readable(String(ratio))} times`;
}

const codeNames = {
  numpy: { N: "num_train", C: "num_classes", D: "num_features", lambda: "reg" },
  javascript: { N: "N", C: "C", D: "D", lambda: "lambda" },
} as const;

/** A factor before a product, as code: "2 * reg * W", "reg * W", "1 / num_train * reg * W". */
export function codeTimes(factor: string, product: string, language: keyof typeof codeNames): string {
  const size = readable(factor)
    .replace(/^-/, "")
    .replace(/(\d)(?=[A-Za-z])/g, "$1*")
    .replace(/\^/g, "**")
    .replace(/\*\*|[*/+-]/g, (operator) => ` ${operator} `)
    .replace(/lambda|[NCD]/g, (name) => codeNames[language][name as "N"]);
  const sign = factor.startsWith("-") ? "-" : "";
  if (size === "1") return `${sign}${product}`;
  return `${sign}${size.includes(" + ") ? `(${size})` : size} * ${product}`;
}

import type { Mistake } from "./mistake.ts";
import { line } from "./patterns.ts";
import { derivative, gradientLines, inLoss, lossLines, squares, whyTwo } from "./regularizer-lines.ts";
import { comparison, doubled, plus, times } from "./words.ts";

/** What is written in place of W, and what it is. */
const wrongTerms: Readonly<
  Record<string, { readonly term: string; readonly headline: string; readonly what: string }>
> = {
  abs: {
    term: "lambda*abs(W)",
    headline: "has the absolute values of W in place of W",
    what: "With absolute values the negative weights are pushed further down instead of being pulled back to 0.",
  },
  sign: {
    term: "lambda*sign(W)",
    headline: "is that of the sum of absolute values",
    what: "lambda*sign(W) is the gradient of lambda*sum |w|, the L1 penalty, which pulls every weight equally hard.",
  },
  constant: {
    term: "lambda",
    headline: "is lambda alone, without W",
    what: "A constant in every entry is the gradient of the plain sum of the weights, and pushes all of them down for ever.",
  },
  squares: {
    term: "lambda*W^2",
    headline: "has the squares of W in place of W",
    what: "The squares are the loss's term itself, entry by entry; its derivative is what is wanted here.",
  },
  norm: {
    term: "lambda*W/|W|",
    headline: "is that of |W| without the square",
    what: "lambda*W/|W| is the gradient of the norm |W|, without the square; it is as long for tiny weights as for large ones.",
  },
  unit: {
    term: "lambda*W/|W|",
    headline: "is that of |W| without the square",
    what: "lambda*W/|W| is the gradient of the norm |W|, without the square; it is as long for tiny weights as for large ones.",
  },
  sum: {
    term: "lambda*|W|^2",
    headline: "is the loss's number lambda*|W|^2, added to every entry",
    what: "lambda*|W|^2 is one number, the loss's; added to a matrix it lands in every entry alike.",
  },
  "data-gradient": {
    term: "lambda*dW",
    headline: "is lambda*dW in place of lambda*W",
    what: "lambda*dW only stretches the data gradient by 1 + lambda, and the weights themselves are never pulled back.",
  },
};

const wrongTermMistake: Mistake = {
  id: "regularizer-wrong-term",
  part: "regularizer",
  title: "The regulariser's gradient is not a multiple of W",
  signature: "R = lambda*(T - 2*W) with T = |W|, sign(W), 1, W^2, W/|W| or dW (or a multiple) in every entry",
  tell: ({ variant, factor, expected = "2" }) => {
    const wrong = wrongTerms[variant ?? ""];
    return {
      headline: `the regulariser's gradient ${wrong?.headline ?? "is not a multiple of W"}`,
      equation: derivative(expected),
      instead: wrong === undefined ? "another term with lambda" : times(factor ?? "1", wrong.term),
      summary: `${whyTwo(expected)} ${wrong?.what ?? "What your gradient adds is no multiple of W, so it belongs to no such loss."}`,
      fix: `Add ${times(expected, "lambda*W")}: W itself, sign and all, entry by entry.`,
      ...gradientLines(expected),
    };
  },
  example: {
    detail: { where: "gradient", variant: "abs", factor: "2" },
    gradientPenalty: "2",
    gradientTerm: { shape: "abs", reach: "all" },
  },
  suspects: {
    numpy: [
      line("^\\s*{dW}\\w*\\s*(?:\\+=|=).*{reg}.*\\b(?:abs|sign|norm)\\("),
      line("^\\s*{dW}\\w*\\s*\\+=\\s*(?:[\\d.]+\\s*\\*\\s*)?{reg}\\s*(?:\\*\\s*{dW}\\s*)?(?:#.*)?$"),
      line("^\\s*{dW}\\w*\\s*\\+=.*{reg}.*np\\.sum\\("),
      line("^\\s*{dW}\\w*\\s*\\+=.*{reg}.*{W}\\s*(?:\\*\\*\\s*2|\\*\\s*{W})"),
    ],
    javascript: [
      line("^\\s*{dW}{index}\\s*(?:\\+=|=).*{reg}.*Math\\.(?:abs|sign|sqrt|hypot)\\("),
      line("{dW}{index}\\s*\\+=\\s*(?:[\\d.]+\\s*\\*\\s*)?{reg}\\s*(?:\\*\\s*{dW}{index})?\\s*;"),
    ],
  },
  wrongCode: {
    numpy: "dW += 2 * reg * np.abs(W)",
    javascript: "dW[j][d] += 2 * lambda * Math.abs(W[j][d]);",
  },
};

const wrongValues: Readonly<Record<string, { readonly term: string; readonly headline: string }>> = {
  abs: { term: "lambda*sum |w|", headline: "adds absolute values in place of squares" },
  norm: { term: "lambda*|W|", headline: "adds the norm |W| without its square" },
  sum: { term: "lambda*sum w", headline: "adds the weights themselves, not their squares" },
  constant: { term: "lambda", headline: "adds lambda alone, without |W|^2" },
};

const lossMistake: Mistake = {
  id: "regularizer-loss",
  part: "loss",
  title: "The regulariser in the loss is not the gradient's",
  signature: "the gradient exact, the loss off by k*lambda*|W|^2",
  tell: ({ variant, factor, expected = "1", known }) => {
    const wrong = wrongValues[variant ?? ""];
    const right = times(expected, squares);
    const yours =
      wrong !== undefined
        ? times(factor ?? "1", wrong.term)
        : factor === "0"
          ? "nothing"
          : times(factor, squares);
    const ratio = comparison(factor, expected);
    const headline =
      wrong !== undefined
        ? `the loss ${wrong.headline}`
        : factor === "0"
          ? "the loss has no regulariser"
          : expected === "0"
            ? "the loss has a regulariser and should have none"
            : ratio !== undefined
              ? `the loss has ${ratio} the regulariser that it should have`
              : factor === undefined
                ? "the loss does not have the regulariser that it should have"
                : `the loss adds ${yours} in place of ${right}`;
    return {
      headline,
      equation: plus("L = (1/N) sum_i L_i", right),
      instead: plus("L = (1/N) sum_i L_i", yours === "nothing" ? "0" : yours),
      summary: `${known === undefined ? "" : `${known} `}${
        expected === "0"
          ? "No regulariser was asked for, and a gradient without one is not that of this loss. Loss and gradient must be of the same function."
          : `Loss and gradient must be of the same function: ${times(doubled(expected), "lambda*W")} is the gradient of ${right}, because each w^2 has the derivative 2*w. Your loss adds ${yours}, so that its slope is not the gradient that goes with it.`
      }`,
      fix:
        expected === "0"
          ? "Leave the regulariser out of the loss."
          : `Add ${right} to the loss: the sum of all squared weights, after the division by N.`,
      ...lossLines(expected),
    };
  },
  example: { detail: { where: "loss", factor: "1/2", expected: "1" }, lossPenalty: "1/2" },
  suspects: { numpy: inLoss, javascript: inLoss },
  wrongCode: {
    numpy: "loss += 0.5 * reg * np.sum(W * W)\ndW += 2 * reg * W",
    javascript: "loss += 0.5 * lambda * W[j][d] * W[j][d];\ndW[j][d] += 2 * lambda * W[j][d];",
  },
};

/** Regularisers whose term is another one. */
export const termMistakes: readonly Mistake[] = [wrongTermMistake, lossMistake];

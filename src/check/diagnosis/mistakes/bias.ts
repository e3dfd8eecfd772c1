import type { Detail, Mistake, Told } from "./mistake.ts";
import { line } from "./patterns.ts";
import { codeTimes, placeOf, times } from "./words.ts";

const first = (variant: string | undefined): boolean => variant === "first" || variant === "without-first";

/** The lines for the rows of W (features) that the regulariser takes in. */
function lines(
  { where, expected = "2" }: Detail,
  rows: string,
  loop: string,
): Pick<Told, "numpy" | "javascript"> {
  return where === "loss"
    ? {
        numpy: `loss += reg * np.sum(W${rows} * W${rows})`,
        javascript: `for (${loop}) loss += lambda * W[j][d] * W[j][d];`,
      }
    : {
        numpy: `dW${rows} += ${codeTimes(expected, `reg * W${rows}`, "numpy")}`,
        javascript: `for (${loop}) dW[j][d] += ${codeTimes(expected, "lambda * W[j][d]", "javascript")};`,
      };
}

const everyFeature = "let d = 0; d < D; d++";

const regularized: Mistake = {
  id: "bias-regularized",
  part: "bias",
  title: "The bias is regularised although it should not be",
  signature: "R = 2*lambda*W in the bias's row alone; in the loss lambda*|b|^2 too much",
  tell: (detail) => {
    const isFirst = first(detail.variant);
    return {
      headline: `the bias is regularised in ${placeOf(detail)}`,
      equation:
        detail.where === "loss"
          ? "regulariser lambda*(|W|^2 - |b|^2): all weights but the bias"
          : "dL/db_j = (1/N) sum_i M_ij, without lambda",
      instead:
        detail.where === "loss"
          ? "lambda*|W|^2, bias included"
          : `dL/db_j = (1/N) sum_i M_ij + ${times(detail.expected ?? "2", "lambda*b_j")}`,
      summary:
        "The bias was declared free of the regulariser: it only moves a class's score up or down for all samples alike, and says nothing about how steep the score is. Penalising it pulls the scores towards 0 for no such reason. All other rows are right.",
      fix: `Leave the bias out of the regulariser: its row is the ${isFirst ? "first" : "last"} of W.`,
      ...(isFirst
        ? lines(detail, "[1:]", "let d = 1; d < D; d++")
        : lines(detail, "[:-1]", "let d = 0; d < D - 1; d++")),
    };
  },
  example: {
    detail: { where: "gradient" },
    gradientTerm: { shape: "weights", reach: "all" },
    declared: "without-last",
  },
  suspects: {
    numpy: [line("^\\s*{dW}\\s*(?:\\+=|=).*{reg}\\s*\\*\\s*{W}\\s*(?:#.*)?$")],
    javascript: [],
  },
  wrongCode: {
    numpy: "dW += 2 * reg * W   # the last row is the bias",
    javascript: "for (let d = 0; d < D; d++) dW[j][d] += 2 * lambda * W[j][d];   // d = D - 1 is the bias",
  },
};

const notRegularized: Mistake = {
  id: "bias-not-regularized",
  part: "bias",
  title: "The bias is not regularised although it should be",
  signature: "R = -2*lambda*W in the bias's row alone; in the loss lambda*|b|^2 too little",
  tell: (detail) => ({
    headline: `the bias's weights are left out of the regulariser in ${placeOf(detail)}`,
    equation:
      detail.where === "loss"
        ? "regulariser lambda*|W|^2: the squares of all weights, the bias's too"
        : `dW = (1/N) X^T M + ${times(detail.expected ?? "2", "lambda*W")}, in every row`,
    instead: `${detail.where === "loss" ? "lambda*(|W|^2 - |b|^2)" : "(1/N) X^T M alone"}${detail.where === "loss" ? "" : ` in the ${first(detail.variant) ? "first" : "last"} row`}`,
    summary:
      "The bias is a feature like the others here, one that is always 1, and |W|^2 takes in its weights as well. Where only one of loss and gradient leaves it out, the two belong to different functions. All other rows are right.",
    fix: "Regularise all of W, or leave the bias out of the loss and the gradient alike and say so.",
    ...lines(detail, "", everyFeature),
  }),
  example: { detail: { where: "gradient" }, gradientTerm: { shape: "weights", reach: "without-last" } },
  suspects: {
    numpy: [line("^\\s*{dW}\\[\\s*(?::\\s*-\\s*1|1\\s*:).*\\]\\s*\\+=.*{reg}")],
    javascript: [line("\\bd\\w*\\s*<\\s*(?:D|nFeatures)\\s*-\\s*1\\b.*{reg}")],
  },
  wrongCode: {
    numpy: "loss += reg * np.sum(W * W)\ndW[:-1] += 2 * reg * W[:-1]",
    javascript: "for (let d = 0; d < D - 1; d++) dW[j][d] += 2 * lambda * W[j][d];",
  },
};

export const biasMistakes: readonly Mistake[] = [regularized, notRegularized];

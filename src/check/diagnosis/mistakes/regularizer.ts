import type { Detail, Mistake, Told } from "./mistake.ts";
import { line } from "./patterns.ts";
import { derivative, gradientLines, inGradient, lossLines, squares, whyTwo } from "./regularizer-lines.ts";
import { comparison, halved, placeOf, plus, times } from "./words.ts";

function tellFactor({ factor, expected = "2" }: Detail): Told {
  const ratio = comparison(factor, expected);
  const yours = times(factor, "lambda*W");
  return {
    headline:
      ratio !== undefined
        ? `the regulariser's gradient is ${ratio} what the loss implies`
        : factor === undefined
          ? "the regulariser's gradient does not have the factor that the loss implies"
          : expected === "0"
            ? "the gradient has a regulariser and the loss has none"
            : `the regulariser's gradient is ${yours} where the loss implies ${times(expected, "lambda*W")}`,
    equation: derivative(expected),
    instead: yours,
    summary: `${whyTwo(expected)} Yours has ${yours}. Where W is small, as at the start of training, a numerical check hardly sees the difference.`,
    fix:
      expected === "0"
        ? "Leave the regulariser out of the gradient, or add it to the loss as well."
        : `Add ${times(expected, "lambda*W")} to the gradient, or change the loss to the regulariser whose gradient you have.`,
    ...gradientLines(expected),
  };
}

const factorMistake: Mistake = {
  id: "regularizer-gradient-factor",
  part: "regularizer",
  title: "The regulariser's gradient has the wrong factor",
  signature:
    "R = k*lambda*W, the data part exact: the gradient's factor on lambda*W is not the one that the loss implies",
  tell: tellFactor,
  example: { detail: { where: "gradient", factor: "1", expected: "2" }, gradientPenalty: "1" },
  suspects: { numpy: inGradient, javascript: inGradient },
  wrongCode: {
    numpy: "loss += reg * np.sum(W * W)\ndW += reg * W",
    javascript: "loss += lambda * W[j][d] * W[j][d];\ndW[j][d] += lambda * W[j][d];",
  },
};

const missingMistake: Mistake = {
  id: "regularizer-gradient-missing",
  part: "regularizer",
  title: "The regulariser is missing in the gradient",
  signature: "R = -2*lambda*W (-lambda*W where the loss has (lambda/2)*|W|^2), the data part exact",
  tell: ({ expected = "2" }) => ({
    headline: "the gradient has no regulariser",
    equation: plus("dW = (1/N) X^T M", times(expected, "lambda*W")),
    instead: "dW = (1/N) X^T M",
    summary: `The loss has two terms, and the gradient of a sum is the sum of the gradients. ${whyTwo(expected)} Without it nothing pulls the weights back, and the descent minimises another function than the one that you print.`,
    fix: `Add ${times(expected, "lambda*W")} to the gradient, once, after the division by N.`,
    ...gradientLines(expected),
  }),
  example: { detail: { where: "gradient", factor: "0", expected: "2" }, gradientPenalty: "0" },
  wrongCode: {
    numpy:
      "loss = np.sum(np.maximum(0, margins)) / num_train + reg * np.sum(W * W)\ndW = X.T.dot(mask) / num_train",
    javascript: "loss += lambda * W[j][d] * W[j][d];\ndW[j][d] /= N;",
  },
};

/** First the average, then the regulariser. */
function afterAverage(where: Detail["where"], expected: string): Pick<Told, "numpy" | "javascript"> {
  const [loss, gradient] = [lossLines(halved(expected)), gradientLines(expected)];
  return {
    loss: { numpy: `loss /= num_train; ${loss.numpy}`, javascript: `loss /= N; ${loss.javascript}` },
    gradient: {
      numpy: `dW /= num_train; ${gradient.numpy}`,
      javascript: gradient.javascript.replace("dW[j][d] +=", "dW[j][d] = dW[j][d] / N +"),
    },
    both: {
      numpy: `loss /= num_train; dW /= num_train; ${loss.numpy}; ${gradient.numpy}`,
      javascript: `loss /= N; ${loss.javascript} ${gradient.javascript.replace("dW[j][d] +=", "dW[j][d] = dW[j][d] / N +")}`,
    },
  }[where];
}

const averagedMistake: Mistake = {
  id: "regularizer-averaged",
  part: "regularizer",
  title: "The regulariser is divided by N",
  signature: "R = 2*lambda*W*(1/N - 1); in the loss lambda*|W|^2*(1/N - 1)",
  // Factors are those on lambda * W here, wherever it is.
  tell: (detail) => {
    const { where, factor, expected = "2" } = detail;
    const loss = (by: string): string => times(halved(by), squares);
    const both = where === "both";
    const inside = where === "loss" ? loss(expected) : times(expected, "lambda*W");
    return {
      headline: `the regulariser is divided by N in ${placeOf(detail)}`,
      equation: `${where === "gradient" ? "" : plus("L = (1/N) sum_i L_i", loss(expected))}${both ? ", " : ""}${where === "loss" ? "" : plus("dW = (1/N) X^T M", times(expected, "lambda*W"))}`,
      instead: both
        ? `L = (1/N) (${plus("sum_i L_i", loss(expected))}), and dW alike`
        : factor === undefined
          ? `(1/N) (${plus(where === "loss" ? "sum_i L_i" : "X^T M", inside)})`
          : where === "loss"
            ? plus("L = (1/N) sum_i L_i", loss(factor))
            : plus("dW = (1/N) X^T M", times(factor, "lambda*W")),
      summary:
        "Only the data term is an average over samples. The regulariser belongs to the weights, and there is one W however many samples there are. Divided by N as well it fades as the data grow, so that the same lambda means something else for every batch size.",
      fix: "Divide the data term by N first, and add the regulariser afterwards.",
      ...afterAverage(where, expected),
    };
  },
  example: { detail: { where: "gradient", factor: "2/N", expected: "2" }, gradientPenalty: "2/N" },
  suspects: {
    numpy: [
      line("{dW}\\w*\\s*=\\s*\\(.*{reg}.*\\)\\s*/\\s*{N}"),
      line("^\\s*{dW}\\w*\\s*\\+=.*{reg}.*/\\s*{N}"),
    ],
    javascript: [
      line("^\\s*{dW}{index}\\s*\\+=.*{reg}.*/\\s*{N}"),
      line("{dW}{index}\\s*=\\s*\\(.*{reg}.*\\)\\s*/\\s*{N}"),
    ],
  },
  wrongCode: {
    numpy: "dW = X.T.dot(mask) + 2 * reg * W\ndW /= num_train",
    javascript: "dW[j][d] += 2 * lambda * W[j][d];\ndW[j][d] /= N;",
  },
};

/** Regularisers whose factor is another one. */
export const regularizerMistakes: readonly Mistake[] = [factorMistake, missingMistake, averagedMistake];

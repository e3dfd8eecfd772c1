import type { Told } from "./mistake.ts";
import { line } from "./patterns.ts";
import { codeTimes, halved, times } from "./words.ts";

export const squares = "lambda*|W|^2";

/** The line of code that adds the regulariser's gradient with this factor on lambda * W. */
export function gradientLines(factor: string): Pick<Told, "numpy" | "javascript"> {
  if (factor === "0") {
    return {
      numpy: "dW = X.T.dot(mask) / num_train   # no regulariser, as in the loss",
      javascript: "dW[j][d] /= N;   // no regulariser, as in the loss",
    };
  }
  return {
    numpy: `dW += ${codeTimes(factor, "reg * W", "numpy")}`,
    javascript: `for (let d = 0; d < D; d++) dW[j][d] += ${codeTimes(factor, "lambda * W[j][d]", "javascript")};`,
  };
}

export function lossLines(factor: string): Pick<Told, "numpy" | "javascript"> {
  if (factor === "0") {
    return {
      numpy: "loss = np.sum(np.maximum(0, margins)) / num_train   # no regulariser, as in the gradient",
      javascript: "loss /= N;   // no regulariser, as in the gradient",
    };
  }
  return {
    numpy: `loss += ${codeTimes(factor, "reg * np.sum(W * W)", "numpy")}`,
    javascript: `for (const row of W) for (const w of row) loss += ${codeTimes(factor, "lambda * w * w", "javascript")};`,
  };
}

/** Where the regulariser's gradient stands in code. */
export const inGradient = [
  line("^\\s*{dW}{index}\\s*(?:\\+=|=).*{reg}.*{W}"),
  line("^\\s*{dW}{index}\\s*(?:\\+=|=).*{W}.*{reg}"),
];
export const inLoss = [line("^\\s*{loss}\\s*(?:\\+=|=).*{reg}")];

/** "gradient of lambda*|W|^2 = 2*lambda*W", for the factor on lambda * W. */
export function derivative(expected: string): string {
  return expected === "0"
    ? "without a regulariser in the loss, its gradient has none either"
    : `gradient of ${times(halved(expected), squares)} = ${times(expected, "lambda*W")}`;
}

export function whyTwo(expected: string): string {
  return expected === "0"
    ? "Your loss has no regulariser, so no such term belongs into its gradient."
    : `|W|^2 is the sum of the squares w^2, and each has the derivative 2*w: a loss with ${times(halved(expected), squares)} has ${times(expected, "lambda*W")} in its gradient.`;
}

import type { Mistake } from "./mistake.ts";
import { line } from "./patterns.ts";
import { placeOf } from "./words.ts";

const stateful: Mistake = {
  id: "stateful",
  part: "data",
  title: "Two calls with the same arguments differ",
  signature: "f(W, X, y, lambda) called twice gives two answers, or changes W or X",
  tell: ({ known }) => ({
    headline: "two calls with the same arguments give different answers",
    equation: "loss and gradient depend on W, X, y and lambda alone",
    instead: "they depend on something that is left from before, or on chance",
    summary: `${known === undefined ? "" : `${known} `}Loss and gradient are functions of their arguments. An array that is kept between calls, random numbers, or arguments changed in place make the second call another function, and a descent or a numerical check built on it means nothing.`,
    fix: "Make loss and dW anew in every call, draw nothing at random, and work on copies of W and X.",
    numpy: "dW = np.zeros(W.shape)   # inside the function, first",
    javascript: "const dW = W.map((row) => row.map(() => 0));   // inside the function, first",
  }),
  suspects: {
    numpy: [line("\\b(?:np\\.random|random)\\.\\w+\\("), line("^\\s*global\\s+"), line("^\\s*W\\s*[-+*/]=")],
    javascript: [line("\\bMath\\.random\\(")],
  },
  wrongCode: {
    numpy: "W -= 1e-3 * dW   # in the loss function: the caller's W changes",
    javascript: "for (let d = 0; d < D; d++) W[j][d] -= 1e-3 * dW[j][d];   // in the loss function",
  },
};

const overflow: Mistake = {
  id: "integer-overflow",
  part: "data",
  title: "Small integers wrap round",
  signature: "the right gradient or loss of X mod 256",
  tell: (detail) => ({
    headline: `bytes wrap at 256 in ${placeOf(detail)}`,
    equation: "dW_y gets -c_i*x_i, computed with real numbers",
    instead: "-c_i*x_i mod 256",
    summary: `An unsigned byte holds whole numbers from 0 to 255, and what does not fit is cut without a warning: -1 becomes 255, 200 + 100 becomes 44, 0.7 becomes 0. ${
      detail.variant === "bytes-in-products"
        ? "The scores and counts are right, and x is cut where it is added to dW."
        : "X is cut before anything is computed from it."
    } With floating point the same lines are right.`,
    fix: "Convert X to floating point before anything is computed from it.",
    numpy: "X = X.astype(np.float64)",
    javascript: "const x = Float64Array.from(X[i]);",
  }),
  example: {
    detail: { where: "gradient", variant: "bytes-in-products" },
    gradient: [{ stage: "inputs", value: "bytes-in-products" }],
  },
  suspects: { numpy: [line("\\bu?int8\\b")], javascript: [line("\\bUint8(?:Clamped)?Array\\b")] },
  wrongCode: {
    numpy: "dW[:, y[i]] += -X[i]   # X holds uint8: -1 is 255",
    javascript:
      "const part = new Uint8Array(D);\nfor (let d = 0; d < D; d++) part[d] = -X[i][d];   // -1 is 255",
  },
};

const lossOnly: Mistake = {
  id: "loss-only",
  part: "loss",
  title: "The loss is off, the gradient is right",
  signature: "the loss alone, by something that is no regulariser",
  tell: ({ known }) => ({
    headline: "the loss is wrong although the gradient is right",
    equation: "L = (1/N) sum_i sum_{j != y_i} max(0, s_j - s_y + delta) + lambda*|W|^2",
    instead: "another number",
    summary: `${known === undefined ? "" : `${known} `}The gradient is exact, so that training works; the loss that is reported is not the function whose gradient it is. What is off is not a regulariser, a factor or a constant that is known here.`,
    fix: "Compare the loss with one worked by hand for a single sample: scores, margins, what is above 0, their sum.",
    numpy:
      "loss = np.sum(np.maximum(0, margins)) / num_train + reg * np.sum(W * W)   # margins[range(N), y] = 0",
    javascript: "if (j !== y[i]) loss += Math.max(0, scores[i][j] - scores[i][y[i]] + delta);",
  }),
  wrongCode: {
    numpy: "loss = np.sum(np.maximum(0, margins))\nloss = int(loss) / num_train",
    javascript: "loss = Math.round(loss) / N;",
  },
};

/** The lines to hold an unknown gradient, or an unknown loss, against. */
const wholeGradient = {
  equation: "dW_k = (1/N) sum_i M_ik*x_i + 2*lambda*W_k, M_ij = 1[m_ij > 0], M[i, y_i] = -c_i",
  numpy:
    "mask = (margins > 0) * 1.0; mask[np.arange(num_train), y] = -mask.sum(axis=1); dW = X.T.dot(mask) / num_train + 2 * reg * W",
  javascript:
    "for (let d = 0; d < D; d++) { dW[j][d] += X[i][d]; dW[y[i]][d] -= X[i][d]; }   // where margins[i][j] > 0",
};
const wholeLoss = {
  equation: "L = (1/N) sum_i sum_{j != y_i} max(0, s_j - s_y + delta) + lambda*|W|^2",
  numpy: "loss = np.sum(np.maximum(0, margins)) / num_train + reg * np.sum(W * W)   # 0 where j = y_i",
  javascript: "if (margins[i][j] > 0) loss += margins[i][j];   // j != y[i]; then / N, and the regulariser",
};

const unknown: Mistake = {
  id: "unknown",
  part: "data",
  title: "None of these",
  signature: "no single mistake here, nor two or three of them together, explain the numbers",
  tell: (detail) => ({
    headline: `${placeOf(detail)} ${detail.where === "both" ? "are" : "is"} wrong in a way that is not known here`,
    ...(detail.where === "loss" ? wholeLoss : wholeGradient),
    instead: "something else",
    summary: `${detail.known === undefined ? "" : `${detail.known} `}None of the known mistakes, alone or together, gives these numbers.`,
    fix: "Take one sample and one violated margin and work it by hand: hinge explain shows every step with your numbers.",
  }),
  wrongCode: { numpy: "dW = X.T.dot(mask) * W / num_train", javascript: "dW[j][d] += X[i][d] * W[j][d];" },
};

export const behaviourMistakes: readonly Mistake[] = [stateful, overflow, lossOnly, unknown];

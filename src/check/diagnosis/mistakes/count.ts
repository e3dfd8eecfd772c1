import type { Mistake } from "./mistake.ts";
import { line } from "./patterns.ts";
import { placeOf } from "./words.ts";

const ownRow = "dW_y = -(1/N) sum_i c_i*x_i over the samples of class y, c_i = sum_{j != y_i} 1[m_ij > 0]";

const whyCount =
  "The true class's score stands in every one of the sample's hinges, m_ij = s_j - s_y + delta, each time with slope -1. Each violated margin therefore takes x_i from row y once: c_i times in all.";

/** Row y as it should be, for the vectorised and the plain loop. */
const countLines = {
  numpy: "mask[np.arange(num_train), y] = -mask.sum(axis=1)   # with 0 there before",
  javascript:
    "for (let d = 0; d < D; d++) dW[y[i]][d] -= count * X[i][d];   // count: margins > 0, j !== y[i]",
};

const counted: Mistake = {
  id: "correct-class-counted",
  part: "data",
  title: "The correct class counts its own margin",
  signature: "R = -X^T Y / N; the loss is delta too large",
  tell: (detail) => ({
    headline: `the correct class's own margin is counted in ${placeOf(detail)}`,
    equation: "c_i = sum_{j != y_i} 1[m_ij > 0]",
    instead: "c_i = sum_j 1[m_ij > 0], with j = y_i in it",
    summary: `For j = y_i the margin is s_y - s_y + delta = delta, always above 0, so it is counted for every sample. ${
      detail.where === "gradient"
        ? "Row y gets one x_i too much taken away"
        : "The loss is delta too large, and row y gets one x_i too much taken away"
    }. A constant moves with no weight: the sum leaves j = y_i out, and so must the count.`,
    fix: "Leave j = y_i out, or set the margin of the correct class to 0 before counting.",
    numpy: "margins[np.arange(num_train), y] = 0   # before margins > 0 is counted",
    javascript: "if (j === y[i]) continue;   // first in the loop over the classes",
  }),
  example: {
    detail: { where: "both" },
    gradient: [{ stage: "ownClass", value: true }],
    loss: [{ stage: "ownClass", value: true }],
  },
  wrongCode: {
    numpy:
      "margins = np.maximum(0, scores - correct + delta)\nmask = (margins > 0) * 1.0\nmask[np.arange(num_train), y] = -mask.sum(axis=1)",
    javascript: "for (let j = 0; j < C; j++) if (scores[i][j] - scores[i][y[i]] + delta > 0) count++;",
  },
};

const inLoss: Mistake = {
  id: "correct-class-loss",
  part: "loss",
  title: "The correct class adds delta to the loss",
  signature: "the loss is delta too large, the gradient exact",
  tell: () => ({
    headline: "the correct class's own margin is in the loss",
    equation: "L_i = sum_{j != y_i} max(0, s_j - s_y + delta)",
    instead: "L_i = sum_j max(0, s_j - s_y + delta), with j = y_i in it",
    summary:
      "For j = y_i the margin is s_y - s_y + delta = delta whatever the weights are, and the loss is too large by exactly that. The gradient does not notice, because a constant has no slope. A perfect classifier should have loss 0; here it has delta.",
    fix: "Leave j = y_i out of the sum, or set the margin of the correct class to 0 before adding up.",
    numpy: "margins[np.arange(num_train), y] = 0   # before the margins are added up",
    javascript: "if (j === y[i]) continue;   // before loss += m",
  }),
  example: { detail: { where: "loss" }, loss: [{ stage: "ownClass", value: true }] },
  wrongCode: {
    numpy: "margins = np.maximum(0, scores - correct + delta)\nloss = np.sum(margins) / num_train",
    javascript: "for (let j = 0; j < C; j++) loss += Math.max(0, scores[i][j] - scores[i][y[i]] + delta);",
  },
};

const notCounted: Mistake = {
  id: "correct-class-not-counted",
  part: "data",
  title: "The correct class's row gets -x once, not once a violated margin",
  signature: "R_y = (1/N) sum_i (c_i - 1[c_i > 0])*x_i",
  tell: () => ({
    headline: "the correct class's row gets -x once, however many margins are violated",
    equation: ownRow,
    instead: "dW_y = -(1/N) sum_i 1[c_i > 0]*x_i",
    summary: `${whyCount} With a single -x_i the rows of a sample no longer add up to 0. With two classes nobody notices: there c_i is at most 1.`,
    fix: "Multiply by the number of violated margins; in a loop, subtract inside the loop over j, once a violation.",
    ...countLines,
  }),
  example: { detail: { where: "gradient", variant: "once" }, gradient: [{ stage: "own", value: "once" }] },
  suspects: {
    numpy: [
      line(
        "\\[\\s*(?:np\\.a)?range\\(.*\\)\\s*,\\s*y\\s*\\]\\s*(?:-=\\s*1|=\\s*-\\s*1)(?:\\.0?)?\\s*(?:#.*)?$",
      ),
    ],
    javascript: [],
  },
  wrongCode: {
    numpy: "mask[np.arange(num_train), y] = -1\ndW = X.T.dot(mask) / num_train",
    javascript: "if (count > 0) for (let d = 0; d < D; d++) dW[y[i]][d] -= X[i][d];",
  },
};

const rowMissing: Mistake = {
  id: "correct-class-row-missing",
  part: "data",
  title: "The correct class's row gets nothing",
  signature: "R_y = (1/N) sum_i c_i*x_i",
  tell: () => ({
    headline: "the correct class's row gets nothing",
    equation: ownRow,
    instead: "dW_y = 0 from the samples of class y",
    summary: `${whyCount} Without it nothing ever raises the score of the right class; all other rows are right.`,
    fix: "Subtract c_i*x_i from row y_i as well; in a loop, x_i once a violated margin.",
    ...countLines,
  }),
  example: { detail: { where: "gradient", variant: "none" }, gradient: [{ stage: "own", value: "none" }] },
  wrongCode: {
    numpy: "mask = (margins > 0) * 1.0   # 0 in column y\ndW = X.T.dot(mask) / num_train",
    javascript: "if (margins[i][j] > 0) for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
  },
};

const othersMissing: Mistake = {
  id: "other-rows-missing",
  part: "data",
  title: "The rows of the other classes get nothing",
  signature: "R_j = -(1/N) sum_i I_ij*x_i for j != y_i",
  tell: () => ({
    headline: "the rows of the other classes get nothing",
    equation: "dW_j = (1/N) sum_i 1[m_ij > 0]*x_i over the samples of other classes",
    instead: "dW_j = 0 from the samples of other classes",
    summary:
      "The score of a class j != y stands in one hinge, its own, with slope 1: if the margin is violated, row j gets x_i. That is what pushes wrong classes down; without it only the right class's score ever moves. The row of the true class is right.",
    fix: "Add x_i to row j wherever its margin is violated.",
    numpy: "mask = (margins > 0) * 1.0   # then column y, then dW = X.T.dot(mask) / num_train",
    javascript: "if (margins[i][j] > 0) for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
  }),
  example: { detail: { where: "gradient", variant: "none" }, gradient: [{ stage: "others", value: "none" }] },
  wrongCode: {
    numpy:
      "mask = np.zeros_like(margins)\nmask[np.arange(num_train), y] = -count\ndW = X.T.dot(mask) / num_train",
    javascript: "if (margins[i][j] > 0) for (let d = 0; d < D; d++) dW[y[i]][d] -= X[i][d];",
  },
};

const constant: Mistake = {
  id: "constant-count",
  part: "data",
  title: "The count is taken as C - 1 for every sample",
  signature: "R_y = -(1/N) sum_i (C - 1 - c_i)*x_i",
  tell: () => ({
    headline: "the correct class's row counts all C - 1 margins, violated or not",
    equation: ownRow,
    instead: "c_i = C - 1 for every sample",
    summary: `${whyCount} A margin that is kept is a hinge at rest, with slope 0, and takes nothing. At W = 0 all margins are violated, so that there C - 1 happens to be right.`,
    fix: "Count the margins above 0 of each sample, the correct class left out.",
    ...countLines,
  }),
  example: {
    detail: { where: "gradient", variant: "constant" },
    gradient: [{ stage: "own", value: "constant" }],
  },
  suspects: {
    numpy: [line("(?:{dW}|{mask}).*=.*\\(\\s*{C}\\s*-\\s*1\\s*\\)")],
    javascript: [line("{dW}.*=.*\\(\\s*{C}\\s*-\\s*1\\s*\\)")],
  },
  wrongCode: {
    numpy: "mask[np.arange(num_train), y] = -(num_classes - 1)",
    javascript: "for (let d = 0; d < D; d++) dW[y[i]][d] -= (C - 1) * X[i][d];",
  },
};

export const countMistakes: readonly Mistake[] = [
  counted,
  inLoss,
  notCounted,
  rowMissing,
  othersMissing,
  constant,
];

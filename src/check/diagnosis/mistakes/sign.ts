import type { Mistake } from "./mistake.ts";
import { line } from "./patterns.ts";

const told = {
  loss: {
    headline: "the data loss has the opposite sign",
    equation: "L = (1/N) sum_i L_i + the regulariser",
    instead: "L = -(1/N) sum_i L_i + the regulariser",
    fix: "Add the samples' losses, do not subtract them.",
    numpy: "loss = np.sum(np.maximum(0, margins)) / num_train",
    javascript: "loss += Math.max(0, margins[i][j]);",
  },
  all: {
    headline: "the data gradient has the opposite sign",
    equation: "dW_j gets +x_i where m_ij > 0, dW_y gets -c_i*x_i",
    instead: "dW_j gets -x_i where m_ij > 0, dW_y gets +c_i*x_i",
    fix: "Turn the signs of both kinds of row; W -= step * dW does the subtracting.",
    numpy:
      "mask = (margins > 0) * 1.0; mask[np.arange(num_train), y] = -mask.sum(axis=1)   # with 0 there before",
    javascript: "for (let d = 0; d < D; d++) { dW[j][d] += X[i][d]; dW[y[i]][d] -= X[i][d]; }",
  },
  own: {
    headline: "the correct class's row has the opposite sign",
    equation: "dW_y gets -c_i*x_i",
    instead: "dW_y gets +c_i*x_i",
    fix: "Turn the sign of row y; the other rows are right.",
    numpy: "mask[np.arange(num_train), y] = -mask.sum(axis=1)   # with 0 there before",
    javascript: "for (let d = 0; d < D; d++) dW[y[i]][d] -= X[i][d];",
  },
  others: {
    headline: "the rows of the other classes have the opposite sign",
    equation: "dW_j gets +x_i where m_ij > 0, j != y_i",
    instead: "dW_j gets -x_i where m_ij > 0, j != y_i",
    fix: "Turn the sign of the rows j != y; row y is right.",
    numpy: "mask = (margins > 0) * 1.0   # +1, not -1, for every j != y",
    javascript: "for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
  },
} as const;

export const signMistakes: readonly Mistake[] = [
  {
    id: "sign-flipped",
    part: "data",
    title: "A sign is turned round",
    signature: "data part = -right, or so in row y alone or in the rows j != y alone",
    tell: ({ variant, where }) => ({
      ...told[where === "loss" ? "loss" : variant === "own" || variant === "others" ? variant : "all"],
      ...(where === "both" ? { headline: "loss and data gradient have the opposite sign" } : {}),
      summary:
        "In m_ij = s_j - s_y + delta the other class's score has slope +1 and the true class's slope -1. So a violated margin adds x_i to row j and takes x_i from row y; the gradient points uphill, and it is the descent W -= step * dW that turns it round. With a wrong sign it goes the wrong way.",
    }),
    example: {
      detail: { where: "gradient", variant: "all" },
      gradient: [
        { stage: "own", value: "opposite" },
        { stage: "others", value: "opposite" },
      ],
    },
    suspects: {
      numpy: [
        line("{dW}\\[\\s*:\\s*,\\s*y\\[i\\]\\s*\\]\\s*\\+=\\s*X\\[i"),
        line("{dW}\\[\\s*:\\s*,\\s*j\\s*\\]\\s*-=\\s*X\\[i"),
      ],
      javascript: [
        line("{dW}\\[y\\[i\\]\\]\\[\\w+\\]\\s*\\+=\\s*X\\[i\\]"),
        line("{dW}\\[j\\]\\[\\w+\\]\\s*-=\\s*X\\[i\\]"),
      ],
    },
    wrongCode: {
      numpy: "dW[:, j] -= X[i]\ndW[:, y[i]] += X[i]",
      javascript: "dW[j][d] -= X[i][d];\ndW[y[i]][d] += X[i][d];",
    },
  },
];

import type { Detail, Mistake, Told } from "./mistake.ts";
import { line } from "./patterns.ts";
import { placeOf } from "./words.ts";

const marginLines = {
  numpy:
    "margins = scores - scores[np.arange(num_train), y][:, None] + delta   # then margins[np.arange(num_train), y] = 0",
  javascript: "const margin = scores[i][j] - scores[i][y[i]] + delta;",
};

const noClamp: Mistake = {
  id: "no-clamp",
  part: "data",
  title: "The margins are added up without max(0, .)",
  signature: "loss = mean of sum_{j != y} m_ij; the gradient exact, or with I = 1 everywhere",
  tell: (detail) => ({
    headline: {
      loss: "the loss adds up the margins without max(0, .)",
      gradient: "the gradient counts every margin, violated or not",
      both: "margins count whether they are violated or not: max(0, .) is missing",
    }[detail.where],
    equation:
      detail.where === "gradient" ? "I_ij = 1[m_ij > 0]" : "L_i = sum_{j != y_i} max(0, s_j - s_y + delta)",
    instead: detail.where === "gradient" ? "I_ij = 1" : "L_i = sum_{j != y_i} (s_j - s_y + delta)",
    summary: {
      loss: "A margin below 0 is one that is kept, and should cost nothing; here it is subtracted, so that easy samples pay for hard ones and the loss can fall below 0. max(0, .) is the hinge: flat where the margin is kept.",
      gradient:
        "max(0, m) has slope 1 above 0 and slope 0 below: a class whose margin is kept moves nothing. Here every class moves its row, so that samples which are long right are pushed on for ever.",
      both: "max(0, m) is flat below 0: a margin that is kept costs nothing and moves nothing. Without it loss and gradient belong to a linear function, which has no smallest value of its own; the loss can fall below 0.",
    }[detail.where],
    fix: {
      loss: "Take max(0, m) of every margin before adding up.",
      gradient: "Let a class count only where its margin is above 0.",
      both: "Take max(0, m) of every margin in the loss, and let only margins above 0 count in the gradient.",
    }[detail.where],
    ...{
      loss: {
        numpy: "loss = np.sum(np.maximum(0, margins)) / num_train",
        javascript: "loss += Math.max(0, margins[i][j]);",
      },
      gradient: {
        numpy: "mask = (margins > 0) * 1.0",
        javascript: "if (margins[i][j] <= 0) continue;   // before dW",
      },
      both: {
        numpy: "margins = np.maximum(0, margins); mask = (margins > 0) * 1.0",
        javascript: "if (margins[i][j] <= 0) continue;   // before loss and dW",
      },
    }[detail.where],
  }),
  example: { detail: { where: "loss" }, loss: [{ stage: "clamp", value: false }] },
  suspects: {
    numpy: [
      line("^\\s*{loss}\\s*\\+?=\\s*(?:np\\.)?sum\\(\\s*{margins}\\s*[,)]"),
      line("^\\s*{loss}\\s*\\+?=\\s*{margins}\\.sum\\("),
    ],
    javascript: [line("{loss}\\s*\\+=\\s*{margins}{index}\\s*;")],
  },
  wrongCode: { numpy: "loss = np.sum(margins) / num_train", javascript: "loss += margins[i][j];" },
};

/** The squared hinge's own: its slope has the hinge in it, twice. */
const halfSlope: Told = {
  headline: "the gradient of the squared hinge lacks its factor 2",
  equation: "dW_j gets 2*max(0, m_ij)*x_i",
  instead: "dW_j gets max(0, m_ij)*x_i",
  summary:
    "The loss squares each hinge, and max(0, m)^2 has the derivative 2*max(0, m). Without the 2 the gradient is that of half the squares; beside the regulariser it weighs half of what the loss says.",
  fix: "Multiply the margins by 2, or take half of the squares in the loss.",
  numpy: "dW = X.T.dot(2 * margins) / num_train   # margins clamped at 0, minus their sum in column y",
  javascript: "for (let d = 0; d < D; d++) dW[j][d] += 2 * Math.max(0, margins[i][j]) * X[i][d];",
};

function tellMargins(variant: string | undefined): Told {
  return {
    headline: "the gradient multiplies x by the size of the margin",
    equation: "dW_j gets 1[m_ij > 0]*x_i",
    instead: `dW_j gets max(0, m_ij)*x_i${variant === "margin-and-count" ? ", dW_y gets -c_i*x_i" : ", dW_y gets minus their sum"}`,
    summary: `max(0, m) rises with slope 1 wherever m is above 0, be it 0.1 or 10: the derivative is the indicator, not the value. ${
      variant === "margin-and-count"
        ? "Your row y has the count, and the other rows the margins, so that a sample's rows no longer add up to 0."
        : "Margins as factors are, up to a 2, the gradient of the squared hinge, which is another loss."
    }`,
    fix: "Turn the margins into 0 and 1 before they meet X.",
    numpy: "mask = (margins > 0) * 1.0   # this, not margins, goes into X.T.dot(mask)",
    javascript: "if (margins[i][j] > 0) for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
  };
}

const notIndicator: Mistake = {
  id: "margins-not-indicator",
  part: "data",
  title: "The gradient has the margins in place of 1[margin > 0]",
  signature: "X^T M / N with max(0, m_ij) in place of I_ij",
  tell: ({ variant }) => (variant === "half-slope" ? halfSlope : tellMargins(variant)),
  example: {
    detail: { where: "gradient", variant: "margin" },
    gradient: [{ stage: "coefficient", value: "margin" }],
  },
  suspects: {
    numpy: [
      line("\\bX\\.T\\.dot\\(\\s*{margins}\\s*\\)"),
      line("\\bX\\.T\\s*@\\s*{margins}"),
      line("{dW}.*\\+=.*{margins}\\s*\\*\\s*X"),
    ],
    javascript: [
      line("{dW}{index}\\s*\\+=.*{margins}{index}\\s*\\*\\s*{X}"),
      line("{dW}{index}\\s*\\+=\\s*{X}{index}\\s*\\*\\s*{margins}"),
    ],
  },
  wrongCode: {
    numpy:
      "margins = np.maximum(0, margins)\nmargins[np.arange(num_train), y] = -margins.sum(axis=1)\ndW = X.T.dot(margins) / num_train",
    javascript: "for (let d = 0; d < D; d++) dW[j][d] += Math.max(0, margins[i][j]) * X[i][d];",
  },
};

const deltaMissing: Mistake = {
  id: "delta-missing",
  part: "data",
  title: "delta is missing in the margin",
  signature: "the right gradient and loss of delta = 0, in either or both",
  tell: (detail) => ({
    headline: `delta is missing in ${placeOf(detail)}`,
    equation: `m_ij = s_j - s_y + ${detail.expected ?? "delta"}`,
    instead: "m_ij = s_j - s_y",
    summary:
      "The right class should win by at least delta, not merely win. Without it a sample that is right by a hair counts as done, and W = 0 is already a minimum, because there all scores are equal.",
    fix: `Add delta to every margin before it is compared with 0${detail.where === "gradient" ? ", in the gradient as in the loss" : ""}.`,
    ...marginLines,
  }),
  example: {
    detail: { where: "both", variant: "0" },
    gradient: [{ stage: "margin", value: 0 }],
    loss: [{ stage: "margin", value: 0 }],
  },
  suspects: {
    numpy: [
      line(
        "^\\s*{margins}\\s*=\\s*(?:np\\.maximum\\(\\s*0,\\s*)?scores\\w*(?:\\[.*?\\])?\\s*-\\s*\\w*correct\\w*(?:\\[.*\\])?\\s*\\)?\\s*(?:#.*)?$",
      ),
    ],
    javascript: [line("{margins}\\s*=\\s*scores{index}\\s*-\\s*\\w*correct\\w*\\s*;")],
  },
  wrongCode: {
    numpy: "margins = np.maximum(0, scores - correct)",
    javascript: "const margin = scores[i][j] - scores[i][y[i]];",
  },
};

/** "s_j - s_y + 10", for a margin as a name. */
function marginOf(variant: string): string {
  return `s_j - s_y ${variant.startsWith("-") ? `- ${variant.slice(1)}` : `+ ${variant}`}`;
}

const deltaWrong: Mistake = {
  id: "delta-wrong",
  part: "data",
  title: "The margin has another delta",
  signature: "the right gradient and loss of another delta, in either or both",
  tell: (detail: Detail) => {
    const { variant, expected } = detail;
    return {
      headline: `the margin in ${placeOf(detail)} has ${variant === undefined ? "another delta" : `delta = ${variant}`}${expected === undefined || variant === undefined ? "" : ` in place of ${expected}`}`,
      equation: `m_ij = ${marginOf(expected ?? "delta")}`,
      instead: `m_ij = ${variant === undefined ? "s_j - s_y + another number" : marginOf(variant)}`,
      summary: `${
        detail.where === "both"
          ? "Loss and gradient agree with each other: they are right for that delta, which is not the one that was asked for."
          : `Loss and gradient must use the same delta, and ${placeOf(detail)} has another one, so that the two belong to different functions.`
      } delta decides which classes count as violated, so the indicators change with it.`,
      fix: `Use ${expected === undefined ? "the delta that is asked for" : `delta = ${expected}`}, once, for loss and gradient.`,
      ...marginLines,
    };
  },
  example: {
    detail: { where: "gradient", variant: "10", expected: "1" },
    gradient: [{ stage: "margin", value: 10 }],
  },
  suspects: {
    numpy: [line("^\\s*(?:{margins}|delta)\\s*=(?:.*scores.*[+-]\\s*)?\\s*-?[\\d.]+\\s*\\)?\\s*(?:#.*)?$")],
    javascript: [
      line("{margins}\\s*=.*scores.*[+-]\\s*[\\d.]+\\s*;"),
      line("\\bdelta\\s*=\\s*-?[\\d.]+\\s*;"),
    ],
  },
  wrongCode: {
    numpy: "mask = (scores - correct + 10 > 0) * 1.0   # the loss has delta = 1",
    javascript: "if (scores[i][j] - scores[i][y[i]] + 10 > 0) count++;   // the loss has delta = 1",
  },
};

export const marginMistakes: readonly Mistake[] = [noClamp, notIndicator];
export const deltaMistakes: readonly Mistake[] = [deltaMissing, deltaWrong];

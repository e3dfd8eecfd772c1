import type { Detail, Mistake, Told } from "./mistake.ts";
import { line } from "./patterns.ts";
import { isOrAre, placeOf, readable } from "./words.ts";

/** What is averaged, by where. */
function mean({ where }: Detail, factor: string): string {
  const by = factor === "1" ? "" : `(${factor}) `;
  return {
    gradient: `dW = ${by}X^T M + the regulariser's gradient`,
    loss: `L = ${by}sum_i L_i + the regulariser`,
    both: `L = ${by}sum_i L_i and dW = ${by}X^T M, each plus the regulariser's part`,
  }[where];
}

function averageLines({ where }: Detail): Pick<Told, "numpy" | "javascript"> {
  return {
    gradient: {
      numpy: "dW = X.T.dot(mask) / num_train",
      javascript: "dW[j][d] /= N;   // once, when all samples are in",
    },
    loss: {
      numpy: "loss = np.sum(np.maximum(0, margins)) / num_train",
      javascript: "loss /= N;   // once, when all samples are in",
    },
    both: {
      numpy: "loss /= num_train; dW /= num_train",
      javascript: "loss /= N; for (const row of dW) for (let d = 0; d < D; d++) row[d] /= N;",
    },
  }[where];
}

/** The submitted factor on the sum over the samples, from the one on their mean. */
function onSum(factor: string | undefined, usual: string): string {
  const sums: Readonly<Record<string, string>> = {
    N: "1",
    "2N": "2",
    "N/2": "1/2",
    "N^2": "N",
    "N*C": "C",
    "N/C": "1/C",
    "N/D": "1/D",
    "1/N": "1/N^2",
    "1/N^2": "1/N^3",
    "1/C": "1/(N*C)",
    "1/(C-1)": "1/(N*(C-1))",
    "1/(N*C)": "1/(N^2*C)",
  };
  const name = factor ?? usual;
  return sums[name] ?? `${readable(name)}/N`;
}

const bothAgree =
  "Loss and gradient agree with each other here, so that descent works, but not with what was asked for.";

const notAveraged: Mistake = {
  id: "not-averaged",
  part: "data",
  title: "The sum over the samples is not divided by N",
  signature: "data part = N * right",
  tell: (detail) => ({
    headline: `${placeOf(detail)} ${isOrAre(detail)} not divided by N`,
    equation: mean(detail, "1/N"),
    instead: mean(detail, onSum(detail.factor, "N")),
    summary: `The data loss is the mean of the samples' losses, and the gradient of a mean is the mean of the gradients: the same 1/N in front of both. ${
      detail.where === "both"
        ? bothAgree
        : detail.where === "gradient"
          ? "Here the gradient is that of the sum, N times what goes with the mean."
          : "Here the loss is the sum, N times the mean that the gradient goes with."
    } With the sum, step size and lambda mean something else for every batch size.`,
    fix: `Divide the data part of ${placeOf(detail)} by N, once, before the regulariser is added.`,
    ...averageLines(detail),
  }),
  example: { detail: { where: "gradient", factor: "N" }, gradientScale: "N" },
  wrongCode: {
    numpy: "loss = np.sum(np.maximum(0, margins)) / num_train\ndW = X.T.dot(mask)",
    javascript: "loss /= N;   // and dW stays a sum",
  },
};

const averagedTwice: Mistake = {
  id: "averaged-twice",
  part: "data",
  title: "The sum over the samples is divided by N twice",
  signature: "data part = right / N",
  tell: (detail) => ({
    headline: `${placeOf(detail)} ${isOrAre(detail)} divided by N twice`,
    equation: mean(detail, "1/N"),
    instead: mean(detail, onSum(detail.factor, "1/N")),
    summary: `The mean over the samples has one 1/N. A second one makes the data part N times too small beside the regulariser${
      detail.where === "both"
        ? ", in loss and gradient alike."
        : ", and loss and gradient belong to different functions."
    } It happens where each sample's part is divided in the loop and the sum once more after it.`,
    fix: "Divide once: in the loop or after it.",
    ...averageLines(detail),
  }),
  example: { detail: { where: "gradient", factor: "1/N" }, gradientScale: "1/N" },
  suspects: {
    numpy: [line("/\\s*{N}\\s*\\*\\*\\s*2"), line("/\\s*{N}\\s*/\\s*{N}")],
    javascript: [line("/=?\\s*\\({N}\\s*\\*\\s*{N}")],
  },
  wrongCode: {
    numpy: "mask /= num_train\ndW = X.T.dot(mask) / num_train",
    javascript: "dW[j][d] += X[i][d] / N;\ndW[j][d] /= N;",
  },
};

const overClasses: Mistake = {
  id: "averaged-over-classes",
  part: "data",
  title: "The data part is divided by the number of classes",
  signature: "data part = right / C, or right * N / C where C stands in N's place",
  tell: (detail) => {
    const instead = detail.factor?.startsWith("N") === true;
    const count = detail.factor?.includes("C-1") === true ? "C - 1" : "C";
    return {
      headline: `${placeOf(detail)} ${isOrAre(detail)} divided by ${count}, the number of ${count === "C" ? "classes" : "other classes"}${instead ? ", in place of N" : ""}`,
      equation: mean(detail, "1/N"),
      instead: mean(detail, onSum(detail.factor, "1/C")),
      summary: `The loss is a mean over samples, and within a sample a sum over classes: 1/N belongs in front, and no ${count === "C" ? "1/C" : "1/(C-1)"}. ${
        detail.where === "both"
          ? "PyTorch's MultiMarginLoss does divide by C, in loss and gradient alike; if that is what you follow, it is a convention and no mistake."
          : "Only one of loss and gradient has it, so that they belong to different functions."
      } ${instead ? "Look at which axis you took the length of: W has one side of length C, X one of length N." : "np.mean over a matrix of margins divides by both N and C."}`,
      fix: "Divide by the number of samples, and by nothing else.",
      ...averageLines(detail),
    };
  },
  example: { detail: { where: "gradient", factor: "1/C" }, gradientScale: "1/C" },
  suspects: {
    numpy: [line("(?:{dW}|{loss})\\w*\\s*/=\\s*{C}\\s*(?:#.*)?$"), line("{loss}\\s*\\+?=\\s*np\\.mean\\(")],
    javascript: [line("(?:{dW}|{loss}){index}\\s*/=\\s*{C}\\s*;")],
  },
  wrongCode: { numpy: "dW = X.T.dot(mask) / (num_train * num_classes)", javascript: "dW[j][d] /= N * C;" },
};

export const scaleMistakes: readonly Mistake[] = [notAveraged, averagedTwice, overClasses];

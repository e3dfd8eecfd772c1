import type { Recipe } from "../recipe.ts";
import type { Mistake } from "./mistake.ts";
import { line } from "./patterns.ts";

type Landing = Exclude<Recipe["landing"], "added">;

const repeated =
  "An indexed assignment in NumPy does not add up repeated indices: dW[:, y] -= ... reads the columns once, subtracts, and writes them back, so that of all samples of a class only the last remains.";
const inLoop =
  "Every sample and every violated margin adds its part, and = throws away all that came before it: of a whole loop only the last assignment of each row remains.";
const product = "mask[np.arange(num_train), y] = -count; dW = X.T.dot(mask) / num_train";
const add = {
  other: {
    numpy: "dW[:, j] += X[i]",
    javascript: "for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
  },
  own: {
    numpy: "dW[:, y[i]] -= X[i]",
    javascript: "for (let d = 0; d < D; d++) dW[y[i]][d] -= X[i][d];",
  },
};

const overwritten: Readonly<
  Record<Landing, { headline: string; instead: string; summary: string; numpy: string; javascript: string }>
> = {
  "own-last": {
    headline: "row y keeps only the last sample of each class",
    instead: "dW_y has -c_i*x_i of the last sample of class y alone",
    summary: `${repeated} In the gradient all of them add up; the product X^T M does that by itself.`,
    numpy: product,
    javascript: add.own.javascript,
  },
  "own-replaces": {
    headline: "row y is assigned, and loses all but the last sample of its class",
    instead: "dW_y = -c_i*x_i of the last sample of class y, and nothing from the other classes' samples",
    summary:
      "dW[:, y] = ... replaces columns that already held the other classes' parts, and of repeated labels only the last is written. In the gradient all samples add up in every row; the product X^T M does that by itself.",
    numpy: product,
    javascript: add.own.javascript,
  },
  "loop-others-replace": {
    headline: "rows j != y are assigned in the loop, and forget what they held",
    instead: "dW_j = x_i",
    summary: `${inLoop} Row j needs += for what it gets.`,
    ...add.other,
  },
  "loop-own-replaces": {
    headline: "row y is assigned in the loop, and forgets what it held",
    instead: "dW_y = -x_i",
    summary: `${inLoop} Row y needs -= for what it gives.`,
    ...add.own,
  },
  "loop-count-replaces": {
    headline: "row y is assigned after each sample's loop, and forgets what it held",
    instead: "dW_y = -c_i*x_i, and what samples after it add",
    summary: `${inLoop} Row y needs -= for what it gives.`,
    numpy: "dW[:, y[i]] -= count * X[i]",
    javascript: "for (let d = 0; d < D; d++) dW[y[i]][d] -= count * X[i][d];",
  },
  "loop-replaces": {
    headline: "rows are assigned in the loop, and forget what they held",
    instead: "dW_j = x_i, dW_y = -x_i",
    summary: `${inLoop} Row j needs += and row y needs -=.`,
    numpy: `${add.other.numpy}; ${add.own.numpy}`,
    javascript: "for (let d = 0; d < D; d++) { dW[j][d] += X[i][d]; dW[y[i]][d] -= X[i][d]; }",
  },
};

const landing: Mistake = {
  id: "overwritten",
  part: "data",
  title: "Parts of the gradient are overwritten",
  signature: "row y (or j) from the last sample that wrote there only",
  tell: ({ variant }) => ({
    ...(overwritten[variant as Landing] ?? {
      ...overwritten["loop-replaces"],
      headline: "parts of the gradient are overwritten in place of added",
      instead: "rows of dW are assigned",
      numpy: product,
    }),
    equation: "dW_k = (1/N) sum_i M_ik*x_i: every sample's part is added",
    fix: "Add to what is there, or build the N x C matrix M and let the product X^T M add up.",
  }),
  example: {
    detail: { where: "gradient", variant: "own-last" },
    gradient: [{ stage: "landing", value: "own-last" }],
  },
  suspects: {
    numpy: [
      line("{dW}\\[\\s*:\\s*,\\s*y\\s*\\]\\s*[-+]?=[^=]"),
      line("{dW}\\[\\s*y\\s*\\]\\s*[-+]?=[^=]"),
      line("{dW}\\[\\s*:\\s*,\\s*(?:j|y\\[i\\])\\s*\\]\\s*=[^=](?!.*{dW})"),
    ],
    javascript: [line("{dW}\\[(?:j|y\\[i\\])\\](?:\\[\\w+\\])?\\s*=\\s*-?\\s*(?:\\w+\\s*\\*\\s*)?X\\[")],
  },
  wrongCode: {
    numpy:
      "dW = X.T.dot((margins > 0) * 1.0)\ndW[:, y] -= count * X.T   # repeated labels: the last one stays",
    javascript: "dW[j][d] = X[i][d];\ndW[y[i]][d] = -X[i][d];",
  },
};

const weights: Mistake = {
  id: "weights-instead-of-inputs",
  part: "data",
  title: "Rows of W are added in place of x",
  signature: "data part = sums of rows of W",
  tell: ({ variant }) => ({
    headline: "weights are added to the gradient where the sample belongs",
    equation: "dW_j gets +x_i where m_ij > 0, dW_y gets -c_i*x_i",
    instead:
      variant === "own-weights"
        ? "dW_j gets +W_y where m_ij > 0, dW_y gets -c_i*W_y"
        : variant === "violating-weights"
          ? "dW_j gets +W_j where m_ij > 0, and dW_y -W_j"
          : "dW_j gets +W_j where m_ij > 0, dW_y gets -c_i*W_y",
    summary:
      "The score s_j = W_j x is a product, and its derivative with respect to one factor is the other: along W_j it is x. The derivative with respect to x would be W_j, which is what you have; x itself stands nowhere in your gradient.",
    fix: "Add X[i] to row j, and take it from row y.",
    numpy: "dW[:, j] += X[i]; dW[:, y[i]] -= X[i]",
    javascript: "for (let d = 0; d < D; d++) { dW[j][d] += X[i][d]; dW[y[i]][d] -= X[i][d]; }",
  }),
  example: {
    detail: { where: "gradient", variant: "weights" },
    gradient: [{ stage: "adds", value: "weights" }],
  },
  suspects: {
    numpy: [line("{dW}\\[.*\\]\\s*[-+]=\\s*-?\\s*W\\[(?!.*{reg})")],
    javascript: [line("{dW}\\[.*\\]\\s*[-+]=\\s*-?\\s*W\\[(?!.*{reg})")],
  },
  wrongCode: {
    numpy: "dW[:, j] += W[:, j]\ndW[:, y[i]] -= W[:, y[i]]",
    javascript: "dW[j][d] += W[j][d];\ndW[y[i]][d] -= W[y[i]][d];",
  },
};

const oneSample: Mistake = {
  id: "last-sample-only",
  part: "data",
  title: "Only one sample, or one batch, counts",
  signature: "data part = the right one of that sample alone, over N",
  tell: (detail) => {
    const which = detail.variant === "first" ? "first" : "last";
    const what = { gradient: "the gradient has", loss: "the loss has", both: "loss and gradient have" }[
      detail.where
    ];
    return {
      headline: `${what} only the ${which} sample`,
      equation:
        detail.where === "loss" ? "L = (1/N) sum_i L_i over all i" : "dW_k = (1/N) sum_i M_ik*x_i over all i",
      instead: `the part of the ${which} sample alone`,
      summary: `The data term is a sum over all N samples, and so is its gradient. ${
        which === "first"
          ? "A return inside the loop ends it after the first sample: look at its indentation."
          : "Something made before the loop is made anew inside it, or = stands where += should, so that what the earlier samples added is gone when the last one comes; or the line stands after the loop and sees only its last i."
      }`,
      fix:
        which === "first"
          ? "Return after the loop over the samples."
          : "Set loss and dW to zero before the loop, add to them inside, and divide after it.",
      numpy:
        which === "first"
          ? "return loss, dW   # at the indentation of the for, not inside it"
          : "dW = np.zeros(W.shape)   # before the loop over i",
      javascript:
        which === "first"
          ? "return { loss, gradient: dW };   // after the loop over i"
          : "const dW = W.map((row) => row.map(() => 0));   // before the loop over i",
    };
  },
  example: {
    detail: { where: "gradient", variant: "last" },
    gradient: [{ stage: "samples", value: "last" }],
  },
  wrongCode: {
    numpy:
      "for i in range(num_train):\n    dW = np.zeros(W.shape)\n    for j in range(num_classes):\n        if margins[i, j] > 0:\n            dW[:, j] += X[i]\n            dW[:, y[i]] -= X[i]",
    javascript:
      "for (let i = 0; i < N; i++) {\n  for (const row of dW) row.fill(0);\n  for (let j = 0; j < C; j++) if (margins[i][j] > 0) for (let d = 0; d < D; d++) {\n    dW[j][d] += X[i][d];\n    dW[y[i]][d] -= X[i][d];\n  }\n}",
  },
};

export const landingMistakes: readonly Mistake[] = [landing, weights, oneSample];

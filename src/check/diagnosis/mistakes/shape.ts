import { courseConvention, recipeOf } from "../asked.ts";
import { workOut } from "../landing.ts";
import type { Point } from "../point.ts";
import { dataGradientAt } from "../predicted.ts";
import type { Mistake } from "./mistake.ts";
import { line } from "./patterns.ts";

const right = recipeOf(courseConvention);

/** The right gradient as C x D rows. */
function transposed(point: Point): number[][] {
  const { W, lambda, nScores, nFeatures } = point;
  const data = dataGradientAt(right, point);
  return Array.from({ length: nScores }, (_, m) =>
    Array.from({ length: nFeatures }, (_, d) => {
      const k = m * nFeatures + d;
      return data[k]! + 2 * lambda * W[k]!;
    }),
  );
}

/** X * count, then [range(N), y] *= -1, as NumPy does it; nothing where a class number is no feature's. */
function timesCountNegated(point: Point): number[][] {
  const { X, y, nSamples, nFeatures, nScores } = point;
  if (y.some((label) => label >= nFeatures)) return [];
  const { A } = workOut(right, point);
  return Array.from({ length: nSamples }, (_, i) =>
    Array.from({ length: nFeatures }, (_, d) => {
      const value = -A[i * nScores + y[i]!]! * X[i * nFeatures + d]!;
      return d === y[i] ? -value : value;
    }),
  );
}

const build = {
  numpy:
    "M = (margins > 0) * 1.0; M[np.arange(num_train), y] = -count; dW = X.T @ M / num_train + 2 * reg * W",
  javascript: "for (let d = 0; d < D; d++) { dW[j][d] += X[i][d]; dW[y[i]][d] -= X[i][d]; }",
};

const perSampleForms = {
  "times-count": {
    headline: "it returns a multiple of each sample, N x D, and not a gradient of W",
    instead: "X * count: row i is c_i*x_i",
    summary:
      "The counts c_i are the right idea, but c_i*x_i is only what row y_i of the gradient gives up for sample i. The gradient has the shape of W, one column a class: each sample's x_i must be taken from the column of its class c_i times, added to the columns j with m_ij > 0, and all samples added up.",
  },
  "times-count-negated": {
    headline: "it returns a multiple of each sample, N x D, and takes class numbers for feature numbers",
    instead: "G = X * count, N x D; then G[range(N), y] *= -1",
    summary:
      "The counts c_i are right. But X * count has a row a sample and a column a feature, so G[range(N), y] is feature number y_i of sample i, and its sign is turned as if that feature were the class. The gradient has the shape of W: x_i is taken c_i times from the column of class y_i, added to the columns j with m_ij > 0 (which are never formed here), and the product X^T M adds up the samples.",
  },
  "negated-entries": {
    headline: "signs are turned in single entries of dW, by sample number and label",
    instead: "dW[range(N), y] *= -1",
    summary:
      "dW is D x C: its first index is a feature. range(N) counts samples, so dW[range(N), y] turns the sign of entry (i, y_i) of the gradient, which has nothing to do with sample i. That line belongs to the N x C matrix M, before the product X^T M is taken: there row i is sample i.",
  },
} as const;

const perSample: Mistake = {
  id: "per-sample-gradient",
  part: "data",
  title: "Samples, classes and features are mixed up",
  signature: "N x D in place of D x C; or the sign of feature y_i (or of entry (i, y_i) of dW) is negated",
  tell: ({ variant }) => ({
    ...(perSampleForms[variant as keyof typeof perSampleForms] ?? perSampleForms["times-count"]),
    equation: "dW = (1/N) X^T M, D x C, with M_ij = 1[m_ij > 0] for j != y_i and M[i, y_i] = -c_i",
    fix: "Make M from the margins, N x C: 1 where a margin is above 0, -c_i at the correct class. Then dW = X^T M / N, plus the regulariser.",
    ...build,
  }),
  example: { detail: { where: "gradient", variant: "times-count-negated" }, returned: timesCountNegated },
  suspects: {
    numpy: [
      line("\\[\\s*(?:np\\.a)?range\\(.*\\)\\s*,\\s*y\\s*\\]\\s*\\*=\\s*-\\s*1"),
      line("=\\s*X\\s*\\*\\s*\\w*count\\w*"),
      line("=\\s*\\w*count\\w*(?:\\[.*\\])?\\s*\\*\\s*X\\b"),
    ],
    javascript: [],
  },
  wrongCode: {
    numpy: "grad = X * count[:, None]\ngrad[range(num_train), y] *= -1",
    javascript:
      "const grad = X.map((x, i) => x.map((value) => counts[i] * value));\ngrad.forEach((row, i) => { row[y[i]] *= -1; });",
  },
};

const transpose: Mistake = {
  id: "transposed",
  part: "data",
  title: "The gradient is transposed",
  signature: "G^T: C x D for a D x C matrix W",
  tell: () => ({
    headline: "the gradient is transposed",
    equation: "dW has the shape of W: with X N x D and W D x C, dW = (1/N) X^T M",
    instead: "dW = (1/N) M^T X, C x D",
    summary:
      "Entry (d, j) of the gradient says how the loss changes with W[d, j], so it has the shape of W. All numbers are right and stand in the wrong place. With as many classes as features nothing complains: W -= step * dW runs and moves the wrong weights.",
    fix: "Return the transpose; or build it as X^T M where W is D x C, and as M^T X where W is C x D.",
    numpy: "dW = X.T.dot(mask) / num_train   # not mask.T.dot(X)",
    javascript: "for (let d = 0; d < D; d++) dW[j][d] += X[i][d];   // rows as in W",
  }),
  example: { detail: { where: "gradient" }, returned: transposed },
  suspects: {
    numpy: [
      line("return\\b.*{dW}\\w*\\.T\\b"),
      line("{dW}\\w*\\s*=\\s*{mask}\\.T\\.dot\\(\\s*X\\s*\\)"),
      line("{dW}\\w*\\s*=\\s*{mask}\\.T\\s*@\\s*X\\b"),
    ],
    javascript: [],
  },
  wrongCode: {
    numpy: "dW = mask.T.dot(X) / num_train",
    javascript: "dW[d][j] += X[i][d];   // W is indexed W[j][d]",
  },
};

const wrongShape: Mistake = {
  id: "wrong-shape",
  part: "data",
  title: "The gradient does not have the shape of W",
  signature: "shape alone",
  tell: ({ known }) => ({
    headline: "the gradient does not have the shape of W",
    equation: "dW has an entry for every entry of W",
    instead: "another shape",
    summary: `${known === undefined ? "" : `${known} `}The gradient is the list of slopes of the loss along each weight, one for every entry of W. If an axis is summed away too early, or the array flattened, the numbers cannot be matched with the weights.`,
    fix: "Return an array of W's shape: start from zeros of that shape, or from the product X^T M.",
    numpy: "dW = np.zeros(W.shape)   # and at the end: assert dW.shape == W.shape",
    javascript: "const dW = W.map((row) => row.map(() => 0));",
  }),
  wrongCode: {
    numpy: "dW = np.sum(X.T.dot(mask), axis=1) / num_train   # D numbers",
    javascript: "const gradient = dW.flat();",
  },
};

const notImplemented: Mistake = {
  id: "not-implemented",
  part: "data",
  title: "The gradient is not filled in",
  signature: "gradient = 0, or none is returned",
  tell: ({ known, where }) => ({
    headline: where === "both" ? "loss and gradient are not filled in" : "the gradient is not filled in",
    equation: "dW = (1/N) X^T M + 2*lambda*W",
    instead: "no data part: zeros, or nothing",
    summary: `${known === undefined ? "" : `${known} `}${where === "both" ? "Both are" : "The data part of the gradient is"} still what ${where === "both" ? "they were" : "it was"} initialised with. A gradient would be 0 only where nothing can be improved; a descent along it learns nothing from the samples.`,
    fix: "Fill it in: x_i added to the row of every violated class, c_i*x_i taken from the row of the true one, divided by N, plus the regulariser.",
    ...build,
  }),
  example: {
    detail: { where: "gradient" },
    returned: ({ nFeatures, nScores }) =>
      Array.from({ length: nFeatures }, () => new Array<number>(nScores).fill(0)),
  },
  suspects: {
    numpy: [line("^\\s*{dW}\\w*\\s*=\\s*(?:np\\.zeros|None)")],
    javascript: [],
  },
  wrongCode: {
    numpy: "dW = np.zeros(W.shape)   # and nothing more",
    javascript: "const gradient = W.map((row) => row.map(() => 0));   // and nothing more",
  },
};

export const shapeMistakes: readonly Mistake[] = [perSample, transpose, notImplemented, wrongShape];

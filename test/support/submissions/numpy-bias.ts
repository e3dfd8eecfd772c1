import { type Base, type Mistake, mistake } from "./submission.ts";

/** A bias of its own, which the penalty leaves out. */
export const withBias: Base = {
  name: "numpy W and b",
  language: "python",
  takes: ["W", "b", "X", "y", "lambda"],
  layout: "DxC",
  places: {
    own: "margins[np.arange(N), y] = 0",
    count: "mask[np.arange(N), y] = -mask.sum(axis=1)",
    lossReg: "loss += reg * np.sum(W ** 2)",
    gradReg: "dW += 2 * reg * W",
    db: "db = mask.sum(axis=0) / N",
    result: "loss, dW, db",
  },
  text: (name, p) => `
def ${name}(W, b, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W) + b
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1)
    ${p.own}
    loss = margins.sum() / N
    ${p.lossReg}
    mask = (margins > 0).astype(float)
    ${p.count}
    dW = X.T.dot(mask) / N
    ${p.db}
    ${p.gradReg}
    return ${p.result}
`,
};

/** The bias trick: the last feature is the bias, which the penalty leaves out. */
export const biasRow: Base = {
  name: "numpy bias as the last row",
  language: "python",
  takes: ["W", "X", "y", "lambda"],
  layout: "DxC",
  places: {
    own: "margins[np.arange(N), y] = 0",
    lossReg: "loss += reg * np.sum(W[:-1] ** 2)",
    gradReg: "dW[:-1] += 2 * reg * W[:-1]",
    gradMean: "dW /= N",
  },
  text: (name, p) => `
def ${name}(W, X, y, reg):
    N = X.shape[0]
    scores = X.dot(W)
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + 1)
    ${p.own}
    loss = margins.sum() / N
    ${p.lossReg}
    mask = (margins > 0).astype(float)
    mask[np.arange(N), y] -= mask.sum(axis=1)
    dW = X.T.dot(mask)
    ${p.gradMean}
    ${p.gradReg}
    return loss, dW
`,
};

const onlyBias = ["data", "regularizer", "loss"] as const;

export const withBiasMistakes: readonly Mistake[] = [
  mistake("bias-regularized", "db alone", { db: "db = mask.sum(axis=0) / N + 2 * reg * b" }, onlyBias),
  mistake(
    "bias-regularized",
    "db alone, in place",
    { db: "db = mask.sum(axis=0) / N; db += 2 * reg * b" },
    onlyBias,
  ),
  mistake(
    "bias-not-regularized",
    "in the loss alone",
    { lossReg: "loss += reg * (np.sum(W ** 2) + np.sum(b ** 2))" },
    ["data", "regularizer"],
    { either: [["regularizer-loss"]] },
  ),
  mistake("regularizer-gradient-factor", "half", { gradReg: "dW += reg * W" }, ["data", "loss"]),
  mistake("correct-class-counted", "left out", { own: "pass" }, ["regularizer"]),
  mistake("correct-class-row-missing", "left out", { count: "pass" }, ["regularizer", "loss"]),
];

export const biasRowMistakes: readonly Mistake[] = [
  mistake("bias-regularized", "gradient alone", { gradReg: "dW += 2 * reg * W" }, ["data", "loss"]),
  mistake("bias-regularized", "gradient alone, written out", { gradReg: "dW = dW + reg * (W + W)" }, [
    "data",
    "loss",
  ]),
  mistake("bias-not-regularized", "loss takes it in", { lossReg: "loss += reg * np.sum(W ** 2)" }, ["data"], {
    either: [["regularizer-loss"]],
  }),
  mistake(
    "bias-not-regularized",
    "loss takes it in, written out",
    { lossReg: "loss += reg * np.sum(np.square(W))", gradReg: "R = 2 * reg * W; R[-1] = 0; dW += R" },
    ["data"],
    {
      either: [["regularizer-loss"]],
    },
  ),
  mistake(
    "bias-not-regularized",
    "loop over the rows but the last",
    {
      lossReg: "loss += reg * np.sum(W * W)",
      gradReg: "for d in range(W.shape[0] - 1): dW[d] += 2 * reg * W[d]",
    },
    ["data"],
    {
      either: [["regularizer-loss"]],
    },
  ),
  mistake("not-averaged", "gradient", { gradMean: "pass" }, ["regularizer", "loss"]),
];

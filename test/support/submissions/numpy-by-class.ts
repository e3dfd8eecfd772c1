import { regularizerMistakes } from "./numpy-regularizers.ts";
import { type Base, type Mistake, mistake } from "./submission.ts";

/** W is C x D, X is N x D. */
export const byClass: Base = {
  name: "numpy C x D",
  language: "python",
  takes: ["W", "X", "y", "lambda"],
  layout: "CxD",
  places: {
    top: "N = len(y)",
    margin: "margins = scores - scores[rows, y][:, None] + 1.0",
    clamp: "margins = np.where(margins > 0, margins, 0)",
    own: "margins[rows, y] = 0",
    data: "data_loss = margins.sum() / N",
    M: "M = np.sign(margins)",
    count: "M[rows, y] = -M.sum(axis=1)",
    grad: "grad = M.T @ X / N",
    lossReg: "loss += lam * np.sum(W ** 2)",
    gradReg: "grad += 2 * lam * W",
    result: "loss, grad",
  },
  text: (name, p) => `
def ${name}(W, X, y, lam):
    ${p.top}
    rows = np.arange(N)
    scores = X @ W.T
    ${p.margin}
    ${p.clamp}
    ${p.own}
    ${p.data}
    loss = data_loss
    ${p.lossReg}
    ${p.M}
    ${p.count}
    ${p.grad}
    ${p.gradReg}
    return ${p.result}
`,
};

/** W is C x D and the samples are the columns of X. */
export const columns: Base = {
  name: "numpy columns",
  language: "python",
  takes: ["W", "X", "y", "lambda"],
  layout: "CxD",
  samples: "columns",
  places: {
    top: "pass",
    margin: "L = np.maximum(0, S - S[y, range(N)] + 1)",
    own: "L[y, range(N)] = 0",
    data: "loss = L.sum() / N",
    M: "G = (L > 0) * 1.0",
    count: "G[y, range(N)] = -G.sum(axis=0)",
    grad: "dW = G.dot(X.T) / N",
    lossReg: "loss += reg * np.sum(W * W)",
    gradReg: "dW += 2 * reg * W",
    result: "loss, dW",
  },
  text: (name, p) => `
def ${name}(W, X, y, reg):
    N = X.shape[1]
    ${p.top}
    S = W.dot(X)
    ${p.margin}
    ${p.own}
    ${p.data}
    ${p.M}
    ${p.count}
    ${p.grad}
    ${p.lossReg}
    ${p.gradReg}
    return ${p.result}
`,
};

const noData = ["regularizer", "loss"] as const;
const noLoss = ["data", "regularizer"] as const;
const reg = ["regularizer"] as const;
const alone = { alone: true } as const;

export const byClassMistakes: readonly Mistake[] = [
  ...regularizerMistakes({ reg: "lam", N: "N", dW: "grad" }),
  mistake("correct-class-counted", "line left out", { own: "pass" }, reg),
  mistake(
    "correct-class-loss",
    "after the loss",
    { own: "pass", M: "margins[rows, y] = 0; M = np.sign(margins)" },
    noLoss,
  ),
  mistake(
    "correct-class-not-counted",
    "-1 where violated",
    { count: "M[rows, y] = -(M.sum(axis=1) > 0).astype(float)" },
    noData,
  ),
  mistake("correct-class-row-missing", "line left out", { count: "pass" }, noData),
  mistake(
    "other-rows-missing",
    "own alone",
    { count: "c = M.sum(axis=1); M[:] = 0; M[rows, y] = -c" },
    noData,
  ),
  mistake("constant-count", "C - 1", { count: "M[rows, y] = -(W.shape[0] - 1)" }, noData),
  mistake("no-clamp", "left out", { clamp: "pass", M: "M = (margins > 0).astype(float)" }, noLoss),
  mistake("margins-not-indicator", "copy", { M: "M = margins.copy()" }, noData),
  mistake("sign-flipped", "minus", { grad: "grad = -M.T @ X / N" }, noData),
  mistake("sign-flipped", "plus count", { count: "M[rows, y] = M.sum(axis=1)" }, noData),
  mistake("not-averaged", "gradient", { grad: "grad = M.T @ X" }, noData),
  mistake("not-averaged", "loss", { data: "data_loss = margins.sum()" }, noLoss),
  mistake("averaged-twice", "gradient", { grad: "grad = (M / N).T @ X / N" }, noData),
  mistake("averaged-over-classes", "gradient", { grad: "grad = M.T @ X / M.size" }, noData),
  mistake("averaged-over-classes", "loss", { data: "data_loss = margins.mean()" }, noLoss),
  mistake(
    "overwritten",
    "rows by index",
    { count: "c = M.sum(axis=1)", grad: "grad = M.T @ X; grad[y] -= c[:, None] * X; grad /= N" },
    noData,
  ),
  mistake("weights-instead-of-inputs", "W", { grad: "grad = M.sum(axis=0)[:, None] * W / N" }, noData),
  mistake(
    "per-sample-gradient",
    "rows of samples",
    { grad: "grad = M.sum(axis=1)[:, None] * X", count: "pass", gradReg: "pass" },
    ["loss"],
    alone,
  ),
  mistake("transposed", "X.T M", { grad: "grad = X.T @ M / N", gradReg: "grad += 2 * lam * W.T" }, noData),
  mistake("labels-shifted", "from one", { top: "N = len(y); y = y - 1" }, reg),
  mistake("delta-missing", "both", { margin: "margins = scores - scores[rows, y][:, None]" }, reg),
  mistake(
    "delta-missing",
    "gradient",
    { M: "M = (scores > scores[rows, y][:, None]).astype(float)" },
    noData,
  ),
  mistake(
    "delta-wrong",
    "gradient, 10",
    { M: "M = (scores - scores[rows, y][:, None] + 10 > 0).astype(float); M[rows, y] = 0" },
    noData,
  ),
  mistake("inclusive-indicator", ">=", {
    clamp: "margins = np.where(margins >= 0, margins, 0)",
    M: "M = (scores - scores[rows, y][:, None] >= -1).astype(float); M[rows, y] = 0",
  }),
  mistake("other-loss", "max in the loss", { data: "data_loss = margins.max(axis=1).sum() / N" }, reg),
  mistake("other-loss", "squared loss", { data: "data_loss = (margins ** 2).sum() / N" }, reg),
  mistake(
    "other-loss",
    "one-vs-all gradient",
    {
      M: "T = -np.ones_like(scores); T[rows, y] = 1; M = np.where(1 - T * scores > 0, -T, 0.0)",
      count: "pass",
    },
    reg,
  ),
  mistake("low-precision", "float32", {
    M: "M = np.sign(margins).astype('float32'); X = X.astype('float32')",
  }),
  mistake("not-implemented", "zeros", { grad: "grad = np.zeros_like(W)", gradReg: "pass" }, ["loss"], alone),
  mistake("not-implemented", "only the regulariser", { grad: "grad = np.zeros_like(W)" }, noData, {
    alone: true,
    either: [["correct-class-row-missing", "other-rows-missing"], ["unknown"]],
  }),
  mistake(
    "wrong-shape",
    "scalar",
    { grad: "grad = np.sum(M * scores) / N", gradReg: "pass" },
    ["loss"],
    alone,
  ),
  mistake("last-sample-only", "gradient", { grad: "grad = M[-1][:, None] * X[-1]" }, noData),
  mistake(
    "last-sample-only",
    "gradient by loop",
    { grad: "\n    for m, x in zip(M, X): grad = np.outer(m, x)" },
    noData,
  ),
  mistake("stateful", "dropout", { top: "N = len(y); X = X * (np.random.rand(*X.shape) < 0.5)" }, [], alone),
  mistake("loss-only", "log", { data: "data_loss = np.log1p(margins.sum() / N)" }, noLoss),
  mistake("loss-only", "median", { data: "data_loss = np.median(margins)" }, noLoss),
  mistake("integer-overflow", "cast", { top: "N = len(y); X = np.asarray(X, dtype=np.uint8)" }),
  mistake("unknown", "noise of no meaning", { grad: "grad = M.T @ np.cos(X) / N" }, noData),
];

export const columnsMistakes: readonly Mistake[] = [
  ...regularizerMistakes({ reg: "reg", N: "N" }).slice(0, 7),
  mistake("correct-class-counted", "line left out", { own: "pass" }, reg),
  mistake("correct-class-loss", "-=", { own: "pass", count: "G[y, range(N)] -= G.sum(axis=0)" }, noLoss),
  mistake("correct-class-row-missing", "line left out", { count: "pass" }, noData),
  mistake(
    "correct-class-not-counted",
    "-1",
    { count: "G[y, range(N)] = -1.0 * (G.sum(axis=0) > 0)" },
    noData,
  ),
  mistake(
    "other-rows-missing",
    "own alone",
    { count: "c = G.sum(axis=0); G = np.zeros(G.shape); G[y, range(N)] = -c" },
    noData,
  ),
  mistake("constant-count", "C - 1", { count: "G[y, range(N)] = 1 - W.shape[0]" }, noData),
  mistake("no-clamp", "left out", { margin: "L = S - S[y, range(N)] + 1" }, noLoss),
  mistake("margins-not-indicator", "L", { M: "G = L.copy()" }, noData),
  mistake("sign-flipped", "minus", { grad: "dW = -G.dot(X.T) / N" }, noData),
  mistake("not-averaged", "gradient", { grad: "dW = G.dot(X.T)" }, noData),
  mistake("averaged-twice", "gradient", { grad: "dW = G.dot(X.T) / N / N" }, noData),
  mistake("averaged-over-classes", "gradient", { grad: "dW = G.dot(X.T) / G.size" }, noData),
  mistake(
    "overwritten",
    "-= by index",
    { count: "c = G.sum(axis=0)", grad: "dW = G.dot(X.T); dW[y] -= (X * c).T; dW /= N" },
    noData,
  ),
  mistake("weights-instead-of-inputs", "W", { grad: "dW = G.sum(axis=1)[:, None] * W / N" }, noData),
  mistake("transposed", "X G.T", { grad: "dW = X.dot(G.T) / N", gradReg: "dW += 2 * reg * W.T" }, noData),
  mistake("labels-shifted", "from one", { top: "y = y - 1" }, reg),
  mistake("delta-missing", "gradient", { M: "G = (L > 1) * 1.0" }, noData),
  mistake(
    "delta-wrong",
    "gradient",
    { M: "G = (S - S[y, range(N)] + 2 > 0) * 1.0; G[y, range(N)] = 0" },
    noData,
  ),
  mistake("inclusive-indicator", ">=", { M: "G = (S - S[y, range(N)] + 1 >= 0) * 1.0; G[y, range(N)] = 0" }),
  mistake("other-loss", "max", { data: "loss = L.max(axis=0).mean()" }, reg),
  mistake("low-precision", "float32", { M: "G = np.float32(L > 0)" }),
  mistake("not-implemented", "zeros", { grad: "dW = 0 * W", gradReg: "pass" }, ["loss"], alone),
  mistake("wrong-shape", "scalar", { result: "loss, dW.mean()" }, ["loss"], alone),
  mistake("last-sample-only", "gradient", { grad: "dW = np.outer(G[:, N - 1], X[:, N - 1]) / N" }, noData),
  mistake("stateful", "noise", { grad: "dW = G.dot(X.T) / N + np.random.rand(*W.shape)" }, [], alone),
  mistake("loss-only", "counts", { data: "loss = np.count_nonzero(L) / N" }, noLoss),
];

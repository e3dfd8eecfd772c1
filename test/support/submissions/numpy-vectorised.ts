import { regularizerMistakes } from "./numpy-regularizers.ts";
import { type Base, type Mistake, mistake } from "./submission.ts";

/** No loops: D x C, the mask made from the margins. */
export const vectorised: Base = {
  name: "numpy vectorised",
  language: "python",
  takes: ["W", "X", "y", "lambda"],
  layout: "DxC",
  places: {
    top: "pass",
    scores: "scores = X.dot(W)",
    margins: "margins = np.maximum(0, scores - correct_class_scores + 1)",
    zero: "margins[np.arange(num_train), y] = 0",
    loss: "loss = np.sum(margins)",
    lossMean: "loss /= num_train",
    mask: "binary = margins > 0; binary = binary.astype(float)",
    count: "row_sum = np.sum(binary, axis=1)",
    own: "binary[np.arange(num_train), y] = -row_sum",
    product: "dW = np.dot(X.T, binary)",
    gradMean: "dW /= num_train",
    lossReg: "loss += reg * np.sum(W * W)",
    gradReg: "dW += 2 * reg * W",
    end: "pass",
    result: "loss, dW",
  },
  text: (name, p) => `
def ${name}(W, X, y, reg):
    loss = 0.0
    num_train = X.shape[0]
    ${p.top}
    ${p.scores}
    correct_class_scores = scores[np.arange(num_train), y].reshape(num_train, 1)
    ${p.margins}
    ${p.zero}
    ${p.loss}
    ${p.lossMean}
    ${p.lossReg}
    ${p.mask}
    ${p.count}
    ${p.own}
    ${p.product}
    ${p.gradMean}
    ${p.gradReg}
    ${p.end}
    return ${p.result}
`,
};

const noData = ["regularizer", "loss"] as const;
const noLoss = ["data", "regularizer"] as const;
const reg = ["regularizer"] as const;
const alone = { alone: true } as const;

export const vectorisedMistakes: readonly Mistake[] = [
  ...regularizerMistakes({ reg: "reg", N: "num_train" }),
  mistake("correct-class-counted", "margins not zeroed", { zero: "pass" }, reg, { relies: ["count", "own"] }),
  mistake(
    "correct-class-counted",
    "gradient alone",
    { zero: "pass", loss: "loss = np.sum(margins) - num_train" },
    noData,
    { relies: ["margins", "mask", "count", "own"] },
  ),
  mistake(
    "correct-class-loss",
    "-= for =",
    { zero: "pass", own: "binary[np.arange(num_train), y] -= row_sum" },
    noLoss,
    { relies: ["mask", "count"] },
  ),
  mistake(
    "correct-class-loss",
    "zeroed too late",
    { zero: "pass", loss: "loss = np.sum(margins); margins[np.arange(num_train), y] = 0" },
    noLoss,
  ),
  mistake(
    "correct-class-not-counted",
    "-1",
    { own: "binary[np.arange(num_train), y] = -1 * (row_sum > 0)" },
    noData,
  ),
  mistake(
    "correct-class-not-counted",
    "minimum",
    { count: "row_sum = np.minimum(np.sum(binary, axis=1), 1)" },
    noData,
  ),
  mistake("correct-class-row-missing", "line left out", { own: "pass" }, noData),
  mistake("correct-class-row-missing", "zero", { own: "binary[np.arange(num_train), y] = 0" }, noData),
  mistake(
    "other-rows-missing",
    "only own",
    { own: "binary = np.zeros_like(binary); binary[np.arange(num_train), y] = -row_sum" },
    noData,
  ),
  mistake("constant-count", "C - 1", { count: "row_sum = W.shape[1] - 1" }, noData),
  mistake(
    "no-clamp",
    "loss and gradient",
    {
      margins: "margins = scores - correct_class_scores + 1",
      mask: "binary = np.ones(margins.shape); binary[np.arange(num_train), y] = 0",
    },
    reg,
  ),
  mistake("no-clamp", "loss", { margins: "margins = scores - correct_class_scores + 1" }, noLoss),
  mistake(
    "no-clamp",
    "absolute value",
    { margins: "margins = np.abs(scores - correct_class_scores + 1)" },
    reg,
    { either: [["loss-only"], ["unknown"], ["loss-only", "no-clamp"]], alone: true },
  ),
  mistake("margins-not-indicator", "margins as the mask", { mask: "binary = margins.copy()" }, noData),
  mistake("margins-not-indicator", "mask left out", { mask: "binary = np.maximum(0, margins)" }, noData),
  mistake("sign-flipped", "all", { product: "dW = -np.dot(X.T, binary)" }, noData),
  mistake("sign-flipped", "own row", { own: "binary[np.arange(num_train), y] = row_sum" }, noData),
  mistake(
    "sign-flipped",
    "other rows",
    {
      mask: "binary = -1.0 * (margins > 0)",
      own: "binary[np.arange(num_train), y] = row_sum",
      count: "row_sum = np.sum(binary, axis=1)",
    },
    noData,
  ),
  mistake("not-averaged", "gradient", { gradMean: "pass" }, noData),
  mistake("not-averaged", "loss", { lossMean: "pass" }, noLoss),
  mistake("averaged-twice", "gradient", { product: "dW = np.dot(X.T, binary) / num_train" }, noData),
  mistake("averaged-twice", "loss", { loss: "loss = np.sum(margins) / num_train" }, noLoss),
  mistake(
    "averaged-over-classes",
    "loss by np.mean",
    { loss: "loss = np.mean(margins)", lossMean: "pass" },
    noLoss,
  ),
  mistake("averaged-over-classes", "gradient", { gradMean: "dW /= binary.size" }, noData),
  mistake(
    "averaged-over-classes",
    "mean of the mask",
    { gradMean: "dW /= num_train; dW /= W.shape[1]" },
    noData,
  ),
  mistake(
    "overwritten",
    "-= with repeated indices",
    { own: "pass", product: "dW = np.dot(X.T, binary); dW[:, y] -= (X * row_sum[:, None]).T" },
    noData,
  ),
  mistake(
    "overwritten",
    "+= with repeated indices",
    { own: "pass", product: "dW = X.T.dot(binary); dW[:, y] += -row_sum * X.T" },
    noData,
  ),
  mistake(
    "overwritten",
    "= with repeated indices",
    { own: "pass", product: "dW = X.T.dot(binary); dW[:, y] = -row_sum * X.T" },
    noData,
  ),
  mistake(
    "weights-instead-of-inputs",
    "W for X",
    { product: "dW = np.zeros(W.shape); dW += W.dot(np.diag(binary.sum(axis=0)))" },
    noData,
  ),
  mistake(
    "per-sample-gradient",
    "X times count",
    { product: "dW = X * row_sum[:, None]", gradReg: "pass" },
    ["loss"],
    alone,
  ),
  mistake(
    "per-sample-gradient",
    "the seed's sign",
    { own: "pass", product: "dW = X * row_sum[:, None]; dW[range(num_train), y] *= -1", gradReg: "pass" },
    ["loss"],
    alone,
  ),
  mistake(
    "per-sample-gradient",
    "sign of entries",
    { end: "dW[range(num_train), y] *= -1" },
    ["loss"],
    alone,
  ),
  mistake(
    "transposed",
    "binary.T X",
    { product: "dW = np.dot(binary.T, X)", gradReg: "dW += 2 * reg * W.T" },
    noData,
  ),
  mistake("transposed", "at return", { result: "loss, dW.T" }, noData),
  mistake("labels-shifted", "minus one", { top: "y = y - 1" }, reg),
  mistake("labels-shifted", "plus one", { top: "y = (y + 1) % W.shape[1]" }, reg),
  mistake(
    "labels-shifted",
    "gradient alone",
    { own: "binary[np.arange(num_train), y] = 0; binary[np.arange(num_train), y - 1] = -row_sum" },
    noData,
    { either: [["unknown"]], alone: true },
  ),
  mistake(
    "delta-missing",
    "both",
    { margins: "margins = np.maximum(0, scores - correct_class_scores)" },
    reg,
  ),
  mistake(
    "delta-missing",
    "gradient",
    { mask: "binary = (scores - correct_class_scores > 0).astype(float)" },
    noData,
  ),
  mistake("delta-missing", "mask against 1", { mask: "binary = (margins > 1).astype(float)" }, noData),
  mistake("delta-wrong", "gradient", { mask: "binary = (margins > 0.5).astype(float)" }, noData),
  mistake(
    "delta-wrong",
    "loss",
    {
      margins:
        "margins = np.maximum(0, scores - correct_class_scores + 1); m2 = np.maximum(0, scores - correct_class_scores + 2); m2[np.arange(num_train), y] = 0",
      loss: "loss = np.sum(m2)",
    },
    noLoss,
  ),
  mistake(
    "delta-wrong",
    "subtracted",
    { margins: "margins = np.maximum(0, scores - correct_class_scores - 1)" },
    reg,
  ),
  mistake("inclusive-indicator", ">=", {
    mask: "binary = (scores - correct_class_scores + 1 >= 0).astype(float); binary[np.arange(num_train), y] = 0",
  }),
  mistake("inclusive-indicator", "own class in the mask", {
    mask: "binary = (scores - correct_class_scores + 1 >= 0).astype(float)",
    count: "binary[np.arange(num_train), y] = 0; row_sum = binary.sum(1)",
  }),
  mistake("other-loss", "max for sum in the loss", { loss: "loss = np.sum(np.max(margins, axis=1))" }, reg),
  mistake("other-loss", "squared loss", { loss: "loss = np.sum(margins ** 2)" }, reg),
  mistake("other-loss", "squared gradient", { mask: "binary = 2 * margins" }, noData),
  mistake(
    "other-loss",
    "softmax gradient",
    {
      mask: "e = np.exp(scores - scores.max(axis=1, keepdims=True)); binary = e / e.sum(axis=1, keepdims=True)",
      own: "binary[np.arange(num_train), y] -= 1",
    },
    reg,
  ),
  mistake(
    "other-loss",
    "Crammer-Singer gradient",
    {
      mask: "binary = np.zeros_like(margins); binary[np.arange(num_train), np.argmax(margins, axis=1)] = 1; binary *= margins > 0",
    },
    reg,
  ),
  mistake("low-precision", "float32", { top: "X = X.astype(np.float32); W = W.astype(np.float32)" }),
  mistake("low-precision", "float32 mask", { mask: "binary = (margins > 0).astype(np.float32)" }),
  mistake(
    "not-implemented",
    "zeros",
    { product: "dW = np.zeros(W.shape)", gradReg: "pass" },
    ["loss"],
    alone,
  ),
  mistake("not-implemented", "None", { result: "loss, None" }, ["loss"], alone),
  mistake("wrong-shape", "a scalar", { result: "loss, np.linalg.norm(dW)" }, ["loss"], alone),
  mistake("wrong-shape", "flat", { result: "loss, dW.ravel()" }, ["loss"], alone),
  mistake("wrong-shape", "summed over the classes", { result: "loss, dW.sum(axis=1)" }, ["loss"], alone),
  mistake("wrong-shape", "an axis too many", { result: "loss, dW[None, :, :]" }, ["loss"], alone),
  mistake("last-sample-only", "gradient", { product: "dW = np.outer(X[-1], binary[-1])" }, noData),
  mistake("last-sample-only", "both", { top: "X = X[-1:]; y = y[-1:]; num_train = 1" }, reg),
  mistake("stateful", "noise", { end: "dW = dW + np.random.normal(size=dW.shape)" }, [], alone),
  mistake("stateful", "W changed in place", { end: "W *= 0.9" }, [], alone),
  mistake("stateful", "X changed in place", { end: "X /= 2.0" }, [], alone),
  mistake("loss-only", "counts", { loss: "loss = np.sum(margins > 0)" }, noLoss, { either: [["loss-only"]] }),
  mistake("loss-only", "log", { lossMean: "loss = np.log(1 + loss / num_train)" }, noLoss),
  mistake("loss-only", "a constant", { end: "loss += 1 / 3" }, noLoss),
  mistake("integer-overflow", "cast", { top: "X = X.astype(np.uint8)" }),
  mistake(
    "integer-overflow",
    "minus x",
    {
      product:
        "dW = np.zeros(W.shape)\n    for i in range(num_train): dW[:, y[i]] += row_sum[i] * (-X[i])\n    binary[np.arange(num_train), y] = 0; dW += X.T.dot(binary)",
    },
    [],
    { alone: true },
  ),
  mistake(
    "integer-overflow",
    "a mask of bytes",
    {
      product:
        "row = row_sum.astype(np.uint8); binary[np.arange(num_train), y] = 0; dW = X.T.dot(binary)\n    for i in range(num_train): dW[:, y[i]] -= X[i] * row[i]",
    },
    [],
    { alone: true },
  ),
  mistake("unknown", "scores for the mask", { mask: "binary = np.tanh(scores)" }, reg, { alone: true }),
  mistake("unknown", "sines", { product: "dW = np.dot(np.sin(X).T, binary)" }, noData),
];

import { regularizerMistakes } from "./numpy-regularizers.ts";
import { type Base, type Mistake, mistake } from "./submission.ts";

/** The course's loops: D x C. */
export const naive: Base = {
  name: "numpy naive",
  language: "python",
  takes: ["W", "X", "y", "lambda"],
  layout: "DxC",
  places: {
    top: "pass",
    init: "dW = np.zeros(W.shape)",
    samples: "range(num_train)",
    before: "pass",
    skip: "if j == y[i]:\n        continue",
    margin: "margin = scores[j] - correct_class_score + 1",
    test: "if margin > 0:",
    add: "loss += margin",
    other: "dW[:, j] += X[i]",
    own: "dW[:, y[i]] -= X[i]",
    after: "pass",
    lossMean: "loss /= num_train",
    gradMean: "dW /= num_train",
    lossReg: "loss += reg * np.sum(W * W)",
    gradReg: "dW += 2 * reg * W",
    end: "pass",
    result: "loss, dW",
  },
  text: (name, p) => `
def ${name}(W, X, y, reg):
  num_classes = W.shape[1]
  num_train = X.shape[0]
  ${p.top}
  ${p.init}
  loss = 0.0
  for i in ${p.samples}:
    scores = X[i].dot(W)
    correct_class_score = scores[y[i]]
    ${p.before}
    for j in range(num_classes):
      ${p.skip}
      ${p.margin}
      ${p.test}
        ${p.add}
        ${p.other}
        ${p.own}
    ${p.after}
  ${p.lossMean}
  ${p.gradMean}
  ${p.lossReg}
  ${p.gradReg}
  ${p.end}
  return ${p.result}
`,
};

const noData = ["regularizer", "loss"] as const;
const noLoss = ["data", "regularizer"] as const;
const reg = ["regularizer"] as const;

export const naiveMistakes: readonly Mistake[] = [
  ...regularizerMistakes({ reg: "reg", N: "num_train" }),
  mistake("correct-class-loss", "no continue", { skip: "pass" }, noLoss, { relies: ["own", "other"] }),
  mistake(
    "correct-class-counted",
    "count beside",
    {
      skip: "pass",
      before: "count = 0",
      own: "count += 1",
      other: "if j != y[i]: dW[:, j] += X[i]",
      after: "dW[:, y[i]] -= count * X[i]",
    },
    reg,
  ),
  mistake(
    "correct-class-not-counted",
    "a flag",
    { before: "done = False", own: "if not done: dW[:, y[i]] -= X[i]; done = True" },
    noData,
  ),
  mistake(
    "correct-class-not-counted",
    "after the loop",
    { before: "violated = False", own: "violated = True", after: "if violated: dW[:, y[i]] -= X[i]" },
    noData,
  ),
  mistake("correct-class-row-missing", "line left out", { own: "pass" }, noData),
  mistake("other-rows-missing", "line left out", { other: "pass" }, noData),
  mistake(
    "constant-count",
    "after the loop",
    { own: "pass", after: "dW[:, y[i]] -= (num_classes - 1) * X[i]" },
    noData,
  ),
  mistake("no-clamp", "loss outside the if", { test: "loss += margin\n      if margin > 0:", add: "pass" }, [
    ...noLoss,
  ]),
  mistake("no-clamp", "no if at all", { test: "if True:" }, reg),
  mistake(
    "margins-not-indicator",
    "margin times x",
    { other: "dW[:, j] += margin * X[i]", own: "dW[:, y[i]] -= margin * X[i]" },
    noData,
  ),
  mistake("sign-flipped", "both", { other: "dW[:, j] -= X[i]", own: "dW[:, y[i]] += X[i]" }, noData),
  mistake("sign-flipped", "own row", { own: "dW[:, y[i]] += X[i]" }, noData),
  mistake("sign-flipped", "other rows", { other: "dW[:, j] -= X[i]" }, noData),
  mistake("sign-flipped", "at the end", { gradMean: "dW /= -num_train" }, noData),
  mistake("not-averaged", "gradient", { gradMean: "pass" }, noData),
  mistake("not-averaged", "loss", { lossMean: "pass" }, noLoss),
  mistake("averaged-twice", "gradient", { gradMean: "dW /= num_train ** 2" }, noData),
  mistake(
    "averaged-twice",
    "gradient, inside too",
    { other: "dW[:, j] += X[i] / num_train", own: "dW[:, y[i]] -= X[i] / num_train" },
    noData,
  ),
  mistake("averaged-twice", "loss", { add: "loss += margin / num_train" }, noLoss),
  mistake("averaged-over-classes", "gradient", { gradMean: "dW /= num_train * num_classes" }, noData),
  mistake("averaged-over-classes", "loss", { lossMean: "loss /= num_train * num_classes" }, noLoss),
  mistake(
    "overwritten",
    "= for -=",
    { before: "count = 0", own: "count += 1", after: "dW[:, y[i]] = -count * X[i]" },
    noData,
  ),
  mistake("overwritten", "= for +=", { other: "dW[:, j] = X[i]", own: "dW[:, y[i]] = -X[i]" }, noData, {
    either: [["unknown"]],
    alone: true,
  }),
  mistake(
    "weights-instead-of-inputs",
    "both rows",
    { other: "dW[:, j] += W[:, j]", own: "dW[:, y[i]] -= W[:, y[i]]" },
    noData,
  ),
  mistake(
    "weights-instead-of-inputs",
    "the same row of W",
    { other: "dW[:, j] += W[:, j]", own: "dW[:, y[i]] -= W[:, j]" },
    noData,
  ),
  mistake(
    "per-sample-gradient",
    "a row a sample",
    { init: "dW = np.zeros(X.shape)", other: "dW[i] += X[i]", own: "pass", gradReg: "pass" },
    ["loss"],
    { alone: true },
  ),
  mistake("transposed", "at return", { result: "loss, dW.T" }, noData),
  mistake(
    "transposed",
    "made so",
    {
      init: "dW = np.zeros((num_classes, X.shape[1]))",
      other: "dW[j] += X[i]",
      own: "dW[y[i]] -= X[i]",
      gradReg: "dW += 2 * reg * W.T",
    },
    noData,
  ),
  mistake("labels-shifted", "plus one", { top: "y = (y + 1) % num_classes" }, reg),
  mistake("labels-shifted", "minus one", { top: "y = (y - 1) % num_classes" }, reg),
  mistake("delta-missing", "loss and gradient", { margin: "margin = scores[j] - correct_class_score" }, reg),
  mistake(
    "delta-missing",
    "gradient",
    { test: "loss += max(0, margin)\n      if scores[j] > correct_class_score:", add: "pass" },
    noData,
  ),
  mistake(
    "delta-wrong",
    "gradient",
    { test: "loss += max(0, margin)\n      if margin > 0.5:", add: "pass" },
    noData,
  ),
  mistake(
    "delta-wrong",
    "gradient, larger",
    { test: "loss += max(0, margin)\n      if margin + 1 > 0:", add: "pass" },
    noData,
  ),
  mistake("inclusive-indicator", ">=", { test: "if margin >= 0:" }),
  mistake(
    "other-loss",
    "squared gradient",
    { other: "dW[:, j] += 2 * margin * X[i]", own: "dW[:, y[i]] -= 2 * margin * X[i]" },
    noData,
  ),
  mistake("other-loss", "squared loss", { add: "loss += margin ** 2" }, reg),
  mistake(
    "other-loss",
    "Crammer-Singer gradient",
    {
      before: "others = np.where(np.arange(num_classes) == y[i], -np.inf, scores); worst = np.argmax(others)",
      other: "if j == worst: dW[:, j] += X[i]",
      own: "if j == worst: dW[:, y[i]] -= X[i]",
    },
    reg,
  ),
  mistake("low-precision", "float32", { init: "dW = np.zeros(W.shape, dtype=np.float32)" }),
  mistake(
    "not-implemented",
    "both lines left out",
    { other: "pass", own: "pass", gradReg: "pass" },
    ["loss"],
    { alone: true },
  ),
  mistake("not-implemented", "zeros returned", { result: "loss, np.zeros_like(W)" }, ["loss"], {
    alone: true,
  }),
  mistake("not-implemented", "None", { result: "loss, None" }, ["loss"], { alone: true }),
  mistake("wrong-shape", "a scalar", { result: "loss, np.sum(dW)" }, ["loss"], { alone: true }),
  mistake("wrong-shape", "flat", { result: "loss, dW.flatten()" }, ["loss"], { alone: true }),
  mistake("wrong-shape", "one column", { result: "loss, dW[:, 0]" }, ["loss"], { alone: true }),
  mistake("wrong-shape", "summed over the features", { result: "loss, np.sum(dW, axis=0)" }, ["loss"], {
    alone: true,
  }),
  mistake("last-sample-only", "reset in the loop", { before: "dW = np.zeros(W.shape)" }, noData),
  mistake(
    "last-sample-only",
    "reset in the loop, no mean",
    { before: "dW = np.zeros(W.shape)", gradMean: "pass" },
    noData,
    { either: [["last-sample-only", "not-averaged"]], alone: true },
  ),
  mistake("last-sample-only", "loss and gradient", { samples: "range(num_train - 1, num_train)" }, reg),
  mistake(
    "last-sample-only",
    "loss and gradient reset",
    { before: "dW = np.zeros(W.shape); loss = 0.0" },
    reg,
  ),
  mistake("stateful", "noise", { end: "dW += 1e-2 * np.random.randn(*W.shape)" }, [], { alone: true }),
  mistake("stateful", "W changed in place", { end: "W -= 0.1 * dW" }, [], { alone: true }),
  mistake("stateful", "X changed in place", { end: "X -= np.mean(X, axis=0)" }, [], { alone: true }),
  mistake(
    "stateful",
    "a random batch",
    { top: "pick = np.random.choice(num_train, num_train); X = X[pick]; y = y[pick]" },
    [],
    { alone: true },
  ),
  mistake("loss-only", "counts", { add: "loss += 1" }, noLoss),
  mistake("loss-only", "root", { lossMean: "loss = np.sqrt(loss / num_train)" }, noLoss),
  mistake("loss-only", "a constant", { end: "loss += 0.5" }, noLoss),
  mistake("integer-overflow", "cast", { top: "X = X.astype(np.uint8)" }, []),
  mistake("integer-overflow", "minus x", { own: "dW[:, y[i]] += -X[i]" }, [], { alone: true }),
  mistake("unknown", "roots", { other: "dW[:, j] += np.sqrt(np.abs(X[i]))" }, noData),
  mistake("unknown", "squares", { other: "dW[:, j] += X[i] ** 2", own: "dW[:, y[i]] -= X[i] ** 2" }, noData),
];

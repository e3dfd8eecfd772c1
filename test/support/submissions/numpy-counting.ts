import { regularizerMistakes } from "./numpy-regularizers.ts";
import { type Base, type Mistake, mistake } from "./submission.ts";

/** A loop over the samples, lambda/2, D x C, W last. */
export const counting: Base = {
  name: "numpy counting, lambda/2",
  language: "python",
  takes: ["X", "y", "W", "lambda"],
  layout: "DxC",
  places: {
    top: "C = W.shape[1]",
    samples: "zip(X, y)",
    start: "dW = np.zeros_like(W, dtype=float)",
    margins: "m = s - s[yi] + 1.0",
    own: "m[yi] = 0",
    clamp: "m[m < 0] = 0",
    loss: "loss += m.sum()",
    indicator: "v = (m > 0).astype(float)",
    count: "v[yi] = -v.sum()",
    update: "dW += np.outer(x, v)",
    lossMean: "loss = loss / N",
    gradMean: "dW = dW / N",
    lossReg: "loss += 0.5 * lambda_ * np.sum(W * W)",
    gradReg: "dW += lambda_ * W",
    result: "(loss, dW)",
  },
  text: (name, p) => `
def ${name}(X, y, W, lambda_=0.0):
    """Hinge loss and its gradient, sample by sample."""
    N, D = X.shape
    ${p.top}
    loss = 0.0
    ${p.start}
    for x, yi in ${p.samples}:
        s = x @ W
        ${p.margins}
        ${p.own}
        ${p.clamp}
        ${p.loss}
        ${p.indicator}
        ${p.count}
        ${p.update}
    ${p.lossMean}
    ${p.gradMean}
    ${p.lossReg}
    ${p.gradReg}
    return ${p.result}
`,
};

const noData = ["regularizer", "loss"] as const;
const noLoss = ["data", "regularizer"] as const;
const reg = ["regularizer"] as const;
const alone = { alone: true } as const;

export const countingMistakes: readonly Mistake[] = [
  ...regularizerMistakes({ reg: "lambda_", N: "N", half: true }),
  mistake("correct-class-counted", "line left out", { own: "pass" }, reg),
  mistake("correct-class-loss", "-=", { own: "pass", count: "v[yi] -= v.sum()" }, noLoss, {
    relies: ["indicator"],
  }),
  mistake("correct-class-not-counted", "any", { count: "v[yi] = -float(v.any())" }, noData),
  mistake("correct-class-not-counted", "max", { count: "v[yi] = -v.max()" }, noData),
  mistake("correct-class-row-missing", "line left out", { count: "pass" }, noData),
  mistake("other-rows-missing", "own row alone", { update: "dW[:, yi] += x * v[yi]" }, noData),
  mistake("constant-count", "C - 1", { count: "v[yi] = -(C - 1)" }, noData),
  mistake("constant-count", "length", { count: "v[yi] = 1.0 - len(v)" }, noData),
  mistake("no-clamp", "line left out", { clamp: "pass" }, noLoss),
  mistake("no-clamp", "all ones", { clamp: "pass", indicator: "v = np.ones(C); v[yi] = 0" }, reg),
  mistake("margins-not-indicator", "no indicator", { indicator: "v = m.copy()" }, noData),
  mistake("sign-flipped", "-=", { update: "dW -= np.outer(x, v)" }, noData),
  mistake("sign-flipped", "own row", { count: "v[yi] = v.sum()" }, noData),
  mistake("not-averaged", "gradient", { gradMean: "pass" }, noData),
  mistake("not-averaged", "loss", { lossMean: "pass" }, noLoss),
  mistake("averaged-twice", "gradient", { gradMean: "dW = dW / N / N" }, noData),
  mistake("averaged-over-classes", "gradient", { gradMean: "dW = dW / (N * C)" }, noData),
  mistake("averaged-over-classes", "loss by mean", { loss: "loss += m.mean()" }, noLoss),
  mistake(
    "overwritten",
    "own row assigned",
    { update: "k = v[yi]; v[yi] = 0; dW += np.outer(x, v); dW[:, yi] = k * x" },
    noData,
  ),
  mistake("weights-instead-of-inputs", "W in the product", { update: "dW += W * v" }, noData),
  mistake(
    "transposed",
    "np.outer(v, x)",
    { start: "dW = np.zeros((C, D))", update: "dW += np.outer(v, x)", gradReg: "dW += lambda_ * W.T" },
    noData,
  ),
  mistake("labels-shifted", "from one", { samples: "zip(X, y - 1)" }, reg),
  mistake("delta-missing", "loss and gradient", { margins: "m = s - s[yi]" }, reg),
  mistake("delta-missing", "gradient", { indicator: "v = (s > s[yi]).astype(float)" }, noData),
  mistake("delta-wrong", "gradient", { indicator: "v = (m > 0.1).astype(float)" }, noData),
  mistake("inclusive-indicator", ">=", { indicator: "v = (s - s[yi] + 1 >= 0).astype(float); v[yi] = 0" }),
  mistake("other-loss", "max in the loss", { loss: "loss += m.max()" }, reg),
  mistake(
    "other-loss",
    "argmax in the gradient",
    { indicator: "v = np.zeros(C); k = m.argmax(); v[k] = m[k] > 0" },
    reg,
  ),
  mistake("other-loss", "half squared loss", { loss: "loss += np.sum(m ** 2)" }, reg),
  mistake("low-precision", "float32", { start: "dW = np.zeros_like(W, dtype=np.float32)" }),
  mistake("not-implemented", "zeros", { update: "pass", gradReg: "pass" }, ["loss"], alone),
  mistake("wrong-shape", "one row", { result: "(loss, dW.reshape(1, -1))" }, ["loss"], alone),
  mistake("last-sample-only", "= for +=", { update: "dW = np.outer(x, v)" }, noData),
  mistake("last-sample-only", "both =", { update: "dW = np.outer(x, v)", loss: "loss = m.sum()" }, reg),
  mistake(
    "stateful",
    "a random sample",
    { samples: "[(X[k], y[k]) for k in np.random.randint(0, N, N)]" },
    [],
    alone,
  ),
  mistake("stateful", "y changed in place", { top: "C = W.shape[1]; np.random.shuffle(y)" }, [], alone),
  mistake("loss-only", "counts", { loss: "loss += (m > 0).sum()" }, noLoss),
  mistake("integer-overflow", "cast", { samples: "zip(X.astype('uint8'), y)" }),
  mistake("unknown", "ranks", { update: "dW += np.outer(np.argsort(x), v)" }, noData),
];

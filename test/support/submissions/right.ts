import { nested, typed } from "./javascript.ts";
import { biasRow, withBias } from "./numpy-bias.ts";
import { byClass, columns } from "./numpy-by-class.ts";
import { counting } from "./numpy-counting.ts";
import { naive } from "./numpy-naive.ts";
import { vectorised } from "./numpy-vectorised.ts";
import { type Base, type Places, rightOne, type Submission } from "./submission.ts";

/** A right function made from a base by changes that leave it right, in some convention. */
function variants(base: Base, all: Readonly<Record<string, Places>>): Submission[] {
  return Object.entries(all).map(([title, put]) => ({
    ...rightOne(base),
    title: `${base.name}, right: ${title}`,
    text: (name: string) => base.text(name, { ...base.places, ...put }),
  }));
}

/** The same from other penalties: all losses in all of them. */
function withPenalties(
  base: Base,
  losses: Readonly<Record<string, Places>>,
  penalties: Readonly<Record<string, Places>>,
) {
  const all: Record<string, Places> = {};
  for (const [loss, put] of Object.entries({ "weston-watkins": {}, ...losses })) {
    for (const [penalty, more] of Object.entries({ "": {}, ...penalties })) {
      if (loss === "weston-watkins" && penalty === "") continue;
      all[`${loss} ${penalty}`] = { ...put, ...more };
    }
  }
  return variants(base, all);
}

const penalties = (reg: string, dW: string): Record<string, Places> => ({
  "lambda/2": { lossReg: `loss += 0.5 * ${reg} * np.sum(W * W)`, gradReg: `${dW} += ${reg} * W` },
});

const vectorisedLosses: Record<string, Places> = {
  sum: { lossMean: "pass", gradMean: "pass" },
  "1/C as well": { loss: "loss = np.sum(margins) / W.shape[1]", gradMean: "dW /= num_train * W.shape[1]" },
  "1/(C-1) as well": {
    loss: "loss = np.sum(margins) / (W.shape[1] - 1)",
    gradMean: "dW /= num_train * (W.shape[1] - 1)",
  },
  squared: { loss: "loss = np.sum(margins ** 2)", mask: "binary = 2 * margins" },
  "half of squared": { loss: "loss = 0.5 * np.sum(margins ** 2)", mask: "binary = margins.copy()" },
  "margin 0.5": { margins: "margins = np.maximum(0, scores - correct_class_scores + 0.5)" },
  "margin 2": { margins: "margins = np.maximum(0, scores - correct_class_scores + 2)" },
  "crammer-singer, first of the ties": {
    loss: "loss = np.sum(np.max(margins, axis=1))",
    mask: "binary = np.zeros(margins.shape); binary[np.arange(num_train), margins.argmax(axis=1)] = 1; binary *= margins > 0",
  },
  "crammer-singer, last of the ties": {
    loss: "loss = np.sum(np.max(margins, axis=1))",
    mask: "k = margins.shape[1] - 1 - margins[:, ::-1].argmax(axis=1); binary = np.zeros(margins.shape); binary[np.arange(num_train), k] = 1; binary *= margins > 0",
  },
  "crammer-singer, the mean of the ties": {
    loss: "loss = np.sum(np.max(margins, axis=1))",
    mask: "t = (margins == margins.max(axis=1, keepdims=True)) & (margins > 0); binary = t / np.maximum(1, t.sum(axis=1, keepdims=True))",
  },
  "crammer-singer squared": {
    loss: "loss = np.sum(np.max(margins, axis=1) ** 2)",
    mask: "k = margins.argmax(axis=1); binary = np.zeros(margins.shape); binary[np.arange(num_train), k] = 2 * margins[np.arange(num_train), k]",
  },
  softmax: {
    margins:
      "s = scores - scores.max(axis=1, keepdims=True); P = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)",
    zero: "pass",
    loss: "loss = -np.sum(np.log(P[np.arange(num_train), y]))",
    mask: "binary = P.copy()",
    count: "pass",
    own: "binary[np.arange(num_train), y] -= 1",
  },
  "one-vs-all": {
    margins:
      "T = -np.ones_like(scores); T[np.arange(num_train), y] = 1; margins = np.maximum(0, 1 - T * scores)",
    zero: "pass",
    mask: "binary = -T * (margins > 0)",
    count: "pass",
    own: "pass",
  },
  "one-vs-all squared": {
    margins:
      "T = -np.ones_like(scores); T[np.arange(num_train), y] = 1; margins = np.maximum(0, 1 - T * scores)",
    zero: "pass",
    loss: "loss = np.sum(margins ** 2)",
    mask: "binary = -2 * T * margins",
    count: "pass",
    own: "pass",
  },
  ">=": {
    mask: "binary = (scores - correct_class_scores + 1 >= 0).astype(float); binary[np.arange(num_train), y] = 0",
  },
  "loss as an array": { result: "np.array(loss), dW" },
  "loss as an array of one": { result: "np.array([loss]), dW" },
  "loss as np.float32": { result: "np.float32(loss), dW.astype(np.float32)" },
  float32: { top: "X = X.astype(np.float32); W = W.astype(np.float32)" },
  "float32 gradient": { result: "loss, dW.astype('float32')" },
  "np.matrix": { result: "loss, np.matrix(dW)" },
  "a dict": { result: "{'loss': loss, 'grad': dW}" },
  "gradient first": { result: "dW, loss" },
  "a list": { result: "[float(loss), dW]" },
  "lists of lists": { result: "loss, dW.tolist()" },
  "Fortran order": { result: "loss, np.asfortranarray(dW)" },
  "the gradient alone": { result: "dW" },
  "uint8-safe": { top: "X = X.astype(np.float64)" },
};

function plain(language: Base["language"], title: string, text: (name: string) => string): Submission {
  const base = language === "python" ? naive : nested;
  return { ...rightOne(base), title: `right: ${title}`, text, right: [] };
}

const onesigned: readonly Submission[] = [
  plain(
    "python",
    "binary, labels +-1, lambda/2",
    (name) => `
def ${name}(w, X, y, lam):
    margins = 1 - y * X.dot(w)
    loss = np.mean(np.maximum(0, margins)) + lam / 2 * w.dot(w)
    grad = -X.T.dot(y * (margins > 0)) / len(y) + lam * w
    return loss, grad
`,
  ),
  plain(
    "python",
    "binary, labels +-1, lambda in full, >=",
    (name) => `
def ${name}(w, X, y, lam):
    n = X.shape[0]
    loss = 0.0
    grad = np.zeros(w.shape)
    for i in range(n):
        m = 1 - y[i] * np.dot(X[i], w)
        if m >= 0:
            loss += m
            grad += -y[i] * X[i]
    return loss / n + lam * np.sum(w ** 2), grad / n + 2 * lam * w
`,
  ),
  plain(
    "python",
    "binary, squared",
    (name) => `
def ${name}(w, X, y, lam):
    m = np.maximum(0, 1 - y * (X @ w))
    return np.mean(m ** 2) + lam * w @ w, -2 * X.T @ (y * m) / len(y) + 2 * lam * w
`,
  ),
  plain(
    "python",
    "binary, C times the sum",
    (name) => `
def ${name}(w, X, y, C):
    m = 1 - y * (X @ w)
    return 0.5 * w @ w + C * np.maximum(0, m).sum(), w - C * X.T @ (y * (m > 0))
`,
  ),
  plain(
    "python",
    "C times the sum, classes",
    (name) => `
def ${name}(W, X, y, C):
    n = len(y)
    s = X @ W
    m = np.maximum(0, 1 + s - s[np.arange(n), y][:, None])
    m[np.arange(n), y] = 0
    g = (m > 0).astype(float)
    g[np.arange(n), y] = -g.sum(1)
    return 0.5 * np.sum(W ** 2) + C * m.sum(), W + C * X.T @ g
`,
  ),
  plain(
    "python",
    "no lambda",
    (name) => `
def ${name}(W, X, y):
    n = X.shape[0]
    s = X.dot(W)
    m = np.maximum(0, s - s[range(n), y][:, None] + 1)
    m[range(n), y] = 0
    g = 1.0 * (m > 0)
    g[range(n), y] = -g.sum(axis=1)
    return m.sum() / n, X.T.dot(g) / n
`,
  ),
  plain(
    "python",
    "one-hot labels",
    (name) => `
def ${name}(W, X, Y, reg):
    N = X.shape[0]
    S = X @ W
    M = np.maximum(0, S - np.sum(S * Y, axis=1, keepdims=True) + 1) * (1 - Y)
    I = (M > 0).astype(float)
    G = I - Y * I.sum(axis=1, keepdims=True)
    return M.sum() / N + reg * np.sum(W * W), X.T @ G / N + 2 * reg * W
`,
  ),
  plain(
    "python",
    "delta as an argument",
    (name) => `
def ${name}(W, X, y, reg=1e-3, delta=1.0):
    N = X.shape[0]
    S = X @ W
    M = np.maximum(0, S - S[range(N), list(y)].reshape(-1, 1) + delta)
    M[range(N), list(y)] = 0
    I = np.where(M > 0, 1, 0)
    I[range(N), list(y)] = -I.sum(axis=1)
    return M.sum() / N + reg * np.sum(W * W), X.T @ I / N + 2 * reg * W
`,
  ),
  plain(
    "python",
    "np.add.at",
    (name) => `
def ${name}(theta, X, y, reg):
    N, C = X.shape[0], theta.shape[1]
    S = X @ theta
    M = np.clip(S - S[np.arange(N), y, None] + 1, 0, None)
    M[np.arange(N), y] = 0
    I = (M > 0) * 1.0
    dT = np.zeros((C, X.shape[1]))
    np.add.at(dT, y, -I.sum(1)[:, None] * X)
    for c in range(C):
        dT[c] += I[:, c] @ X
    return M.sum(1).mean() + reg * np.sum(theta ** 2), dT.T / N + 2 * reg * theta
`,
  ),
  plain(
    "python",
    "einsum",
    (name) => `
def ${name}(X, y, W, reg):
    n = len(X)
    s = np.einsum('nd,dc->nc', X, W)
    d = s - np.take_along_axis(s, y[:, None], 1) + 1
    np.put_along_axis(d, y[:, None], 0, 1)
    h = np.heaviside(d, 0)
    np.put_along_axis(h, y[:, None], -h.sum(1, keepdims=True), 1)
    return float(np.sum(d * (d > 0)) / n + reg * np.einsum('dc,dc', W, W)), np.einsum('nd,nc->dc', X, h) / n + 2 * reg * W
`,
  ),
];

export const rightNumpy: readonly Submission[] = [
  ...[naive, vectorised, counting, byClass, columns, withBias, biasRow].map(rightOne),
  ...withPenalties(vectorised, vectorisedLosses, penalties("reg", "dW")),
  ...variants(naive, {
    "lambda/2": { lossReg: "loss += 0.5 * reg * np.sum(W * W)", gradReg: "dW += reg * W" },
    "sum, lambda/2": {
      lossReg: "loss += reg / 2 * np.sum(W * W)",
      gradReg: "dW += reg * W",
      lossMean: "pass",
      gradMean: "pass",
    },
    sum: { lossMean: "pass", gradMean: "pass" },
    ">=": { test: "if margin >= 0:" },
    "margin 2": { margin: "margin = scores[j] - correct_class_score + 2" },
    squared: {
      add: "loss += margin ** 2",
      other: "dW[:, j] += 2 * margin * X[i]",
      own: "dW[:, y[i]] -= 2 * margin * X[i]",
    },
    "no mean in the loop": {
      other: "dW[:, j] += X[i] / num_train",
      own: "dW[:, y[i]] -= X[i] / num_train",
      gradMean: "pass",
    },
    "1/C in both": { lossMean: "loss /= num_train * num_classes", gradMean: "dW /= num_train * num_classes" },
    "another order of the loops' sums": { samples: "reversed(range(num_train))" },
    "crammer-singer, the last of the ties": {
      before: "best = max((scores[k] - correct_class_score + 1, k) for k in range(num_classes) if k != y[i])",
      test: "if j == best[1] and margin > 0:",
    },
    "crammer-singer, >=": {
      before:
        "best = max((scores[k] - correct_class_score + 1, -k) for k in range(num_classes) if k != y[i])",
      test: "if j == -best[1] and margin >= 0:",
    },
  }),
  ...withPenalties(
    counting,
    {
      sum: { lossMean: "pass", gradMean: "pass" },
      "crammer-singer": {
        loss: "loss += m.max()",
        indicator: "v = np.zeros(C); v[m.argmax()] = m.max() > 0",
      },
      squared: { loss: "loss += (m ** 2).sum()", indicator: "v = 2 * m" },
      "margin 0.5": { margins: "m = s - s[yi] + 0.5" },
      "mean over the classes": { loss: "loss += m.mean()", gradMean: "dW = dW / N / C" },
      float32: { start: "dW = np.zeros_like(W, dtype=np.float32)" },
    },
    {
      "lambda in full": { lossReg: "loss += lambda_ * np.sum(W * W)", gradReg: "dW += 2 * lambda_ * W" },
      "norm squared": { lossReg: "loss += lambda_ / 2 * np.linalg.norm(W) ** 2" },
      L1: { lossReg: "loss += lambda_ * np.abs(W).sum()", gradReg: "dW += lambda_ * np.sign(W)" },
    },
  ),
  ...withPenalties(
    byClass,
    {
      sum: { data: "data_loss = margins.sum()", grad: "grad = M.T @ X" },
      "mean over all": { data: "data_loss = margins.mean()", grad: "grad = M.T @ X / M.size" },
      "margin 2": { margin: "margins = scores - scores[rows, y][:, None] + 2.0" },
      float32: { top: "N = len(y); X = np.float32(X); W = np.float32(W)" },
      "one-vs-all": {
        margin:
          "T = np.where(np.arange(W.shape[0])[None, :] == y[:, None], 1.0, -1.0); margins = 1 - T * scores",
        own: "pass",
        M: "M = -T * (margins > 0)",
        count: "pass",
      },
      softmax: {
        margin: "P = np.exp(scores - scores.max(1)[:, None]); P /= P.sum(1)[:, None]; margins = 0 * P",
        data: "data_loss = -np.log(P[rows, y]).mean()",
        M: "M = P",
        count: "M[rows, y] -= 1",
      },
    },
    {
      "lambda/2": { lossReg: "loss += lam / 2 * np.sum(W ** 2)", gradReg: "grad += lam * W" },
      "without the bias column": {
        lossReg: "loss += lam * np.sum(W[:, :-1] ** 2)",
        gradReg: "grad[:, :-1] += 2 * lam * W[:, :-1]",
      },
    },
  ),
  ...withPenalties(
    columns,
    {
      sum: { data: "loss = L.sum()", grad: "dW = G.dot(X.T)" },
      "margin 0.5": { margin: "L = np.maximum(0, S - S[y, range(N)] + 0.5)" },
    },
    { "lambda/2": { lossReg: "loss += 0.5 * reg * np.sum(W * W)", gradReg: "dW += reg * W" } },
  ),
  ...variants(withBias, {
    "lambda/2": { lossReg: "loss += 0.5 * reg * np.sum(W ** 2)", gradReg: "dW += reg * W" },
    "the bias in the penalty": {
      lossReg: "loss += reg * (np.sum(W ** 2) + np.sum(b ** 2))",
      db: "db = mask.sum(axis=0) / N + 2 * reg * b",
    },
    "a dict": { result: "{'loss': loss, 'dW': dW, 'db': db}" },
    "a tuple of gradients": { result: "loss, (dW, db)" },
  }),
  ...variants(biasRow, {
    "lambda/2": { lossReg: "loss += 0.5 * reg * np.sum(W[:-1] ** 2)", gradReg: "dW[:-1] += reg * W[:-1]" },
    "not averaged": { gradMean: "loss *= N; loss -= (N - 1) * reg * np.sum(W[:-1] ** 2)" },
  }),
  ...onesigned,
];

export const rightJavascript: readonly Submission[] = [
  ...[nested, typed].map(rightOne),
  ...variants(nested, {
    "lambda/2": { lossReg: "loss += 0.5 * lambda * W[j][d] ** 2;", gradReg: "dW[j][d] += lambda * W[j][d];" },
    sum: { lossMean: "", gradMean: "" },
    "1/C": { lossMean: "loss /= N * C;", gradMean: "dW[j][d] /= N * C;" },
    ">=": { test: "if (margin >= 0) {" },
    "margin 2": { margin: "const margin = scores[j] - scores[y[i]] + 2;" },
    squared: {
      add: "loss += margin * margin;",
      other: "for (let d = 0; d < D; d++) dW[j][d] += 2 * margin * X[i][d];",
      own: "for (let d = 0; d < D; d++) dW[y[i]][d] -= 2 * margin * X[i][d];",
    },
    "crammer-singer": {
      start:
        "let k = -1; for (let c = 0; c < C; c++) if (c !== y[i] && (k < 0 || scores[c] > scores[k])) k = c;",
      test: "if (j === k && margin > 0) {",
    },
    "crammer-singer, the last of the ties": {
      start:
        "let k = -1; for (let c = 0; c < C; c++) if (c !== y[i] && (k < 0 || scores[c] >= scores[k])) k = c;",
      test: "if (j === k && margin > 0) {",
    },
    "float32 rows": { init: "const dW = W.map((row) => new Float32Array(row.length));" },
    "an array of two": { result: "[loss, dW]" },
    "the gradient first": { result: "[dW, loss]" },
    "the gradient alone": { result: "dW" },
    "other names": { result: "{ value: loss, grad: dW }" },
  }),
  ...variants(typed, {
    "lambda in full": { penalty: "reg * W[k] ** 2", gradReg: "grad[k] += 2 * reg * W[k];" },
    sum: { lossMean: "total", scale: "1" },
    ">=": { positive: "m >= 0" },
    squared: { value: "m * m", mask: "2 * m" },
    "margin 0.5": { margin: "const m = s[c] - s[t] + 0.5;" },
    float32: { init: "const grad = new Float32Array(D * C);" },
    named: { result: "{ loss: total, dW: grad }" },
    "float32 loss": { result: "[Math.fround(total), Float32Array.from(grad)]" },
    "one-vs-all": {
      margin: "const sign = c === t ? 1 : -1; const m = 1 - sign * s[c];",
      skip: "",
      positive: "m > 0",
      mask: "-sign",
      count: "",
    },
  }),
  plain(
    "javascript",
    "softmax",
    (name) => `
export function ${name}(W, X, y, lambda) {
  const dW = W.map((row) => row.map((w) => 2 * lambda * w));
  let loss = lambda * W.flat().reduce((sum, w) => sum + w * w, 0);
  X.forEach((x, i) => {
    const s = W.map((row) => row.reduce((sum, w, d) => sum + w * x[d], 0));
    const top = Math.max(...s);
    const e = s.map((v) => Math.exp(v - top));
    const total = e.reduce((a, b) => a + b, 0);
    loss -= Math.log(e[y[i]] / total) / X.length;
    e.forEach((v, c) => x.forEach((f, d) => { dW[c][d] += ((v / total - (c === y[i] ? 1 : 0)) * f) / X.length; }));
  });
  return { loss, gradient: dW };
}
`,
  ),
  plain(
    "javascript",
    "binary, labels +-1",
    (name) => `
export function ${name}(w, X, y, lambda) {
  const n = X.length;
  const gradient = w.map((v) => lambda * v);
  let loss = (lambda / 2) * w.reduce((sum, v) => sum + v * v, 0);
  for (let i = 0; i < n; i++) {
    const m = 1 - y[i] * X[i].reduce((sum, v, d) => sum + v * w[d], 0);
    if (m > 0) {
      loss += m / n;
      X[i].forEach((v, d) => { gradient[d] -= (y[i] * v) / n; });
    }
  }
  return { loss, gradient };
}
`,
  ),
];

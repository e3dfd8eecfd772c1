import { type Base, type Mistake, mistake } from "./submission.ts";

/** Nested arrays and loops: W is C x D. */
export const nested: Base = {
  name: "javascript loops",
  language: "javascript",
  takes: ["W", "X", "y", "lambda"],
  layout: "CxD",
  places: {
    top: "",
    start: "",
    init: "const dW = W.map((row) => row.map(() => 0));",
    skip: "if (j === y[i]) continue;",
    test: "if (margin > 0) {",
    margin: "const margin = scores[j] - scores[y[i]] + 1;",
    add: "loss += margin;",
    other: "for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
    own: "for (let d = 0; d < D; d++) dW[y[i]][d] -= X[i][d];",
    after: "",
    lossMean: "loss /= N;",
    gradMean: "dW[j][d] /= N;",
    lossReg: "loss += lambda * W[j][d] * W[j][d];",
    gradReg: "dW[j][d] += 2 * lambda * W[j][d];",
    end: "",
    result: "{ loss, gradient: dW }",
  },
  text: (name, p) => `
export function ${name}(W, X, y, lambda) {
  const C = W.length, D = W[0].length, N = X.length;
  let loss = 0;
  ${p.top}
  ${p.init}
  for (let i = 0; i < N; i++) {
    const scores = W.map((row) => row.reduce((sum, w, d) => sum + w * X[i][d], 0));
    ${p.start}
    for (let j = 0; j < C; j++) {
      ${p.skip}
      ${p.margin}
      ${p.test}
        ${p.add}
        ${p.other}
        ${p.own}
      }
    }
    ${p.after}
  }
  ${p.lossMean}
  for (let j = 0; j < C; j++) {
    for (let d = 0; d < D; d++) {
      ${p.gradMean}
    }
  }
  for (let j = 0; j < C; j++) {
    for (let d = 0; d < D; d++) {
      ${p.lossReg}
      ${p.gradReg}
    }
  }
  ${p.end}
  return ${p.result};
}
`,
};

/** Flat typed arrays: W is D x C, row by row; margins first, then the product, lambda/2. */
export const typed: Base = {
  name: "javascript typed arrays",
  language: "javascript",
  takes: ["W", "X", "y", "lambda", "N", "D", "C"],
  layout: "DxC",
  flat: true,
  places: {
    x: "X",
    labels: "y",
    init: "const grad = new Float64Array(D * C);",
    margin: "const m = s[c] - s[t] + 1;",
    skip: "c !== t &&",
    positive: "m > 0",
    value: "m",
    mask: "1",
    count: "M[i * C + t] = -count;",
    loss: "total += sum;",
    lossMean: "total / N",
    scale: "1 / N",
    product: "grad[d * C + c] += scale * M[i * C + c] * x[i * D + d];",
    penalty: "0.5 * reg * W[k] ** 2",
    gradReg: "grad[k] += reg * W[k];",
    end: "",
    result: "[total / 1, grad]",
  },
  text: (name, p) => `
export const ${name} = (W, X, y, reg, N, D, C) => {
  ${p.init}
  const M = new Float64Array(N * C);
  const s = new Float64Array(C);
  const x = ${p.x};
  const labels = ${p.labels};
  let total = 0;
  for (let i = 0; i < N; i++) {
    s.fill(0);
    for (let d = 0; d < D; d++) for (let c = 0; c < C; c++) s[c] += x[i * D + d] * W[d * C + c];
    const t = labels[i];
    let count = 0, sum = 0;
    for (let c = 0; c < C; c++) {
      ${p.margin}
      if (${p.skip} ${p.positive}) {
        sum += ${p.value};
        M[i * C + c] = ${p.mask};
        count += ${p.mask};
      }
    }
    ${p.loss}
    ${p.count}
  }
  total = ${p.lossMean};
  const scale = ${p.scale};
  for (let i = 0; i < N; i++)
    for (let c = 0; c < C; c++)
      for (let d = 0; d < D; d++) ${p.product}
  for (let k = 0; k < W.length; k++) {
    total += ${p.penalty};
    ${p.gradReg}
  }
  ${p.end}
  return ${p.result};
};
`,
};

const noData = ["regularizer", "loss"] as const;
const noLoss = ["data", "regularizer"] as const;
const noReg = ["data", "loss"] as const;
const reg = ["regularizer"] as const;
const alone = { alone: true } as const;

export const nestedMistakes: readonly Mistake[] = [
  mistake("regularizer-gradient-factor", "half", { gradReg: "dW[j][d] += lambda * W[j][d];" }, noReg),
  mistake("regularizer-gradient-missing", "left out", { gradReg: "" }, noReg),
  mistake("regularizer-gradient-missing", "in the loss, too", { lossReg: "", gradReg: "" }, ["data"], {
    alone: true,
    either: [["regularizer-gradient-missing", "regularizer-loss"]],
  }),
  mistake("regularizer-averaged", "gradient", { gradReg: "dW[j][d] += 2 * lambda * W[j][d] / N;" }, noReg),
  mistake("regularizer-wrong-term", "abs", { gradReg: "dW[j][d] += 2 * lambda * Math.abs(W[j][d]);" }, noReg),
  mistake("regularizer-wrong-term", "itself", { gradReg: "dW[j][d] += lambda * dW[j][d];" }, noReg),
  mistake("regularizer-wrong-term", "lambda", { gradReg: "dW[j][d] += lambda;" }, noReg),
  mistake("regularizer-loss", "left out", { lossReg: "" }, noLoss),
  mistake("regularizer-loss", "abs", { lossReg: "loss += lambda * Math.abs(W[j][d]);" }, noLoss),
  mistake("regularizer-loss", "half", { lossReg: "loss += 0.5 * lambda * W[j][d] ** 2;" }, ["data"], {
    either: [["regularizer-gradient-factor"]],
  }),
  mistake(
    "bias-regularized",
    "gradient alone",
    { lossReg: "if (d < D - 1) loss += lambda * W[j][d] * W[j][d];" },
    ["data"],
    alone,
  ),
  mistake(
    "bias-not-regularized",
    "gradient alone",
    { gradReg: "if (d < D - 1) dW[j][d] += 2 * lambda * W[j][d];" },
    ["data", "loss"],
    alone,
  ),
  mistake("correct-class-loss", "no continue", { skip: "" }, noLoss, { relies: ["own", "other"] }),
  mistake(
    "correct-class-counted",
    "count beside",
    {
      skip: "",
      start: "let count = 0;",
      other: "count++; if (j !== y[i]) for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
      own: "",
      after: "for (let d = 0; d < D; d++) dW[y[i]][d] -= count * X[i][d];",
    },
    reg,
  ),
  mistake(
    "correct-class-not-counted",
    "a flag",
    {
      start: "let done = false;",
      own: "if (!done) for (let d = 0; d < D; d++) dW[y[i]][d] -= X[i][d]; done = true;",
    },
    noData,
  ),
  mistake("correct-class-row-missing", "left out", { own: "" }, noData),
  mistake("other-rows-missing", "left out", { other: "" }, noData),
  mistake(
    "constant-count",
    "C - 1",
    { own: "", after: "for (let d = 0; d < D; d++) dW[y[i]][d] -= (C - 1) * X[i][d];" },
    noData,
  ),
  mistake(
    "no-clamp",
    "before the if",
    { margin: "const margin = scores[j] - scores[y[i]] + 1; loss += margin;", add: "" },
    noLoss,
  ),
  mistake("no-clamp", "no if", { test: "{" }, reg),
  mistake(
    "margins-not-indicator",
    "times margin",
    {
      other: "for (let d = 0; d < D; d++) dW[j][d] += margin * X[i][d];",
      own: "for (let d = 0; d < D; d++) dW[y[i]][d] -= margin * X[i][d];",
    },
    noData,
  ),
  mistake(
    "sign-flipped",
    "both",
    {
      other: "for (let d = 0; d < D; d++) dW[j][d] -= X[i][d];",
      own: "for (let d = 0; d < D; d++) dW[y[i]][d] += X[i][d];",
    },
    noData,
  ),
  mistake("sign-flipped", "own row", { own: "for (let d = 0; d < D; d++) dW[y[i]][d] += X[i][d];" }, noData),
  mistake(
    "sign-flipped",
    "other rows",
    { other: "for (let d = 0; d < D; d++) dW[j][d] -= X[i][d];" },
    noData,
  ),
  mistake("not-averaged", "gradient", { gradMean: "" }, noData),
  mistake("not-averaged", "loss", { lossMean: "" }, noLoss),
  mistake("averaged-twice", "gradient", { gradMean: "dW[j][d] /= N * N;" }, noData),
  mistake("averaged-over-classes", "gradient", { gradMean: "dW[j][d] /= N * C;" }, noData),
  mistake("averaged-over-classes", "loss", { lossMean: "loss /= N * C;" }, noLoss),
  mistake(
    "overwritten",
    "= for -=",
    { start: "let count = 0;", own: "count++;", after: "dW[y[i]] = X[i].map((v) => -count * v);" },
    noData,
  ),
  mistake(
    "weights-instead-of-inputs",
    "W for X",
    {
      other: "for (let d = 0; d < D; d++) dW[j][d] += W[j][d];",
      own: "for (let d = 0; d < D; d++) dW[y[i]][d] -= W[y[i]][d];",
    },
    noData,
  ),
  mistake(
    "per-sample-gradient",
    "a row a sample",
    {
      init: "const dW = X.map((row) => row.map(() => 0));",
      other: "for (let d = 0; d < D; d++) dW[i][d] += X[i][d];",
      own: "",
      gradMean: "",
      gradReg: "",
    },
    ["loss"],
    alone,
  ),
  mistake(
    "transposed",
    "D x C",
    { result: "{ loss, gradient: W[0].map((_, d) => dW.map((row) => row[d])) }" },
    noData,
  ),
  mistake("labels-shifted", "from one", { top: "y = y.map((c) => (c + C - 1) % C);" }, reg),
  mistake("labels-shifted", "plus one", { top: "y = y.map((c) => (c + 1) % C);" }, reg),
  mistake("delta-missing", "both", { margin: "const margin = scores[j] - scores[y[i]];" }, reg),
  mistake(
    "delta-missing",
    "gradient",
    {
      margin: "const margin = scores[j] - scores[y[i]] + 1; loss += Math.max(0, margin);",
      test: "if (scores[j] > scores[y[i]]) {",
      add: "",
    },
    noData,
  ),
  mistake(
    "delta-wrong",
    "gradient",
    {
      margin: "const margin = scores[j] - scores[y[i]] + 1; loss += Math.max(0, margin);",
      test: "if (margin > 0.2) {",
      add: "",
    },
    noData,
  ),
  mistake("inclusive-indicator", ">=", { test: "if (margin >= 0) {" }),
  mistake("other-loss", "squared loss", { add: "loss += margin ** 2;" }, reg),
  mistake(
    "other-loss",
    "squared gradient",
    {
      other: "for (let d = 0; d < D; d++) dW[j][d] += 2 * margin * X[i][d];",
      own: "for (let d = 0; d < D; d++) dW[y[i]][d] -= 2 * margin * X[i][d];",
    },
    noData,
  ),
  mistake(
    "other-loss",
    "the worst class alone in the gradient",
    {
      start:
        "const worst = scores.map((s, c) => (c === y[i] ? -Infinity : s)); const k = worst.indexOf(Math.max(...worst));",
      other: "if (j === k) for (let d = 0; d < D; d++) dW[j][d] += X[i][d];",
      own: "if (j === k) for (let d = 0; d < D; d++) dW[y[i]][d] -= X[i][d];",
    },
    reg,
  ),
  mistake("low-precision", "fround", {
    result: "{ loss: Math.fround(loss), gradient: dW.map((row) => Float32Array.from(row)) }",
  }),
  mistake("not-implemented", "zeros", { other: "", own: "", gradReg: "" }, ["loss"], alone),
  mistake("not-implemented", "undefined", { result: "{ loss, gradient: null }" }, ["loss"], alone),
  mistake("wrong-shape", "flat", { result: "{ loss, gradient: dW.flat() }" }, ["loss"], alone),
  mistake(
    "wrong-shape",
    "a number",
    { result: "{ loss, gradient: dW.flat().reduce((a, b) => a + b) }" },
    ["loss"],
    alone,
  ),
  mistake("last-sample-only", "reset", { start: "for (const row of dW) row.fill(0);" }, noData),
  mistake("last-sample-only", "both", { start: "for (const row of dW) row.fill(0); loss = 0;" }, reg),
  mistake("stateful", "noise", { end: "dW[0][0] += Math.random();" }, [], alone),
  mistake("stateful", "W changed", { end: "for (const row of W) row[0] *= 0.5;" }, [], alone),
  mistake("loss-only", "counts", { add: "loss += 1;" }, noLoss),
  mistake("loss-only", "root", { lossMean: "loss = Math.sqrt(loss / N);" }, noLoss),
  mistake("integer-overflow", "bytes", { top: "X = X.map((row) => Uint8Array.from(row));" }),
  mistake(
    "unknown",
    "sines",
    { other: "for (let d = 0; d < D; d++) dW[j][d] += Math.sin(X[i][d]);" },
    noData,
  ),
];

export const typedMistakes: readonly Mistake[] = [
  mistake("regularizer-gradient-factor", "half", { gradReg: "grad[k] += 0.5 * reg * W[k];" }, noReg),
  mistake("regularizer-gradient-missing", "left out", { gradReg: "" }, noReg),
  mistake("regularizer-averaged", "gradient", { gradReg: "grad[k] += (reg / N) * W[k];" }, noReg),
  mistake("regularizer-wrong-term", "sign", { gradReg: "grad[k] += reg * Math.sign(W[k]);" }, noReg),
  mistake("regularizer-wrong-term", "square", { gradReg: "grad[k] += reg * W[k] * W[k];" }, noReg),
  mistake("regularizer-loss", "left out", { penalty: "0" }, noLoss),
  mistake("regularizer-loss", "abs", { penalty: "0.5 * reg * Math.abs(W[k])" }, noLoss),
  mistake(
    "bias-regularized",
    "loss leaves it out",
    { penalty: "(k < (D - 1) * C ? 0.5 * reg * W[k] ** 2 : 0)" },
    ["data"],
    alone,
  ),
  mistake(
    "bias-not-regularized",
    "gradient leaves it out",
    { gradReg: "if (k < (D - 1) * C) grad[k] += reg * W[k];" },
    ["data", "loss"],
    alone,
  ),
  mistake("correct-class-counted", "no test", { skip: "" }, reg),
  mistake("correct-class-loss", "-=", { skip: "", count: "M[i * C + t] -= count;" }, noLoss),
  mistake("correct-class-not-counted", "one", { count: "M[i * C + t] = count > 0 ? -1 : 0;" }, noData),
  mistake("correct-class-row-missing", "left out", { count: "" }, noData),
  mistake(
    "other-rows-missing",
    "own alone",
    { count: "M.fill(0, i * C, i * C + C); M[i * C + t] = -count;" },
    noData,
  ),
  mistake("constant-count", "C - 1", { count: "M[i * C + t] = 1 - C;" }, noData),
  mistake(
    "no-clamp",
    "loss",
    { loss: "for (let c = 0; c < C; c++) if (c !== t) total += s[c] - s[t] + 1;" },
    noLoss,
  ),
  mistake("margins-not-indicator", "m in M", { mask: "m" }, noData),
  mistake(
    "sign-flipped",
    "minus",
    { product: "grad[d * C + c] -= scale * M[i * C + c] * x[i * D + d];" },
    noData,
  ),
  mistake("sign-flipped", "count", { count: "M[i * C + t] = count;" }, noData),
  mistake("not-averaged", "gradient", { scale: "1" }, noData),
  mistake("not-averaged", "loss", { lossMean: "total" }, noLoss),
  mistake("averaged-twice", "gradient", { scale: "1 / (N * N)" }, noData),
  mistake("averaged-twice", "loss", { lossMean: "total / N / N" }, noLoss),
  mistake("averaged-over-classes", "gradient", { scale: "1 / (N * C)" }, noData),
  mistake("averaged-over-classes", "loss", { loss: "total += sum / C;" }, noLoss),
  mistake(
    "overwritten",
    "assigned",
    { count: "M[i * C + t] = -count; for (let e = 0; e < i; e++) if (labels[e] === t) M[e * C + t] = 0;" },
    noData,
  ),
  mistake(
    "weights-instead-of-inputs",
    "W",
    { product: "grad[d * C + c] += scale * M[i * C + c] * W[d * C + c];" },
    noData,
  ),
  mistake(
    "per-sample-gradient",
    "N x D",
    {
      init: "const grad = new Float64Array(N * D);",
      product: "grad[i * D + d] = c === labels[i] ? -M[i * C + c] * x[i * D + d] : grad[i * D + d];",
      gradReg: "",
    },
    ["loss"],
    alone,
  ),
  mistake(
    "transposed",
    "C x D",
    {
      product: "grad[c * D + d] += scale * M[i * C + c] * x[i * D + d];",
      gradReg: "grad[(k % C) * D + Math.floor(k / C)] += reg * W[k];",
    },
    noData,
  ),
  mistake("labels-shifted", "minus", { labels: "y.map((c) => (c + C - 1) % C)" }, reg),
  mistake("labels-shifted", "plus", { labels: "y.map((c) => (c + 1) % C)" }, reg),
  mistake("delta-missing", "both", { margin: "const m = s[c] - s[t];" }, reg),
  mistake("delta-missing", "gradient", { mask: "(m > 1 ? 1 : 0)" }, noData),
  mistake("delta-wrong", "gradient", { mask: "(m > 0.5 ? 1 : 0)" }, noData),
  mistake("inclusive-indicator", ">=", { positive: "m >= 0" }),
  mistake("other-loss", "squares", { value: "m * m" }, reg),
  mistake("other-loss", "the largest", { value: "Math.max(0, m - sum)" }, reg),
  mistake("low-precision", "float32", { init: "const grad = new Float32Array(D * C);" }),
  mistake("not-implemented", "zeros", { product: ";", gradReg: "" }, ["loss"], alone),
  mistake("wrong-shape", "a number", { result: "[total, grad[0]]" }, ["loss"], alone),
  mistake("wrong-shape", "one column", { result: "[total, grad.subarray(0, D)]" }, ["loss"], alone),
  mistake(
    "last-sample-only",
    "gradient",
    { product: "grad[d * C + c] = scale * M[i * C + c] * x[i * D + d];" },
    noData,
  ),
  mistake(
    "last-sample-only",
    "loss and gradient",
    { product: "grad[d * C + c] = scale * M[i * C + c] * x[i * D + d];", loss: "total = sum;" },
    reg,
  ),
  mistake("stateful", "X changed", { end: "X[0] += 1;" }, [], alone),
  mistake("stateful", "random", { scale: "Math.random() / N" }, [], alone),
  mistake("loss-only", "counts", { value: "1" }, noLoss),
  mistake("loss-only", "log", { lossMean: "Math.log(1 + total / N)" }, noLoss),
  mistake("integer-overflow", "bytes", { x: "Uint8Array.from(X)" }),
  mistake(
    "unknown",
    "cubes",
    { product: "grad[d * C + c] += scale * M[i * C + c] * x[i * D + d] ** 3;" },
    noData,
  ),
];

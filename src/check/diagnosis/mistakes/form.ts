import type { Mistake } from "./mistake.ts";

interface LossText {
  /** As in a headline. */
  readonly name: string;
  readonly value: string;
  readonly gradient: string;
  /** What it asks of the scores. */
  readonly idea: string;
  readonly numpy: string;
  readonly javascript: string;
}

const pairs = "s_j - s_y + delta";
const mask = "mask[np.arange(num_train), y] = -mask.sum(axis=1)";

const texts: Readonly<Record<string, LossText>> = {
  "weston-watkins": {
    name: "Weston-Watkins (the course's multiclass SVM loss)",
    value: `sum_{j != y} max(0, ${pairs})`,
    gradient: "row j gets 1[m_j > 0]*x, row y minus their number times x",
    idea: "adds up every margin that is violated",
    numpy: `mask = (margins > 0) * 1.0; ${mask}`,
    javascript: "for (let j = 0; j < C; j++) if (j !== y[i]) loss += Math.max(0, margins[i][j]);",
  },
  "crammer-singer": {
    name: "Crammer-Singer",
    value: `max(0, max_{j != y} (${pairs}))`,
    gradient: "row r of the worst rival gets x and row y gets -x, if m_r > 0",
    idea: "counts the worst rival alone",
    numpy:
      "worst = margins.argmax(axis=1); mask = np.zeros_like(margins); mask[np.arange(num_train), worst] = margins.max(axis=1) > 0",
    javascript: "loss += Math.max(0, ...margins[i].filter((_, j) => j !== y[i]));",
  },
  "one-vs-all": {
    name: "one-vs-all",
    value: "sum_j max(0, delta - t_j*s_j), t_y = 1 and else -1",
    gradient: "row j gets -t_j*1[delta - t_j*s_j > 0]*x",
    idea: "asks of each score by itself on which side of 0 it is",
    numpy: "t = -np.ones_like(scores); t[np.arange(num_train), y] = 1; mask = -t * (delta - t * scores > 0)",
    javascript:
      "for (let j = 0; j < C; j++) loss += Math.max(0, delta - (j === y[i] ? 1 : -1) * scores[i][j]);",
  },
  softmax: {
    name: "softmax (cross-entropy)",
    value: "log sum_j exp(s_j) - s_y",
    gradient: "row j gets p_j*x, row y gets (p_y - 1)*x",
    idea: "makes probabilities of the scores and never leaves a class alone",
    numpy: "p = np.exp(scores - scores.max(axis=1, keepdims=True)); p /= p.sum(axis=1, keepdims=True)",
    javascript:
      "const top = Math.max(...scores[i]), total = scores[i].reduce((sum, s) => sum + Math.exp(s - top), 0);",
  },
  "squared weston-watkins": {
    name: "squared Weston-Watkins",
    value: `sum_{j != y} max(0, ${pairs})^2`,
    gradient: "row j gets 2*max(0, m_j)*x, row y minus their sum",
    idea: "squares every margin that is violated, so that large violations weigh more",
    numpy: `mask = 2 * np.maximum(0, margins); ${mask}`,
    javascript: "for (let j = 0; j < C; j++) if (j !== y[i]) loss += Math.max(0, margins[i][j]) ** 2;",
  },
  "squared crammer-singer": {
    name: "squared Crammer-Singer",
    value: `max(0, max_{j != y} (${pairs}))^2`,
    gradient: "row r of the worst rival gets 2*max(0, m_r)*x, row y its opposite",
    idea: "counts the worst rival alone, squared",
    numpy:
      "worst = margins.argmax(axis=1); mask = np.zeros_like(margins); mask[np.arange(num_train), worst] = 2 * np.maximum(0, margins.max(axis=1))",
    javascript: "loss += Math.max(0, ...margins[i].filter((_, j) => j !== y[i])) ** 2;",
  },
  "squared one-vs-all": {
    name: "squared one-vs-all",
    value: "sum_j max(0, delta - t_j*s_j)^2, t_y = 1 and else -1",
    gradient: "row j gets -2*t_j*max(0, delta - t_j*s_j)*x",
    idea: "asks of each score by itself on which side of 0 it is, squared",
    numpy:
      "t = -np.ones_like(scores); t[np.arange(num_train), y] = 1; mask = -2 * t * np.maximum(0, delta - t * scores)",
    javascript:
      "for (let j = 0; j < C; j++) loss += Math.max(0, delta - (j === y[i] ? 1 : -1) * scores[i][j]) ** 2;",
  },
};

function textOf(name: string | undefined): LossText | undefined {
  return texts[name ?? ""] ?? texts[(name ?? "").replace(/^(.*), squared$/, "squared $1")];
}

export const formMistakes: readonly Mistake[] = [
  {
    id: "other-loss",
    part: "data",
    title: "It is another loss",
    signature: "the gradient, the loss, or both equal another loss's exactly",
    tell: ({ variant, expected, where }) => {
      const asked = textOf(expected ?? "weston-watkins") ?? texts["weston-watkins"]!;
      const yours = textOf(variant);
      const name = yours?.name ?? variant ?? "another loss";
      const part = where === "loss" ? "value" : "gradient";
      return {
        headline:
          where === "both"
            ? `this is ${name}, not ${asked.name}`
            : `the ${where} is that of ${name}, not of ${asked.name}`,
        equation: asked[part],
        instead: yours?.[part] ?? name,
        summary: `${upper(asked.name)} ${asked.idea}; ${yours === undefined ? `what you have is ${name}` : `${yours.name} ${yours.idea}`}. ${
          where === "both"
            ? "Loss and gradient agree with each other: as that other loss they are right, up to what else is said here."
            : "Loss and gradient belong to different functions, so that the descent minimises another loss than the one that you print."
        }`,
        fix: `Use ${asked.name} in loss and gradient, or ask for ${name} if that is what you mean.`,
        numpy: asked.numpy,
        javascript: asked.javascript,
      };
    },
    example: {
      detail: { where: "both", variant: "crammer-singer" },
      gradient: [{ stage: "form", value: "crammer-singer" }],
      loss: [{ stage: "form", value: "crammer-singer" }],
    },
    wrongCode: {
      numpy: "loss = np.sum(np.maximum(0, margins.max(axis=1))) / num_train",
      javascript: "loss += Math.max(0, ...margins[i].filter((_, j) => j !== y[i]));",
    },
  },
];

function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

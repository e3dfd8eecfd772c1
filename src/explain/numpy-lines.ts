import type { LossName } from "../losses/index.ts";
import { type PenaltyOptions, penaltyForm } from "./penalty-forms.ts";

/**
 * Loss and gradient of a batch as NumPy has them, without a loop: `loss`, and `dW` (`dw` for binary). X is N x D, W is
 * C x D (w of length D), y whole numbers from 0, margin and lam numbers.
 */
export function numpyLines(loss: LossName, squared: boolean, penalty: PenaltyOptions = {}): string {
  const form = penaltyForm(penalty, loss === "binary" ? "w" : "W");
  const product = loss === "binary" ? "dw = g @ X" : "dW = G.T @ X";
  const { work, total } = lines[loss](squared);
  return [
    ...work,
    ...form.before,
    `loss = ${total} / len(y) + ${form.valueCode}`,
    `${product} / len(y) + ${form.gradientCode}`,
  ].join("\n");
}

const pairs = ["S = X @ W.T", "i = np.arange(len(y))", "H = S - S[i, y][:, None] + margin", "H[i, y] = 0"];

/** 1 where a hinge counts, or twice the hinge. */
const slope = (squared: boolean, H: string): string =>
  squared ? `2 * np.maximum(0, ${H})` : `(${H} > 0).astype(X.dtype)`;

const summed = (squared: boolean, H: string): string =>
  squared ? `np.sum(np.maximum(0, ${H}) ** 2)` : `np.sum(np.maximum(0, ${H}))`;

/** What comes before loss and gradient, and the sum of the losses. */
interface Lines {
  readonly work: readonly string[];
  readonly total: string;
}

const lines: Readonly<Record<LossName, (squared: boolean) => Lines>> = {
  "weston-watkins": (squared) => ({
    work: [...pairs, `G = ${slope(squared, "H")}`, "G[i, y] = -G.sum(axis=1)"],
    total: summed(squared, "H"),
  }),
  "crammer-singer": (squared) => ({
    work: [
      ...pairs,
      "r = H.argmax(axis=1)",
      "worst = H[i, r]",
      "G = np.zeros_like(S)",
      `G[i, r] = ${slope(squared, "worst")}`,
      "G[i, y] -= G.sum(axis=1)",
    ],
    total: summed(squared, "worst"),
  }),
  "one-vs-all": (squared) => ({
    work: [
      "S = X @ W.T",
      "T = -np.ones_like(S)",
      "T[np.arange(len(y)), y] = 1",
      "H = margin - T * S",
      `G = -T * ${slope(squared, "H")}`,
    ],
    total: summed(squared, "H"),
  }),
  binary: (squared) => ({
    work: ["t = 2 * y - 1", "h = margin - t * (X @ w)", `g = -t * ${slope(squared, "h")}`],
    total: summed(squared, "h"),
  }),
  softmax: () => ({
    work: [
      "S = X @ W.T",
      "i = np.arange(len(y))",
      "S = S - S.max(axis=1, keepdims=True)   # nothing overflows, nothing changes",
      "G = np.exp(S)",
      "G /= G.sum(axis=1, keepdims=True)",
      "nats = -np.log(G[i, y])",
      "G[i, y] -= 1",
    ],
    total: "np.sum(nats)",
  }),
};

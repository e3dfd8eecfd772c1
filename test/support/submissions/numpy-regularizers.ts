import { type Mistake, mistake } from "./submission.ts";

/**
 * Mistakes in the regulariser for any NumPy function that has the places lossReg and gradReg, in the course's
 * convention or, with `half`, in lambda/2.
 */
export function regularizerMistakes({
  reg,
  N,
  loss = "loss",
  dW = "dW",
  half = false,
}: {
  reg: string;
  N: string;
  loss?: string;
  dW?: string;
  half?: boolean;
}): Mistake[] {
  const one = half ? `${reg}` : `2 * ${reg}`;
  const part = half ? `0.5 * ${reg}` : reg;
  const onlyGradient = ["data", "loss"] as const;
  const onlyLoss = ["data", "regularizer"] as const;
  const grad = (id: string, variant: string, line: string, either?: string[][]): Mistake =>
    mistake(id, variant, { gradReg: line }, either === undefined ? onlyGradient : ["data"], {
      ...(either === undefined ? {} : { either }),
    });
  const value = (variant: string, line: string, either?: string[][]): Mistake =>
    mistake("regularizer-loss", variant, { lossReg: line }, either === undefined ? onlyLoss : ["data"], {
      ...(either === undefined ? {} : { either }),
    });
  // Loss lambda/2 beside 2 lambda W (and the other way round) is either of two mistakes.
  const unclear = [["regularizer-gradient-factor"]];
  return [
    grad("regularizer-gradient-factor", "half", half ? `${dW} += 0.5 * ${reg} * W` : `${dW} += ${reg} * W`),
    grad(
      "regularizer-gradient-factor",
      "double",
      half ? `${dW} += 2 * ${reg} * W` : `${dW} += 4 * ${reg} * W`,
      half ? [["regularizer-loss"]] : undefined,
    ),
    grad("regularizer-gradient-factor", "negative", `${dW} -= ${one} * W`),
    grad("regularizer-gradient-missing", "no line", "pass"),
    grad("regularizer-averaged", "in the gradient", `${dW} += ${one} * W / ${N}`),
    grad("regularizer-wrong-term", "abs", `${dW} += ${one} * np.abs(W)`),
    grad("regularizer-wrong-term", "sign", `${dW} += ${reg} * np.sign(W)`),
    grad("regularizer-wrong-term", "the gradient itself", `${dW} += ${reg} * ${dW}`),
    grad("regularizer-wrong-term", "a constant", `${dW} += ${reg}`),
    grad("regularizer-wrong-term", "sum of W", `${dW} += ${one} * np.sum(W)`),
    grad("regularizer-wrong-term", "squares", `${dW} += ${reg} * W ** 2`),
    grad("regularizer-wrong-term", "the penalty's value", `${dW} += ${part} * np.sum(W * W)`),
    value("missing", "pass"),
    mistake(
      "regularizer-gradient-missing",
      "in the loss, too",
      { lossReg: "pass", gradReg: "pass" },
      ["data"],
      {
        either: [["regularizer-gradient-missing", "regularizer-loss"]],
        alone: true,
      },
    ),
    value("half", `${loss} += ${half ? 0.25 : 0.5} * ${reg} * np.sum(W * W)`, unclear),
    value("double", `${loss} += ${half ? 1 : 2} * ${reg} * np.sum(W * W)`, unclear),
    value("norm", `${loss} += ${part} * np.sqrt(np.sum(W * W))`),
    value("abs", `${loss} += ${part} * np.sum(np.abs(W))`),
    value("sum of W", `${loss} += ${part} * np.sum(W)`),
    value("averaged", `${loss} += ${part} * np.sum(W * W) / ${N}`, [["regularizer-averaged"]]),
    value("subtracted", `${loss} -= ${part} * np.sum(W * W)`, unclear),
  ];
}

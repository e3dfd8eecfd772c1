import { createLoss, type LossName } from "../losses/index.ts";
import { lossForms, lossTitle } from "./loss-forms.ts";
import { numpyLines } from "./numpy-lines.ts";
import { type PenaltyOptions, penaltyForm } from "./penalty-forms.ts";
import { math, type Step, type StepDocument, say } from "./steps.ts";

/**
 * The derivation of a loss's value and subgradient, from the definition to the vectorised line, in the order in which
 * one would do it on paper: through the scores first, because the loss sees nothing else of the sample.
 *
 * Sources: those of the losses' own files; the order is CS231n's, "Linear classification" and "Optimization".
 *
 * @throws HingeError `unknown-loss`, `bad-option` (softmax has no squared form)
 */
export function derivationSteps({
  loss = "weston-watkins",
  squared = false,
  ...penalty
}: PenaltyOptions & {
  readonly loss?: LossName | undefined;
  readonly squared?: boolean | undefined;
}): StepDocument {
  createLoss({ loss, squared });
  return {
    title: `${lossTitle(loss, squared)}: from the definition to the vectorised line`,
    steps: [
      definition(loss, squared),
      ...(loss === "softmax" ? softmaxSteps() : hingeSteps(loss, squared)),
      toWeights(loss),
      toBatch(loss, penalty),
      toCode(loss, squared, penalty),
    ],
  };
}

function definition(loss: LossName, squared: boolean): Step {
  const form = lossForms[loss];
  const value = ["\\ell", squared ? form.squaredValue : form.value];
  const hinge = [form.hinge, form.argument];
  const scores = ["s", loss === "binary" ? "w x" : "W x"];
  switch (loss) {
    case "softmax":
      return {
        title: "The definition",
        text: say`A sample ${math("x")} of class ${math("y")} has one score a class. Softmax makes probabilities of them, and the loss is how surprising the true class is.`,
        lines: [scores, hinge, value],
      };
    case "binary":
      return {
        title: "The definition",
        text: say`With two classes one score is enough: ${math("t = 1")} for the second class and ${math("t = -1")} for the first, and ${math("t s")} should be at least the margin ${math("\\Delta")}. ${math("h")} is what is missing.`,
        lines: [scores, hinge, value],
      };
    case "one-vs-all":
      return {
        title: "The definition",
        text: say`One yes-or-no question a class: ${math("t_j = 1")} for the true class ${math("y")} and ${math("t_j = -1")} for every other. ${math("h_j")} is what score ${math("j")} lacks of the margin ${math("\\Delta")} on its right side of 0.`,
        lines: [scores, hinge, value],
      };
    default:
      return {
        title: "The definition",
        text: say`A sample ${math("x")} of class ${math("y")} has one score a class, and its own class should win against every other by the margin ${math("\\Delta")}. ${math("h_j")} is what it lacks against class ${math("j")}; ${lossForms[loss].together === "sum" ? "all that is lacking is added up" : "only the worst rival counts"}.`,
        lines: [scores, hinge, value],
      };
  }
}

function hingeSteps(loss: LossName, squared: boolean): Step[] {
  return [argumentStep(loss), bendStep(squared), ...scoreSteps(loss, squared), ...kinkSteps(loss, squared)];
}

/** How a hinge's argument moves with the scores. */
function argumentStep(loss: LossName): Step {
  const title = "How a hinge's argument moves with the scores";
  if (loss === "binary") {
    return { title, text: ["It is a straight line."], lines: [["\\frac{\\partial h}{\\partial s}", "-t"]] };
  }
  if (loss === "one-vs-all") {
    return {
      title,
      text: ["Each depends on its own score alone, in a straight line."],
      lines: [["\\frac{\\partial h_j}{\\partial s_j}", "-t_j"]],
    };
  }
  return {
    title,
    text: say`Each depends on two scores, in a straight line: on its own and, with the opposite sign, on the true class's.`,
    lines: [
      ["\\frac{\\partial h_j}{\\partial s_j}", "1"],
      ["\\frac{\\partial h_j}{\\partial s_y}", "-1"],
    ],
  };
}

/** How max(0, h), or its square, moves with h. */
function bendStep(squared: boolean): Step {
  const below = "0 & \\text{if } h < 0";
  return squared
    ? {
        title: "How a squared hinge moves with its argument",
        text: say`Below 0 it is flat, above it is ${math("h^2")}. The two slopes meet at 0, where both are 0: there is no kink.`,
        lines: [
          [
            "\\frac{\\partial}{\\partial h} \\max(0, h)^2",
            `\\begin{cases} ${below} \\\\ 2 h & \\text{if } h \\ge 0 \\end{cases}`,
            "2 \\max(0, h)",
          ],
        ],
      }
    : {
        title: "How a hinge moves with its argument",
        text: say`Below 0 it is flat, above 0 it rises as fast as ${math("h")}. At 0 it bends: every slope from 0 to 1 keeps the line below the function, so each is a subgradient. The convention takes 0, which is the strict > in ${math("[h > 0]")}, 1 if true and else 0.`,
        lines: [
          [
            "\\frac{\\partial}{\\partial h} \\max(0, h)",
            `\\begin{cases} ${below} \\\\ \\alpha \\in [0, 1] & \\text{if } h = 0 \\\\ 1 & \\text{if } h > 0 \\end{cases}`,
          ],
        ],
      };
}

/** The chain rule: from hinges to scores. */
function scoreSteps(loss: LossName, squared: boolean): Step[] {
  const slope = (h: string): string => (squared ? `2 \\max(0, ${h})` : `[${h} > 0]`);
  switch (loss) {
    case "weston-watkins":
      return [
        {
          title: "Another class's score",
          text: say`The score of a class ${math("j \\ne y")} stands in one hinge only, its own, and there with slope 1.`,
          lines: [["g_j", "\\frac{\\partial \\ell}{\\partial s_j}", slope("h_j")]],
        },
        {
          title: "The true class's score",
          text: say`The true class's score stands in every hinge, each time with slope ${math("-1")}: the slopes add up. ${squared ? "It is minus the sum of the others" : "It is minus the number of margins violated"}, so that the row adds up to 0.`,
          lines: [
            [
              "g_y",
              "\\frac{\\partial \\ell}{\\partial s_y}",
              `-\\sum_{j \\ne y} ${slope("h_j")}`,
              "-\\sum_{j \\ne y} g_j",
            ],
          ],
        },
      ];
    case "crammer-singer":
      return [
        {
          title: "The worst rival",
          text: say`A maximum moves with whichever is largest, and not at all with the rest. Let ${math("r")} be that class; of several the lowest is taken.`,
          lines: [["h_r", "\\max_{j \\ne y} h_j"]],
        },
        {
          title: "The scores",
          text: say`So two scores count: the rival's with slope 1 and the true class's with slope ${math("-1")}. All other ${math("g_j")} are 0.`,
          lines: [
            ["g_r", "\\frac{\\partial \\ell}{\\partial s_r}", slope("h_r")],
            ["g_y", "\\frac{\\partial \\ell}{\\partial s_y}", "-g_r"],
          ],
        },
      ];
    case "one-vs-all":
      return [
        {
          title: "Each score by itself",
          text: say`A score stands in one hinge only, so nothing has to be added up: the classes do not know of each other.`,
          lines: [
            [
              "g_j",
              "\\frac{\\partial \\ell}{\\partial s_j}",
              squared ? `-2 t_j \\max(0, h_j)` : `-t_j [h_j > 0]`,
            ],
          ],
        },
      ];
    default:
      return [
        {
          title: "The score",
          text: ["The two slopes, multiplied."],
          lines: [["g", "\\frac{\\partial \\ell}{\\partial s}", squared ? "-2 t \\max(0, h)" : "-t [h > 0]"]],
        },
      ];
  }
}

/** What else would be right where the loss bends. */
function kinkSteps(loss: LossName, squared: boolean): Step[] {
  const title = "At a tie";
  if (loss === "crammer-singer") {
    return [
      {
        title,
        text: say`If several classes share the largest hinge${squared ? " above 0" : ", or it is exactly 0"}, the loss bends. Any mixture of the tied gradients ${math("g^k")} is a subgradient${squared ? "." : "; at exactly 0 the zero vector is one of them."}`,
        lines: [["g", "\\sum_k \\alpha_k g^k"], ["\\sum_k \\alpha_k", "1"], ["\\alpha_k \\ge 0"]],
      },
    ];
  }
  if (squared) return [];
  const move =
    loss === "weston-watkins"
      ? say`${math("\\alpha")} to ${math("g_j")} and takes it from ${math("g_y")}`
      : say`${math(loss === "binary" ? "-\\alpha t" : "-\\alpha t_j")} to ${math(loss === "binary" ? "g" : "g_j")}`;
  return [
    {
      title,
      text: [
        ...say`A hinge at exactly 0 may count by any ${math("\\alpha \\in [0, 1]")}: it adds `,
        ...move,
        ". Each tied hinge has an alpha of its own.",
      ],
    },
  ];
}

function softmaxSteps(): Step[] {
  return [
    {
      title: "Without a fraction",
      text: ["The logarithm of a quotient is a difference, and that of an exponential its exponent."],
      lines: [["\\ell", "-\\log p_y", "\\log \\sum_m \\exp(s_m) - s_y"]],
    },
    {
      title: "The logarithm's slope",
      text: say`By the chain rule, one over the sum times the one term in it that has ${math("s_j")}: the probability itself.`,
      lines: [
        [
          "\\frac{\\partial}{\\partial s_j} \\log \\sum_m \\exp(s_m)",
          "\\frac{\\exp(s_j)}{\\sum_m \\exp(s_m)}",
          "p_j",
        ],
      ],
    },
    {
      title: "The scores",
      text: say`The true class has ${math("-s_y")} in addition. The loss is smooth: nothing bends, and no score is ever left alone, because no probability is 0.`,
      lines: [
        ["g_j", "p_j \\text{ for } j \\ne y"],
        ["g_y", "p_y - 1"],
      ],
    },
  ];
}

function toWeights(loss: LossName): Step {
  return loss === "binary"
    ? {
        title: "From the score to the weights",
        text: say`The weights enter through ${math("s = w x")} alone, whose slope is the sample.`,
        lines: [["\\frac{\\partial \\ell}{\\partial w}", "g x^\\top"]],
      }
    : {
        title: "From scores to weights",
        text: say`Row ${math("j")} of ${math("W")} makes score ${math("j")} and no other, ${math("s_j = W_j x")}. So row ${math("j")} of the gradient is ${math("g_j")} times the sample, and all rows together are an outer product.`,
        lines: [
          ["\\frac{\\partial \\ell}{\\partial W_j}", "g_j x^\\top"],
          ["\\frac{\\partial \\ell}{\\partial W}", "g x^\\top"],
        ],
      };
}

function toBatch(loss: LossName, penalty: PenaltyOptions): Step {
  const W = loss === "binary" ? "w" : "W";
  const { value, gradient, where } = penaltyForm(penalty, W);
  const G = loss === "binary" ? "g^\\top X" : "G^\\top X";
  return {
    title: "The batch and the regulariser",
    text: [
      ...say`A sum of outer products is a matrix product: put the samples into the rows of ${math("X")} and their ${math("g_i")} into the ${loss === "binary" ? "vector" : "rows of"} ${math(loss === "binary" ? "g" : "G")}. Averaged over ${math("N")} samples, with ${math(value)} added, whose gradient is ${math(gradient)}`,
      ...where,
      ":",
    ],
    lines: [
      ["L", `\\frac{1}{N} \\sum_i \\ell_i + ${value}`],
      [
        `\\frac{\\partial L}{\\partial ${W}}`,
        `\\frac{1}{N} \\sum_i g_i x_i^\\top + ${gradient}`,
        `\\frac{1}{N} ${G} + ${gradient}`,
      ],
    ],
  };
}

function toCode(loss: LossName, squared: boolean, penalty: PenaltyOptions): Step {
  const shapes =
    loss === "binary"
      ? "X is N x D, w has D entries, y is 0 or 1."
      : "X is N x D, W is C x D, y has N whole numbers from 0 to C - 1.";
  return {
    title: "In NumPy",
    text: [`Line by line the same, for all samples at once. ${shapes}`],
    code: numpyLines(loss, squared, penalty),
  };
}

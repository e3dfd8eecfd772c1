import type { LossName } from "../losses/index.ts";

/** What a loss looks like on paper; formulas in formula.ts's LaTeX, `y` the true class. */
export interface LossForm {
  readonly title: string;
  /** One hinge's name, and its formula. */
  readonly hinge: string;
  readonly argument: string;
  /** Whether the true class has no hinge of its own. */
  readonly skipsTrueClass: boolean;
  /** How hinges are put together. */
  readonly together: "sum" | "max" | "none";
  /** The definition, plain and squared. */
  readonly value: string;
  readonly squaredValue: string;
}

export const lossForms: Readonly<Record<LossName, LossForm>> = {
  "weston-watkins": {
    title: "Weston-Watkins",
    hinge: "h_j",
    argument: "s_j - s_y + \\Delta",
    skipsTrueClass: true,
    together: "sum",
    value: "\\sum_{j \\ne y} \\max(0, h_j)",
    squaredValue: "\\sum_{j \\ne y} \\max(0, h_j)^2",
  },
  "crammer-singer": {
    title: "Crammer-Singer",
    hinge: "h_j",
    argument: "s_j - s_y + \\Delta",
    skipsTrueClass: true,
    together: "max",
    value: "\\max(0, \\max_{j \\ne y} h_j)",
    squaredValue: "\\max(0, \\max_{j \\ne y} h_j)^2",
  },
  "one-vs-all": {
    title: "One-vs-all",
    hinge: "h_j",
    argument: "\\Delta - t_j s_j",
    skipsTrueClass: false,
    together: "sum",
    value: "\\sum_j \\max(0, h_j)",
    squaredValue: "\\sum_j \\max(0, h_j)^2",
  },
  binary: {
    title: "Binary",
    hinge: "h",
    argument: "\\Delta - t s",
    skipsTrueClass: false,
    together: "sum",
    value: "\\max(0, h)",
    squaredValue: "\\max(0, h)^2",
  },
  softmax: {
    title: "Softmax",
    hinge: "p_j",
    argument: "\\frac{\\exp(s_j)}{\\sum_m \\exp(s_m)}",
    skipsTrueClass: false,
    together: "none",
    value: "-\\log p_y",
    squaredValue: "-\\log p_y",
  },
};

/** The loss's name in a title: "Weston-Watkins, squared". */
export function lossTitle(loss: LossName, squared: boolean): string {
  return `${lossForms[loss].title}${squared ? ", squared" : ""}`;
}

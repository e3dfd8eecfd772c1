import type { Reach } from "./penalty.ts";
import { type Form, type Recipe, rightRecipe } from "./recipe.ts";

/** The convention that is asked for; what follows another one consistently is right in that other one. */
export interface Asked {
  readonly form: Form;
  readonly squared: boolean;
  readonly margin: number;
  /** "full": lambda |W|^2, as the course has it; "half": lambda/2 |W|^2. */
  readonly penalty: "full" | "half";
  readonly reduction: "mean" | "sum";
  /** Any strength of the penalty is a convention: it is written into the function, or given as C. */
  readonly anyStrength?: boolean | undefined;
  /** Whether the penalty takes in the bias, where someone has said so; else either is a convention. */
  readonly regularizeBias?: boolean | undefined;
}

/** Mean over the samples, lambda * sum W^2, margin 1, the sum over classes. */
export const courseConvention: Asked = {
  form: "weston-watkins",
  squared: false,
  margin: 1,
  penalty: "full",
  reduction: "mean",
};

export function recipeOf(asked: Asked): Recipe {
  return rightRecipe(asked);
}

/** The factor on the mean that is right. */
export function scaleOf({ reduction }: Asked): string {
  return reduction === "mean" ? "1" : "N";
}

/** The factor on lambda |W|^2 that is right; its gradient has twice that on lambda W. */
export function strengthOf({ penalty }: Asked): number {
  return penalty === "full" ? 1 : 1 / 2;
}

/** The weights that the penalty takes in; a bias that it leaves out is the last feature's. */
export function reachOf({ regularizeBias }: Asked): Reach {
  return regularizeBias === false ? "without-last" : "all";
}

/** A convention that was followed, whoever asked for it; absent where it could not be seen. */
export interface Convention {
  /** "weston-watkins", "squared crammer-singer", ... */
  readonly loss?: string;
  readonly margin?: number;
  /** "mean" over N, "sum", or "mean over N and C" (1/C, as in PyTorch's MultiMarginLoss). */
  readonly reduction?: string;
  /** "lambda*sum(W^2)", "lambda/2*sum(W^2)", "lambda*sum(|W|)", "none", ... */
  readonly penalty?: string;
  /** "regularized" or "not regularized". */
  readonly bias?: string;
  /** "DxC" or "CxD": how W lies. */
  readonly layout?: string;
}

/** A loss's name as people write it. */
export function lossName({ form, squared }: Pick<Recipe, "form" | "squared">): string {
  return squared && form !== "softmax" ? `squared ${form}` : form;
}

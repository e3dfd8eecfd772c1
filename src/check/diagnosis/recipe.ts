/** The losses that the doctor can tell apart. */
export type Form = "weston-watkins" | "crammer-singer" | "one-vs-all" | "softmax";

/**
 * One way to compute a loss and its gradient, right or wrong: what is done at each stage, in the order in which it is
 * done. A mistake is a recipe that differs from the right one in a stage. Everything is averaged over the samples
 * unless `scale` says otherwise.
 */
export interface Recipe {
  /** X as it is, or cut to unsigned bytes (mod 256) everywhere, or in the gradient's products alone. */
  readonly inputs: "given" | "bytes" | "bytes-in-products";
  /** Added to every label, round the classes. */
  readonly labels: 0 | 1 | -1;
  /** Which samples count. */
  readonly samples: "all" | "last" | "first";
  readonly form: Form;
  readonly squared: boolean;
  /** delta. */
  readonly margin: number;
  /** The true class is not left out: its own margin is delta. */
  readonly ownClass: boolean;
  /** max(0, .) is there: without it every margin counts, whatever its sign. */
  readonly clamp: boolean;
  /** At h = 0 nothing (>) or everything (>=, inclusive); of worst classes that tie the lowest, the highest, or all. */
  readonly tie: "strict" | "inclusive" | "highest" | "highest-inclusive" | "all";
  /** What row j != y is multiplied by: the slope, the margin itself, or the margin there and the count in row y. */
  readonly coefficient: "slope" | "margin" | "margin-and-count";
  /** What row y is multiplied by: minus the sum of the others, minus 1 if there are any, minus 1, minus (C - 1), nothing, plus. */
  readonly own: "sum" | "once" | "minus-one" | "constant" | "none" | "opposite";
  /** Whether rows j != y get their part. */
  readonly others: "added" | "none" | "opposite";
  /** How the samples' parts are put into the rows of dW; see landing.ts. */
  readonly landing:
    | "added"
    | "own-last"
    | "own-replaces"
    | "loop-others-replace"
    | "loop-own-replaces"
    | "loop-count-replaces"
    | "loop-replaces";
  /**
   * What is added: multiples of x, or of W's rows: of the row that gets it, of the true class's, or of the class that
   * violates (row j and row y both get W_j).
   */
  readonly adds: "inputs" | "weights" | "own-weights" | "violating-weights";
}

export type Stage = keyof Recipe;

/** Stages that the loss shows; the others are the gradient's alone. */
export const lossStages = [
  "inputs",
  "labels",
  "samples",
  "form",
  "squared",
  "margin",
  "ownClass",
  "clamp",
] as const;

/** What is asked for: the form, its margin, and else what is right. */
export function rightRecipe(asked: Pick<Recipe, "form" | "squared" | "margin">): Recipe {
  return {
    ...asked,
    inputs: "given",
    labels: 0,
    samples: "all",
    ownClass: false,
    clamp: true,
    tie: "strict",
    coefficient: "slope",
    own: "sum",
    others: "added",
    landing: "added",
    adds: "inputs",
  };
}

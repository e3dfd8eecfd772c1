import type { Point } from "../diagnosis/point.ts";

/** A matrix as someone's function returned it. */
export interface ReturnedArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
  /** NumPy's name of its element type, or "number". */
  readonly dtype: string;
}

/** What a call gave, in its own shapes. */
export interface Returned {
  /** A number, one a sample, or none; text says what else stood in its place. */
  readonly loss?: number | ReturnedArray | undefined;
  readonly gradient?: ReturnedArray | number | undefined;
  /** The bias's own gradient, one number a score, where the bias is no feature. */
  readonly biasGradient?: ReturnedArray;
  /** What stood where a loss or gradient was expected, in words: "None", "a string". */
  readonly instead?: { readonly loss?: string; readonly gradient?: string };
  /** Names of the arguments that the call changed. */
  readonly changed: readonly string[];
}

export type Outcome = Returned | { readonly failure: string };

/** Someone's function, whatever its language, with its arguments told apart. */
export interface Examinee {
  /** Whether it takes the penalty's strength. */
  readonly takesLambda: boolean;
  /** It cannot be called with lambda = 0. */
  readonly needsLambda: boolean;
  /** It returns a loss alone, or a gradient alone, by design. */
  readonly gives: "both" | "loss" | "gradient";
  /** How its W, and so its gradient, lies. */
  readonly layout: "DxC" | "CxD";
  /** Matrices go in and out as flat arrays, row by row. */
  readonly flat?: boolean;
  /** W is a single vector: a binary loss. */
  readonly single: boolean;
  /** It has the bias apart from W: the points' last feature is 1, and stands for it. */
  readonly bias: boolean;
  /** It takes scores, not W and X: the points' X is the identity, and W holds the scores. */
  readonly scores: boolean;
  call(point: Point, dtype?: "float64" | "float32" | "uint8"): Promise<Outcome>;
}

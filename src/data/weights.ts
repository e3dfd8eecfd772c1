import { HingeError, show } from "../errors.ts";
import { type EncodedLabels, type Label, showClasses } from "./labels.ts";

/** `"balanced"`, or a weight a class; classes not named weigh 1. */
export type ClassWeight = "balanced" | Readonly<Record<string, number>> | ReadonlyMap<Label, number>;

export interface Weights {
  /** Weight of each sample's loss: its own times its class's. */
  readonly factors: Float64Array;
  /** Sum of the samples' own weights: what a mean divides by, so that weight k equals k copies. */
  readonly total: number;
}

/**
 * Puts sample weights and class weights together.
 *
 * Balanced gives class k the weight total / (number of classes present * weight of its samples), so that all classes count
 * alike (King & Zeng 2001; scikit-learn's `class_weight="balanced"`).
 *
 * @param sampleWeight one finite number >= 0 a sample; default all 1
 * @throws HingeError `bad-weight`, `bad-shape`, `unknown-label`
 */
export function combineWeights(
  { classes, y }: EncodedLabels,
  sampleWeight?: ArrayLike<number> | undefined,
  classWeight?: ClassWeight | undefined,
): Weights {
  if (sampleWeight !== undefined && sampleWeight.length !== y.length) {
    throw new HingeError(
      "bad-shape",
      `there are ${sampleWeight.length} sample weights for ${y.length} samples; give one each`,
    );
  }
  const factors = new Float64Array(y.length).fill(1);
  if (sampleWeight === undefined && classWeight === undefined) return { factors, total: y.length };
  const perClass = new Float64Array(classes.length);
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    if (sampleWeight !== undefined)
      factors[i] = checkWeight(sampleWeight[i]!, `sample ${i}`, "sample-weight");
    perClass[y[i]!]! += factors[i]!;
    total += factors[i]!;
  }
  if (!Number.isFinite(total)) {
    throw new HingeError("bad-weight", "the sample weights sum to infinity; scale them down", {
      option: "sample-weight",
    });
  }
  const byClass = classWeights(classes, perClass, total, classWeight);
  if (classWeight !== undefined) for (let i = 0; i < y.length; i++) factors[i]! *= byClass[y[i]!]!;
  return { factors, total };
}

/**
 * Checks that every class takes part: a fit would push an unweighted one's scores down for nothing.
 *
 * @throws HingeError `weightless-class`
 */
export function checkEveryClassWeighs({ classes, y }: EncodedLabels, { factors }: Weights): void {
  const perClass = new Float64Array(classes.length);
  for (let i = 0; i < y.length; i++) perClass[y[i]!]! += factors[i]!;
  const k = perClass.indexOf(0);
  if (k >= 0) {
    throw new HingeError(
      "weightless-class",
      `the weights of class ${show(classes[k])} sum to zero; leave its samples out or give them weight`,
    );
  }
}

function classWeights(
  classes: readonly Label[],
  perClass: Float64Array,
  total: number,
  classWeight: ClassWeight | undefined,
): Float64Array {
  if (classWeight === "balanced") {
    // Classes that a batch happens not to hold have no share.
    const present = perClass.filter((weight) => weight > 0).length;
    return perClass.map((weight) => (weight === 0 ? 0 : total / (present * weight)));
  }
  const out = new Float64Array(classes.length).fill(1);
  if (classWeight === undefined) return out;
  if (typeof classWeight !== "object" || classWeight === null) {
    throw new HingeError("bad-weight", `${show(classWeight)} is neither balanced nor a weight a class`, {
      option: "class-weight",
    });
  }
  // Keys of a plain object are strings whatever the classes are.
  const numbers = new Map(classes.map((label, k) => [String(label), k]));
  const entries = classWeight instanceof Map ? [...classWeight] : Object.entries(classWeight);
  for (const [label, weight] of entries as [Label, number][]) {
    const k = numbers.get(String(label));
    if (k === undefined) {
      throw new HingeError(
        "unknown-label",
        `there is a weight for ${show(label)}, which is none of the classes ${showClasses(classes)}`,
        { option: "class-weight" },
      );
    }
    out[k] = checkWeight(weight, `class ${show(label)}`, "class-weight");
  }
  return out;
}

function checkWeight(weight: number, what: string, option: string): number {
  if (typeof weight !== "number" || !Number.isFinite(weight) || weight < 0) {
    throw new HingeError(
      "bad-weight",
      `the weight of ${what} is ${show(weight)}; it must be finite and >= 0`,
      {
        option,
      },
    );
  }
  return weight;
}

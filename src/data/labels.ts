import { HingeError, show } from "../errors.ts";

/** A class's name. Within one data set all are of one kind. */
export type Label = number | string | boolean;

/** Labels as class numbers: sample i is of class `classes[y[i]]`; classes are sorted and distinct. */
export interface EncodedLabels {
  readonly classes: readonly Label[];
  readonly y: Int32Array;
}

/** A power of two: integers that differ in less have places of their own. */
const places = 256;

/**
 * Finds the sorted classes and gives each sample its class number. Numbers sort by value, strings by UTF-16
 * code units, false before true: never in the order first seen.
 *
 * @param labels integers, strings or booleans, all of one kind
 * @throws HingeError `bad-label`, `mixed-labels`
 */
export function encodeLabels(labels: ArrayLike<Label>): EncodedLabels {
  const distinct = new Set<Label>();
  // The last one met in each place: to ask the set takes ten times as long.
  const met = new Array<Label>(places);
  for (let i = 0; i < labels.length; i++) {
    const label = checkLabel(labels, i);
    const place = typeof label === "number" ? label & (places - 1) : 0;
    if (met[place] === label) continue;
    distinct.add(label);
    met[place] = label;
  }
  const classes = [...distinct].sort(compareLabels);
  return { classes, y: indexLabels(labels, classes) };
}

/**
 * Gives each sample the number of its class in `classes`.
 *
 * @throws HingeError `unknown-label`
 */
export function indexLabels(labels: ArrayLike<Label>, classes: readonly Label[]): Int32Array {
  const y = new Int32Array(labels.length);
  const isCounting = classes.every((label, k) => label === k);
  const numbers = new Map(classes.map((label, k) => [label, k]));
  for (let i = 0; i < y.length; i++) {
    const label = labels[i]!;
    // Classes 0, 1, 2, ... are their own numbers; looking each up would take longer than a small loss does.
    const counted = isCounting && typeof label === "number" && label >= 0 && label < classes.length;
    const k = counted && Number.isInteger(label) ? label : numbers.get(label);
    if (k === undefined) {
      throw new HingeError(
        "unknown-label",
        `y[${i}] is ${show(label)}, which is none of the classes ${showClasses(classes)}`,
      );
    }
    y[i] = k;
  }
  return y;
}

/**
 * The class of each row of W, and each sample's row. Numbers count the rows from 0 unless `classes` names them; other
 * labels are sorted, and there must be as many distinct ones as rows.
 *
 * @throws HingeError `unknown-label`, `bad-shape`, `bad-label`, `mixed-labels`
 */
export function labelsOfRows(
  y: ArrayLike<Label>,
  classes: readonly Label[] | undefined,
  nClasses: number,
): EncodedLabels {
  if (classes !== undefined) return { classes, y: indexLabels(y, classes) };
  if (y.length === 0 || typeof y[0] === "number") {
    const numbers = Array.from({ length: nClasses }, (_, k) => k);
    return { classes: numbers, y: indexLabels(y, numbers) };
  }
  const labels = encodeLabels(y);
  if (labels.classes.length !== nClasses) {
    throw new HingeError(
      "bad-shape",
      `y has ${labels.classes.length} distinct labels where W has rows for ${nClasses} classes; name them by classes: [...]`,
    );
  }
  return labels;
}

/** @throws HingeError `bad-shape` unless there is one label a sample */
export function checkLabelCount(nLabels: number, nSamples: number): void {
  if (nLabels === nSamples) return;
  throw new HingeError("bad-shape", `there are ${nLabels} labels for ${nSamples} rows of X; give one each`);
}

/** Orders two labels of one kind: numbers by value, strings by code units, false before true. */
export function compareLabels(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A short list of classes for a message. */
export function showClasses(classes: readonly Label[]): string {
  const first = classes.slice(0, 8).map((label) => show(label));
  return classes.length > 8 ? `${first.join(", ")}, ... (${classes.length})` : first.join(", ");
}

function checkLabel(labels: ArrayLike<Label>, i: number): Label {
  const label = labels[i]!;
  const kind = typeof label;
  if (kind === "number" ? !Number.isSafeInteger(label) : kind !== "string" && kind !== "boolean") {
    throw new HingeError(
      "bad-label",
      `y[${i}] is ${show(label)}; a label is an integer, a string or a boolean`,
    );
  }
  if (kind !== typeof labels[0]) {
    throw new HingeError(
      "mixed-labels",
      `y[${i}] is the ${kind} ${show(label)} where y[0] is the ${typeof labels[0]} ${show(labels[0])}; use one kind`,
    );
  }
  // -0 and 0 are one class, and a JSON model could not tell them apart.
  return label === 0 ? 0 : label;
}

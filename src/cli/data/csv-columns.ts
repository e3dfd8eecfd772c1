import { HingeError, show } from "../../errors.ts";
import { didYouMean } from "./suggest.ts";

/** Which columns are features and which is the label. */
export interface ColumnOptions {
  readonly source?: string | undefined;
  /** The label column's name, or its number from 1. */
  readonly label?: string | undefined;
  /** Columns to leave out, by name or number from 1. */
  readonly drop?: readonly string[] | undefined;
  /** Names of the features a model was trained on: columns are matched by name where the file has names. */
  readonly featureNames?: readonly string[] | undefined;
  /** Count of the features a model was trained on. */
  readonly nFeatures?: number | undefined;
  /** Whether the file may come without labels. */
  readonly labelOptional?: boolean | undefined;
}

/** The choice made. */
export interface Columns {
  /** Column numbers from 0, in the features' order. */
  readonly features: readonly number[];
  readonly label?: number | undefined;
  /** False where the label is a guess that may turn out to be no label. */
  readonly labelIsSure: boolean;
  /** How a sentence names column j. */
  name(j: number): string;
  /** How an option names column j. */
  option(j: number): string;
}

const LABEL_NAMES = ["label", "class", "target", "y", "species"];

/**
 * Chooses the label column and the features.
 *
 * @param width the file's columns
 * @param names their names, where the file has a header
 * @throws HingeError `unknown-column`, `missing-column`, `feature-count`, `no-label`, `one-column`
 */
export function chooseColumns(
  width: number,
  names: readonly string[] | undefined,
  options: ColumnOptions,
): Columns {
  const dropped = new Set(
    (options.drop ?? []).map((column) => resolve(column, "--drop", width, names, options)),
  );
  const rest = Array.from({ length: width }, (_, j) => j).filter((j) => !dropped.has(j));
  const expected = names === undefined ? undefined : options.featureNames;
  const features = expected?.map((name) => find(name, names!, options));
  const label =
    options.label === undefined
      ? defaultLabel(rest, names, features, options)
      : resolve(options.label, "--label", width, names, options);
  if (label === undefined && options.labelOptional !== true) {
    const sentence = "no column is left for the label beside the features; name it with --label";
    throw new HingeError("no-label", sentence, { file: options.source });
  }
  const chosen = features ?? rest.filter((j) => j !== label);
  checkCount(chosen.length, width, options);
  return {
    features: chosen,
    label,
    labelIsSure: options.label !== undefined || options.labelOptional !== true,
    name: (j) => (names === undefined ? `column ${j + 1}` : `column ${show(names[j])}`),
    option: (j) => (names === undefined ? String(j + 1) : quoteForShell(names[j]!)),
  };
}

/** A column by its name, or else by its number from 1. */
function resolve(
  column: string,
  option: string,
  width: number,
  names: readonly string[] | undefined,
  options: ColumnOptions,
): number {
  const at = { file: options.source };
  const j = names?.indexOf(column) ?? -1;
  if (j >= 0) return j;
  if (/^\d+$/.test(column)) {
    const number = Number(column);
    if (number >= 1 && number <= width) return number - 1;
    const sentence = `${option} ${show(number)} is none of the columns 1 to ${width}; count from 1`;
    throw new HingeError("unknown-column", sentence, at);
  }
  if (names === undefined) {
    const sentence = `${option} ${show(column)} is a name and the file has no header; give a number, 1 to ${width}`;
    throw new HingeError("unknown-column", sentence, at);
  }
  const fix = didYouMean(column, names, `the columns are ${list(names)}`);
  throw new HingeError(
    "unknown-column",
    `no column is called ${show(column)}, as ${option} asks; ${fix}`,
    at,
  );
}

function find(name: string, names: readonly string[], options: ColumnOptions): number {
  const j = names.indexOf(name);
  if (j >= 0) return j;
  const others = names.filter((other) => !options.featureNames!.includes(other));
  const fix = didYouMean(name, others, "add it, or give the file that fits the model");
  throw new HingeError(
    "missing-column",
    `no column is called ${show(name)}, on which the model was trained; ${fix}`,
    {
      file: options.source,
    },
  );
}

function defaultLabel(
  rest: readonly number[],
  names: readonly string[] | undefined,
  features: readonly number[] | undefined,
  options: ColumnOptions,
): number | undefined {
  const known = features === undefined ? undefined : new Set(features);
  const free = rest.filter((j) => known?.has(j) !== true);
  if (known === undefined && options.labelOptional === true && free.length === options.nFeatures)
    return undefined;
  for (const name of LABEL_NAMES) {
    const found = free.find((j) => names?.[j]?.toLowerCase() === name);
    if (found !== undefined) return found;
  }
  return known === undefined || free.at(-1) === rest.at(-1) ? free.at(-1) : undefined;
}

function checkCount(count: number, width: number, options: ColumnOptions): void {
  const at = { file: options.source };
  if (count === 0) {
    const sentence =
      width === 1
        ? "only one column was found; separate the cells with a comma, a semicolon or a tab"
        : "no column is left for the features; drop fewer";
    throw new HingeError("one-column", sentence, at);
  }
  if (options.nFeatures !== undefined && count !== options.nFeatures) {
    throw new HingeError(
      "feature-count",
      `${count} feature columns where the model knows ${options.nFeatures}; give the columns it was trained on`,
      at,
    );
  }
}

function list(names: readonly string[]): string {
  const first = names.slice(0, 8).map((name) => show(name));
  return names.length > 8 ? `${first.join(", ")}, ... (${names.length})` : first.join(", ");
}

function quoteForShell(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : show(name);
}

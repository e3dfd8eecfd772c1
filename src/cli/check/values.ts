import type { Returned as Examined, ReturnedArray } from "../../check/examination/examinee.ts";
import type { Argument, Returned, WireArray } from "./protocol.ts";

export function number(value: number): Argument {
  return { kind: "number", value };
}

export function array(
  data: ArrayLike<number>,
  shape: readonly number[],
  dtype: string,
  form?: WireArray["form"],
): WireArray {
  return { kind: "array", data: Array.from(data), shape, dtype, ...(form === undefined ? {} : { form }) };
}

/** What a function's return value holds: a loss, a gradient, the bias's gradient. */
export interface Parts {
  readonly loss?: number | ReturnedArray;
  readonly gradient?: ReturnedArray | number;
  readonly biasGradient?: ReturnedArray;
  readonly instead?: Examined["instead"];
}

const lossKeys = /^(loss|cost|value|l|j|objective|error|total_?loss)$/i;
const gradientKeys = /^(dw|d_w|grads?|gradients?|dws|g|dtheta|d_theta|w|dl_?dw|weights?_?grad(ient)?)$/i;
const biasKeys = /^(db|d_b|dbias|b|bias|bias_?grad(ient)?)$/i;

/**
 * Reads a return value: (loss, dW), (loss, dW, db), a dict of these, a loss or a gradient alone.
 *
 * @param weights how many numbers W holds, which tells a gradient from losses a sample
 */
export function readParts(given: Returned, weights: number): Parts {
  const returned =
    given.kind === "list" ? { ...given, items: flattened(given.items.map(asArray)) } : asArray(given);
  const whole = given.kind === "list" ? asArray(given) : given;
  if (whole.kind === "array" && whole.shape.length === 2) return single(arrayOf(whole), weights);
  switch (returned.kind) {
    case "number":
      return { loss: numberOf(returned.value) };
    case "array":
      return single(arrayOf(returned), weights);
    case "dict":
      return fromDict(returned.items, weights);
    case "list":
      return fromList(returned.items, weights);
    case "none":
      return { instead: { loss: "nothing", gradient: "nothing (None)" } };
    case "other":
      return { instead: { loss: inWords(returned), gradient: inWords(returned) } };
  }
}

/** Lists of numbers, or of equally long lists of numbers, as the array that they are. */
function asArray(given: Returned): Returned {
  if (given.kind === "dict") {
    return {
      ...given,
      items: Object.fromEntries(Object.entries(given.items).map(([key, item]) => [key, asArray(item)])),
    };
  }
  if (given.kind !== "list" || given.items.length === 0) return given;
  const items = given.items.map(asArray);
  if (items.every((item) => item.kind === "number")) {
    return { kind: "array", shape: [items.length], data: items.map(({ value }) => value), dtype: "float64" };
  }
  const [first] = items;
  const rows = items.filter((item) => item.kind === "array" && item.shape.length === 1) as WireArray[];
  if (
    first?.kind !== "array" ||
    rows.length < items.length ||
    rows.some((row) => row.data.length !== first.data.length)
  ) {
    return given;
  }
  return {
    kind: "array",
    shape: [rows.length, first.data.length],
    data: rows.flatMap(({ data }) => data),
    dtype: first.dtype,
  };
}

/** (loss, (dW, db)) as (loss, dW, db). */
function flattened(items: readonly Returned[]): Returned[] {
  return items.flatMap((item) => (item.kind === "list" ? item.items : [item]));
}

function single(given: ReturnedArray, weights: number): Parts {
  if (given.data.length === 1 && weights > 1) return { loss: given.data[0]! };
  // [loss, gradient] with a single number for a gradient comes as an array of two.
  if (given.shape.length === 1 && given.data.length === 2 && weights > 2) {
    return { loss: given.data[0]!, gradient: given.data[1]! };
  }
  if (given.shape.length >= 2 || given.data.length === weights) return { gradient: given };
  return { loss: given };
}

function fromDict(items: Readonly<Record<string, Returned>>, weights: number): Parts {
  const find = (keys: RegExp): Returned | undefined =>
    Object.entries(items).find(([key]) => keys.test(key))?.[1];
  // {grads: {W: ...}} is one dict in another.
  const nested = find(/^(grads?|gradients?)$/i);
  if (nested?.kind === "dict") return { ...fromDict(nested.items, weights), ...lossPart(find(lossKeys)) };
  const bias = find(biasKeys);
  return {
    ...lossPart(find(lossKeys)),
    ...gradientPart(find(gradientKeys)),
    ...(bias?.kind === "array" ? { biasGradient: arrayOf(bias) } : {}),
  };
}

function fromList(items: readonly Returned[], weights: number): Parts {
  if (items.length === 1) return readParts(items[0]!, weights);
  const size = (item: Returned): number => (item.kind === "array" ? item.data.length : 0);
  const isMatrix = (item: Returned): boolean =>
    item.kind === "array" && (item.shape.length >= 2 || item.data.length === weights) && item.data.length > 1;
  // The gradient is the one in W's size, or else the largest matrix; the loss is what comes before it, as a rule.
  const matrices = items.filter(isMatrix);
  const gradient =
    matrices.find((item) => size(item) === weights) ?? matrices.sort((a, b) => size(b) - size(a))[0];
  if (gradient === undefined) {
    const [loss, second, third] = items;
    const bias = third?.kind === "array" ? { biasGradient: arrayOf(third) } : {};
    return { ...lossPart(loss), ...gradientPart(second), ...bias };
  }
  const rest = items.filter((item) => item !== gradient);
  const loss = rest.find((item) => item.kind === "number") ?? rest[0];
  const bias = rest.find((item) => item !== loss && item.kind === "array");
  return {
    ...lossPart(loss),
    ...gradientPart(gradient),
    ...(bias?.kind === "array" ? { biasGradient: arrayOf(bias) } : {}),
  };
}

function lossPart(item: Returned | undefined): Parts {
  if (item === undefined) return {};
  if (item.kind === "number") return { loss: numberOf(item.value) };
  if (item.kind === "array") return { loss: arrayOf(item) };
  return { instead: { loss: inWords(item) } };
}

function gradientPart(item: Returned | undefined): Parts {
  if (item === undefined) return {};
  if (item.kind === "array") return { gradient: arrayOf(item) };
  if (item.kind === "number") return { gradient: numberOf(item.value) };
  return { instead: { gradient: inWords(item) } };
}

function arrayOf({ shape, data, dtype }: WireArray): ReturnedArray {
  return { shape, data: Float64Array.from(data, numberOf), dtype };
}

function numberOf(value: number | string): number {
  if (typeof value === "number") return value;
  return value === "inf"
    ? Number.POSITIVE_INFINITY
    : value === "-inf"
      ? Number.NEGATIVE_INFINITY
      : Number.NaN;
}

/** What stands where a number or an array was expected. */
export function inWords(item: Returned): string {
  switch (item.kind) {
    case "none":
      return "nothing (None)";
    case "other":
      return `${/^[aeiou]/i.test(item.type) ? "an" : "a"} ${item.type}`;
    case "list":
      return `${item.items.length} things`;
    case "dict":
      return `a dict with ${Object.keys(item.items).slice(0, 5).join(", ")}`;
    default:
      return item.kind;
  }
}

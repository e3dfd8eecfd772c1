import type { DenseMatrix, NumericArray } from "../data/matrix.ts";
import { fromNested } from "../data/rows.ts";
import { HingeError, show } from "../errors.ts";

/** Weights, or a gradient: rows of numbers, {data, shape}, or flat numbers in row-major order. */
export type WeightForm = DenseMatrix | readonly ArrayLike<number>[] | NumericArray | readonly number[];

/** What the function is given: W in the form in which it came, its numbers in f64. */
export type FreshCopy<W extends WeightForm> = W extends DenseMatrix
  ? { data: Float64Array; shape: [number, number] }
  : W extends NumericArray
    ? Float64Array
    : W extends readonly number[]
      ? number[]
      : number[][];

/** A loss and its gradient at one point. */
export type ValueAndGradient =
  | { readonly value: number; readonly gradient: WeightForm }
  | { readonly loss: number; readonly gradient: WeightForm }
  | readonly [loss: number, gradient: WeightForm];

/** The function to be judged: of the weights alone, both at once or one by one. */
export type Judged<W> =
  | ((W: W) => ValueAndGradient)
  | { readonly value: (W: W) => number; readonly gradient: (W: W) => WeightForm };

/** The judged function on flat weights. */
export interface Subject {
  readonly W: Float64Array;
  readonly shape: readonly [number, number];
  /** The claimed gradient at W, flat. */
  readonly gradient: Float64Array;
  /** The loss at W. */
  readonly loss: number;
  /** The loss at other weights; it may be infinite or not a number. */
  at(weights: Float64Array): number;
  /** What the function did that it should not, a sentence each. */
  readonly notes: Set<string>;
}

/**
 * Reads the weights and calls the function at them, twice. It sees a fresh copy of the weights each time, in f64
 * even where they came in f32: a difference of two losses in f32 could tell nothing.
 *
 * @throws HingeError `bad-shape`, `not-finite`, `bad-function`, `function-failed`
 */
export function readSubject<W extends WeightForm>(
  f: Judged<FreshCopy<W>>,
  given: W,
  shape?: readonly [number, number],
): Subject {
  const W = flat(given, "W");
  const isMatrix = "data" in given;
  const isNested = !isMatrix && typeof given[0] === "object";
  const [rows, columns] = W.shape ?? shape ?? [1, W.data.length];
  const notes = new Set<string>();
  check(W.data, "W", columns);

  function copy(data: Float64Array): unknown {
    if (isMatrix) return { data, shape: [rows, columns] };
    if (!isNested) return Array.isArray(given) ? [...data] : data;
    return Array.from({ length: rows }, (_, i) => [...data.subarray(i * columns, (i + 1) * columns)]);
  }

  function call<T>(judged: (W: never) => T, weights: Float64Array): T {
    const fresh = copy(weights.slice());
    let result: T;
    try {
      result = judged(fresh as never);
    } catch (error) {
      throw new HingeError("function-failed", `the function failed at W: ${show(error, 200)}`);
    }
    if (flat(fresh as WeightForm, "W").data.some((value, k) => value !== weights[k])) {
      notes.add("the function changes the W that it is given; it saw a fresh copy each time");
    }
    return result;
  }

  function both(weights: Float64Array): { loss: unknown; gradient: unknown } {
    if (typeof f !== "function") {
      return { loss: call(f.value, weights), gradient: call(f.gradient, weights) };
    }
    const result: unknown = call(f, weights);
    if (Array.isArray(result)) return { loss: result[0], gradient: result[1] };
    if (typeof result !== "object" || result === null || !("gradient" in result)) {
      throw new HingeError(
        "bad-function",
        `the function returned ${show(result)}; it must return [loss, gradient] or {loss, gradient}`,
      );
    }
    const named = result as { loss?: unknown; value?: unknown; gradient: unknown };
    return { loss: named.loss ?? named.value, gradient: named.gradient };
  }

  const first = both(W.data);
  if (typeof first.loss !== "number" || !Number.isFinite(first.loss)) {
    throw new HingeError("not-finite", `the loss at W is ${show(first.loss)}; it must be a finite number`);
  }
  const gradient = flat(first.gradient, "the gradient");
  const got = gradient.shape ?? [gradient.data.length];
  if (gradient.data.length !== W.data.length || (gradient.shape && got.join() !== [rows, columns].join())) {
    const hint = got.join() === [columns, rows].join() ? "; it is transposed" : "";
    throw new HingeError(
      "bad-shape",
      `the gradient is ${got.join(" x ")} where W is ${rows} x ${columns}${hint}`,
    );
  }
  check(gradient.data, "the gradient", columns);

  const at = (weights: Float64Array): number =>
    Number(typeof f === "function" ? both(weights).loss : call(f.value, weights));
  if (at(W.data) !== first.loss) notes.add("two calls at the same W gave different losses");
  return { W: W.data, shape: [rows, columns], gradient: gradient.data, loss: first.loss, at, notes };
}

/** A copy of the numbers, and the shape if the form has one. */
function flat(given: unknown, name: string): { data: Float64Array; shape?: readonly [number, number] } {
  if (typeof given === "object" && given !== null) {
    if ("data" in given && "shape" in given) {
      const { data, shape } = given as DenseMatrix;
      if (data.length !== shape[0] * shape[1]) {
        throw new HingeError(
          "bad-shape",
          `${name} holds ${data.length} numbers where its shape is ${shape.join(" x ")}`,
        );
      }
      return { data: Float64Array.from(data), shape };
    }
    if (Array.isArray(given) && typeof given[0] === "object" && given[0] !== null) {
      const { data, shape } = fromNested(given, name);
      return { data: Float64Array.from(data), shape };
    }
    if (Array.isArray(given) || ArrayBuffer.isView(given)) {
      return { data: Float64Array.from(given as unknown as number[]) };
    }
  }
  throw new HingeError(
    "bad-shape",
    `${name} is ${show(given)}; give rows of numbers, {data, shape} or flat numbers`,
  );
}

function check(data: Float64Array, name: string, columns: number): void {
  const k = data.findIndex((value) => !Number.isFinite(value));
  if (k < 0) return;
  throw new HingeError(
    "not-finite",
    `${name} has ${data[k]} at [${Math.floor(k / columns)}, ${k % columns}]; every number must be finite`,
  );
}

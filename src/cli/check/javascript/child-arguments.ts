/** The protocol's arguments as JavaScript's own values. Runs in the child. */
import type { Argument, WireArray } from "../protocol.ts";

type Typed =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Uint32Array;

/**
 * Makes the builder of arguments. The function goes to the child as text, so it uses nothing from outside itself; and
 * it takes what it needs of JavaScript now, before the learner's code can put something else in its place.
 */
export function childArguments() {
  const { isArray } = Array;
  const { keys, is } = Object;
  const asArray = Array;
  const float64 = Float64Array;
  const constructors: Record<string, new (size: number) => Typed> = {
    float64,
    float32: Float32Array,
    int64: Int32Array,
    int32: Int32Array,
    int16: Int16Array,
    int8: Int8Array,
    uint8: Uint8Array,
    uint16: Uint16Array,
    uint32: Uint32Array,
  };

  function toNumber(value: number | string): number {
    if (typeof value === "number") return value;
    return value === "nan" ? NaN : value === "inf" ? Infinity : -Infinity;
  }

  /** A fresh value for an argument. */
  function build(argument: Argument): unknown {
    if (argument.kind === "none") return undefined;
    if (argument.kind === "number") return toNumber(argument.value);
    if (argument.kind === "dict") {
      const result: Record<string, unknown> = {};
      for (const name of keys(argument.items)) result[name] = build(argument.items[name]!);
      return result;
    }
    const { shape, form = "rows" } = argument;
    if (shape.length === 0) return toNumber(argument.data[0]!);
    if (form === "rows") return nested(argument, 0, 0, plainRow);
    if (form === "typed-rows") return nested(argument, 0, 0, typedRow);
    const data = typedRow(argument, 0, argument.data.length);
    if (form === "flat") return data;
    const [rows, cols] = shape;
    return { data, shape: [...shape], ...(shape.length === 2 ? { rows, cols } : {}) };
  }

  function plainRow({ data }: WireArray, start: number, size: number): unknown {
    const row = new asArray(size);
    for (let i = 0; i < size; i++) row[i] = toNumber(data[start + i]!);
    return row;
  }

  function typedRow({ data, dtype }: WireArray, start: number, size: number): unknown {
    const row = new (constructors[dtype] ?? float64)(size);
    for (let i = 0; i < size; i++) row[i] = toNumber(data[start + i]!);
    return row;
  }

  /** Arrays in arrays; the last dimension is one row. */
  function nested(array: WireArray, start: number, level: number, row: typeof plainRow): unknown {
    const { shape } = array;
    const size = shape[level]!;
    if (level === shape.length - 1) return row(array, start, size);
    let stride = 1;
    for (let k = level + 1; k < shape.length; k++) stride *= shape[k]!;
    const result = new asArray(size);
    for (let i = 0; i < size; i++) result[i] = nested(array, start + i * stride, level + 1, row);
    return result;
  }

  /** Whether a value is still as it was built. */
  function same(a: unknown, b: unknown): boolean {
    if (typeof a !== "object" || a === null || typeof b !== "object" || b === null)
      return is(a, b) || a === b;
    const names = keys(a);
    if (names.length !== keys(b).length || isArray(a) !== isArray(b)) return false;
    for (const name of names) {
      if (!same((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name])) return false;
    }
    return true;
  }

  return { build, same };
}

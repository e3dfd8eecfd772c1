/** What a function returned, as the protocol says it. Runs in the child. */
import type { Returned, WireArray } from "../protocol.ts";

/**
 * Makes the encoder of results. The function goes to the child as text, so it uses nothing from outside itself; and
 * it takes what it needs of JavaScript now, before the learner's code can put something else in its place.
 */
export function childResults(mostNumbers: number) {
  const { isArray } = Array;
  const { isView } = ArrayBuffer;
  const { keys, create } = Object;
  const { isFinite: isFiniteNumber, isInteger } = Number;
  const asText = String;
  const asNumber = Number;
  const asMap = Map;
  const asDataView = DataView;
  const mostText = 200;
  const mostDepth = 12;
  const dtypes = new asMap<unknown, string>([
    [Float64Array, "float64"],
    [Float32Array, "float32"],
    [Int32Array, "int32"],
    [Int16Array, "int16"],
    [Int8Array, "int8"],
    [Uint8Array, "uint8"],
    [Uint8ClampedArray, "uint8"],
    [Uint16Array, "uint16"],
    [Uint32Array, "uint32"],
    [BigInt64Array, "int64"],
    [BigUint64Array, "uint64"],
  ]);

  class TooLarge extends Error {}
  let count = 0;

  function fromNumber(value: number): number | string {
    if (isFiniteNumber(value)) return value;
    return value > 0 ? "inf" : value < 0 ? "-inf" : "nan";
  }

  /** Throws TooLarge. */
  function encode(value: unknown): Returned {
    count = 0;
    return encodeAt(value, 0);
  }

  function spend(numbers: number): void {
    count += numbers;
    if (count > mostNumbers) throw new TooLarge(`the result holds more than ${mostNumbers} numbers`);
  }

  function encodeAt(value: unknown, depth: number): Returned {
    if (value === undefined || value === null) return { kind: "none" };
    if (typeof value === "number") return scalar(value, "float64");
    if (typeof value === "boolean") return scalar(value ? 1 : 0, "bool");
    if (typeof value === "bigint") return scalar(asNumber(value), "int64");
    if (typeof value !== "object" || depth > mostDepth) return other(value);
    const array = asWireArray(value);
    if (array !== undefined) return array;
    if (isArray(value)) {
      spend(value.length);
      const items: Returned[] = [];
      for (let i = 0; i < value.length; i++) items[i] = encodeAt(value[i], depth + 1);
      return { kind: "list", items };
    }
    return encodeObject(value, depth);
  }

  function scalar(value: number, dtype: string): Returned {
    spend(1);
    return { kind: "number", value: fromNumber(value), dtype };
  }

  function encodeObject(value: object, depth: number): Returned {
    const matrix = asMatrix(value as Record<string, unknown>);
    if (matrix !== undefined) return matrix;
    const items: Record<string, Returned> = create(null);
    if (value instanceof asMap) {
      for (const [key, one] of value) items[asText(key)] = encodeAt(one, depth + 1);
    } else {
      for (const key of keys(value)) {
        spend(1);
        items[key] = encodeAt((value as Record<string, unknown>)[key], depth + 1);
      }
    }
    return { kind: "dict", items };
  }

  function other(value: unknown): Returned {
    const type = typeof value;
    const text = type === "function" ? (value as { name?: unknown }).name : type === "object" ? "" : value;
    return { kind: "other", type, text: asText(text).slice(0, mostText) };
  }

  /** Numbers in a typed array, in an array, or in arrays in arrays of one size. */
  function asWireArray(value: unknown): WireArray | undefined {
    const shape: number[] = [];
    let dtype: string | undefined;
    for (let inner = value; ; inner = inner[0]) {
      if (isView(inner) && !(inner instanceof asDataView)) {
        shape[shape.length] = (inner as Float64Array).length;
        dtype = dtypes.get((inner as Float64Array).constructor) ?? "float64";
        break;
      }
      if (!isArray(inner)) {
        if (typeof inner === "boolean") dtype = "bool";
        break;
      }
      shape[shape.length] = inner.length;
      if (inner.length === 0 || shape.length > mostDepth) break;
    }
    if (shape.length === 0) return undefined;
    let size = 1;
    for (const one of shape) size *= one;
    spend(size);
    const data: (number | string)[] = [];
    return fill(value, shape, 0, data)
      ? { kind: "array", shape, data, dtype: dtype ?? "float64" }
      : undefined;
  }

  function fill(value: unknown, shape: readonly number[], level: number, data: (number | string)[]): boolean {
    if (level === shape.length) {
      if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "bigint") return false;
      data[data.length] = fromNumber(asNumber(value));
      return true;
    }
    if (!isArray(value) && !isView(value)) return false;
    const list = value as ArrayLike<unknown>;
    if (list.length !== shape[level]) return false;
    for (let i = 0; i < list.length; i++) if (!fill(list[i], shape, level + 1, data)) return false;
    return true;
  }

  /** {data, shape}, or {data, rows, cols}, with as many numbers as that says. */
  function asMatrix({ data, shape, rows, cols, columns }: Record<string, unknown>): WireArray | undefined {
    if (!isArray(data) && !isView(data)) return undefined;
    const flat = asWireArray(data);
    const sizes = (isArray(shape) ? shape : [rows, cols ?? columns]) as unknown[];
    let product = 1;
    for (const size of sizes) product *= isInteger(size) ? (size as number) : NaN;
    if (flat?.shape.length !== 1 || product !== flat.data.length) return undefined;
    return { ...flat, shape: [...(sizes as number[])] };
  }

  return { encode, TooLarge };
}

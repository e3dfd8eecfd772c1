/**
 * NumPy's .npy format, versions 1 to 3 (numpy/lib/format.py): "\x93NUMPY", two version bytes, the header's
 * length (2 bytes, from version 2 on 4), a Python dict literal, then the numbers.
 */
import type { NumericArray } from "../data/matrix.ts";
import { HingeError, show } from "../errors.ts";
import { concat } from "./bytes.ts";
import { refuseOtherFormat } from "./detect.ts";
import { parseNpyHeader } from "./npy-header.ts";

/** An n-dimensional array, row-major. */
export interface NpyArray {
  readonly data: NumericArray;
  readonly shape: readonly number[];
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const HOST_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** NumPy pads the header so that the numbers start at a multiple of this. */
const ALIGNMENT = 64;
/** An array without numbers has no bytes to bound its shape by; nobody needs more rows of nothing. */
const MAX_EMPTY = 1_000_000;

/**
 * Reads a .npy file. Column-major arrays come back row-major; big-endian numbers in the host's order; bool as
 * 0 and 1; f2 as Float32Array; 64-bit integers as doubles, exact or refused.
 *
 * @param source the file's name, for errors
 * @throws HingeError `bad-npy` (cut short, or a header that lies about shape or size), `npy-dtype` (objects,
 *   strings, records, complex numbers), `wrong-format`, `inexact-integer`
 */
export function parseNpy(bytes: Uint8Array, source?: string): NpyArray {
  refuseOtherFormat(bytes, "npy", source);
  if (!MAGIC.every((byte, k) => bytes[k] === byte)) {
    throw bad("this is not .npy: it does not begin with \\x93NUMPY; write it with numpy.save", source);
  }
  const { text, end } = headerText(bytes, source);
  const header = parseNpyHeader(text, source);
  const type = elementType(header.descr, source);
  const count = boundedCount(header.shape, type.size, bytes.length - end, source);
  const data = numbers(bytes.subarray(end, end + count * type.size), type, source);
  const shape = header.shape;
  return { data: header.fortranOrder && shape.length > 1 ? rowMajor(data, shape) : data, shape };
}

/**
 * Writes a .npy file, version 1.0, little-endian, row-major, in the array's own type.
 *
 * @param matrix data.length is the product of shape
 * @throws HingeError `bad-shape`
 */
export function formatNpy(matrix: NpyArray): Uint8Array {
  const { data, shape } = matrix;
  const count = shape.reduce((product, n) => product * n, 1);
  if (count !== data.length) {
    throw new HingeError("bad-shape", `${data.length} numbers do not fill the shape ${shape.join(" x ")}`);
  }
  const size = data.BYTES_PER_ELEMENT;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const descr = `${size === 1 ? "|" : "<"}${kindOf(data)}${size}`;
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = ALIGNMENT * Math.ceil((10 + dict.length + 1) / ALIGNMENT) - 10;
  const head = new Uint8Array([...MAGIC, 1, 0, length & 255, length >> 8]);
  const body = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  if (!HOST_IS_LITTLE) swapBytes(body, size);
  return concat([head, new TextEncoder().encode(`${dict.padEnd(length - 1)}\n`), body]);
}

interface ElementType {
  readonly kind: "f" | "i" | "u" | "b";
  readonly size: number;
  readonly little: boolean;
}

function headerText(bytes: Uint8Array, source: string | undefined): { text: string; end: number } {
  const version = bytes[6];
  if (version === undefined || version < 1 || version > 3) {
    throw bad(`.npy version ${version ?? "(cut off)"} is none of 1, 2, 3; write it with numpy.save`, source);
  }
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw bad("the .npy header is cut short; copy the file again", source);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > bytes.length - start) {
    throw bad(
      `the .npy header says it has ${length} bytes where ${bytes.length - start} follow; copy the file again`,
      source,
    );
  }
  const end = start + length;
  return {
    text: new TextDecoder(version === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start, end)),
    end,
  };
}

function elementType(descr: string, source: string | undefined): ElementType {
  const match = /^([<>=|])?([a-zA-Z?])(\d{0,9})(?:\[\w+\])?$/.exec(descr);
  const [, order = "=", letter = "", digits = ""] = match ?? [];
  if (letter === "?" || (letter === "b" && digits === "1")) return { kind: "b", size: 1, little: true };
  const size = Number(digits);
  const sizes: Readonly<Record<string, readonly number[]>> = {
    f: [2, 4, 8],
    i: [1, 2, 4, 8],
    u: [1, 2, 4, 8],
  };
  if (Object.hasOwn(sizes, letter) && sizes[letter]!.includes(size)) {
    const little = order === "<" || (order !== ">" && HOST_IS_LITTLE);
    return { kind: letter as "f" | "i" | "u", size, little };
  }
  const what: Readonly<Record<string, string>> = {
    O: "Python objects",
    U: "strings",
    S: "byte strings",
    V: "records",
    c: "complex numbers",
    M: "dates",
    m: "time spans",
  };
  const held = Object.hasOwn(what, letter) ? what[letter] : "an unknown type";
  throw new HingeError(
    "npy-dtype",
    `the array holds ${held} (dtype ${show(descr)}), not numbers; save it with .astype("float64")`,
    { file: source },
  );
}

/** The product of the shape, after checking it against the bytes that are there, before anything is allocated. */
function boundedCount(
  shape: readonly number[],
  size: number,
  nBytes: number,
  source: string | undefined,
): number {
  const named = shape.length === 0 ? "()" : shape.join(" x ");
  if (shape.includes(0)) {
    const extent = shape.reduce((product, n) => product * (n === 0 ? 1 : n), 1);
    if (extent > MAX_EMPTY) throw bad(`shape ${named} holds no numbers; save the array again`, source);
  }
  const count = shape.reduce((product, n) => product * n, 1);
  if (count * size !== nBytes) {
    throw bad(
      `shape ${named} needs ${count * size} bytes of numbers where ${nBytes} follow the header; save the array again`,
      source,
    );
  }
  return count;
}

function numbers(raw: Uint8Array, type: ElementType, source: string | undefined): NumericArray {
  // A copy starts at offset 0, where every typed array may lie; a Buffer's own slice would be a view.
  const bytes = new Uint8Array(raw);
  const { kind, size } = type;
  if (size > 1 && type.little !== HOST_IS_LITTLE) swapBytes(bytes, size);
  const buffer = bytes.buffer;
  if (kind === "b") return bytes.map((byte) => (byte === 0 ? 0 : 1));
  if (kind === "f") {
    if (size === 2) return Float32Array.from(new Uint16Array(buffer), halfToNumber);
    return size === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
  }
  if (size === 8) {
    return exactDoubles(kind === "i" ? new BigInt64Array(buffer) : new BigUint64Array(buffer), source);
  }
  if (kind === "i") {
    return size === 1 ? new Int8Array(buffer) : size === 2 ? new Int16Array(buffer) : new Int32Array(buffer);
  }
  return size === 1 ? bytes : size === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}

function exactDoubles(from: BigInt64Array | BigUint64Array, source: string | undefined): Float64Array {
  const out = new Float64Array(from.length);
  for (let k = 0; k < from.length; k++) {
    const value = Number(from[k]!);
    if (!Number.isSafeInteger(value)) {
      throw new HingeError(
        "inexact-integer",
        `number ${from[k]} at position ${k} is beyond 2^53, where doubles skip integers; scale it down`,
        { file: source },
      );
    }
    out[k] = value;
  }
  return out;
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** Reverses each number's bytes, in place. */
function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** Column-major to row-major, for any number of dimensions. */
function rowMajor(data: NumericArray, shape: readonly number[]): NumericArray {
  const out = data.slice();
  const strides = shape.map((_, d) => shape.slice(0, d).reduce((product, n) => product * n, 1));
  const at = shape.map(() => 0);
  let from = 0;
  for (let k = 0; k < out.length; k++) {
    out[k] = data[from]!;
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d]!;
      if (++at[d]! < shape[d]!) break;
      from -= strides[d]! * shape[d]!;
      at[d] = 0;
    }
  }
  return out;
}

function kindOf(data: NumericArray): string {
  if (data instanceof Float64Array || data instanceof Float32Array) return "f";
  return data instanceof Int8Array || data instanceof Int16Array || data instanceof Int32Array ? "i" : "u";
}

function bad(sentence: string, source: string | undefined): HingeError {
  return new HingeError("bad-npy", sentence, { file: source });
}

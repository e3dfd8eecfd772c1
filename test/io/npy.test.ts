import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NumericArray } from "../../src/data/matrix.ts";
import { HingeError } from "../../src/errors.ts";
import { formatNpy, parseNpy } from "../../src/io/npy.ts";
import { NUMPY_FILES } from "./npy-fixtures.ts";

/** A .npy file from its parts, built without the writer under test. */
function npy(header: string, body: Uint8Array | number = 0, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const size = text.length;
  const length = version === 1 ? [size & 255, size >> 8] : [size & 255, size >> 8, 0, 0];
  const data = typeof body === "number" ? new Uint8Array(body) : body;
  return Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...data);
}

const dict = (descr: string, shape: string, fortran = "False") =>
  `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;
const file = (shape: string, nBytes: number, descr = "'<f8'") => npy(dict(descr, shape), nBytes);

describe("a file that NumPy wrote is read:", () => {
  test.each(NUMPY_FILES)("$name", ({ base64, data, shape, type }) => {
    const read = parseNpy(new Uint8Array(Buffer.from(base64, "base64")));
    expect(read.shape).toEqual(shape);
    expect([...read.data]).toEqual(data);
    expect(read.data.constructor.name).toBe(type);
  });
});

describe("bad .npy:", () => {
  const cases: readonly [string, Uint8Array, string, string][] = [
    [
      "an empty file",
      new Uint8Array(),
      "bad-npy",
      "this is not .npy: it does not begin with \\x93NUMPY; write it with numpy.save",
    ],
    [
      "text",
      new TextEncoder().encode("1 1:2"),
      "bad-npy",
      "this is not .npy: it does not begin with \\x93NUMPY; write it with numpy.save",
    ],
    [
      "gzip",
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      "wrong-format",
      "this is gzip, not a NumPy array (.npy); unpack it first",
    ],
    [
      "an .npz",
      Uint8Array.of(0x50, 0x4b, 3, 4, 0),
      "wrong-format",
      "this is a zip archive, not a NumPy array (.npy); unpack it first",
    ],
    [
      "version 9",
      npy(dict("'<f8'", "(1,)"), 8, 9),
      "bad-npy",
      ".npy version 9 is none of 1, 2, 3; write it with numpy.save",
    ],
    [
      "a cut magic",
      npy("", 0).subarray(0, 6),
      "bad-npy",
      ".npy version (cut off) is none of 1, 2, 3; write it with numpy.save",
    ],
    [
      "a cut length",
      npy("", 0, 2).subarray(0, 11),
      "bad-npy",
      "the .npy header is cut short; copy the file again",
    ],
    [
      "a header longer than the file",
      npy(dict("'<f8'", "(1,)")).subarray(0, 30),
      "bad-npy",
      "the .npy header says it has 58 bytes where 20 follow; copy the file again",
    ],
    [
      "more shape than bytes",
      file("(3, 4)", 95),
      "bad-npy",
      "shape 3 x 4 needs 96 bytes of numbers where 95 follow the header; save the array again",
    ],
    [
      "more bytes than shape",
      file("(3, 4)", 97),
      "bad-npy",
      "shape 3 x 4 needs 96 bytes of numbers where 97 follow the header; save the array again",
    ],
    [
      "a huge shape",
      file("(1000000000, 1000000)", 8),
      "bad-npy",
      "shape 1000000000 x 1000000 needs 8000000000000000 bytes of numbers where 8 follow the header; save the array again",
    ],
    [
      "a shape beyond all counting",
      file("(99999999999999999999, 2)", 8),
      "bad-npy",
      "the shape (99999999999999999999, 2) is not of whole numbers below 2^53; save the array again",
    ],
    [
      "a huge shape of nothing",
      file("(1000000000, 0)", 0),
      "bad-npy",
      "shape 1000000000 x 0 holds no numbers; save the array again",
    ],
    [
      "a negative shape",
      file("(-1, 4)", 32),
      "bad-npy",
      "the shape (-1, 4) is not of whole numbers below 2^53; save the array again",
    ],
    [
      "a fractional shape",
      file("(1.5, 4)", 48),
      "bad-npy",
      "the shape (1.5, 4) is not of whole numbers below 2^53; save the array again",
    ],
    [
      "objects",
      file("(2,)", 16, "'|O'"),
      "npy-dtype",
      'the array holds Python objects (dtype "|O"), not numbers; save it with .astype("float64")',
    ],
    [
      "strings",
      file("(2,)", 16, "'<U2'"),
      "npy-dtype",
      'the array holds strings (dtype "<U2"), not numbers; save it with .astype("float64")',
    ],
    [
      "complex numbers",
      file("(1,)", 16, "'<c16'"),
      "npy-dtype",
      'the array holds complex numbers (dtype "<c16"), not numbers; save it with .astype("float64")',
    ],
    [
      "dates",
      file("(1,)", 8, "'<M8[ns]'"),
      "npy-dtype",
      'the array holds dates (dtype "<M8[ns]"), not numbers; save it with .astype("float64")',
    ],
    [
      "an unknown type",
      file("(1,)", 8, "'constructor'"),
      "npy-dtype",
      'the array holds an unknown type (dtype "constructor"), not numbers; save it with .astype("float64")',
    ],
    [
      "records",
      file("(1,)", 8, "[('a', '<f8')]"),
      "npy-dtype",
      "the array holds records, not numbers; save one field of it",
    ],
    [
      "a header that is no dict",
      npy("os.system('x')"),
      "bad-npy",
      `the .npy header "os.system('x')" is unreadable; write the file with numpy.save`,
    ],
    [
      "a header without shape",
      npy("{'descr': '<f8', 'fortran_order': False}"),
      "bad-npy",
      `the .npy header "{'descr': '<f8', 'fortran_order': False... is unreadable; write the file with numpy.save`,
    ],
    [
      "a header with two shapes",
      npy("{'shape': (1,), 'shape': (2,)}"),
      "bad-npy",
      `the .npy header "{'shape': (1,), 'shape': (2,)}" is unreadable; write the file with numpy.save`,
    ],
    [
      "an integer beyond 2^53",
      npy(dict("'<i8'", "(1,)"), new Uint8Array(BigInt64Array.of(2n ** 53n + 1n).buffer)),
      "inexact-integer",
      "number 9007199254740993 at position 0 is beyond 2^53, where doubles skip integers; scale it down",
    ],
  ];
  test.each(cases)("%s gets one sentence", (_, bytes, code, sentence) => {
    let error: unknown;
    try {
      parseNpy(bytes, "X.npy");
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HingeError);
    expect((error as HingeError).message).toBe(`X.npy: ${sentence}`);
    expect((error as HingeError).code).toBe(code);
  });
});

const typed: fc.Arbitrary<NumericArray> = fc.oneof(
  fc.float64Array({ maxLength: 24 }),
  fc.float32Array({ maxLength: 24 }),
  fc.int8Array({ maxLength: 24 }),
  fc.uint8Array({ maxLength: 24 }),
  fc.int16Array({ maxLength: 24 }),
  fc.uint16Array({ maxLength: 24 }),
  fc.int32Array({ maxLength: 24 }),
  fc.uint32Array({ maxLength: 24 }),
);

test("what is written is read back in its own type and shape", () => {
  fc.assert(
    fc.property(typed, fc.constantFrom(1, 2, 3), (data, width) => {
      const rows = Math.floor(data.length / width);
      const part = data.subarray(0, rows * width) as NumericArray;
      for (const shape of [[rows, width], [rows * width], [1, rows, width]]) {
        const bytes = formatNpy({ data: part, shape });
        expect((bytes.length - part.byteLength) % 64).toBe(0);
        const back = parseNpy(bytes);
        expect(back.shape).toEqual(shape);
        expect(back.data).toEqual(part.slice());
      }
    }),
  );
});

test("a file that lies at an odd offset in its buffer is read", () => {
  const bytes = formatNpy({ data: Float64Array.of(1, 2), shape: [2] });
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  expect(parseNpy(shifted.subarray(3)).data).toEqual(Float64Array.of(1, 2));
});

test("a shape that the numbers do not fill is not written", () => {
  expect(() => formatNpy({ data: Float64Array.of(1, 2, 3), shape: [2, 2] })).toThrow(
    /^3 numbers do not fill the shape 2 x 2$/,
  );
});

test("a mutated file gives an array that fits its bytes, or a HingeError", () => {
  const whole = formatNpy({ data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] });
  const edit = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), fc.nat(whole.length), (edits, cut) => {
      const bytes = whole.slice(0, cut % 3 === 0 ? cut : whole.length);
      for (const [at, byte] of edits) if (at < bytes.length) bytes[at] = byte;
      try {
        const { data, shape } = parseNpy(bytes);
        expect(data.length).toBe(shape.reduce((product, n) => product * n, 1));
        expect(data.length).toBeLessThanOrEqual(bytes.length);
      } catch (error) {
        if (!(error instanceof HingeError)) throw error;
      }
    }),
    { numRuns: 5000 },
  );
});

test("an array is read from the middle of a larger buffer, as Node's readFile gives it", () => {
  const bytes = formatNpy({ data: Float64Array.of(1.5, -2), shape: [1, 2] });
  const pool = Buffer.alloc(bytes.length + 24);
  pool.set(bytes, 8);
  const read = parseNpy(pool.subarray(8, 8 + bytes.length));
  expect(Array.from(read.data)).toEqual([1.5, -2]);
});

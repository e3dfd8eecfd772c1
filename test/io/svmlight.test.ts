import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CsrMatrix } from "../../src/data/matrix.ts";
import { HingeError } from "../../src/errors.ts";
import { parseSvmlight } from "../../src/io/svmlight.ts";
import { formatSvmlight } from "../../src/io/svmlight-write.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** Rows of [column, value] pairs and labels: easier to read than CSR. */
function rowsOf(text: string, options = {}): [number, [number, number][]][] {
  const { X, labels } = parseSvmlight(encode(text), options);
  const { indptr, indices, values } = X as CsrMatrix;
  return labels!.map((label, i) => {
    const pairs: [number, number][] = [];
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) pairs.push([indices[k]!, values[k]!]);
    return [label as number, pairs];
  });
}

const PLAIN: [number, [number, number][]][] = [
  [
    1,
    [
      [0, 0.5],
      [2, -2],
    ],
  ],
  [-1, [[1, 0.001]]],
];

describe("legal though ugly svmlight is read exactly:", () => {
  const same: readonly [string, string][] = [
    ["plain", "1 1:0.5 3:-2\n-1 2:0.001\n"],
    ["CRLF", "1 1:0.5 3:-2\r\n-1 2:0.001\r\n"],
    ["lone CR", "1 1:0.5 3:-2\r-1 2:0.001\r"],
    ["no final newline", "1 1:0.5 3:-2\n-1 2:0.001"],
    ["trailing blanks", "1 1:0.5 3:-2  \t \n-1 2:0.001 "],
    ["leading blanks and tabs", "  1\t1:0.5\t\t3:-2\n\t-1 2:0.001"],
    ["whole-line comments", "# 1 1:2\n1 1:0.5 3:-2\n  # x\n-1 2:0.001\n#"],
    ["trailing comments", "1 1:0.5 3:-2 # 4:1\n-1 2:0.001# π\n"],
    ["qid", "1 qid:7 1:0.5 3:-2\n-1 qid:8 2:0.001\n"],
    ["blank lines", "\n\n1 1:0.5 3:-2\n \n-1 2:0.001\n\n"],
    ["+1, 1.0, 1e0", "+1 1:0.5 3:-2.0\n-1e0 2:1e-3\n"],
    [".5 and 2.", "1.0 1:.5 3:-2.\n-1. 2:.1E-2\n"],
    ["leading zeros", "01 001:0.50 3:-02\n-1 2:1.000e-03\n"],
    ["a byte order mark", "\ufeff1 1:0.5 3:-2\n-1 2:0.001\n"],
  ];
  test.each(same)("%s", (_, text) => {
    expect(rowsOf(text)).toEqual(PLAIN);
  });

  test("an empty row", () => {
    expect(rowsOf("1\n2 # nothing\n3 qid:1\n4 1:1")).toEqual([
      [1, []],
      [2, []],
      [3, []],
      [4, [[0, 1]]],
    ]);
  });

  test("explicit zeros are kept, with their sign", () => {
    expect(rowsOf("0 1:0 2:-0 3:0e99")).toEqual([
      [
        0,
        [
          [0, 0],
          [1, -0],
          [2, 0],
        ],
      ],
    ]);
  });

  test("a label -0 is 0", () => {
    expect(Object.is(rowsOf("-0 1:1")[0]![0], 0)).toBe(true);
  });
});

test("zeroBased counts features from 0", () => {
  const { X, indexBase } = parseSvmlight(encode("1 0:5 2:6"), { zeroBased: true });
  expect(X).toMatchObject({ indices: Int32Array.of(0, 2), shape: [1, 3] });
  expect(indexBase).toBe(0);
});

test("nFeatures is a lower bound on the columns", () => {
  expect((parseSvmlight(encode("1 2:1"), { nFeatures: 5 }).X as CsrMatrix).shape).toEqual([1, 5]);
  expect((parseSvmlight(encode("1 7:1"), { nFeatures: 5 }).X as CsrMatrix).shape).toEqual([1, 7]);
});

test("the largest index is read without room for the columns before it", () => {
  expect((parseSvmlight(encode("1 2147483647:1")).X as CsrMatrix).shape).toEqual([1, 2147483647]);
});

test("many rows and pairs outgrow every first guess", () => {
  const rows = Array.from({ length: 30_000 }, (_, i) => (i < 20_000 ? `${i}` : `${i} 1:${i} 2:0.5 9:1e-7`));
  const { X, labels } = parseSvmlight(encode(rows.join("\n")));
  expect(labels).toHaveLength(30_000);
  expect((X as CsrMatrix).values).toHaveLength(30_000);
  expect((X as CsrMatrix).values[29_997]).toBe(29_999);
});

test("the shortest pairs fill the bounded arrays", () => {
  const n = 60_000;
  const text = `1${Array.from({ length: n }, (_, k) => ` ${k + 1}:1`).join("")}`;
  expect((parseSvmlight(encode(text)).X as CsrMatrix).shape).toEqual([1, n]);
  const ones = "1 1:1\n".repeat(n);
  expect((parseSvmlight(encode(ones)).X as CsrMatrix).shape).toEqual([n, 1]);
});

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const sparse = fc
  .array(
    fc.tuple(
      fc.maxSafeInteger(),
      fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 2147483645 }), finite), {
        selector: ([j]) => j,
        maxLength: 9,
      }),
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((rows) => {
    const sorted = rows.map(([, pairs]) => [...pairs].sort((a, b) => a[0] - b[0]));
    const flat = sorted.flat();
    const indptr = Int32Array.of(0, ...sorted.map((_, i) => sorted.slice(0, i + 1).flat().length));
    const columns = Math.max(0, ...flat.map(([j]) => j + 1));
    return {
      X: {
        indptr,
        indices: Int32Array.from(flat, ([j]) => j),
        values: Float64Array.from(flat, ([, v]) => v),
        shape: [rows.length, columns] as const,
      },
      labels: rows.map(([label]) => label + 0),
    };
  });

test("what is written is read back bit for bit", () => {
  fc.assert(
    fc.property(sparse, fc.constantFrom(0 as const, 1 as const), ({ X, labels }, indexBase) => {
      const back = parseSvmlight(formatSvmlight({ X, labels, indexBase }), { zeroBased: indexBase === 0 });
      expect(back.labels).toEqual(labels);
      const { values, ...rest } = back.X as CsrMatrix;
      expect(rest).toEqual({ indptr: X.indptr, indices: X.indices, shape: X.shape });
      // Bits, because 0 and -0 compare equal.
      expect(new BigUint64Array((values as Float64Array).slice().buffer)).toEqual(
        new BigUint64Array(X.values.buffer),
      );
    }),
    { numRuns: 300 },
  );
});

test("a mutated file gives a data set or a HingeError", () => {
  const seedText = "# c\n+1 qid:3 1:0.5 3:-2e-3 # x\r\n-1 2:.001\t7:5.\n\n3\n";
  const junk = fc.oneof(
    fc.constantFrom(..." \t\r\n:#,;.+-eE0123456789\0\ufeffxqnif{<".split("")),
    fc.string({ maxLength: 4, unit: "binary" }),
  );
  const edit = fc.tuple(fc.nat(seedText.length), fc.nat(4), junk);
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), fc.boolean(), (edits, zeroBased) => {
      let text = seedText;
      for (const [at, cut, put] of edits) text = text.slice(0, at) + put + text.slice(at + cut);
      readOrHingeError(encode(text), zeroBased);
    }),
    { numRuns: 3000 },
  );
});

test("arbitrary bytes give a data set or a HingeError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => readOrHingeError(bytes, false)),
    { numRuns: 2000 },
  );
});

function readOrHingeError(bytes: Uint8Array, zeroBased: boolean): void {
  try {
    const { X, labels } = parseSvmlight(bytes, { zeroBased });
    const { indptr, indices, values, shape } = X as CsrMatrix;
    expect(indptr[shape[0]]).toBe(indices.length);
    expect(values.length).toBe(indices.length);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(labels!.every(Number.isSafeInteger)).toBe(true);
  } catch (error) {
    if (!(error instanceof HingeError)) throw error;
    expect(error.message).not.toMatch(/\n/);
  }
}

describe("the writer", () => {
  test("leaves the zeros of a dense matrix out", () => {
    const X = { data: Float64Array.of(0, 1, -0, 2), shape: [2, 2] as const };
    expect(new TextDecoder().decode(formatSvmlight({ X, labels: [1, -1] }))).toBe("1 2:1\n-1 2:2\n");
  });

  const one = (...values: number[]) => ({
    data: Float64Array.from(values),
    shape: [1, values.length] as const,
  });

  test("writes the shortest decimals", () => {
    const text = formatSvmlight({ X: one(1e-9, 1e21), labels: [0] });
    expect(new TextDecoder().decode(text)).toBe("0 1:1e-9 2:1e+21\n");
  });

  test("refuses what svmlight cannot say", () => {
    expect(() => formatSvmlight({ X: one(1) })).toThrow(
      /^svmlight needs a label a line and this data has none; write it as CSV or \.npy$/,
    );
    expect(() => formatSvmlight({ X: one(1), labels: ["a"] })).toThrow(
      /^label "a" of row 0 is not an integer, which svmlight needs; number the classes, or write CSV$/,
    );
    expect(() => formatSvmlight({ X: one(Number.NaN), labels: [1] })).toThrow(
      /^value NaN of index 1 in row 0 is not finite; fill it$/,
    );
  });
});

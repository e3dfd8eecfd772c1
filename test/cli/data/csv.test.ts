import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CsvOptions, parseCsv } from "../../../src/cli/data/csv.ts";
import { splitCsv } from "../../../src/cli/data/csv-text.ts";
import type { DenseMatrix } from "../../../src/data/matrix.ts";
import { HingeError } from "../../../src/errors.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const read = (text: string, options: CsvOptions = {}) => parseCsv(encode(text), options);
const numbers = (text: string, options: CsvOptions = {}) => [
  ...(read(text, options).X as { data: Float64Array }).data,
];

const PLAIN = { X: { data: Float64Array.of(1, 2, 3, 4), shape: [2, 2] }, labels: ["u", "v"] };

describe("legal though ugly CSV is read exactly:", () => {
  test.each([
    ["plain", "1,2,u\n3,4,v\n"],
    ["CRLF", "1,2,u\r\n3,4,v\r\n"],
    ["lone CR", "1,2,u\r3,4,v\r"],
    ["mixed line ends", "1,2,u\r\n3,4,v\n"],
    ["no final newline", "1,2,u\n3,4,v"],
    ["blank lines", "\n1,2,u\n\n  \n3,4,v\n\n"],
    ["blanks about cells", " 1 , 2 , u \n3,4\t,v"],
    ["quoted cells", '"1","2","u"\n"3",  "4" ,"v"'],
    ["a byte order mark", "\ufeff1,2,u\n3,4,v"],
    ["semicolons", "1;2;u\n3;4;v"],
    ["tabs", "1\t2\tu\n3\t4\tv"],
    ["+1, 1e0, .5", "+1,.2e1,u\n3.,4E0,v"],
  ])("%s", (_, text) => {
    expect(read(text)).toMatchObject(PLAIN);
    expect(read(text).featureNames).toBeUndefined();
  });
});

describe("the header", () => {
  test("is found where a feature's cell is no number", () => {
    expect(read("a,b,kind\n1,2,u\n3,4,v")).toMatchObject({
      ...PLAIN,
      featureNames: ["a", "b"],
      labelName: "kind",
    });
  });

  test("is not seen in a missing cell", () => {
    expect(read("1,NA,u\n1,2,u\n3,4,v", { missing: "drop" })).toMatchObject({ ...PLAIN, droppedRows: 1 });
  });

  test("may be numbers where the option says so", () => {
    expect(read("1,2,3\n1,2,0", { header: true })).toMatchObject({ featureNames: ["1", "2"], labels: [0] });
  });

  test("of scikit-learn's own files names the classes", () => {
    expect(read("2,2,setosa,virginica\n1,2,1\n3,4,0")).toMatchObject({
      labels: ["virginica", "setosa"],
      droppedRows: 0,
    });
  });

  test("may hold quotes, delimiters and line ends", () => {
    expect(read('"a,""1""","b\nc",y\n1,2,u').featureNames).toEqual(['a,"1"', "b\nc"]);
  });
});

describe("the label column", () => {
  test.each(["label", "Class", "TARGET", "y", "species"])("is the one called %s", (name) => {
    expect(read(`a,${name},b\n1,u,2\n3,v,4`)).toMatchObject({
      ...PLAIN,
      featureNames: ["a", "b"],
      labelName: name,
    });
  });

  test("is the last where none is called so", () => {
    expect(read("a,b,c\n1,2,7").labels).toEqual([7]);
  });

  test("is named by the option, by name or number", () => {
    expect(read("a,b,c\nu,1,2\nv,3,4", { label: "a" })).toMatchObject(PLAIN);
    expect(read("u,1,2\nv,3,4", { label: "1" })).toMatchObject(PLAIN);
  });

  test("gives booleans, numbers or strings", () => {
    expect(read("1,2,True\n3,4,FALSE").labels).toEqual([true, false]);
    expect(read("1,2,+7\n3,4,-1.0").labels).toEqual([7, -1]);
    expect(read("1,2,7\n3,4,seven").labels).toEqual(["7", "seven"]);
    expect(read("1,2,9007199254740993\n3,4,1").labels).toEqual(["9007199254740993", "1"]);
    expect(Object.is(read("1,2,-0").labels![0], 0)).toBe(true);
  });
});

test("columns are left out by name or number", () => {
  expect(read("id,a,b,y\nx,1,2,u\ny,3,4,v", { drop: ["id"] })).toMatchObject(PLAIN);
  expect(numbers("x,1,2,u\ny,3,4,v", { drop: ["1"], header: false })).toEqual([1, 2, 3, 4]);
});

test("rows with a missing cell are left out on demand, and counted", () => {
  const text = "a,b,y\n1,,u\n1,NA,u\n1,nan,u\n1,N/A,u\n1,null,u\n1,?,u\n1,2,u\n1,2,\n3,4,v\n";
  expect(read(text, { missing: "drop" })).toMatchObject({ ...PLAIN, droppedRows: 7 });
});

describe("for a model's data", () => {
  const model = { featureNames: ["a", "b"], nFeatures: 2, labelOptional: true };

  test("columns are matched by name, in any order and among others", () => {
    expect(read("b,id,a,kind\n2,x,1,u\n4,y,3,v", model)).toMatchObject(PLAIN);
  });

  test("the label may be absent", () => {
    expect(read("b,a\n2,1\n4,3", model)).toEqual({
      ...read("a,b,y\n1,2,u\n3,4,v", model),
      labels: undefined,
      labelName: undefined,
    });
    expect(read("1,2\n3,4", model)).toMatchObject({ X: PLAIN.X, labels: undefined });
  });

  test("a guessed label that is empty or fractional is none", () => {
    expect(read("a,b,y\n1,2,\n3,4,", model)).toMatchObject({ X: PLAIN.X, labels: undefined });
    expect(read("a,b,y\n1,2,0.5\n3,4,1", model)).toMatchObject({ X: PLAIN.X, labels: undefined });
  });

  test("columns without names are counted", () => {
    expect(read("1,2,u\n3,4,v", model)).toMatchObject(PLAIN);
  });
});

/** The case's name, the text, the code, the whole message, options. */
const BAD: readonly [string, string | Uint8Array, string, string, CsvOptions?][] = [
  ["an empty file", "", "empty-file", "bad.csv: the file is empty; give rows of numbers with a label each"],
  [
    "only blanks",
    " \n\n\t\n",
    "empty-file",
    "bad.csv: the file holds only blanks; give rows of numbers with a label each",
  ],
  ["a header alone", "a,b,y\n", "empty-file", "bad.csv: no rows follow the header; give at least one"],
  [
    "nothing but rows with missing cells",
    "1,NA,2",
    "empty-file",
    "bad.csv: every row has a missing cell; fill them, or leave a column out with --drop",
    { missing: "drop" },
  ],
  [
    "a ragged row",
    "a,b,y\n1,2,u\n\n1,2\n",
    "ragged-row",
    "bad.csv:4: 2 cells where line 1 has 3; give every row as many",
  ],
  [
    "a ragged row after a classes line",
    "3,2,u,v\n1,2,0\n1,2,0,1\n1,2,1",
    "ragged-row",
    "bad.csv:3: 4 cells where line 2 has 3; give every row as many",
  ],
  [
    "an unclosed quote",
    'a,b,y\n1,2,u\n3, "4,v\n5,6,u\n',
    "unclosed-quote",
    "bad.csv:3:4: the quote that opens here is never closed; close it, or write it twice in a quoted cell",
  ],
  [
    "an unclosed quote after a cell of two lines",
    'a,"b\nc",y\n1,2,u\n3,4,"v\n',
    "unclosed-quote",
    "bad.csv:4:5: the quote that opens here is never closed; close it, or write it twice in a quoted cell",
  ],
  [
    "a quote inside a cell",
    'a,b,y\n1,2"3,u',
    "stray-quote",
    "bad.csv:2:4: a quote inside a cell; quote the whole cell and write this one twice",
  ],
  [
    "text behind a quoted cell",
    'a,b,y\n1,"2"3,u',
    "stray-quote",
    "bad.csv:2:5: a quote inside a cell; quote the whole cell and write this one twice",
  ],
  [
    "a duplicate header",
    "a,b,a\n1,2,3",
    "bad-header",
    'bad.csv:1:5: columns 1 and 3 are both called "a"; rename one of them',
  ],
  [
    "a header __proto__",
    "a,__proto__,y\n1,2,3",
    "bad-header",
    'bad.csv:1:3: column 2 is called "__proto__"; rename it',
  ],
  [
    "a header without a name",
    ",a,y\n0,1,u",
    "bad-header",
    "bad.csv:1:1: column 1 of the header has no name; name it, or leave the header out",
  ],
  [
    "a non-numeric cell",
    "a,b,y\n1,abc,u",
    "not-a-number",
    'bad.csv:2:3: cell "abc" in column "b" is not a number; correct it, or leave the column out with --drop b',
  ],
  [
    "a non-numeric cell in a column of a long name",
    'a,"b c",y\n1,2,u\n1,0x10,u',
    "not-a-number",
    'bad.csv:3:3: cell "0x10" in column "b c" is not a number; correct it, or leave the column out with --drop "b c"',
  ],
  [
    "a non-numeric cell without a header",
    "1,2,u\n1, abc,u",
    "not-a-number",
    'bad.csv:2:4: cell "abc" in column 2 is not a number; correct it, or leave the column out with --drop 2',
  ],
  [
    "a cell nan",
    "a,b,y\n1,nan,u",
    "missing-cell",
    'bad.csv:2:3: cell "nan" in column "b" is missing; fill it, or leave such rows out with --missing drop',
  ],
  [
    "an empty cell",
    "a,b,y\n1,,u",
    "missing-cell",
    'bad.csv:2:3: cell "" in column "b" is missing; fill it, or leave such rows out with --missing drop',
  ],
  [
    "an empty label",
    "a,b,y\n1,2,",
    "missing-cell",
    'bad.csv:2:5: cell "" in column "y" is missing; fill it, or leave such rows out with --missing drop',
  ],
  [
    "a cell inf",
    "a,b,y\n1,-inf,u",
    "not-finite",
    'bad.csv:2:3: cell "-inf" in column "b" is not finite; correct it, or leave the column out with --drop b',
  ],
  [
    "a cell 1e999",
    "a,b,y\n1,1e999,u",
    "not-finite",
    'bad.csv:2:3: cell "1e999" in column "b" is beyond the largest double, 1.8e308; scale the column',
  ],
  [
    "a decimal comma",
    "0,5;1,5;u\n2,5;3,5;v",
    "not-a-number",
    'bad.csv:1:1: cell "0,5" in column 1 has a decimal comma; write a point',
  ],
  [
    "a fractional label",
    "a,b,price\n1,2,10\n1,2,10.5",
    "fractional-label",
    'bad.csv:3:5: label "10.5" in column "price" is not a whole number and hinge sorts into classes; name their column with --label',
  ],
  [
    "a label inf",
    "a,b,y\n1,2,inf",
    "not-finite",
    'bad.csv:2:5: label "inf" in column "y" is not finite; correct it',
  ],
  [
    "a label beyond the classes that line 1 names",
    "2,2,u,v\n1,2,0\n3,4,2",
    "bad-label",
    "bad.csv:3:5: label 2 is none of 0 to 1, the classes that line 1 names; correct it",
  ],
  [
    "an unknown label column",
    "a,b,kind\n1,2,u",
    "unknown-column",
    'bad.csv: no column is called "knid", as --label asks; did you mean "kind"?',
    { label: "knid" },
  ],
  [
    "an unknown label column like none",
    "a,b,kind\n1,2,u",
    "unknown-column",
    'bad.csv: no column is called "zzzzzz", as --label asks; the columns are "a", "b", "kind"',
    { label: "zzzzzz" },
  ],
  [
    "a label column by name without a header",
    "1,2,3",
    "unknown-column",
    'bad.csv: --label "kind" is a name and the file has no header; give a number, 1 to 3',
    { label: "kind" },
  ],
  [
    "a label column 9",
    "1,2,3",
    "unknown-column",
    "bad.csv: --label 9 is none of the columns 1 to 3; count from 1",
    { label: "9" },
  ],
  [
    "an unknown column to drop",
    "a,b,kind\n1,2,u",
    "unknown-column",
    'bad.csv: no column is called "kin", as --drop asks; did you mean "kind"?',
    { drop: ["kin"] },
  ],
  [
    "one column",
    "1 2 3\n",
    "one-column",
    "bad.csv: only one column was found; separate the cells with a comma, a semicolon or a tab",
  ],
  [
    "no feature left",
    "a,b,y\n1,2,u",
    "one-column",
    "bad.csv: no column is left for the features; drop fewer",
    { drop: ["a", "b"] },
  ],
  [
    "a missing feature of the model",
    "aa,b,y\n1,2,u",
    "missing-column",
    'bad.csv: no column is called "a", on which the model was trained; did you mean "aa"?',
    { featureNames: ["a", "b"] },
  ],
  [
    "fewer columns than the model",
    "1,2,3",
    "feature-count",
    "bad.csv: 2 feature columns where the model knows 5; give the columns it was trained on",
    { nFeatures: 5 },
  ],
  [
    "no label where one is needed",
    "a,b\n1,2",
    "no-label",
    "bad.csv: no column is left for the label beside the features; name it with --label",
    { featureNames: ["a", "b"] },
  ],
  [
    "a NUL byte",
    "a,b\0,y\n1,2,u",
    "nul-byte",
    "bad.csv:1:4: a NUL byte in text; the file is binary or damaged, so export it again",
  ],
  [
    "Latin-1",
    Uint8Array.of(0x61, 0x2c, 0xe9, 0x0a),
    "not-utf8",
    "bad.csv: the text is not UTF-8; save it as UTF-8",
  ],
  [
    "UTF-16",
    Buffer.from("a,b\n1,2\n", "utf16le"),
    "wrong-format",
    "bad.csv: this is UTF-16 text, not CSV text; save it as UTF-8",
  ],
];

describe("a CSV file with", () => {
  test.each(BAD)("%s gets one sentence", (_, content, code, message, options = {}) => {
    const bytes = typeof content === "string" ? encode(content) : content;
    let error: unknown;
    try {
      parseCsv(bytes, { source: "bad.csv", ...options });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HingeError);
    expect((error as HingeError).message).toBe(message);
    expect((error as HingeError).code).toBe(code);
  });
});

test("every cell is found where it stands", () => {
  const cell = fc.oneof(
    fc.string({ unit: fc.constantFrom("a", "1", "é", "."), minLength: 1, maxLength: 3 }),
    fc
      .string({ unit: fc.constantFrom("a", ",", "\n", "\r\n", '""', " x"), maxLength: 4 })
      .map((inner) => `"q${inner}"`),
  );
  const row = fc.array(cell, { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 6 }),
      fc.constantFrom("\n", "\r\n", "\n\n", "\n  \n"),
      (rows, end) => {
        const text = rows.map((cells) => cells.join(" , ")).join(end);
        const csv = splitCsv(encode(text));
        if (csv.delimiter !== ",") return;
        expect(csv.rows.length).toBe(rows.length);
        rows.forEach((cells, i) => {
          cells.forEach((raw, j) => {
            const { line, column } = csv.place(i, j);
            const tail = text.split(/\r\n|\n|\r/).slice(line! - 1);
            expect(tail[0]!.slice(column! - 1)).toMatch(new RegExp(`^${raw[0] === "." ? "\\." : raw[0]}`));
            const bare = raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"').trim() : raw;
            expect(csv.rows[i]![j]).toBe(bare);
          });
        });
      },
    ),
    { numRuns: 500 },
  );
});

test("a mutated file gives a data set or a HingeError", () => {
  const whole = 'a,"b c",kind\r\n1,"2",u\n-3e1,.5,"v ""w"""\n4,NA,u\n';
  const junk = fc.oneof(
    fc.constantFrom(...' \t\r\n",;.+-e019\0\ufeffxN'.split("")),
    fc.string({ maxLength: 4, unit: "binary" }),
  );
  const edit = fc.tuple(fc.nat(whole.length), fc.nat(4), junk);
  const options = fc.record(
    {
      label: fc.constantFrom("kind", "1", "9", "kid", "__proto__"),
      drop: fc.constantFrom(["a"], ["2"], ["toString"]),
      missing: fc.constantFrom("drop" as const, "error" as const),
      header: fc.boolean(),
      featureNames: fc.constant(["a", "b c"]),
      nFeatures: fc.constantFrom(1, 2),
      labelOptional: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 5 }), options, (edits, chosen) => {
      let text = whole;
      for (const [at, cut, put] of edits) text = text.slice(0, at) + put + text.slice(at + cut);
      try {
        const { X, labels } = read(text, chosen);
        const { data, shape } = X as DenseMatrix;
        expect(data.length).toBe(shape[0]! * shape[1]!);
        expect(Array.from(data).every(Number.isFinite)).toBe(true);
        if (labels !== undefined) expect(labels.length).toBe(shape[0]);
      } catch (error) {
        if (!(error instanceof HingeError)) throw error;
        expect(error.message).not.toMatch(/\n/);
      }
    }),
    { numRuns: 3000 },
  );
});

import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { HingeError } from "../../src/errors.ts";
import { parseSvmlight, type SvmlightOptions } from "../../src/io/svmlight.ts";

const NUL = "a NUL byte in text; the file is binary or damaged, so export it again";

/** The case's name, the file's text or bytes, the whole message. */
const CASES: readonly [string, string | Uint8Array, string, string, SvmlightOptions?][] = [
  [
    "an empty file",
    "",
    "empty-file",
    'bad.svm: the file is empty; give at least one line such as "1 1:0.5 3:2"',
  ],
  [
    "only blanks and comments",
    "\n # x\n\t\r\n#",
    "empty-file",
    'bad.svm: the file holds only blanks and comments; give at least one line such as "1 1:0.5 3:2"',
  ],
  [
    "index 0 in a 1-based file",
    "1 1:2\n1 0:1\n",
    "index-zero",
    "bad.svm:2:3: index 0, where indices start at 1; if this file counts from 0, read it with zeroBased (--zero-based)",
  ],
  ["a negative index", "1 -3:1", "index-negative", "bad.svm:1:3: index -3 is negative; indices start at 1"],
  [
    "a duplicate index",
    "1 2:1 2:3",
    "index-duplicate",
    "bad.svm:1:7: index 2 appears twice in a row; keep one of them",
  ],
  [
    "descending indices",
    "1 3:1 2:3",
    "index-descending",
    "bad.svm:1:7: index 2 comes after 3; sort the indices of a row in ascending order",
  ],
  [
    "index 2^31",
    "1 2147483648:1",
    "index-too-large",
    "bad.svm:1:3: index 2147483648 is above 2147483647, the most; renumber the features",
  ],
  [
    "index 2^32+1",
    "1 4294967297:1",
    "index-too-large",
    "bad.svm:1:3: index 4294967297 is above 2147483647, the most; renumber the features",
  ],
  [
    "index 1e20",
    "1 1e20:1",
    "index-too-large",
    "bad.svm:1:3: index 1e20 is above 2147483647, the most; renumber the features",
  ],
  [
    "index 1e20 in digits",
    "1 100000000000000000000:1",
    "index-too-large",
    "bad.svm:1:3: index 100000000000000000000 is above 2147483647, the most; renumber the features",
  ],
  [
    "a value nan",
    "1 1:nan",
    "not-finite",
    "bad.svm:1:5: value nan of index 1 is not finite; fill it or leave the row out",
  ],
  [
    "a value -inf",
    "1 1:2 2:-inf",
    "not-finite",
    "bad.svm:1:9: value -inf of index 2 is not finite; fill it or leave the row out",
  ],
  [
    "a value 1e999",
    "1 1:1e999",
    "not-finite",
    "bad.svm:1:5: value 1e999 of index 1 is beyond the largest double, 1.8e308; scale the feature",
  ],
  [
    "a decimal comma",
    "1 1:0,5",
    "bad-value",
    "bad.svm:1:5: value 0,5 of index 1 has a decimal comma; write a point",
  ],
  [
    "no value at the end of the file",
    "1 1:",
    "bad-value",
    "bad.svm:1:5: index 1 has no value; write the value right after the colon, or leave the pair out",
  ],
  [
    "no value before a comment",
    "1 7:# c\n",
    "bad-value",
    "bad.svm:1:5: index 7 has no value; write the value right after the colon, or leave the pair out",
  ],
  [
    "no index before a colon",
    "1 :3",
    "bad-index",
    'bad.svm:1:3: ":3" has no index before its colon; write it, such as 3:0.5',
  ],
  ["two colons", "1 1::3", "bad-value", "bad.svm:1:5: two colons follow index 1; write one, such as 1:0.5"],
  [
    "a blank after a colon",
    "1 63: .5",
    "bad-value",
    "bad.svm:1:6: a blank follows the colon of index 63; write the value right after the colon, or leave the pair out",
  ],
  ["a NUL byte in a value", "1 1:2\0 2:3", "nul-byte", `bad.svm:1:6: ${NUL}`],
  ["a NUL byte as a label", "1 1:2\n\0", "nul-byte", `bad.svm:2:1: ${NUL}`],
  ["a NUL byte in a comment", "1 1:2 # a\0b", "nul-byte", `bad.svm:1:10: ${NUL}`],
  [
    "UTF-16",
    Buffer.from("1 1:2\n", "utf16le"),
    "wrong-format",
    "bad.svm: this is UTF-16 text, not svmlight text; save it as UTF-8",
  ],
  [
    "UTF-16 with a mark",
    Buffer.from("\ufeff1 1:2\n", "utf16le"),
    "wrong-format",
    "bad.svm: this is UTF-16 text, not svmlight text; save it as UTF-8",
  ],
  ["gzip", gzipSync("1 1:2\n"), "wrong-format", "bad.svm: this is gzip, not svmlight text; unpack it first"],
  [
    "Parquet",
    "PAR1\x15\x04\x15",
    "wrong-format",
    "bad.svm: this is Parquet, not svmlight text; read it as parquet",
  ],
  [
    "a LIBLINEAR model",
    "solver_type L2R_L2LOSS_SVC\nnr_class 2\n",
    "wrong-format",
    "bad.svm: this is a LIBLINEAR model, not svmlight text; give a data file here",
  ],
  [
    "a hinge model",
    '{"format":"hinge-model","version":1}',
    "wrong-format",
    "bad.svm: this is a hinge model, not svmlight text; give a data file here",
  ],
  [
    "a label nan",
    "nan 1:1",
    "bad-label",
    'bad.svm:1:1: label "nan" is not an integer; number the classes, or use CSV',
  ],
  [
    "a label inf",
    "inf 1:1",
    "bad-label",
    'bad.svm:1:1: label "inf" is not an integer; number the classes, or use CSV',
  ],
  [
    "a label 1.5",
    "1 1:1\n1.5 1:1",
    "bad-label",
    'bad.svm:2:1: label "1.5" is not an integer; number the classes 0, 1, 2, ...',
  ],
  [
    "a label beyond 2^53",
    "9007199254740993 1:1",
    "bad-label",
    'bad.svm:1:1: label "9007199254740993" is not an integer; number the classes 0, 1, 2, ...',
  ],
  [
    "a row without a label",
    "1:1 2:2",
    "no-label",
    'bad.svm:1:1: "1:1" stands where the label should; begin the line with its label, such as 0',
  ],
  [
    "CSV",
    "5.1,3.5,0",
    "bad-label",
    'bad.svm:1:1: label "5.1,3.5,0" is not an integer; this looks like CSV, so read it as csv',
  ],
  [
    "a 0-based test file for a model of a 1-based one",
    "1 0:1 1:2",
    "index-zero",
    "bad.svm:1:3: index 0, where the model was trained on indices that start at 1; if this file counts from 0, read it with zeroBased (--zero-based)",
    { modelIndexBase: 1 },
  ],
  [
    "a word in place of a pair",
    "1 1:2 x",
    "bad-index",
    'bad.svm:1:7: "x" is no index:value pair; write one, such as 3:0.5',
  ],
  [
    "a fractional index",
    "1 2.5:1",
    "bad-index",
    'bad.svm:1:3: index "2.5" is not a whole number; write digits only',
  ],
  [
    "a hexadecimal value",
    "1 1:0x10",
    "bad-value",
    'bad.svm:1:5: value "0x10" of index 1 is not a decimal number, such as 0.5',
  ],
  [
    "qid after a pair",
    "1 1:2 qid:3",
    "bad-index",
    'bad.svm:1:7: "qid:3" is not as hinge skips it; write qid and a whole number right after the label',
  ],
];

describe("an svmlight file with", () => {
  test.each(CASES)("%s gets one sentence", (_, content, code, message, options = {}) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    let error: unknown;
    try {
      parseSvmlight(bytes, { source: "bad.svm", ...options });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(HingeError);
    expect((error as HingeError).message).toBe(message);
    expect((error as HingeError).code).toBe(code);
  });
});

test("without a source the place is the line and column alone", () => {
  expect(() => parseSvmlight(new TextEncoder().encode("1 1:2\r\n1 1:x"))).toThrow(
    /^2:5: value "x" of index 1 is not a decimal number, such as 0.5$/,
  );
});

test("a hostile long token is cut in the message", () => {
  const bytes = new TextEncoder().encode(`1 1:${"x".repeat(100_000)}`);
  expect(() => parseSvmlight(bytes)).toThrow(
    /^1:5: value ".{39}\.\.\. of index 1 is not a decimal number, such as 0.5$/,
  );
});

import { describe, expect, it } from "vitest";
import { readAnswer } from "../../../src/cli/check/read-answer.ts";

const returned = (value: unknown) => JSON.stringify({ returned: value, changed: [], printed: false });
const nested = (depth: number) =>
  `${'{"kind":"list","items":['.repeat(depth)}{"kind":"none"}${"]}".repeat(depth)}`;

describe("an answer of a child process", () => {
  it.each([
    returned({ kind: "none" }),
    returned({ kind: "number", value: "nan", dtype: "float32" }),
    returned({ kind: "array", shape: [1, 2], data: [1, "inf"], dtype: "float64" }),
    returned({
      kind: "dict",
      items: { a: { kind: "list", items: [{ kind: "other", type: "t", text: "" }] } },
    }),
    returned({ kind: "array", shape: [], data: [3], dtype: "int64" }),
    '{"loaded": true, "functions": [{"name": "f", "line": 1, "endLine": 2, "parameters": [{"name": "x"}]}], "notes": ["n"]}',
    '{"failure": {"kind": "raised", "message": "m", "line": 3}}',
  ])("is read: %s", (line) => {
    expect(readAnswer(line)).toEqual(JSON.parse(line));
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    "{}",
    '{"loaded": true}',
    '{"loaded": true, "functions": [{}], "notes": []}',
    '{"loaded": true, "functions": [], "notes": [3]}',
    '{"failure": {"kind": "unknown", "message": ""}}',
    '{"failure": {"kind": "raised"}}',
    '{"failure": {"kind": "raised", "message": "", "line": -1}}',
    '{"returned": {"kind": "none"}}',
    '{"returned": {"kind": "none"}, "changed": [{}], "printed": false}',
    returned(3),
    returned({ kind: "number", value: "three" }),
    returned({ kind: "array", shape: [2, 2], data: [1], dtype: "float64" }),
    returned({ kind: "array", shape: [-1], data: [], dtype: "float64" }),
    returned({ kind: "array", shape: [1], data: [null], dtype: "float64" }),
    returned({ kind: "list", items: {} }),
    returned({ kind: "dict", items: { a: 3 } }),
    returned({ kind: "other" }),
    `{"returned": ${nested(30)}, "changed": [], "printed": false}`,
    `{"returned": ${nested(100_000)}, "changed": [], "printed": false}`,
  ])("that is none is refused (%#)", (line) => {
    expect(readAnswer(line)).toBeUndefined();
  });
});

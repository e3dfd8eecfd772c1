import { describe, expect, it } from "vitest";
import { readLabels, readNumbers } from "../../../src/cli/data/array.ts";
import { formatNpy } from "../../../src/io/npy.ts";
import { inFolder } from "../run.ts";

const W = [
  [1, -2.5, 3e-3],
  [4, 5, 6],
];
const flat = W.flat();

inFolder({
  "W.npy": formatNpy({ data: Float64Array.from(flat), shape: [2, 3] }),
  "W.csv": "\ufeff1,-2.5,3e-3\r\n4,5,6\r\n",
  "W.txt": "# saved by savetxt\n1.0e+00 -2.5 3e-3\n4 5 6\n",
  "head.csv": '"a";b;c\n1;-2.5;3e-3\n\n4;5;6',
  "W.json": JSON.stringify(W),
  "shaped.json": JSON.stringify({ data: flat, shape: [2, 3] }),
  "one.json": "3.5",
  "list.csv": "1\n2\n0\n",
  "names.json": '["cat", "dog"]',
  "column.json": "[[1],[0]]",
});

describe("an array", () => {
  it.each(["W.npy", "W.csv", "W.txt", "head.csv", "W.json", "shaped.json"])("of %s is read", async (file) => {
    const { data, shape } = await readNumbers(file);
    expect({ data: [...data], shape }).toEqual({ data: flat, shape: [2, 3] });
  });

  it("may be a single number, or a list", async () => {
    expect(await readNumbers("list.csv")).toMatchObject({ shape: [3] });
    expect(await readNumbers("one.json")).toMatchObject({ shape: [1] });
  });

  it("of labels may hold names, as a list or a column", async () => {
    expect(await readLabels("list.csv")).toEqual([1, 2, 0]);
    expect(await readLabels("column.json")).toEqual([1, 0]);
    expect(await readLabels("names.json")).toEqual(["cat", "dog"]);
  });
});

describe("one sentence about", () => {
  const bad: Record<string, [string, string]> = {
    "empty.csv": ["  \n", "empty.csv: there is nothing in it; give numbers"],
    "comments.csv": ["# a\n# b\n", "comments.csv: there is nothing in it but comments; give numbers"],
    "ragged.csv": ["1,2,3\n4,5\n", "ragged.csv:2: 2 cells where line 1 has 3; give every row as many"],
    "word.csv": ["1,2\n3,two\n", 'word.csv:2:3: "two" is no number; correct the cell'],
    "hole.csv": ["1,,2\n", "hole.csv:1:3: an empty cell is no number; correct the cell"],
    "comma.csv": ["0.5;0,5\n1;2", 'comma.csv:1:1: "0.5;0" is no number; correct the cell'],
    "nan.csv": ["1 nan\n2 3\n", "nan.csv:1:3: nan where a number is needed; every number must be finite"],
    "huge.csv": ["1e999\n", "huge.csv:1:1: 1e999 where a number is needed; every number must be finite"],
    "cut.json": [
      "[[1, 2],\n [3,",
      "cut.json:2:5: this is not JSON; write nested arrays of numbers, as json.dump(W.tolist(), file) does",
    ],
    "stray.json": [
      "[[1, 2],\n [3, x]]",
      "stray.json:2:6: this is not JSON; write nested arrays of numbers, as json.dump(W.tolist(), file) does",
    ],
    "nan.json": [
      "[[1, 2],\n [3, NaN]]",
      "nan.json:2:6: NaN where a number is needed; every number must be finite",
    ],
    "ragged.json": [
      "[[1, 2], [3]]",
      "ragged.json: entry [1] has 1 entries where the first such has 2; make them alike",
    ],
    "word.json": ['[[1, "2"]]', 'word.json: entry [0][1] is "2", not a finite number; correct it'],
    "deep.json": [`${"[".repeat(50)}1${"]".repeat(50)}`, "is a list, not a finite number; correct it"],
    "shape.json": [
      '{"data": [1, 2, 3], "shape": [2, 2]}',
      "shape.json: 3 numbers do not fill the shape 2 x 2; correct it",
    ],
    "object.json": ['{"W": [1]}', "object.json: it is [object Object], not a finite number; correct it"],
  };
  inFolder(Object.fromEntries(Object.entries(bad).map(([name, [content]]) => [name, content])));

  it.each(Object.entries(bad))("%s", async (name, [, sentence]) => {
    await expect(readNumbers(name)).rejects.toThrow(sentence);
  });

  it("labels that are a matrix", async () => {
    await expect(readLabels("ragged.csv")).rejects.toThrow("ragged.csv:2");
  });

  it("a file that is not there", async () => {
    await expect(readNumbers("nowhere.npy")).rejects.toThrow(
      "nowhere.npy: no such file; give a .npy, .csv or .json file",
    );
  });
});

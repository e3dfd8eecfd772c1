/** Bad input through the command line: the exact sentence, exit code 2, nothing on stdout, nothing written. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { formatNpy } from "../../src/io/npy.ts";
import { hingeHere, inFolder, listing } from "./run.ts";

inFolder({
  "one.svm": "1 1:1 2:2\n2 1:3\n",
  "zero.svm": "1 0:1 1:2\n2 0:3\n",
  "wide.svm": "1 1:1 3:1\n2 1:2 4:1\n",
  "half.svm": "1 1:1\n1.5 1:2\n",
  "same.svm": "1 1:1\n1 1:2\n",
  "bomb.svm": "1 2147483647:1\n2 1:1\n",
  "one.csv": "a,b,label\n1,2,1\n2,1,2\n3,3,1\n",
  "names.csv": "a,b,label\n1,2,x\n2,1,y\n3,3,x\n",
  "half.csv": "a,b,label\n1,2,1.5\n2,1,2\n",
  "bare.csv": "1,2,1\n2,1,2\n",
  "wide.csv": "1,2,3,1\n2,1,0,2\n",
  "no-label.csv": "b,a\n2,1\n",
  "other.csv": "a,weight,label\n2,1,1\n",
  "ids.csv": `a,id\n${Array.from({ length: 24_000 }, (_, k) => `${k % 7},${k}\n`).join("")}`,
  "nan.npy": formatNpy({ data: Float64Array.of(1, Number.NaN, 1, 2, 1, 2), shape: [2, 3] }),
});

beforeAll(async () => {
  for (const name of ["one.svm", "one.csv", "names.csv", "bare.csv"]) {
    await hingeHere("train", name, "--model", `${name}.json`);
  }
  const model = readFileSync("one.csv.json", "utf8");
  writeFileSync("cut.json", model.slice(0, model.length / 2));
  writeFileSync("newer.json", model.replace('"version": 1', '"version": 7'));
  writeFileSync(
    "changed.json",
    model.replace(/\d(?=\])/, (digit) => String((Number(digit) + 1) % 10)),
  );
  mkdirSync("folder");
});

async function refused(args: readonly string[]): Promise<string> {
  const before = listing();
  const { code, stdout, stderr } = await hingeHere(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(listing()).toEqual(before);
  return stderr.slice(0, -1);
}

describe("a data file (rows 1 to 20), with its line and column", () => {
  const rows: readonly [string, string, string][] = [
    ["1 empty", "", ': the file is empty; give at least one line such as "1 1:0.5 3:2"'],
    [
      "2 comments only",
      "# a\n\n",
      ': the file holds only blanks and comments; give at least one line such as "1 1:0.5 3:2"',
    ],
    ["3 index 0", "1 0:1\n", ":1:3: index 0, where indices start at 1;"],
    ["4 negative index", "1 1:1\n2 -1:1\n", ":2:3: "],
    ["5 duplicate index", "1 1:1 1:2\n", ":1:7: "],
    ["6 descending indices", "1 2:1 1:2\n", ":1:7: "],
    ["7 index 2^31", "1 2147483648:1\n", ":1:3: "],
    ["8 index 2^32 + 1", "1 4294967297:1\n", ":1:3: "],
    ["9 index 1e20", "1 100000000000000000000:1\n", ":1:3: "],
    ["10 value nan", "1 1:nan\n", ":1:5: "],
    ["11 value inf", "1 1:inf\n", ":1:5: "],
    ["12 value 1e999", "1 1:1e999\n", ":1:5: "],
    ["13 decimal comma", "1 1:0,5\n", ":1:5: "],
    ["14 value cut off", "1 1:0.5 2:", ":1:11: "],
    ["15 no index", "1 :3\n", ":1:3: "],
    ["16 two colons", "1 1::3\n", ":1:5: "],
    ["17 a blank in a pair", "1 63: .5\n", ":1:6: "],
    ["18 a NUL byte", "1 1:0\x000\n", ":1:"],
    ["20 label nan", "nan 1:1\n", ":1:1: "],
    ["20 label inf", "inf 1:1\n", ":1:1: "],
  ];
  test.each(rows)("%s", async (_, content, begin) => {
    writeFileSync("bad.svm", content);
    for (const args of [
      ["train", "bad.svm", "--format", "svmlight", "--model", "new.json"],
      ["evaluate", "one.svm.json", "bad.svm", "--format", "svmlight"],
    ]) {
      // Where there is a model, a 0 is told apart from a mistake.
      const expected = begin.replace(
        "indices start at 1;",
        args[0] === "train" ? "indices start at 1;" : "the model was trained on indices that start at 1;",
      );
      expect(await refused(args)).toContain(`bad.svm${expected}`);
    }
  });

  test("19 a model given as data, in its own name", async () => {
    expect(await refused(["train", "one.svm.json"])).toBe(
      "one.svm.json: this is a hinge model, not data that hinge reads; give one of svmlight, csv, npy",
    );
  });
});

const gapless = "renumber the features without gaps";
const kinds: readonly [string, string, string][] = [
  // Rows 21 to 25 and 30.
  [
    "21 a label 1.5 to evaluate",
    "evaluate one.svm.json half.svm",
    'half.svm:2:1: label "1.5" is not an integer; number the classes 0, 1, 2, ...',
  ],
  [
    "21 a label 1.5 as a test",
    "train one.svm --test half.svm",
    'half.svm:2:1: label "1.5" is not an integer; number the classes 0, 1, 2, ...',
  ],
  [
    "21 a label 1.5 in CSV",
    "evaluate one.csv.json half.csv",
    'half.csv:2:5: label "1.5" in column "label" is not a whole number and hinge sorts into classes; name their column with --label',
  ],
  [
    "21 names where the model knows numbers",
    "evaluate one.csv.json names.csv",
    'names.csv: has the string "x" as a label where the model knows numbers such as 1; give the labels in the same form',
  ],
  [
    "21 numbers where the model knows names",
    "evaluate names.csv.json one.csv",
    'one.csv: has the number 1 as a label where the model knows strings such as "x"; give the labels in the same form',
  ],
  [
    "21 a test with names",
    "train one.csv --test names.csv",
    'names.csv: has the string "x" as a label where the model knows numbers such as 1; give the labels in the same form',
  ],
  [
    "22 one class only",
    "train same.svm --model new.json",
    "same.svm: all 2 samples are of one class, 1; a classifier needs two or more",
  ],
  [
    "23 a class that weighs nothing",
    "train one.csv --class-weight 1=0 --model new.json",
    "--class-weight: the weights of class 1 sum to zero; leave its samples out or give them weight",
  ],
  [
    "24 a negative weight",
    "train one.csv --class-weight 1=-1",
    '--class-weight: the weight of class "1" is -1; it must be finite and >= 0',
  ],
  [
    "24 a weight NaN",
    "train one.csv --class-weight 1=NaN",
    '--class-weight: "NaN" is no finite number; write one like 0.5 or 1e-3',
  ],
  [
    "24 an infinite weight",
    "train one.csv --class-weight 1=1e999",
    '--class-weight: "1e999" is no finite number; write one like 0.5 or 1e-3',
  ],
  [
    "24 a weight for no class",
    "train one.csv --class-weight 3=1",
    '--class-weight: there is a weight for "3", which is none of the classes 1, 2',
  ],
  [
    "24 weights in another form",
    "train one.csv --class-weight balance",
    '--class-weight: "balance" is not of the form name=weight; or say balanced',
  ],
  [
    "24 two weights for a class",
    "train one.csv --class-weight 1=2,1=3",
    '--class-weight: class "1" is named twice',
  ],
  ...["train one.svm --test zero.svm", "evaluate one.svm.json zero.svm", "predict one.svm.json zero.svm"].map(
    (command): [string, string, string] => [
      `25 indices from 0, ${command}`,
      command,
      "zero.svm:1:3: index 0, where the model was trained on indices that start at 1; if this file counts from 0, read it with zeroBased (--zero-based)",
    ],
  ),
  [
    "30 an unknown label column",
    "train one.csv --label lable",
    'one.csv: no column is called "lable", as --label asks; did you mean "label"?',
  ],
  [
    "30 a column beyond the last",
    "train one.csv --label 4",
    "one.csv: --label 4 is none of the columns 1 to 3; count from 1",
  ],
  [
    "30 a name without a header",
    "train bare.csv --label y",
    'bare.csv: --label "y" is a name and the file has no header; give a number, 1 to 3',
  ],
  [
    "30 no labels to evaluate",
    "evaluate one.csv.json no-label.csv",
    'no-label.csv: no column is called "label", which held the labels in training; name theirs with --label',
  ],
  [
    "30 no header to evaluate",
    "evaluate one.csv.json bare.csv",
    'bare.csv: no column is called "label", which held the labels in training; name theirs with --label',
  ],
  // Rows 34 to 36.
  [
    "34 a cut model",
    "predict cut.json one.csv",
    "cut.json: this is no whole hinge model: its JSON is cut or changed; train or copy it again",
  ],
  [
    "34 no model at all",
    "predict one.csv one.csv.json",
    "one.csv: this is CSV text, not a hinge model; give a file that hinge train saved",
  ],
  [
    "34 a model that is not there",
    "evaluate digits digits:test",
    'digits: no such file; hinge train <data> --model "digits" makes one',
  ],
  [
    "34 a model mistyped",
    "evaluate on.svm.json one.svm",
    'on.svm.json: no such file; did you mean "one.svm.json"?',
  ],
  [
    "35 a newer model",
    "predict newer.json one.csv",
    "newer.json: the model has format version 7 and this hinge reads up to 1; update hinge",
  ],
  [
    "36 more features, predict",
    "predict one.svm.json wide.svm",
    "wide.svm: has 4 features where the model was trained on 2; give data of the same form",
  ],
  [
    "36 more features, evaluate",
    "evaluate one.svm.json wide.svm",
    "wide.svm: has 4 features where the model was trained on 2; give data of the same form",
  ],
  [
    "36 more columns",
    "predict bare.csv.json wide.csv",
    "wide.csv: 3 feature columns where the model knows 2; give the columns it was trained on",
  ],
  [
    "36 other columns",
    "evaluate one.csv.json other.csv",
    'other.csv: no column is called "b", on which the model was trained; add it, or give the file that fits the model',
  ],
  [
    "36 a test of more columns",
    "train bare.csv --test wide.csv",
    "wide.csv: has 3 features where the training data have 2; give data of the same form",
  ],
  [
    "36 a sparse test of a dense model",
    "train one.csv --test wide.svm",
    "wide.svm: has 4 features where the training data have 2; give data of the same form",
  ],
  // More than fits into memory.
  [
    "a feature numbered 2^31 - 1",
    "train bomb.svm",
    `bomb.svm: there are 2147483647 features, and weights for 2 scores of each would take 34.4 GB; ${gapless}`,
  ],
  [
    "the same for a gradient",
    "gradient bomb.svm --loss binary",
    `bomb.svm: there are 2147483647 features, and weights for 1 score of each would take 17.2 GB; ${gapless}`,
  ],
  [
    "identifiers as labels",
    "train ids.csv",
    "ids.csv: there are 24000 samples of 24000 classes, and their dual variables would take 4.6 GB; check that the labels are classes",
  ],
  [
    "a number of .npy that is none",
    "train nan.npy --label 1",
    "nan.npy: X has NaN in row 0; every value must be finite",
  ],
  [
    "the same to predict",
    "predict one.svm.json nan.npy --label 1",
    "nan.npy: X has NaN in row 0; every value must be finite",
  ],
];
test.each(kinds)("%s", async (_, command, sentence) => {
  expect(await refused(command.split(" "))).toBe(sentence);
});

test("34 a changed model", async () => {
  expect(await refused(["predict", "changed.json", "one.csv"])).toMatch(
    /^changed\.json: the model was changed since it was written: its checksum is "crc32:[0-9a-f]{8}" and not crc32:[0-9a-f]{8}; copy or train it again$/,
  );
});

describe("37 an option", () => {
  const positive = (option: string, example: number) =>
    ["0", "-1"].map((value) => [
      option,
      value,
      `${value} is no finite number > 0; give one such as ${example}`,
    ]);
  const whole = (option: string, least: number, example: number, values: readonly string[]) =>
    values.map((value) => [
      option,
      value,
      `${value} is no whole number >= ${least}; give one such as ${example}`,
    ]);
  const numbers = ["--C", "--lambda", "--margin", "--tolerance", "--seed", "--max-epochs", "--bias"];
  const values = ["nan", "NaN", "Infinity", "-inf", "1e999", "x", "", "0x10", "1,5"];
  const bad = [
    ...positive("--C", 1),
    ...positive("--lambda", 0.001),
    ...positive("--tolerance", 0.001),
    ...whole("--seed", 0, 42, ["-1", "1.5"]),
    ...whole("--max-epochs", 1, 1000, ["0", "-1", "1.5"]),
    ["--margin", "0", "a margin of 0 makes W = 0 optimal; train with a margin > 0"],
    ["--margin", "-1", "the margin is -1; it must be a finite number >= 0"],
    ...numbers.flatMap((option) =>
      values.map((value) => [
        option,
        value,
        `${JSON.stringify(value)} is no finite number; write one like 0.5 or 1e-3`,
      ]),
    ),
  ] as [string, string, string][];
  test.each(bad)("%s %j", async (option, value, sentence) => {
    expect(await refused(["train", "one.csv", "--model", "new.json", option, value])).toBe(
      `${option}: ${sentence}`,
    );
  });

  test("C and lambda at once", async () => {
    expect(await refused(["train", "one.csv", "--C", "1", "--lambda", "1"])).toBe(
      "--lambda: give C or lambda, not both; C = 1 / (lambda N)",
    );
  });
});

describe("39 an output, found out before a fit that would take for ever", () => {
  const endless = "train breast-cancer --C 1000 --tolerance 1e-12 --max-epochs 1000000000".split(" ");
  const long = "a".repeat(300);
  const bad: readonly [string, string, string][] = [
    ["that is there already", "one.csv", '"one.csv" is already there; --force overwrites it'],
    [
      "in a missing folder",
      "none/m.json",
      '"none/m.json" cannot be written: there is no folder "none"; make it first',
    ],
    ["that is a folder", "folder", '"folder" is a folder; name a file'],
    ["that is to be a folder", "new/", '"new/" is a folder; name a file'],
    [
      "under a file",
      "one.csv/m.json",
      '"one.csv/m.json" cannot be written: what should be its folder is a file; choose another place',
    ],
    ["without a name", "", '"" is no file name; name a file'],
    [
      "with a name too long",
      long,
      `"${"a".repeat(199)}... cannot be written: the name is too long; shorten it`,
    ],
  ];
  test.each(bad)("%s", async (_, path, sentence) => {
    const content = readFileSync("one.csv");
    expect(await refused([...endless, "--model", path])).toBe(`--model: ${sentence}`);
    expect(await refused(["predict", "one.csv.json", "one.csv", "--out", path])).toBe(`--out: ${sentence}`);
    expect(await refused(["gradient", "one.csv", "--out", path])).toBe(`--out: ${sentence}`);
    expect(readFileSync("one.csv")).toEqual(content);
  });

  test.runIf(existsSync("/proc/self"))("in a folder that takes no files, whoever asks", async () => {
    expect(await refused([...endless, "--model", "/proc/m.json"])).toBe(
      '--model: "/proc/m.json" cannot be written: its folder takes no files; choose another place',
    );
  });

  test.skipIf(process.getuid?.() === 0)("in a folder without permission", async () => {
    mkdirSync("sealed", { mode: 0o500 });
    expect(await refused([...endless, "--model", "sealed/m.json"])).toBe(
      '--model: "sealed/m.json" cannot be written: there is no permission to write there; choose another place',
    );
  });
});

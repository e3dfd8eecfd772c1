import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadDataset } from "../../../src/cli/data/load.ts";
import { formatNpy } from "../../../src/io/npy.ts";

let folder = "";
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hinge-load-"));
  await writeFile(path("plain.svm"), "1 1:0.5 2:1\n2 2:3\n");
  await writeFile(path("packed.svm"), gzipSync("1 1:0.5 2:1\n2 2:3\n"));
  await writeFile(path("cut.csv.gz"), gzipSync("1,2,3\n").subarray(0, 15));
  await writeFile(path("table"), "a,b,y\n1,2,u\n");
  await writeFile(path("X.npy"), formatNpy({ data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] }));
  await writeFile(path("images.npy"), formatNpy({ data: new Uint8Array(24), shape: [2, 3, 4] }));
  await writeFile(path("y.npy"), formatNpy({ data: Int32Array.of(1, 2), shape: [2] }));
  await writeFile(path("images-idx3-ubyte"), Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 0));
  await writeFile(path("bad.svm"), "1 1:x\n");
  await writeFile(path("empty"), "");
  await mkdir(path("folder"));
});

afterAll(() => rm(folder, { recursive: true }));

async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe("a data set is loaded from", () => {
  test("svmlight, plain and as gzip under any name", async () => {
    const plain = await loadDataset(path("plain.svm"));
    expect(plain).toMatchObject({
      labels: [1, 2],
      format: "svmlight",
      source: path("plain.svm"),
      droppedRows: 0,
    });
    expect((await loadDataset(path("packed.svm"))).X).toEqual(plain.X);
  });

  test("CSV told by its content", async () => {
    expect(await loadDataset(path("table"))).toMatchObject({ format: "csv", labels: ["u"], labelName: "y" });
  });

  test("standard input", async () => {
    expect(await loadDataset("-", { stdin: chunks("1 1:", "2\n") })).toMatchObject({
      source: "stdin",
      labels: [1],
    });
  });

  test(".npy, with a label column or without labels", async () => {
    const X = { data: Float64Array.of(1, 2, 4, 5), shape: [2, 2] };
    expect(await loadDataset(path("X.npy"), { label: "3" })).toMatchObject({ X, labels: [3, 6] });
    expect((await loadDataset(path("X.npy"), { labelOptional: true })).labels).toBeUndefined();
    expect((await loadDataset(path("images.npy"), { labelOptional: true })).X).toMatchObject({
      shape: [2, 12],
    });
  });

  test("a bundled name", async () => {
    expect(await loadDataset("iris:test")).toMatchObject({ source: "iris:test", format: "csv" });
    expect(await loadDataset("heart")).toMatchObject({ format: "svmlight", indexBase: 1 });
  });
});

describe("one sentence is said about", () => {
  const bad: readonly [string, string, object, string][] = [
    ["a mistyped bundled name", "dgits", {}, 'dgits: no such file; did you mean the bundled set "digits"?'],
    [
      "a mistyped part",
      "iris:tset",
      {},
      'iris:tset: no such file; did you mean the bundled set "iris:test"?',
    ],
    ["a mistyped file", "plian.svm", {}, '@: no such file; did you mean "/plain.svm"?'],
    [
      "a file like none",
      "zzzzzzzzzzzzzzzzzz",
      {},
      "@: no such file; give a file, - for standard input, or a bundled set: digits, iris, wine, breast-cancer, penguins, heart",
    ],
    ["a folder", "folder", {}, "@: this is a folder; name a file in it"],
    ["a cut gzip", "cut.csv.gz", {}, "@: the gzip data is cut short; fetch or copy the file again"],
    ["an empty file", "empty", {}, '@: the file is empty; give at least one line such as "1 1:0.5 3:2"'],
    ["a bad line", "bad.svm", {}, '@:1:5: value "x" of index 1 is not a decimal number, such as 0.5'],
    [
      "a format that is not read here",
      "images-idx3-ubyte",
      {},
      "@: this is an IDX file, not data that hinge reads; give one of svmlight, csv, npy",
    ],
    [
      "another format than the one asked for",
      "X.npy",
      { format: "csv" },
      "@: this is a NumPy array (.npy), not CSV text; read it as npy",
    ],
    [
      "an unknown format",
      "plain.svm",
      { format: "svmligth" },
      '--format: "svmligth" is no format; did you mean "svmlight"?',
    ],
    [
      "a format like none",
      "plain.svm",
      { format: "x" },
      '--format: "x" is no format; the formats are svmlight, csv, npy',
    ],
    [
      "a file beyond the bound",
      "plain.svm",
      { maxBytes: 5 },
      "@: more than 5 bytes; split the data into smaller files",
    ],
    [
      ".npy without a label column",
      "X.npy",
      {},
      "@: a .npy array names no label column; give its number with --label, 1 to 3",
    ],
    [
      ".npy with a label column 4",
      "X.npy",
      { label: "4" },
      '@: --label "4" is none of the columns 1 to 3; count from 1',
    ],
    [".npy of one dimension", "y.npy", {}, "@: the array has 1 dimension; give samples x features"],
  ];
  test.each(bad)("%s", async (_, name, options, message) => {
    const bundled = message.startsWith(name);
    const given = bundled ? name : path(name);
    const expected = message.replace("@", given).replace('"/', `"${folder}/`);
    await expect(loadDataset(given, options)).rejects.toMatchObject({
      name: "HingeError",
      message: expected,
    });
  });

  test("a name with a NUL byte", async () => {
    await expect(loadDataset("a\0b")).rejects.toMatchObject({ name: "HingeError", code: "unreadable-file" });
  });

  test.skipIf(process.getuid?.() === 0)("a file without permission", async () => {
    await writeFile(path("secret"), "1 1:1", { mode: 0o000 });
    await expect(loadDataset(path("secret"))).rejects.toMatchObject({
      message: `${path("secret")}: no permission to read this file; change its mode with chmod`,
    });
  });

  test("an endless device", async () => {
    await expect(loadDataset("/dev/zero", { maxBytes: 10_000_000 })).rejects.toMatchObject({
      code: "too-large",
    });
  });
});

import { readFileSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadBundled } from "../../../src/cli/data/bundled.ts";
import { formatNpy, parseNpy } from "../../../src/io/npy.ts";
import { type HingeLossOptions, hingeLoss } from "../../../src/objective/hinge-loss.ts";
import { hinge, hingeHere, inFolder } from "../run.ts";

/** A .npy file of doubles as numpy.save writes it, put together by hand from its format's description. */
function npyByHand(values: readonly number[], shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dict = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const header = `${dict}${" ".repeat(64 - ((10 + dict.length + 1) % 64))}\n`;
  const bytes = new Uint8Array(10 + header.length + 8 * values.length);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length & 255, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  const view = new DataView(bytes.buffer);
  values.forEach((value, k) => {
    view.setFloat64(10 + header.length + 8 * k, value, true);
  });
  return bytes;
}

/** nScores x nFeatures numbers without a pattern. */
const weights = (nScores: number, nFeatures: number) =>
  Array.from({ length: nScores * nFeatures }, (_, k) => Math.sin(1 + k));
const transposed = (values: readonly number[], rows: number, columns: number) =>
  Array.from({ length: values.length }, (_, k) => values[(k % rows) * columns + Math.floor(k / rows)]!);

inFolder({
  "W.npy": npyByHand(weights(3, 4), [3, 4]),
  "WT.npy": npyByHand(transposed(weights(3, 4), 3, 4), [4, 3]),
  "Wb.npy": npyByHand(weights(3, 5), [3, 5]),
  "w.npy": npyByHand(weights(1, 13), [13]),
  "nan.npy": npyByHand(
    weights(3, 4).map((value, k) => (k === 5 ? Number.NaN : value)),
    [3, 4],
  ),
  "cube.npy": npyByHand(weights(3, 4), [3, 2, 2]),
  "X.npy": formatNpy({ data: Float64Array.of(1, 0, Number.NaN, 1), shape: [2, 2] }),
});

/** What the library says of iris at these weights. */
async function ofLibrary(name: string, W: HingeLossOptions["W"], options: Partial<HingeLossOptions> = {}) {
  const { X, labels } = await loadBundled(name);
  return hingeLoss({ X, y: labels!, W, ...options });
}

async function told(...args: string[]) {
  const { code, stdout, stderr } = await hingeHere("gradient", ...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout);
}

describe("gradient", () => {
  test("of digits at W = 0 is nClasses - 1", async () => {
    expect((await hingeHere("gradient", "digits")).stdout.split("\n")).toEqual([
      "digits  weston-watkins, at W = 0",
      "loss      9",
      expect.stringMatching(/^gradient {2}10 x 64, \|dW\| = 71\.1/),
      "violated  16,173 of 17,970 scores",
      "--out dW.npy writes the gradient.",
      "",
    ]);
    expect(await told("digits")).toEqual({
      loss: 9,
      dataLoss: 9,
      regularization: 0,
      nViolations: 1797 * 9,
      kinks: 0,
    });
  });

  test("--weights and --out: the file holds the library's gradient to the bit", async () => {
    const W = { data: Float64Array.from(weights(3, 4)), shape: [3, 4] as const };
    const { value, dataLoss, regularization, gradient, nViolations, kinks } = await ofLibrary("iris", W, {
      lambda: 0.1,
      loss: "crammer-singer",
      squared: true,
      margin: 0.5,
    });
    const args =
      "iris --weights W.npy --out dW.npy --lambda 0.1 --loss crammer-singer --squared --margin 0.5";
    expect(await told(...args.split(" "))).toEqual({
      loss: value,
      dataLoss,
      regularization,
      nViolations,
      kinks,
      gradient: "dW.npy",
    });
    const bytes = new Uint8Array(readFileSync("dW.npy"));
    const { data, shape } = parseNpy(bytes);
    expect({ data, shape }).toEqual({ data: gradient.data, shape: [3, 4] });
    expect(bytes).toEqual(npyByHand([...gradient.data], [3, 4]));
    rmSync("dW.npy");
  });

  test("--layout DxC gives the transpose for the transpose", async () => {
    await told("iris", "--weights", "W.npy", "--out", "dW.npy");
    await told("iris", "--weights", "WT.npy", "--out", "dWT.npy", "--layout", "DxC");
    const rows = parseNpy(new Uint8Array(readFileSync("dW.npy")));
    const columns = parseNpy(new Uint8Array(readFileSync("dWT.npy")));
    expect(columns.shape).toEqual([4, 3]);
    expect(Array.from(columns.data)).toEqual(transposed(Array.from(rows.data), 3, 4));
    for (const name of ["dW.npy", "dWT.npy"]) rmSync(name);
  });

  test("--penalty full is lambda |W|^2, --C is lambda = 1 / (C N)", async () => {
    const norm = weights(3, 4).reduce((sum, w) => sum + w * w, 0);
    const half = await told("iris", "--weights", "W.npy", "--lambda", "0.1");
    const full = await told("iris", "--weights", "W.npy", "--lambda", "0.1", "--penalty", "full");
    const byC = await told("iris", "--weights", "W.npy", "--C", String(1 / (0.1 * 150)));
    expect(half.regularization).toBeCloseTo(0.05 * norm, 12);
    expect(full.regularization).toBeCloseTo(0.1 * norm, 12);
    expect(byC.loss).toBeCloseTo(half.loss, 12);
  });

  test("--bias adds a last column, and binary has a single row", async () => {
    const W = { data: Float64Array.from(weights(3, 5)), shape: [3, 5] as const };
    const { value } = await ofLibrary("iris", W, { bias: 2 });
    expect((await told("iris", "--weights", "Wb.npy", "--bias", "2")).loss).toBe(value);

    const w = { data: Float64Array.from(weights(1, 13)), shape: [1, 13] as const };
    const binary = await ofLibrary("heart", w, { loss: "binary", classes: [-1, 1] });
    expect((await told("heart", "--weights", "w.npy", "--loss", "binary")).loss).toBe(binary.value);
    const column = await told("heart", "--weights", "w.npy", "--loss", "binary", "--layout", "DxC");
    expect(column.loss).toBe(binary.value);
  });

  test("says how many samples lie on a kink", async () => {
    const { stdout } = await hingeHere("gradient", "iris", "--loss", "crammer-singer");
    expect(stdout).toContain("150 samples on a kink (there any of an interval is right; strict > is taken)");
  });

  test("--out - prints the array and nothing else", async () => {
    const { code, stdout } = await hinge(["gradient", "iris", "--out", "-"]);
    expect(code).toBe(0);
    expect(stdout.slice(1, 6)).toBe("NUMPY");
  });

  const bad: readonly [string, string, string][] = [
    [
      "a transposed W",
      "iris --weights WT.npy",
      "WT.npy: W is 4 x 3 where the data and weston-watkins need 3 x 4; say --layout DxC",
    ],
    [
      "a W of another number of classes",
      "iris --weights w.npy",
      "w.npy: W is 13 where the data and weston-watkins need 3 x 4; give a row a class",
    ],
    [
      "a W without the bias",
      "iris --weights W.npy --bias 1",
      "W.npy: W is 3 x 4 where the data, the bias as the last feature, and weston-watkins need 3 x 5; give a row a class",
    ],
    [
      "a W of three dimensions",
      "iris --weights cube.npy --layout DxC",
      "cube.npy: W is 3 x 2 x 2 where the data and weston-watkins need 4 x 3; give a column a class",
    ],
    [
      "a W that is not finite",
      "iris --weights nan.npy",
      "nan.npy: W has NaN at position 5; every weight must be finite",
    ],
    ["no such W", "iris --weights none.npz", "none.npz: no such file; leave --weights out for W = 0"],
    ["a mistyped W", "iris --weights WW.npy", 'WW.npy: no such file; did you mean "W.npy"?'],
    [
      "both C and lambda",
      "iris --C 1 --lambda 2",
      "--lambda: give C or lambda, not both; C = 1 / (lambda N)",
    ],
    ["C = 0", "iris --C 0", "--C: 0 is no finite number > 0; give one such as 1"],
    ["a negative lambda", "iris --lambda -1", "--lambda: lambda is -1; it must be finite and >= 0"],
    [
      "an unknown penalty",
      "iris --penalty ful",
      '--penalty: "ful" is none of half, full; did you mean "full"?',
    ],
    ["an unknown layout", "iris --layout x", '--layout: "x" is none of CxD, DxC; choose CxD or DxC'],
    [
      "binary with three classes",
      "iris --loss binary",
      "iris: the binary loss needs 2 classes and got 3; use weston-watkins, crammer-singer or one-vs-all",
    ],
    ["X that is not finite", "X.npy --label 2", "X.npy: X has NaN in row 1; every value must be finite"],
    [
      "JSON and the array on one stdout",
      "iris --out - --json",
      "--out: standard output is taken by --json; name a file",
    ],
  ];
  test.each(bad)("refuses %s", async (_, args, sentence) => {
    expect(await hingeHere("gradient", ...args.split(" "))).toEqual({
      code: 2,
      stdout: "",
      stderr: `${sentence}\n`,
    });
  });
});

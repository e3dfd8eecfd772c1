import { describe, expect, test } from "vitest";
import { kernelRows, residenceOfRows } from "../../src/data/kernel-rows.ts";
import type { CsrMatrix } from "../../src/data/matrix.ts";
import { toRows } from "../../src/data/rows.ts";
import { withBias } from "../../src/data/with-bias.ts";
import { borrow, giveBack } from "../../src/kernels/pool.ts";
import { wasmModule } from "../../src/kernels/wasm.ts";
import { LinearSVM, type LinearSVMOptions } from "../../src/model/index.ts";
import { hingeLoss } from "../../src/objective/index.ts";
import { testRandom } from "../support/problems.ts";

const types = ["f32", "f64"] as const;

/** Rows of different lengths, one of them empty, whose first feature tells something of the class. */
function sparse(nSamples: number, nFeatures: number, nClasses: number) {
  const random = testRandom(41);
  const y = Int32Array.from({ length: nSamples }, (_, i) => i % nClasses);
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  y.forEach((k, i) => {
    for (let j = 0; j < nFeatures && i !== 5; j++) {
      if (j !== k && random() < 0.7) continue;
      indices.push(j);
      values.push((j === k ? 0.7 : 0) + random());
    }
    indptr.push(indices.length);
  });
  return { indptr, indices, values, shape: [nSamples, nFeatures] as const, y };
}

/** The same rows with their last features moved up to the last of so many columns. */
function upTo(columns: number, data: ReturnType<typeof sparse>) {
  const [nSamples, nFeatures] = data.shape;
  const indices = data.indices.map((j) => (2 * j < nFeatures ? j : columns - nFeatures + j));
  return { ...data, indices, shape: [nSamples, columns] as const };
}

const bytes = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

function inKernel(
  { indptr, indices, values, shape }: ReturnType<typeof sparse>,
  type: "f32" | "f64",
  classes = 12,
) {
  const X = kernelRows(...shape, values.length, type, classes);
  X.indptr.set(indptr);
  X.indices.set(indices);
  X.values.set(values);
  return X;
}

function outside({ indptr, indices, values, shape }: CsrMatrix): CsrMatrix {
  return { indptr: indptr.slice(), indices: indices.slice(), values: values.slice(), shape };
}

async function fitted(X: CsrMatrix, y: Int32Array, options: LinearSVMOptions) {
  const svm = new LinearSVM({ maxEpochs: 3000, tolerance: 1e-4, ...options });
  let inUse = false;
  const phases: unknown[] = [];
  await svm.fit(X, y, {
    onProgress: ({ phase }) => {
      inUse ||= residenceOfRows(toRows(X)) === undefined;
      phases.push(phase);
    },
  });
  return { json: svm.toJSON(), inUse, phases };
}

describe("kernelRows", () => {
  const losses: LinearSVMOptions[] = [
    { loss: "crammer-singer" },
    { loss: "weston-watkins", squared: true },
    { loss: "one-vs-all", bias: 0 },
    { loss: "weston-watkins", precision: "f64", tolerance: 1e-7 },
    { loss: "one-vs-all", precision: "f64", tolerance: 1e-5 },
  ];
  test.each(losses)("are trained on in place, with the bits of a copy: %o", async (options) => {
    const data = sparse(60, 30, 9);
    for (const type of types) {
      const X = inKernel(data, type);
      const there = await fitted(X, data.y, options);
      expect(there.json).toEqual((await fitted(outside(X), data.y, options)).json);
      // Kernels that go over the rows for a few classes at a time read no other type than their own.
      const own = options.precision ?? "f32";
      expect(there.inUse).toBe(options.loss !== "one-vs-all" || type === own);
      expect(residenceOfRows(toRows(X))).toBeDefined();
    }
  });

  describe.each([
    [65_535, Uint16Array],
    [65_536, Uint16Array],
    [65_537, Int32Array],
  ] as const)("of %i columns", (columns, array) => {
    const data = upTo(columns, sparse(40, 24, 3));
    const training: readonly LinearSVMOptions[] = [
      { loss: "crammer-singer" },
      { loss: "weston-watkins", squared: true },
      { loss: "one-vs-all" },
      { loss: "binary" },
      { loss: "weston-watkins", precision: "f64" },
      { loss: "one-vs-all", precision: "f64" },
    ];

    test.each(training)("are trained on in place, whatever bytes an index takes: %o", async (options) => {
      const y = options.loss === "binary" ? data.y.map((k) => k % 2) : data.y;
      for (const type of types) {
        const X = inKernel(data, type);
        expect(X.indices).toBeInstanceOf(array);
        const there = await fitted(X, y, options);
        const copied = await fitted({ ...outside(X), indices: Int32Array.from(X.indices) }, y, options);
        expect(JSON.stringify(there.json) === JSON.stringify(copied.json)).toBe(true);
        // Three classes of f32 make one set, which is read from values of either type; of f64 they make two.
        expect(there.inUse).toBe(
          options.loss !== "one-vs-all" || options.precision !== "f64" || type === "f64",
        );
      }
    });

    test("give loss and gradient the same bits", () => {
      const W = {
        data: Float64Array.from({ length: 3 * columns }, (_, k) => Math.sin(k)),
        shape: [3, columns] as const,
      };
      const at = (given: CsrMatrix) => hingeLoss({ X: given, y: data.y, W, layout: "CxD", lambda: 0.1 });
      for (const type of types) {
        const X = inKernel(data, type);
        const expected = at({ ...outside(X), indices: Int32Array.from(X.indices) });
        for (const given of [X, outside(X)]) {
          const { value, gradient } = at(given);
          expect(value).toBe(expected.value);
          expect(Buffer.compare(bytes(gradient.data), bytes(expected.gradient.data))).toBe(0);
        }
      }
    });
  });

  test("are trained on again with the same bits, whatever the fit before left there", async () => {
    const data = sparse(60, 30, 4);
    for (const options of [{}, { bias: 0 }, { loss: "weston-watkins" }, { loss: "one-vs-all" }] as const) {
      const X = inKernel(data, "f32");
      const before = await fitted(X, data.y, options);
      expect(before.inUse).toBe(true);
      expect((await fitted(X, data.y, options)).json).toEqual(before.json);
    }
  });

  describe("take finite Newton steps in place, with the bits of a copy", () => {
    const finite: readonly LinearSVMOptions[] = [
      { loss: "one-vs-all", squared: true },
      { loss: "one-vs-all", C: 100 },
      { loss: "binary", squared: true },
      { loss: "crammer-singer", C: 100 },
    ];
    // Of few samples, and of so many that some of them come first.
    for (const [nSamples, nFeatures] of [
      [301, 20],
      [1901, 14],
    ] as const) {
      test.each(finite)(`of ${nSamples} samples: %o`, async (options) => {
        const nClasses = options.loss === "one-vs-all" ? 3 : 2;
        const data = sparse(nSamples, nFeatures, nClasses);
        for (const type of types) {
          for (const bias of [0, 0.75]) {
            const X = inKernel(data, type, nClasses);
            const there = await fitted(X, data.y, { ...options, bias });
            expect(there.phases).toContain("newton");
            expect(there.phases).not.toContain("ascent");
            expect(there.inUse).toBe(true);
            const copied = await fitted(outside(X), data.y, { ...options, bias });
            expect(there.json).toEqual(copied.json);
            expect(residenceOfRows(toRows(X))).toBeDefined();
            expect((await fitted(X, data.y, { ...options, bias })).json).toEqual(there.json);
          }
        }
      });
    }
  });

  test("are left to the ascent where finite Newton steps come to their end, with the bits of a copy", async () => {
    const data = sparse(301, 20, 3);
    const options = { loss: "one-vs-all", squared: true, tolerance: 1e-16, maxEpochs: 200 } as const;
    for (const type of types) {
      const X = inKernel(data, type);
      const there = await fitted(X, data.y, options);
      expect(new Set(there.phases)).toEqual(new Set(["newton", "ascent"]));
      expect(there.json).toEqual((await fitted(outside(X), data.y, options)).json);
      expect(residenceOfRows(toRows(X))).toBeDefined();
    }
  });

  test("serve two fits at a time, the second by a copy", async () => {
    const data = sparse(60, 30, 4);
    const X = inKernel(data, "f64");
    const [a, b] = await Promise.all([fitted(X, data.y, {}), fitted(X, data.y, {})]);
    expect(a.json).toEqual(b.json);
    expect(residenceOfRows(toRows(X))).toBeDefined();
  });

  test("give loss and gradient the same bits, also where only the values are theirs", () => {
    const data = sparse(40, 20, 5);
    const W = { data: Float64Array.from({ length: 100 }, (_, k) => Math.sin(k)), shape: [5, 20] as const };
    const at = (given: CsrMatrix) => hingeLoss({ X: given, y: data.y, W, layout: "CxD", lambda: 0.1 });
    for (const type of types) {
      const X = inKernel(data, type);
      const expected = at(outside(X));
      expect(at(X)).toEqual(expected);
      const mixed = { ...X, indices: X.indices.slice() };
      expect(at(mixed)).toEqual(expected);
      expect(residenceOfRows(toRows(mixed))).toBeUndefined();
    }
  });

  test("with zeros among their entries, or more classes than foreseen, are copied", async () => {
    const data = sparse(60, 30, 4);
    data.values[3] = 0;
    const X = inKernel(data, "f64");
    expect(residenceOfRows(toRows(X))).toBeUndefined();
    expect((await fitted(X, data.y, {})).json).toEqual((await fitted(outside(X), data.y, {})).json);
    const many = sparse(180, 1500, 90);
    const tight = inKernel(many, "f64");
    const there = await fitted(tight, many.y, { tolerance: 1e-2 });
    expect(there.inUse).toBe(false);
    expect(there.json).toEqual((await fitted(outside(tight), many.y, { tolerance: 1e-2 })).json);
  });

  test("leave out the bias, which stands for itself", () => {
    const X = inKernel(sparse(60, 30, 4), "f64");
    expect(residenceOfRows(withBias(toRows(X), 1))).toBeDefined();
  });

  test("refuse a bad shape and what no memory can hold", () => {
    expect(() => kernelRows(-1, 3, 3)).toThrow(expect.objectContaining({ code: "bad-shape" }));
    expect(() => kernelRows(3, 3, 2.5)).toThrow("entries is 2.5; give a whole number from 0 on");
    expect(() => kernelRows(3, 3, 3, "f64", 0)).toThrow("classes is 0; give a whole number from 1 on");
    expect(() => kernelRows(3, 3, 2 ** 30)).toThrow(expect.objectContaining({ code: "too-large" }));
  });
});

test("a fit does not depend on what lay in kernel memory before", async () => {
  const data = sparse(400, 60, 40);
  const X = outside(inKernel(data, "f64"));
  const jsons: unknown[] = [];
  for (const byte of [0, 0xff, 0x3f]) {
    const svm = new LinearSVM({ C: 0.01, tolerance: 1e-4, maxEpochs: 3000 });
    const later = new LinearSVM({ C: 1, tolerance: 1e-4, maxEpochs: 3000 });
    litter(byte);
    await svm.fit(X, data.y);
    litter(byte);
    // Samples whose variables are all too large lose them at the first visit.
    await later.fit(X, data.y, { warmStart: svm });
    jsons.push([svm.toJSON(), later.toJSON()]);
  }
  expect(jsons[1]).toEqual(jsons[0]);
  expect(jsons[2]).toEqual(jsons[0]);
});

/** Fills the memories that fits are lent. */
function litter(byte: number): void {
  const instances = [0, 1, 2, 3].map(() => borrow(wasmModule()!, 2 ** 21));
  for (const { memory } of instances) new Uint8Array(memory.buffer).fill(byte);
  for (const instance of instances) giveBack(instance);
}

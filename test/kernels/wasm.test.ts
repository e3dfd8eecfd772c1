import { afterEach, describe, expect, it, vi } from "vitest";
import { SparseProducts } from "../../src/data/sparse-products.ts";
import { borrow, giveBack } from "../../src/kernels/pool.ts";
import { instantiate, layOut, mostBytes, wasmModule } from "../../src/kernels/wasm.ts";
import type { HingeLossOptions } from "../../src/objective/index.ts";
import { hingeLoss as withKernels } from "../../src/objective/index.ts";
import { testRandom } from "../support/problems.ts";

describe("layOut", () => {
  it("gives each its own cache lines", () => {
    const sizes = [1, 0, 64, 65, 8];
    const { addresses, end } = layOut(10, sizes);
    expect(addresses).toEqual([64, 128, 128, 192, 320]);
    expect(end).toBe(384);
  });
});

describe("the pool", () => {
  const module = wasmModule()!;

  it("lends a memory to one at a time, and the same one again", () => {
    const first = borrow(module, 100);
    const second = borrow(module, 100);
    expect(second.memory).not.toBe(first.memory);
    giveBack(first);
    const third = borrow(module, 5_000_000);
    expect(third.memory).toBe(first.memory);
    expect(third.memory.buffer.byteLength).toBeGreaterThanOrEqual(5_000_000);
    giveBack(second);
    giveBack(third);
  });

  it("refuses more than there is in a sentence, and keeps what it has", () => {
    const kept = borrow(module, 100);
    giveBack(kept);
    for (const bytes of [mostBytes + 1, 2 ** 60]) {
      expect(() => borrow(module, bytes)).toThrow(
        expect.objectContaining({ name: "HingeError", code: "too-large" }),
      );
      expect(() => instantiate(module, bytes)).toThrow(RangeError);
    }
    expect(borrow(module, 100).memory).toBe(kept.memory);
    giveBack(kept);
  });

  it("refuses weights that no kernel memory holds", () => {
    const X = {
      indptr: Int32Array.of(0, 1),
      indices: Int32Array.of(0),
      values: Float64Array.of(1),
      shape: [1, 30_000_000] as const,
    };
    expect(() => new SparseProducts(module, X, 20, "f64")).toThrow(
      "the weights and their gradient need 8.9 GiB of kernel memory, more than there is; take fewer features or classes",
    );
  });
});

/** A data set, dense or sparse, whose sums round differently in another order. */
function task(type: "f32" | "f64", isSparse: boolean): HingeLossOptions {
  const random = testRandom(7);
  const [n, D, K] = [70, 50, 6];
  const array = type === "f32" ? Float32Array : Float64Array;
  const data = new array(n * D).map(() => random() - 0.5);
  const W = { data: new array(K * D).map(() => random() - 0.5), shape: [K, D] as const };
  const y = Array.from({ length: n }, () => Math.floor(K * random()));
  const indptr = Int32Array.from({ length: n + 1 }, (_, i) => i * D);
  const indices = Int32Array.from({ length: n * D }, (_, k) => k % D);
  const shape = [n, D] as const;
  return { X: isSparse ? { indptr, indices, values: data, shape } : { data, shape }, y, W, lambda: 0.1 };
}

const tasks = (["f32", "f64"] as const).flatMap((type) =>
  [false, true].map((isSparse) => ({ type, isSparse, title: `${isSparse ? "sparse" : "dense"} ${type}` })),
);

/** What an engine does where it will not compile. */
class Forbidding {
  static error: Error;
  constructor() {
    throw Forbidding.error;
  }
}

describe("without the compiled kernels", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** The library, loaded anew where WebAssembly is something else. */
  async function loadWith(substitute: unknown): Promise<typeof import("../../src/objective/index.ts")> {
    vi.resetModules();
    vi.stubGlobal("WebAssembly", substitute);
    const { wasmModule: fresh } = await import("../../src/kernels/wasm.ts");
    expect(fresh()).toBeNull();
    return import("../../src/objective/index.ts");
  }

  it.each(tasks)("hingeLoss gives the same result to rounding: $title", async ({ type, isSparse }) => {
    const { hingeLoss } = await loadWith(undefined);
    const options = task(type, isSparse);
    const expected = withKernels(options);
    const result = hingeLoss(options);
    const unit = type === "f32" ? 2 ** -24 : 2 ** -53;
    expect(Math.abs(result.value - expected.value)).toBeLessThanOrEqual(100 * unit * expected.value);
    expect(result.gradient.data).toHaveLength(expected.gradient.data.length);
    expect(result.gradient.data.constructor).toBe(expected.gradient.data.constructor);
    result.gradient.data.forEach((value, k) => {
      expect(Math.abs(value - expected.gradient.data[k]!)).toBeLessThanOrEqual(100 * unit);
    });
    expect(result.nViolations).toBe(expected.nViolations);
  });

  it.each([
    ["Chromium and Firefox", new WebAssembly.CompileError("blocked by the page's policy")],
    ["Safari", new EvalError("Refused to create a WebAssembly object")],
    ["a browser that compiles 4 kB at most", new RangeError("WebAssembly.Compile is disallowed")],
  ])("hingeLoss works where compiling is forbidden, in the words of %s", async (_, error) => {
    const { hingeLoss: plain } = await loadWith(undefined);
    const options = task("f64", false);
    const expected = plain(options);
    Forbidding.error = error;
    const { hingeLoss } = await loadWith({ validate: () => true, Module: Forbidding });
    expect(hingeLoss(options)).toEqual(expected);
  });

  it("kernelMatrix is an ordinary matrix", async () => {
    const { hingeLoss } = await loadWith(undefined);
    const { kernelMatrix } = await import("../../src/data/resident.ts");
    const options = task("f64", false);
    const X = kernelMatrix(70, 50);
    X.data.set((options.X as { data: Float64Array }).data);
    expect(hingeLoss({ ...options, X })).toEqual(hingeLoss(options));
  });
});

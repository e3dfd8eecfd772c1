import type { LossName } from "../../src/losses/index.ts";
import { crc32 } from "../../src/math/crc32.ts";
import { LinearSVM } from "../../src/model/index.ts";
import { type HingeLossOptions, hingeLoss } from "../../src/objective/index.ts";
import { ask, coefficientKinds, makeNumbers, productsOf, ways } from "../kernels/cases.ts";
import { testRandom } from "../support/problems.ts";

/** What an engine computed: checksums of results that have to agree to the bit, and numbers that need not. */
export interface Findings {
  readonly bits: Readonly<Record<string, string>>;
  /** Math.exp and Math.log are not the same in every engine, and the softmax loss is made of them. */
  readonly near: Readonly<Record<string, readonly number[]>>;
}

/** Everything that computes, on fixed numbers. It takes nothing from the engine but the language and WebAssembly. */
export async function battery(): Promise<Findings> {
  return {
    bits: { ...kernels(), ...losses(), ...(await fits()) },
    near: softmax(),
  };
}

/** The checksum of all bits of some numbers. */
function bitsOf(...results: (Float64Array | Float32Array)[]): string {
  const bytes = results.map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
  const all = new Uint8Array(bytes.reduce((size, each) => size + each.length, 0));
  let at = 0;
  for (const each of bytes) {
    all.set(each, at);
    at += each.length;
  }
  return hex(crc32(all));
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}

function kernels(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const way of Object.keys(ways)) {
    for (const precision of ["f32", "f64"] as const) {
      const results: Float64Array[] = [];
      for (const flavour of ["ordinary", "cancelling", "subnormal"] as const) {
        for (const kind of coefficientKinds) {
          for (const [D, K] of [
            [7, 1],
            [33, 3],
            [258, 10],
          ] as const) {
            const numbers = makeNumbers({
              ...{ precision, storage: precision, flavour, kind, D, K },
              ...{ nRows: 37, bias: K === 3 ? 1.5 : 0, seed: D },
            });
            const products = productsOf(numbers, way)!;
            const { S, dW } = ask(products, numbers);
            products.release();
            // What lies between the rows is not-a-number, of which engines have many kinds.
            results.push(
              S,
              dW.filter((value) => !Number.isNaN(value)),
            );
          }
        }
      }
      found[`${way}, ${precision}`] = bitsOf(...results);
    }
  }
  return found;
}

/** Three clouds of points, and labels; sums of even numbers stand in for a bell, which would need logarithms. */
function clouds(seed: number, n: number, D: number, nClasses: number) {
  const random = testRandom(seed);
  const y = Array.from({ length: n }, () => Math.floor(nClasses * random()));
  const data = new Float64Array(n * D);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < D; j++) {
      if (random() < 0.3) continue;
      data[i * D + j] = random() + random() + random() - 1.5 + (j % nClasses === y[i] ? 0.75 : 0);
    }
  }
  return { data, y, shape: [n, D] as const, random };
}

function sparseOf(data: Float64Array, [n, D]: readonly [number, number]) {
  const kept = Array.from(data.keys()).filter((k) => data[k] !== 0);
  const indptr = new Int32Array(n + 1);
  for (const k of kept) indptr[Math.floor(k / D) + 1]!++;
  for (let i = 0; i < n; i++) indptr[i + 1]! += indptr[i]!;
  return {
    indptr,
    indices: Int32Array.from(kept, (k) => k % D),
    values: data.filter((value) => value !== 0),
  };
}

/** The ways to ask for a loss: dense and sparse, in both precisions. */
function asked(loss: LossName, squared: boolean): Record<string, HingeLossOptions> {
  const nClasses = loss === "binary" ? 2 : 5;
  const K = loss === "binary" ? 1 : nClasses;
  const { data, y, shape, random } = clouds(3, 90, 23, nClasses);
  const weights = Float64Array.from({ length: K * 24 }, () => random() - 0.5);
  const options: Record<string, HingeLossOptions> = {};
  for (const type of ["f32", "f64"] as const) {
    const array = type === "f32" ? Float32Array : Float64Array;
    const matrix = sparseOf(data, shape);
    const layouts = {
      dense: { data: new array(data), shape },
      sparse: { ...matrix, values: new array(matrix.values), shape },
    };
    for (const [layout, X] of Object.entries(layouts)) {
      options[`${squared ? "squared " : ""}${loss}, ${layout} ${type}`] = {
        ...{ X, y, W: { data: new array(weights), shape: [K, 24] }, loss, squared },
        ...{ bias: 1, lambda: 0.01, reduction: "none" },
      };
    }
  }
  return options;
}

function losses(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const loss of ["weston-watkins", "crammer-singer", "one-vs-all", "binary"] as const) {
    for (const squared of [false, true]) {
      for (const [name, options] of Object.entries(asked(loss, squared))) {
        const { value, gradient, losses: each, scoreGradients, nViolations, kinks } = hingeLoss(options);
        const numbers = Float64Array.of(value, nViolations, kinks);
        found[name] = bitsOf(numbers, gradient.data, each!, scoreGradients!.data);
      }
    }
  }
  return found;
}

function softmax(): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(asked("softmax", false)).map(([name, options]) => {
      const { value, gradient, losses: each } = hingeLoss(options);
      return [name, [value, ...gradient.data, ...each!]];
    }),
  );
}

async function fits(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const options of [
    { loss: "weston-watkins", C: 1 },
    { loss: "crammer-singer", C: 10, tolerance: 1e-4 },
    { loss: "one-vs-all", squared: true, lambda: 0.001, bias: 0, seed: 5 },
  ] as const) {
    const { data, y, shape } = clouds(4, 60, 9, 3);
    const svm = new LinearSVM(options);
    const { primal, dual, gap, bound, epochs, message } = await svm.fit({ data, shape }, y);
    const { data: W } = svm.weights;
    const numbers = bitsOf(Float64Array.of(primal, dual, gap, bound, epochs), W, svm.bias);
    const texts = JSON.stringify([message, svm.toJSON(), svm.predict({ data, shape })]);
    found[`training ${options.loss}`] = `${numbers} ${hex(crc32(texts))}`;
  }
  return found;
}

import { BiasProducts } from "../../src/data/bias-products.ts";
import { CsrRows } from "../../src/data/csr.ts";
import { DenseRows } from "../../src/data/dense.ts";
import { DenseProducts } from "../../src/data/dense-products.ts";
import type { BlockProducts, Precision, WeightArray } from "../../src/data/products.ts";
import { ReferenceProducts } from "../../src/data/reference-products.ts";
import { kernelMatrix } from "../../src/data/resident.ts";
import { SparseProducts } from "../../src/data/sparse-products.ts";
import { wasmModule } from "../../src/kernels/wasm.ts";
import type { NumericArray } from "../../src/math/numeric.ts";
import { testRandom } from "../support/problems.ts";

/**
 * What the kernels are asked in tests: the same questions for every implementation of BlockProducts. Nothing here
 * needs Node, so that the same questions can be asked in other engines.
 */

/** How X is stored. */
export type Storage = "f64" | "f32" | "u8" | "i16";

/** What the numbers are like. */
export type Flavour = "ordinary" | "cancelling" | "subnormal" | "signed zeros";

/** Which coefficients there are: as losses make them, and at random. */
export const coefficientKinds = ["none", "one", "equal", "all violated", "most violated", "random"] as const;
export type CoefficientKind = (typeof coefficientKinds)[number];

export interface Case {
  readonly nRows: number;
  readonly D: number;
  readonly K: number;
  readonly precision: Precision;
  readonly storage: Storage;
  readonly flavour: Flavour;
  readonly kind: CoefficientKind;
  /** Value of the constant feature, 0 for none. */
  readonly bias: number;
  readonly seed: number;
}

/** A case's numbers; of every array, f64 holds them exactly. */
export interface Numbers {
  /** nRows x D, as X is to be stored. */
  readonly X: NumericArray;
  readonly D: number;
  readonly K: number;
  readonly bias: number;
  readonly precision: Precision;
  /** Row m from W[m * stride]; not-a-number between the rows, which nobody may read. */
  readonly W: WeightArray;
  readonly stride: number;
  /** Sample numbers, some of them twice. */
  readonly order: Int32Array;
  /** Coefficients of `order`'s samples, length x K. */
  readonly G: Float64Array;
}

const arrays = { f64: Float64Array, f32: Float32Array, u8: Uint8Array, i16: Int16Array } as const;

export function makeNumbers({ nRows, D, K, precision, storage, flavour, kind, bias, seed }: Case): Numbers {
  const random = testRandom(seed);
  const weightsOf = precision === "f32" ? Float32Array : Float64Array;
  // Whole numbers over a power of two: of many digits, and the same in every engine, as logarithms are not.
  const any = () => (random() - 0.5) * 4;
  const tiny = 2 ** (precision === "f32" ? -149 : -1074);
  const draw: Record<Flavour, () => number> = {
    ordinary: any,
    cancelling: () => any() * 2 ** (30 * Math.floor(3 * random())),
    subnormal: () => (random() < 0.5 ? any() : Math.floor(2 ** 20 * random()) * tiny),
    "signed zeros": () => [0, -0, 1, -1][Math.floor(4 * random())]!,
  };
  const entry = {
    f64: draw[flavour],
    f32: draw[flavour],
    u8: () => Math.floor(256 * random()),
    i16: () => Math.floor(65536 * random()) - 32768,
  }[storage];

  const X = new arrays[storage](nRows * D);
  for (let i = 0; i < nRows; i++) {
    // Every fifth row is empty; the others have gaps, which sparse storage leaves out.
    if (i % 5 === 3) continue;
    for (let j = 0; j < D; j++) if (random() < 0.7) X[i * D + j] = entry();
  }

  const columns = D + (bias === 0 ? 0 : 1);
  const stride = columns + 3;
  const W = new weightsOf(K * stride).fill(Number.NaN);
  for (let m = 0; m < K; m++) for (let j = 0; j < columns; j++) W[m * stride + j] = draw[flavour]();

  const order = Int32Array.from({ length: nRows }, (_, k) =>
    random() < 0.3 ? Math.floor(nRows * random()) : k,
  );
  const G = new Float64Array(nRows * K);
  for (let r = 0; r < nRows; r++) fillCoefficients(G.subarray(r * K, (r + 1) * K), kind, random);
  return { X, D, K, bias, precision, W, stride, order, G };
}

function fillCoefficients(g: Float64Array, kind: CoefficientKind, random: () => number): void {
  const K = g.length;
  const y = Math.floor(K * random());
  // A sample's weight over the sum of the weights.
  const factor = (1 + Math.floor(8 * random())) / 60;
  if (kind === "one") g[y] = -factor;
  else if (kind === "equal") g.fill(factor);
  else if (kind === "random") for (let m = 0; m < K; m++) g[m] = random() < 0.3 ? 0 : random() - 0.5;
  else if (kind !== "none") {
    // weston-watkins: every violated class alike, and the true class against all of them.
    let violated = 0;
    for (let m = 0; m < K; m++) {
      if (m === y || (kind === "most violated" && random() < 0.15)) continue;
      g[m] = factor;
      violated++;
    }
    g[y] = -violated * factor;
  }
}

/** The numbers as a CSR matrix of the stored entries that are not zero. */
export function sparse({ X, D }: Numbers, indexType: Int32ArrayConstructor | Uint32ArrayConstructor) {
  const nRows = D === 0 ? 0 : X.length / D;
  const indptr = [0];
  const indices: number[] = [];
  const kept: number[] = [];
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < D; j++) {
      if (X[i * D + j] === 0) continue;
      indices.push(j);
      kept.push(X[i * D + j]!);
    }
    indptr.push(indices.length);
  }
  const values = new (X.constructor as Float64ArrayConstructor)(kept.length);
  values.set(kept);
  return {
    indptr: indexType.from(indptr) as Int32Array,
    indices: indexType.from(indices) as Int32Array,
    values: values as NumericArray,
    shape: [nRows, D] as const,
  };
}

/** The same numbers, beginning in the middle of their buffer, where no vector would be aligned. */
function shifted(X: NumericArray): NumericArray {
  const size = X.BYTES_PER_ELEMENT;
  const type = X.constructor as Float64ArrayConstructor;
  const copy = new type(new ArrayBuffer((X.length + 1) * size), size, X.length);
  copy.set(X);
  return copy;
}

/** Each way to the products of some numbers; undefined where it does not apply. */
export const ways: Readonly<Record<string, (numbers: Numbers) => BlockProducts | undefined>> = {
  "the reference, dense": ({ X, D, K }) => new ReferenceProducts(new DenseRows(denseOf(X, D)), K),
  "the reference, sparse": (numbers) =>
    new ReferenceProducts(new CsrRows(sparse(numbers, Int32Array)), numbers.K),
  "dense, copied": ({ X, D, K, precision }) => new DenseProducts(wasmModule()!, X, D, K, precision),
  "dense, copied from the middle of a buffer": ({ X, D, K, precision }) =>
    new DenseProducts(wasmModule()!, shifted(X), D, K, precision),
  "dense, in place": (numbers) => inPlace(numbers, 0),
  "dense, in place, unaligned": (numbers) => inPlace(numbers, 1),
  sparse: (numbers) =>
    new SparseProducts(wasmModule()!, sparse(numbers, Int32Array), numbers.K, numbers.precision),
  "sparse, unsigned": (numbers) =>
    new SparseProducts(wasmModule()!, sparse(numbers, Uint32Array), numbers.K, numbers.precision),
};

/** Products of the numbers by one of the ways, with the constant feature around them if there is one. */
export function productsOf(numbers: Numbers, way: string): BlockProducts | undefined {
  const products = ways[way]!(numbers);
  if (products === undefined || numbers.bias === 0) return products;
  return new BiasProducts(products, numbers.D, numbers.K, numbers.bias);
}

function denseOf(X: NumericArray, D: number) {
  return { data: X, shape: [D === 0 ? 0 : X.length / D, D] as const };
}

/** One matrix in kernel memory for each precision: a memory reserves gigabytes of addresses, so that cases share it. */
const resident = new Map<Precision, ReturnType<typeof kernelMatrix>>();

/** @param shift by how many numbers the rows begin later than the memory's first */
function inPlace({ X, D, K, precision }: Numbers, shift: number): BlockProducts | undefined {
  // Integers are stored as they are; only what is stored in the precision of the products can be used in place.
  if (X.BYTES_PER_ELEMENT !== (precision === "f32" ? 4 : 8)) return undefined;
  const matrix = resident.get(precision) ?? kernelMatrix(80, 4100, precision, 40);
  resident.set(precision, matrix);
  const data = matrix.data.subarray(shift, shift + X.length);
  data.set(X);
  return new DenseProducts(wasmModule()!, data, D, K, precision);
}

/** Scores of all of `order`, and the gradient: row m from gradient[m * stride]. */
export interface Answer {
  readonly S: Float64Array;
  readonly dW: Float64Array;
}

/** Asks for both products, block by block. The products are left as they are, to be asked again or released. */
export function ask(products: BlockProducts, { W, stride, K, order, G }: Numbers): Answer {
  const S = new Float64Array(order.length * K);
  const dW = new Float64Array(K * stride).fill(Number.NaN);
  products.setWeights(W, stride);
  for (let from = 0; from < order.length; from += products.blockRows) {
    askBlock(products, { K, order, G }, from, S);
  }
  products.readGradient(dW, stride);
  return { S, dW };
}

/** One block of `ask`. */
export function askBlock(
  products: BlockProducts,
  { K, order, G }: Pick<Numbers, "K" | "order" | "G">,
  from: number,
  S: Float64Array,
): void {
  const n = Math.min(products.blockRows, order.length - from);
  const block = new Float64Array(products.blockRows * K).fill(Number.NaN);
  products.scores(order, from, n, block);
  S.set(block.subarray(0, n * K), from * K);
  const g = new Float64Array(products.blockRows * K);
  g.set(G.subarray(from * K, (from + n) * K));
  products.addOuter(g);
}

/** The first place where two answers differ, if any: a test runner's own comparison of long arrays takes minutes to fail. */
export function difference(one: Answer, other: Answer): string | undefined {
  for (const part of ["S", "dW"] as const) {
    const [a, b] = [one[part], other[part]];
    if (a.length !== b.length) return `${part} has ${a.length} numbers, and ${b.length}`;
    const at = a.findIndex((value, k) => !Object.is(value, b[k]));
    if (at >= 0) return `${part}[${at}] is ${a[at]}, and ${b[at]}`;
  }
  return undefined;
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CsrMatrix, Matrix } from "../../src/data/index.ts";
import { createLoss, type LossName } from "../../src/losses/index.ts";
import { type HingeLossOptions, type HingeLossResult, hingeLoss } from "../../src/objective/index.ts";
import { LOSS_FORMS, naiveLoss } from "../support/naive.ts";
import { testRandom } from "../support/problems.ts";

/** Numbers for one gradient; every weight row has a last entry for the bias. */
interface Numbers {
  X: number[][];
  y: number[];
  W: number[][];
  nClasses: number;
  margin: number;
  lambda: number;
  sampleWeight: number[];
  classWeight: number[];
}

/** One way to ask for it. */
interface Way {
  loss: LossName;
  squared: boolean;
  sparse: boolean;
  bias: number;
  weighted: boolean;
  layout: "CxD" | "DxC";
  penalty: "half" | "full";
  regularizeBias: boolean;
  reduction: "mean" | "sum";
}

const forms = LOSS_FORMS.map((form) => ({
  ...form,
  title: `${form.squared ? "squared " : ""}${form.loss}`,
}));

/** All 128 ways to ask for the gradient of a loss. */
function waysOf(loss: LossName, squared: boolean): Way[] {
  let ways: Way[] = [
    {
      loss,
      squared,
      sparse: false,
      bias: 0,
      weighted: false,
      layout: "CxD",
      penalty: "half",
      regularizeBias: true,
      reduction: "mean",
    },
  ];
  const others: Partial<Way>[] = [
    { sparse: true },
    { bias: 1.5 },
    { weighted: true },
    { layout: "DxC" },
    { penalty: "full" },
    { regularizeBias: false },
    { reduction: "sum" },
  ];
  for (const other of others) ways = [...ways, ...ways.map((way) => ({ ...way, ...other }))];
  return ways;
}

/** Random numbers of which no two of N, D and C are equal, so that no mixed-up index goes unseen. */
function randomNumbers(seed: number, loss: LossName): Numbers {
  const random = testRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let [nSamples, nFeatures, nClasses] = [0, 0, 0];
  while (nSamples === nFeatures || nSamples === nClasses || nFeatures === nClasses) {
    nClasses = loss === "binary" ? 2 : 2 + below(4);
    nFeatures = 1 + below(5);
    nSamples = 1 + below(8);
  }
  const K = loss === "binary" ? 1 : nClasses;
  return {
    X: Array.from({ length: nSamples }, () =>
      Array.from({ length: nFeatures }, () => (random() < 0.3 ? 0 : gaussian())),
    ),
    y: Array.from({ length: nSamples }, () => below(nClasses)),
    W: Array.from({ length: K }, () => Array.from({ length: nFeatures + 1 }, gaussian)),
    nClasses,
    margin: [0.5, 1, 1, 2][below(4)],
    lambda: [0, 0.01, 1][below(3)],
    sampleWeight: Array.from({ length: nSamples }, () => 0.25 + 2 * random()),
    classWeight: Array.from({ length: nClasses }, () => 0.25 + 2 * random()),
  };
}

const transposed = (A: readonly (readonly number[])[]): number[][] =>
  A[0].map((_, j) => A.map((row) => row[j]));

function sparseMatrix(X: readonly number[][]): CsrMatrix {
  const indptr = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of X) {
    row.forEach((x, j) => {
      if (x === 0) return;
      indices.push(j);
      values.push(x);
    });
    indptr.push(indices.length);
  }
  return {
    indptr: Int32Array.from(indptr),
    indices: Int32Array.from(indices),
    values: Float64Array.from(values),
    shape: [X.length, X[0].length],
  };
}

/** The weights that this way has use for. */
function weightsOf(numbers: Numbers, way: Way): number[][] {
  return way.bias === 0 ? numbers.W.map((row) => row.slice(0, -1)) : numbers.W;
}

function optionsOf(numbers: Numbers, way: Way): Omit<HingeLossOptions, "W"> {
  const { X, y, margin, lambda, sampleWeight, classWeight } = numbers;
  const { sparse, weighted, ...rest } = way;
  const matrix: Matrix = sparse ? sparseMatrix(X) : X;
  const weights = weighted ? { sampleWeight, classWeight: new Map(classWeight.entries()) } : {};
  return { X: matrix, y, margin, lambda, ...weights, ...rest };
}

function run(numbers: Numbers, way: Way, W = weightsOf(numbers, way)): HingeLossResult {
  return hingeLoss({ ...optionsOf(numbers, way), W: way.layout === "CxD" ? W : transposed(W) });
}

/** The gradient, one row a class whatever the layout. */
function gradientOf({ gradient }: HingeLossResult, layout: "CxD" | "DxC"): number[][] {
  const [rows, columns] = gradient.shape;
  const given = Array.from({ length: rows }, (_, i) => [
    ...gradient.data.subarray(i * columns, (i + 1) * columns),
  ]);
  return layout === "CxD" ? given : transposed(given);
}

/** How far the weights can go along E, forth and back, before any sample's loss meets a kink. */
function kinkFreeStep(numbers: Numbers, way: Way, E: readonly number[][]): number {
  const loss = createLoss({ loss: way.loss, squared: way.squared, margin: numbers.margin });
  const W = weightsOf(numbers, way);
  let nearest = 1;
  numbers.X.forEach((features, i) => {
    const x = way.bias === 0 ? features : [...features, way.bias];
    const times = (A: readonly number[][]) =>
      Float64Array.from(A, (row) => row.reduce((sum, a, j) => sum + a * x[j], 0));
    const ds = times(E);
    for (const direction of [ds, ds.map((value) => -value)]) {
      nearest = Math.min(nearest, loss.kinkDistance(times(W), numbers.y[i], direction));
    }
  });
  return 0.9 * nearest;
}

/** The slope of the value along E by central differences: exact between kinks, but for rounding. */
function difference(numbers: Numbers, way: Way, E: readonly number[][], t: number): number {
  const at = (step: number) =>
    run(
      numbers,
      way,
      weightsOf(numbers, way).map((row, m) => row.map((w, j) => w + step * E[m][j])),
    ).value;
  return (at(t) - at(-t)) / (2 * t);
}

const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));

/** ||a - b|| / max(||a||, ||b||). */
function relativeError(a: readonly number[], b: readonly number[]): number {
  const size = Math.max(norm(a), norm(b));
  return size === 0 ? 0 : norm(a.map((value, k) => value - b[k])) / size;
}

/** Every coordinate of W, and then three random matrices. */
function directionsFor(W: readonly number[][], seed: number): number[][][] {
  const random = testRandom(seed);
  const coordinates = W.flatMap((row, m) =>
    row.map((_, j) => W.map((other, k) => other.map((_, l) => (k === m && l === j ? 1 : 0)))),
  );
  const matrices = Array.from({ length: 3 }, () => W.map((row) => row.map(() => 2 * random() - 1)));
  return [...coordinates, ...matrices];
}

/** Numbers that allow no step this long are drawn anew: the difference would be all rounding. */
const shortestStep = 1e-5;

function checkedByDifferences(seed: number, way: Way): number {
  for (let draw = seed; ; draw += 1009) {
    const numbers = randomNumbers(draw, way.loss);
    const W = weightsOf(numbers, way);
    const directions = directionsFor(W, draw);
    const steps = directions.map((E) => kinkFreeStep(numbers, way, E));
    if (Math.min(...steps) < shortestStep) continue;
    const slopes = directions.map((E, k) => difference(numbers, way, E, steps[k]));
    const gradient = gradientOf(run(numbers, way), way.layout);
    const along = directions.map((E) =>
      E.reduce((sum, row, m) => sum + row.reduce((part, e, j) => part + e * gradient[m][j], 0), 0),
    );
    const n = gradient.flat().length;
    return Math.max(
      relativeError(slopes.slice(0, n), along.slice(0, n)),
      // A random direction may be all but orthogonal to the gradient; its size counts.
      ...slopes.slice(n).map((slope, k) => {
        const size = norm(gradient.flat()) * norm(directions[n + k].flat());
        return size === 0 ? Math.abs(slope) : Math.abs(slope - along[n + k]) / size;
      }),
    );
  }
}

describe.each(forms)("the gradient of the $title loss", ({ loss, squared }) => {
  const ways = waysOf(loss, squared);

  it("is that of central differences to 1e-7, in every way to ask for it", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        ways.forEach((way, k) => {
          expect(checkedByDifferences(seed + k, way), JSON.stringify(way)).toBeLessThanOrEqual(1e-7);
        });
      }),
      { numRuns: 3 },
    );
  });

  it("is that of nested loops to 1e-12, and so are value, data loss and regularisation", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        ways.forEach((way, k) => {
          const numbers = randomNumbers(seed + k, loss);
          const { X, y, margin, lambda, sampleWeight, classWeight } = numbers;
          const W = weightsOf(numbers, way);
          const strength = way.penalty === "half" ? lambda : 2 * lambda;
          const naive = naiveLoss({
            X,
            y,
            W,
            bias: way.bias,
            loss,
            squared,
            margin,
            lambda: strength,
            reduction: way.reduction,
            ...(way.weighted ? { sampleWeight, classWeight } : {}),
          });
          let { regularization } = naive;
          if (way.bias !== 0 && !way.regularizeBias) {
            W.forEach((row, m) => {
              const last = row.length - 1;
              regularization -= (strength / 2) * row[last] ** 2;
              naive.gradient[m][last] -= strength * row[last];
            });
          }
          const result = run(numbers, way);
          const shape = way.layout === "CxD" ? [W.length, W[0].length] : [W[0].length, W.length];
          expect(result.gradient.shape).toEqual(shape);
          const gradient = gradientOf(result, way.layout);
          const near = (a: number, b: number, size: number) =>
            expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-12 * Math.max(1e-3, size));
          near(result.dataLoss, naive.dataLoss, naive.dataLoss);
          near(result.regularization, regularization, naive.regularization);
          near(result.value, naive.dataLoss + regularization, naive.value);
          const size = norm(naive.gradient.flat()) + naive.dataLoss;
          gradient.flat().forEach((g, n) => {
            near(g, naive.gradient.flat()[n], size);
          });
        });
      }),
      { numRuns: 3 },
    );
  });

  it("has the same bits in either layout of W, and whenever it is asked for again", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const numbers = randomNumbers(seed, loss);
        for (const way of ways.filter(({ layout }) => layout === "CxD")) {
          const expected = run(numbers, way);
          expect(run(numbers, way)).toEqual(expected);
          const result = run(numbers, { ...way, layout: "DxC" });
          expect(gradientOf(result, "DxC")).toEqual(gradientOf(expected, "CxD"));
          expect({ ...result, gradient: 0 }).toEqual({ ...expected, gradient: 0 });
        }
      }),
      { numRuns: 10 },
    );
  });
});

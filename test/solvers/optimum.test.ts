import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loadBundled } from "../../src/cli/data/bundled.ts";
import { isDense } from "../../src/data/rows.ts";
import type { LossName } from "../../src/losses/index.ts";
import { automatic } from "../../src/solvers/automatic.ts";
import { dualBlock } from "../../src/solvers/dual-block.ts";
import { readableDualBlock } from "../../src/solvers/dual-readable.ts";
import { solve } from "../../src/solvers/solve.ts";
import type { Solver, SolverState } from "../../src/solvers/solver.ts";
import { buildProblem } from "../support/build-problem.ts";

/**
 * The optimum is a fact about the data, not about us: peers' optima, made by the scripts beside the numbers.
 */
interface Golden {
  data: string;
  transform?: string;
  X?: number[][];
  y?: number[];
  name?: string;
  options?: string;
  loss: LossName;
  squared: boolean;
  C: number;
  bias: number;
  margin: number;
  nClasses: number;
  sampleWeight?: number[];
  primal: number;
}

const golden = (file: string): Golden[] =>
  JSON.parse(readFileSync(new URL(`../golden/${file}`, import.meta.url), "utf8")).problems;

const bundledNames: Record<string, string> = {
  "iris.csv": "iris",
  "wine_data.csv": "wine",
  heart_scale: "heart",
  "digits.csv.gz": "digits",
};

async function read(one: Golden): Promise<{ X: number[][]; y: number[] }> {
  if (one.X !== undefined) return { X: one.X, y: one.y! };
  const set = await loadBundled(bundledNames[one.data]!);
  const classes = [...new Set(set.labels)].sort();
  const y = set.labels!.map((label) => classes.indexOf(label));
  return { X: transformed(nested(set.X), one.transform), y };
}

function nested(X: Awaited<ReturnType<typeof loadBundled>>["X"]): number[][] {
  const [rows, columns] = X.shape;
  if (isDense(X))
    return Array.from({ length: rows }, (_, i) =>
      Array.from(X.data.subarray(i * columns, (i + 1) * columns)),
    );
  return Array.from({ length: rows }, (_, i) => {
    const row = new Array<number>(columns).fill(0);
    for (let k = X.indptr[i]!; k < X.indptr[i + 1]!; k++) row[X.indices[k]!] = X.values[k]!;
    return row;
  });
}

function transformed(X: number[][], transform = "none"): number[][] {
  if (transform === "none") return X;
  if (transform.includes("/ 16") || transform.includes("/16"))
    return X.map((row) => row.map((value) => value / 16));
  if (!/standard/.test(transform) && !/std/.test(transform))
    throw new Error(`unknown transform ${transform}`);
  const columns = X[0]!.map((_, j) => X.map((row) => row[j]!));
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const deviations = columns.map((column, j) =>
    Math.sqrt(column.reduce((sum, value) => sum + (value - means[j]!) ** 2, 0) / column.length),
  );
  return X.map((row) => row.map((value, j) => (value - means[j]!) / deviations[j]!));
}

async function certifiedPrimal<S extends SolverState>(
  one: Golden,
  tolerance: number,
  solver: Solver<S>,
): Promise<number> {
  const problem = buildProblem({ ...one, ...(await read(one)) });
  const solution = await solve(problem, solver, { tolerance, maxEpochs: 200_000, seed: 0 });
  expect(solution.message).toMatch(/^Certified/);
  return solution.certificate.primal;
}

/** The same without WebAssembly: `init` of the readable form makes a state that both take. */
const readable: typeof dualBlock = { ...dualBlock, init: readableDualBlock.init };

const optionText = ({ loss, squared, C, bias }: Golden): string =>
  `${squared ? "squared " : ""}${loss}, C ${C}, bias ${bias}`;

describe("the certified optimum equals LIBLINEAR 2.50's to 1e-6", () => {
  for (const one of golden("liblinear.json")) {
    test(`on ${one.data} (${one.transform}), ${optionText(one)}: ${one.options}`, async () => {
      const primal = await certifiedPrimal(one, 5e-7, automatic);
      expect(Math.abs(primal - one.primal) / one.primal).toBeLessThan(1e-6);
    });
  }
});

/** Twelve samples in two dimensions at C = 100: so badly conditioned that a first-order method crawls. */
const crawling: Record<string, number> = { "squared crammer-singer 9": 1e-3 };

describe.each<[string, Solver<never>, Record<string, number>]>([
  ["by the kernels", dualBlock as Solver<never>, crawling],
  ["in readable form", readable as Solver<never>, crawling],
  ["with second-order steps", automatic as Solver<never>, {}],
])("the certified optimum %s equals an independent QP solver's to 1e-8", (_, solver, exceptions) => {
  for (const one of golden("qp.json")) {
    const tolerance = exceptions[one.name!] ?? 1e-8;
    test(`on ${one.name}, ${optionText(one)}${tolerance > 1e-8 ? `, to ${tolerance}` : ""}`, async () => {
      const primal = await certifiedPrimal(one, tolerance / 2, solver);
      expect(Math.abs(primal - one.primal) / one.primal).toBeLessThan(tolerance);
    });
  }
});

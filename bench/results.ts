import type { Dataset } from "./datasets/dataset.ts";
import { machine, today } from "./machine.ts";
import { type Problem, repetitions, tolerance } from "./objective.ts";

/** One solver on one problem. */
export interface Line {
  readonly dataset: Dataset;
  readonly problem: Problem;
  readonly solver: string;
  readonly seconds: number;
  readonly epochs: number;
  readonly primal: number;
  readonly relativeGap: number;
}

const columns = ["data", "n × d", "loss", "solver", "C", "epochs", "seconds", "primal", "relative gap"];

/** The section of docs/RESULTS.md. */
export function results(lines: readonly Line[], version: string): string {
  return `## Training

Written by \`npm run bench -- train\` on ${today()}: hinge ${version}, Node ${process.version},
${machine()}.

Seconds until the relative duality gap is certified to be at most ${tolerance}, the certificate included: the median of
${repetitions} runs after half a second of others to warm up, one thread. Features are scaled as each file in bench/datasets says; the bias is a
constant feature of 1. The primal (1/2 |W|² + C Σ loss) was recomputed from the weights; the gap is its distance from the
solver's dual. Epochs, primal and gap are the same on every machine, the seconds are not.

| ${columns.join(" | ")} |
|:--|--:|:--|:--|--:|--:|--:|--:|--:|
${lines.map(row).join("\n")}
`;
}

function row({ dataset, problem, solver, epochs, seconds, primal, relativeGap }: Line): string {
  const [n, d] = problem.X.shape;
  const numbers = [
    problem.C,
    epochs,
    seconds.toPrecision(2),
    primal.toPrecision(6),
    relativeGap.toExponential(1),
  ];
  return `| ${[dataset.name, `${n} × ${d}`, problem.loss, solver, ...numbers].join(" | ")} |`;
}

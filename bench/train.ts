import { datasets } from "./datasets/index.ts";
import { losses, type Problem, repetitions, score } from "./objective.ts";
import { type Line, results } from "./results.ts";
import { hinge } from "./solvers/hinge.ts";
import type { Solver } from "./solvers/solver.ts";

const solvers: readonly Solver[] = [hinge];

/**
 * Trains every solver on every set with every loss.
 *
 * @param version of hinge
 * @param say is told of each result as it comes
 * @returns the section of results, as Markdown
 */
export async function train(version: string, say: (line: string) => void): Promise<string> {
  const lines: Line[] = [];
  for (const dataset of datasets) {
    const data = await dataset.load();
    for (const loss of losses) {
      const problem: Problem = { ...data, loss, C: dataset.C };
      for (const solver of solvers) {
        const line = { dataset, problem, solver: solver.name, ...(await measure(solver, problem)) };
        say(`${dataset.name}, ${loss}, ${solver.name}: ${line.seconds.toFixed(3)} s`);
        lines.push(line);
      }
    }
  }
  return results(lines, version);
}

/** Milliseconds of runs that do not count: by then the engine has compiled what it is going to. */
const warmUp = 500;

/** The median of some runs; a solver gives the same model each time. */
async function measure(solver: Solver, problem: Problem) {
  const start = performance.now();
  let solution = await solver.solve(problem);
  while (performance.now() - start < warmUp) solution = await solver.solve(problem);
  const times: number[] = [];
  for (let k = 0; k < repetitions; k++) {
    const begin = performance.now();
    solution = await solver.solve(problem);
    times.push((performance.now() - begin) / 1000);
  }
  times.sort((a, b) => a - b);
  return { seconds: times[repetitions >> 1]!, epochs: solution.epochs, ...score(problem, solution) };
}

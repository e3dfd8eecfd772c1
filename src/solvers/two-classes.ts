import { binary } from "../losses/binary.ts";
import { scaled } from "../math/vector.ts";
import type { Certificate } from "../objective/certificate.ts";
import type { Problem } from "../objective/problem.ts";
import type { Progress, Solution, SolveOptions } from "./solve.ts";

/** A problem of one score in the place of one of two, and the way back. */
interface Reduction {
  readonly problem: Problem;
  /** The problem's objective is so many times the reduced one's, its weights are -factor and +factor times the reduced ones. */
  readonly objective: number;
  readonly factor: number;
}

/**
 * Of two classes only the difference of their scores counts, and the optimum has w_0 = -w_1. With v = w_1 - w_0 a coupled loss is
 * the binary one of v, and 1/2 |W|^2 = |v|^2 / 4: half of the binary problem with 2 C. One-vs-all asks the same question twice.
 *
 * All factors are powers of two: nothing is rounded on the way back, and a certificate of the one is one of the other.
 *
 * @returns undefined if the problem has not two classes
 */
function reduced({ rows, y, loss, nScores, C }: Problem): Reduction | undefined {
  if (nScores !== 2) return undefined;
  const coupled = loss.block !== "separate";
  const { squared, margin } = loss;
  return {
    problem: {
      ...{ rows, y, nScores: 1, loss: binary({ squared, margin }) },
      C: coupled ? scaled(C, 2) : C,
    },
    objective: coupled ? 0.5 : 2,
    factor: coupled ? 0.5 : 1,
  };
}

/** Solves a problem of two classes by one score; any other as it is. @param solve what solves any problem */
export async function solveByDifference(
  problem: Problem,
  options: SolveOptions,
  solve: (problem: Problem, options: SolveOptions) => Promise<Solution>,
): Promise<Solution> {
  const reduction = reduced(problem);
  if (reduction === undefined) return solve(problem, options);
  const { factor, objective } = reduction;
  const coupled = problem.loss.block !== "separate";
  const { start, onProgress } = options;
  // A coupled loss has one variable that counts, the other class's; of one-vs-all's two that are the same the second stands.
  const place = (i: number): number => 2 * i + (coupled ? 1 - problem.y[i]! : 1);
  const solution = await solve(reduction.problem, {
    ...options,
    start: start && Float64Array.from(problem.y, (_, i) => start[place(i)]! / factor),
    onProgress: onProgress && ((progress) => onProgress(scaledProgress(progress, objective))),
  });
  const { b: variables, certificate, trace } = solution;
  const length = 2 * problem.y.length;
  const b = coupled
    ? variables?.spread(1, place, factor, length)
    : variables?.spread(2, (i, copy) => 2 * i + copy, factor, length);
  const W = new (certificate.W instanceof Float32Array ? Float32Array : Float64Array)(
    2 * certificate.W.length,
  );
  for (let j = 0; j < certificate.W.length; j++) {
    W[2 * j] = -factor * certificate.W[j]!;
    W[2 * j + 1] = factor * certificate.W[j]!;
  }
  return {
    ...solution,
    ...(b && { b }),
    certificate: { ...scaledCertificate(certificate, objective), W },
    trace: trace.map((progress) => scaledProgress(progress, objective)),
  };
}

function scaledProgress(progress: Progress, by: number): Progress {
  const { primal, dual, gap } = progress;
  return { ...progress, primal: by * primal, dual: by * dual, gap: by * gap };
}

function scaledCertificate(certificate: Certificate, by: number): Certificate {
  const { primal, dual, gap, primalError, dualError, bound } = certificate;
  return {
    ...certificate,
    ...{ primal: by * primal, dual: by * dual, gap: by * gap },
    ...{ primalError: by * primalError, dualError: by * dualError, bound: by * bound },
  };
}

import { binary } from "../losses/binary.ts";
import { scaled } from "../math/vector.ts";
import type { Certificate } from "../objective/certificate.ts";
import type { Problem } from "../objective/problem.ts";
import type { Progress, Solution, SolveOptions } from "./solve.ts";

/**
 * Of two classes only the difference of their scores counts, and the optimum has w_0 = -w_1: with W = (-u, u) the regularizer
 * 1/2 |W|^2 is twice that of u, and a coupled loss's hinge Delta - 2 t u x twice that of the binary loss with half the margin,
 * its square twice that with 2 C. One-vs-all asks the same question twice. So either objective is twice that of u, the variables
 * are the same.
 *
 * All factors are powers of two: nothing is rounded on the way back, and a certificate of the one is one of the other.
 *
 * @returns undefined if the problem has not two classes
 */
function reduced({ rows, y, loss, nScores, C }: Problem): Problem | undefined {
  if (nScores !== 2) return undefined;
  const { squared, margin, block } = loss;
  const coupled = block !== "separate";
  return {
    ...{ rows, y, nScores: 1, loss: binary({ squared, margin: coupled ? margin / 2 : margin }) },
    C: coupled && squared ? scaled(C, 2) : C,
  };
}

/** Solves a problem of two classes by one score; any other as it is. @param solve what solves any problem */
export async function solveByDifference(
  problem: Problem,
  options: SolveOptions,
  solve: (problem: Problem, options: SolveOptions) => Promise<Solution>,
): Promise<Solution> {
  const short = reduced(problem);
  if (short === undefined) return solve(problem, options);
  const coupled = problem.loss.block !== "separate";
  const { start, onProgress } = options;
  // A coupled loss has one variable that counts, the other class's; of one-vs-all's two that are the same the second stands.
  const place = (i: number): number => 2 * i + (coupled ? 1 - problem.y[i]! : 1);
  const solution = await solve(short, {
    ...options,
    start: start && Float64Array.from(problem.y, (_, i) => start[place(i)]!),
    onProgress: onProgress && ((progress) => onProgress(doubled(progress))),
  });
  const { b: variables, certificate, trace } = solution;
  const length = 2 * problem.y.length;
  const b = coupled
    ? variables?.spread(1, place, length)
    : variables?.spread(2, (i, copy) => 2 * i + copy, length);
  const W = new (certificate.W instanceof Float32Array ? Float32Array : Float64Array)(
    2 * certificate.W.length,
  );
  for (let j = 0; j < certificate.W.length; j++) {
    W[2 * j] = -certificate.W[j]!;
    W[2 * j + 1] = certificate.W[j]!;
  }
  return {
    ...solution,
    ...(b && { b }),
    certificate: { ...doubledCertificate(certificate), W },
    trace: trace.map(doubled),
  };
}

function doubled(progress: Progress): Progress {
  const { primal, dual, gap } = progress;
  return { ...progress, primal: 2 * primal, dual: 2 * dual, gap: 2 * gap };
}

function doubledCertificate(certificate: Certificate): Certificate {
  const { primal, dual, gap, primalError, dualError, bound } = certificate;
  return {
    ...certificate,
    ...{ primal: 2 * primal, dual: 2 * dual, gap: 2 * gap },
    ...{ primalError: 2 * primalError, dualError: 2 * dualError, bound: 2 * bound },
  };
}

import { dot } from "../math/vector.ts";
import { factorBlocks } from "./newton-blocks.ts";
import { costInVariables, costInWeights, costOfConjugateStep } from "./newton-cost.ts";
import { directSolve } from "./newton-direct.ts";
import type { Envelope } from "./newton-envelope.ts";
import type { SettledProblem } from "./newton-passes.ts";
import { curvedSamples } from "./newton-root.ts";
import { weightSolve } from "./newton-weights.ts";

/** More steps of conjugate gradients than this are better spent at another point. */
const mostSteps = 200;
/** Steps that a factor of the whole system may cost instead. */
const worth = 100;

/**
 * Solves (I + sum_i (L^T J_i L) (x) x_i x_i^T) d = v: directly where few b are free or few weights there are, else to a
 * relative residual of `precision` by conjugate gradients, preconditioned with the diagonal blocks where rows are dense enough
 * for those to pay. A solution cut short is a direction of descent too (Nocedal & Wright 2006, section 7.1).
 *
 * @param spend is told of the multiplications done
 */
export function* direction(
  problem: SettledProblem,
  envelope: Envelope,
  v: Float64Array,
  precision: number,
  spend: (work: number) => void,
): Generator<boolean, Float64Array> {
  const { rows, nScores: K, passes } = problem;
  const D = rows.nFeatures;
  const curved = curvedSamples(problem, envelope);
  const { order, rank: n } = curved;
  const costOfStep = costOfConjugateStep(problem, n, order.length);
  const inVariables = costInVariables(problem, n, order.length);
  const inWeights = costInWeights(problem, n, order.length, envelope.separable);
  if (Math.min(inVariables, inWeights) < worth * costOfStep) {
    const solve = inVariables < inWeights ? directSolve : weightSolve;
    const solved = solve(problem, envelope, curved, v);
    spend(Math.min(inVariables, inWeights));
    if (solved !== undefined) return solved;
  }
  passes.begin(order);
  if (passes.conjugate !== undefined) {
    return yield* passes.conjugate.solve(
      v,
      { separable: envelope.separable, precision, mostSteps },
      (steps) => spend(steps * costOfStep),
    );
  }
  const blocks = yield* factorBlocks(problem, order, spend);
  const d = new Float64Array(v.length);
  const r = v.slice();
  const z = new Float64Array(v.length);
  const p = new Float64Array(v.length);
  const Hp = new Float64Array(v.length);
  const goal = precision * Math.sqrt(dot(v, v));
  let rz = 0;
  for (let steps = 0; steps < mostSteps && Math.sqrt(dot(r, r)) > goal; steps++) {
    z.set(r);
    for (let m = 0; m < K; m++) blocks[m]!(z.subarray(m * D, (m + 1) * D));
    const next = dot(r, z);
    const ratio = steps === 0 ? 0 : next / rz;
    rz = next;
    for (let k = 0; k < p.length; k++) p[k] = z[k]! + ratio * p[k]!;
    passes.times(p, Hp);
    const length = rz / dot(p, Hp);
    if (!(length > 0 && length < Number.POSITIVE_INFINITY)) break;
    for (let k = 0; k < p.length; k++) {
      d[k]! += length * p[k]!;
      r[k]! -= length * Hp[k]!;
    }
    spend(costOfStep);
    yield false;
  }
  return d;
}

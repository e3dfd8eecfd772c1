import type { Rows } from "../data/rows.ts";
import { HingeError } from "../errors.ts";
import { randomStream } from "../math/random.ts";
import { checkFiniteWeights, readWeightMatrix } from "../objective/weight-matrix.ts";
import type { SgdProblem, SgdRun } from "./sgd.ts";

/** A stream of the seed's own, far off those that order the samples. */
const initialStream = 2 ** 30 + 2 ** 20;

/** The mean of |x_i|^2. */
export function meanSquaredNorm(rows: Rows): number {
  let sum = 0;
  for (let i = 0; i < rows.nSamples; i++) sum += rows.squaredNorm(i);
  return sum / rows.nSamples;
}

/** W as asked for, nScores x nFeatures, a copy. @throws HingeError `bad-shape`, `not-finite` */
export function initialWeights(
  { rows, nScores, withBias }: Pick<SgdProblem, "rows" | "nScores" | "withBias">,
  { initialWeights: given, initialScale, seed }: Pick<SgdRun, "initialWeights" | "initialScale" | "seed">,
): Float64Array {
  if (given !== undefined) {
    const { W, K } = readWeightMatrix(given, "CxD", rows.nFeatures, withBias);
    if (K !== nScores) {
      throw new HingeError("bad-shape", `W has ${K} rows where there are ${nScores} scores`, {
        option: "initialWeights",
      });
    }
    checkFiniteWeights(W);
    return Float64Array.from(W);
  }
  const W = new Float64Array(nScores * rows.nFeatures);
  if (initialScale > 0) fillNormal(W, initialScale, seed);
  return W;
}

/**
 * Standard normal numbers by Box and Muller (1958), two from each two uniform ones:
 * sqrt(-2 log(1 - u)) times cos and sin of 2 pi v.
 *
 * @param out overwritten with `scale` times them
 */
export function fillNormal(out: Float64Array, scale: number, seed: number): void {
  const random = randomStream(seed, initialStream);
  for (let k = 0; k < out.length; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    out[k] = scale * (radius * Math.cos(angle));
    if (k + 1 < out.length) out[k + 1] = scale * (radius * Math.sin(angle));
  }
}

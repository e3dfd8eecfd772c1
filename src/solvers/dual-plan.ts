import { halves, isZero } from "../math/halves.ts";
import { blockKinds, ownScores } from "../objective/kernel-terms.ts";
import type { Problem } from "../objective/problem.ts";

/** Fields of a plan (assembly/dual-plan.ts): places of its i32 and of its f64. */
export const field = {
  ...{
    order: 0,
    next: 1,
    active: 2,
    moved: 3,
    samples: 4,
    indices: 5,
    values: 6,
    W: 7,
    b: 8,
    stride: 9,
    K: 10,
  },
  ...{
    first: 11,
    kind: 12,
    squared: 13,
    s: 14,
    delta: 15,
    vectors: 16,
    spare: 17,
    full: 18,
    isDense: 19,
  },
  ...{ margin: 10, gap: 11, loss: 12, random: 26, reach: 33, far: 17, worst: 18 },
  ...{ bias: 40, constant: 21, together: 44 },
} as const;
export const planBytes = 184;
export const sampleBytes = 40;

/** Sweeps over all samples take neighbours together where what they read is more than so many bytes, those nearest to a core ... */
const nearest = 2 ** 20;
/** ... and rows are no longer than this: of longer ones the first entries alone are waited for. */
const shortRow = 256;
/** Bytes an entry, or not much more. */
const anEntry = 8;

/** Addresses of what a problem's plans speak of, and what else they say. */
interface Laid {
  readonly plans: number;
  readonly nSets: number;
  /** Classes a set, padding included; bytes a number. */
  readonly stride: number;
  readonly size: number;
  /** How many samples are to be visited. */
  readonly nMembers: number;
  /** Gives 32 random bits for each set's order. */
  readonly word: () => number;
  readonly isDense: boolean;
  /** Value of a last feature that rows do not store; 0 for none. */
  readonly constant: number;
  readonly order: number;
  readonly samples: number;
  readonly indices: number;
  readonly values: number;
  readonly W: number;
  readonly b: number;
  readonly s: number;
  readonly delta: number;
  readonly vectors: number;
  readonly spare: number;
}

/** Writes a plan for each set of classes, with all samples to be visited in its order. */
export function writePlans(problem: Problem, ints: Int32Array, doubles: Float64Array, laid: Laid): void {
  const { rows, loss, nScores: K } = problem;
  const { nSamples: N, nFeatures: D } = rows;
  const { nSets, stride, size, nMembers, word } = laid;
  for (let g = 0; g < nSets; g++) {
    const plan = laid.plans + g * planBytes;
    const at = plan / 4;
    const set = (name: keyof typeof field, value: number): void => {
      ints[at + field[name]] = value;
    };
    ints.fill(0, at, at + planBytes / 4);
    set("order", laid.order + g * N * 4);
    if (g === 0) writeMembers(problem, ints, laid.order / 4);
    else ints.copyWithin(laid.order / 4 + g * N, laid.order / 4, laid.order / 4 + nMembers);
    set("samples", laid.samples);
    set("indices", laid.indices);
    set("isDense", laid.isDense ? 1 : 0);
    set("values", laid.values);
    set("W", laid.W + g * D * stride * size);
    set("b", laid.b + g * N * stride * size);
    set("bias", laid.W + ((g + 1) * D - 1) * stride * size);
    set("stride", stride);
    set("K", Math.min(stride, K - g * stride));
    set("first", g * stride);
    set("kind", blockKinds[loss.block]);
    set("squared", loss.squared ? 1 : 0);
    set("s", laid.s);
    set("delta", laid.delta);
    set("vectors", laid.vectors);
    set("spare", laid.spare);
    set("reach", nMembers);
    set("together", nMembers === N && isTogether(problem, stride * size) ? N : 0);
    doubles[plan / 8 + field.margin] = loss.margin;
    doubles[plan / 8 + field.constant] = laid.constant;
    doubles[plan / 8 + field.worst] = Number.POSITIVE_INFINITY;
    doubles[plan / 8 + field.far] = Number.POSITIVE_INFINITY;
    set("random", word());
    ints[at + field.random + 1] = word();
  }
}

/** @param variables bytes a sample */
function isTogether({ rows: { nnz, nSamples } }: Problem, variables: number): boolean {
  const entries = anEntry * nnz;
  return entries <= shortRow * nSamples && entries + variables * nSamples > nearest;
}

/** Tells whether a sample is to be visited: not one without weight, nor a row of zeros. */
export function membership({ rows, C }: Problem): (i: number) => boolean {
  const [weights, norms] = [halves(C), halves(rows.squaredNorms)];
  return (i) => !isZero(weights, i) && !isZero(norms, i);
}

function writeMembers(problem: Problem, ints: Int32Array, at: number): void {
  const isMember = membership(problem);
  for (let i = 0; i < problem.rows.nSamples; i++) if (isMember(i)) ints[at++] = i;
}

/** What each visit has to know of its sample. @param starts where each row's entries begin; undefined for dense rows */
export function writeSamples(
  problem: Problem,
  address: number,
  ints: Int32Array,
  starts: ArrayLike<number> | undefined,
): void {
  const { rows, C } = problem;
  const { nSamples: N, nFeatures: D, squaredNorms } = rows;
  const owns = ownScores(problem);
  const [weights, norms] = [halves(C), halves(squaredNorms)];
  for (let i = 0, sample = address / 4; i < N; i++, sample += sampleBytes / 4) {
    ints[sample] = weights[2 * i]!;
    ints[sample + 1] = weights[2 * i + 1]!;
    ints[sample + 2] = norms[2 * i]!;
    ints[sample + 3] = norms[2 * i + 1]!;
    ints[sample + 4] = starts === undefined ? i * D : starts[i]!;
    ints[sample + 5] = starts === undefined ? 0 : starts[i]!;
    ints[sample + 6] = starts === undefined ? D : starts[i + 1]! - starts[i]!;
    ints[sample + 7] = owns[i]!;
    // No class has counted yet, whatever lies there from before.
    ints[sample + 8] = 0;
    ints[sample + 9] = 0;
  }
}

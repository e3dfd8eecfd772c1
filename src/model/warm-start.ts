import { HingeError } from "../errors.ts";
import type { Loss } from "../losses/loss.ts";
import type { Problem } from "../objective/problem.ts";
import type { KeptVariables } from "../solvers/kept-variables.ts";

/** What a fit leaves behind for the next one to begin from: its dual variables, and what they belong to. */
export interface DualStart {
  /** nSamples x nScores. */
  readonly b: KeptVariables;
  /** C_i of each sample. */
  readonly C: Float64Array;
  readonly nScores: number;
  readonly loss: Loss;
}

/**
 * Dual variables to begin from: a fit's, scaled to the new C_i, which keeps those at a bound there, and made feasible.
 *
 * With a grid of C, ascending, this needs fewer epochs than the same variables unscaled, than scaling only those at their
 * bound, and than variables derived from the weights (measured on letter, segment and banking77).
 *
 * @param from undefined for a model without dual variables
 * @returns nSamples x nScores
 * @throws HingeError `bad-warm-start`
 */
export function startFrom(from: DualStart | undefined, problem: Problem): Float64Array {
  const { y, loss, nScores: K, C } = problem;
  if (from === undefined) {
    refuse("that model keeps no dual variables, being none that the certified solver has fitted here");
  }
  if (from.loss.name !== loss.name || from.loss.squared !== loss.squared) {
    refuse(`that model has the loss ${nameOf(from.loss)} and this one ${nameOf(loss)}`);
  }
  const [was, is] = [from, problem].map((of) => `${of.C.length} samples and ${of.nScores} scores`);
  if (was !== is) refuse(`that model was fitted to ${was} where here are ${is}`);
  const b = from.b.toArray();
  for (let i = 0; i < C.length; i++) {
    const scale = from.C[i] === 0 ? 0 : C[i]! / from.C[i]!;
    for (let k = i * K; k < (i + 1) * K; k++) b[k]! *= scale;
    if (scale === 0) continue;
    loss.project(b, i * K, y[i]!, K, C[i]!);
  }
  return b;
}

/** Solver sgd has its own ways. @throws HingeError `bad-option` */
export function refuseWarmStart(warmStart: unknown): void {
  if (!warmStart) return;
  throw new HingeError("bad-option", "sgd goes on from a model by partialFit, or from sgd.initialWeights", {
    option: "warmStart",
  });
}

function nameOf({ squared, name }: Loss): string {
  return squared ? `squared ${name}` : name;
}

function refuse(reason: string): never {
  throw new HingeError(
    "bad-warm-start",
    `${reason}; begin from a fit of the same samples with the same loss, or leave it out`,
    {
      option: "warmStart",
    },
  );
}

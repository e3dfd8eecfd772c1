import type { Certificate } from "../objective/certificate.ts";
import type { Problem } from "../objective/problem.ts";
import { epochsOfFaceStep, type FaceStep, faceStep } from "./face.ts";
import { facePasses } from "./face-passes.ts";
import { inEpochs } from "./newton-cost.ts";

export type FaceRun = Generator<boolean, FaceStep>;

/** Second-order steps on faces of the dual, taken between sweeps of the ascent, which change the face. */
export interface Faces {
  /** Epochs spent so far. */
  readonly epochs: number;
  /**
   * The next step, or undefined where the ascent does better by itself.
   *
   * @param epochs of the ascent so far
   * @param at certificate of b
   * @param left epochs that the ascent is expected to need still, or that there may be
   */
  next(
    b: Float64Array,
    epochs: number,
    at: Pick<Certificate, "dual" | "gap">,
    left: number,
  ): FaceRun | undefined;
  release(): void;
}

/** A step that gains less than this part of the gap leaves the rest to the ascent: the dual is not what is missing. */
const worthwhile = 0.1;
/** Steps of conjugate gradients: few at first, for what is free changes; twice as many each time that these were too few. */
const steps = { first: 100, most: 800 };

export function startFaces(problem: Problem): Faces {
  const passes = facePasses(problem);
  let spent = 0;
  let many = steps.first;
  /** By how much the dual rose in an epoch of the last step. */
  let rate = Number.POSITIVE_INFINITY;
  let gain = Number.POSITIVE_INFINITY;
  /** The ascent since that step: where it began, and no further step before it is there. */
  let since = { epochs: 0, dual: 0, from: 0 };
  return {
    get epochs() {
      return spent;
    },
    next(b, epochs, { dual, gap }, left) {
      const ascent = (dual - since.dual) / (epochs - since.epochs);
      const isBetter = epochs >= since.from || (gain >= worthwhile * gap && !(rate < ascent));
      return isBetter && left >= epochsOfFaceStep(problem, b, many) ? run(b, epochs, dual) : undefined;
    },
    release: () => passes.release(),
  };

  function* run(b: Float64Array, epochs: number, dual: number): FaceRun {
    const before = spent;
    const step = yield* faceStep(problem, passes, b.slice(), many, (work) => {
      spent += inEpochs(problem, work);
    });
    gain = step.gain;
    rate = gain / (spent - before);
    if (step.isCut) many = Math.min(2 * many, steps.most);
    // A step that has lost to the ascent is tried again once the ascent has had as long as all before.
    since = { epochs, dual: dual + gain, from: 2 * epochs + spent };
    return step;
  }
}

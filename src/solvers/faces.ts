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
   * @param dual at b
   * @param left epochs that the ascent is expected to need still
   */
  next(b: Float64Array, epochs: number, dual: number, left: number): FaceRun | undefined;
  release(): void;
}

/** A step is taken when the ascent is expected to need so many times as long as it. */
const worthwhile = 1;

export function startFaces(problem: Problem): Faces {
  const passes = facePasses(problem);
  let spent = 0;
  /** By how much the dual rose in an epoch of the last step. */
  let rate = Number.POSITIVE_INFINITY;
  /** The ascent since that step: where it began, and no further step before it is there. */
  let since = { epochs: 0, dual: 0, from: 0 };
  return {
    get epochs() {
      return spent;
    },
    next(b, epochs, dual, left) {
      const ascent = (dual - since.dual) / (epochs - since.epochs);
      const isBetter = rate === Number.POSITIVE_INFINITY || rate >= ascent || epochs >= since.from;
      return isBetter && left >= worthwhile * epochsOfFaceStep(problem, b) ? run(b, epochs, dual) : undefined;
    },
    release: () => passes.release(),
  };

  function* run(b: Float64Array, epochs: number, dual: number): FaceRun {
    const before = spent;
    const step = yield* faceStep(problem, passes, b.slice(), (work) => {
      spent += inEpochs(problem, work);
    });
    rate = step.gain / (spent - before);
    // A step that has lost to the ascent is tried again once the ascent has had as long as all before.
    since = { epochs, dual: dual + step.gain, from: 2 * (epochs + spent) };
    return step;
  }
}

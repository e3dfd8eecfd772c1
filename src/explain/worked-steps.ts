import type { Explanation } from "./explain.ts";
import { lossTitle } from "./loss-forms.ts";
import type { StepDocument } from "./steps.ts";
import { averageStep, batchStep, regularizerStep, totalStep } from "./worked-batch.ts";
import {
  hingeStep,
  lossStep,
  multipleStep,
  probabilityStep,
  sampleStep,
  scoreStep,
  tieStep,
} from "./worked-sample.ts";

/** An explanation told as steps, with its numbers in the formulas. */
export function explanationSteps(e: Explanation): StepDocument {
  const steps = [
    sampleStep(e),
    scoreStep(e),
    e.sample.probabilities === null ? hingeStep(e) : probabilityStep(e),
    lossStep(e),
    multipleStep(e),
    tieStep(e),
    batchStep(e),
    averageStep(e),
    regularizerStep(e),
    totalStep(e),
  ];
  return {
    title: `${lossTitle(e.loss, e.squared)}: sample ${e.sample.index} worked by hand`,
    steps: steps.filter((step) => step !== undefined),
  };
}

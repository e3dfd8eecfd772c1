import { type Counterexample, smallestDifference } from "../counterexample.ts";
import { explainedAnswer, rightAnswer } from "../diagnosis/answers.ts";
import { type Asked, courseConvention } from "../diagnosis/asked.ts";
import type { Point } from "../diagnosis/point.ts";
import type { Examination } from "./examine.ts";
import type { Examinee } from "./examinee.ts";
import { readOutcome } from "./read-outcome.ts";

/**
 * The smallest numbers at which an examined function itself, called there, is wrong; undefined where it was not found
 * wrong, or where no small problem shows it.
 */
export async function counterexampleOf(
  examinee: Examinee,
  { verdict, explanation, found, form }: Examination,
  asked: Asked = courseConvention,
): Promise<Counterexample | undefined> {
  if (verdict !== "wrong" || explanation === undefined || form !== undefined) return undefined;
  if (examinee.bias || examinee.needsLambda || examinee.scores) return undefined;
  const unknown = found.some(({ id }) => id === "unknown" || id === "loss-only");
  const right = (point: Point) => rightAnswer(explanation.settled, point);
  const options = {
    single: examinee.single,
    withLambda: examinee.takesLambda,
    distinctScores: explanation.settled.recipe.form === "crammer-singer",
  };
  return smallestDifference(
    async (point) => {
      // Only where the explanation says that it will be wrong is it worth a call.
      const expected = right(point);
      const explained = explainedAnswer(explanation, asked, point);
      const same =
        !unknown &&
        (explained.loss === undefined || Math.abs(explained.loss - expected.loss) < 1e-9) &&
        (explained.gradient ?? []).every((value, k) => Math.abs(value - expected.gradient[k]!) < 1e-9);
      if (same) return {};
      const outcome = await examinee.call(point);
      if ("failure" in outcome) return {};
      const { loss, gradient } = readOutcome(outcome, point, examinee);
      return { ...(loss === undefined ? {} : { loss }), ...(gradient === undefined ? {} : { gradient }) };
    },
    right,
    { ...options, ...(unknown ? { limit: 150 } : {}) },
  );
}

import { randomStream } from "../../math/random.ts";
import { dot } from "../../math/vector.ts";
import type { Point } from "../diagnosis/point.ts";
import type { Examinee } from "./examinee.ts";
import { readOutcome } from "./read-outcome.ts";

/**
 * Whether a function's gradient is that of its own loss, whatever loss it is: central differences along a few
 * directions, each with two steps, so that a kink that one step meets the other may miss.
 */
export async function ownGradient(examinee: Examinee, points: readonly Point[]): Promise<OwnVerdict> {
  const answers: OwnVerdict[] = [];
  for (const point of points) answers.push(await ownGradientAt(examinee, point));
  return answers.find((each) => each !== "agrees") ?? "agrees";
}

export type OwnVerdict = "agrees" | "disagrees" | "unclear";

async function ownGradientAt(examinee: Examinee, point: Point): Promise<OwnVerdict> {
  const at = async (W: Float64Array) => {
    const outcome = await examinee.call({ ...point, W });
    return "failure" in outcome ? undefined : readOutcome(outcome, { ...point, W }, examinee);
  };
  const gradient = (await at(point.W))?.gradient;
  if (gradient === undefined) return "unclear";
  const random = randomStream(7, 0);
  const directions = 5;
  let agreed = 0;
  for (let k = 0; k < directions; k++) {
    const E = point.W.map(() => random() * 2 - 1);
    const claimed = dot(gradient, E);
    let agrees = false;
    for (const step of [1e-5, 1e-4]) {
      const [ahead, behind] = [
        await at(point.W.map((w, j) => w + step * E[j]!)),
        await at(point.W.map((w, j) => w - step * E[j]!)),
      ];
      if (ahead?.loss === undefined || behind?.loss === undefined) return "unclear";
      const slope = (ahead.loss - behind.loss) / (2 * step);
      const size = Math.max(Math.abs(claimed), Math.abs(slope), 1e-3 * Math.sqrt(dot(gradient, gradient)));
      agrees ||= Math.abs(slope - claimed) <= 1e-5 * size;
    }
    if (agrees) agreed++;
  }
  return agreed === directions ? "agrees" : agreed <= 1 ? "disagrees" : "unclear";
}

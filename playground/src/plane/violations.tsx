import { short } from "../format.ts";
import { loss, place, scoresOf, workedAt } from "../state/numbers.ts";
import { objective } from "../state/store.ts";
import { task } from "../state/task.ts";
import { path } from "./lines.tsx";
import type { Frame } from "./scale.ts";

/** From the point that is looked at, for each margin that it violates: the shortest way to where it does not. */
export function Violations({ frame }: { frame: Frame }) {
  const sample = workedAt(place.value);
  if (sample === undefined) return null;
  const x = task.value.X[place.value]!;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot have the focus
    <g class="violations" aria-hidden="true">
      {[...sample.hinges.keys()]
        .filter((m) => sample.indicators[m] === 1)
        .map((m) => {
          const slope = slopeOf(x, sample.y, m);
          const square = slope[0] ** 2 + slope[1] ** 2;
          if (square === 0) return null;
          const far = sample.hinges[m]! / square;
          const end = [x[0]! - far * slope[0], x[1]! - far * slope[1]] as const;
          return (
            <path
              key={m}
              class={`violation c${objective.value.loss === "binary" ? sample.y : m}`}
              d={path(frame, [[x[0]!, x[1]!], end])}
            >
              <title>{short(sample.hinges[m]!)}</title>
            </path>
          );
        })}
    </g>
  );
}

/** The change of a hinge's argument by the point's two coordinates; it is affine in them. */
function slopeOf(x: readonly number[], y: number, m: number): readonly [number, number] {
  const at = (u: number, v: number): number => {
    const scores = scoresOf([u, v]);
    const h = new Float64Array(scores.length);
    loss.value.hinges(scores, y, h);
    return h[m]!;
  };
  const here = at(x[0]!, x[1]!);
  return [at(x[0]! + 1, x[1]!) - here, at(x[0]!, x[1]! + 1) - here];
}

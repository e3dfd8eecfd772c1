import { useSignal } from "@preact/signals";
import type { ExplainedSample } from "hinge/explain";
import { short } from "../format.ts";
import { setWeight } from "../state/actions.ts";
import { loss, place, scoresOf, workedAt } from "../state/numbers.ts";
import { objective, W } from "../state/store.ts";
import { rowNames, task } from "../state/task.ts";

/** At a kink the subgradients are an interval, through which a slider goes. */
export function Tie({ sample: { tie, multiples, x } }: { sample: ExplainedSample }) {
  const alpha = useSignal(0.5);
  if (tie === null) return <MakeTie />;
  const [direction] = tie.directions as [readonly number[]];
  const chosen = multiples.map((g, m) => g + alpha.value * direction[m]!);
  return (
    <div class="tie">
      <label>
        <span>
          α = <output>{alpha.value.toFixed(2)}</output>
          {tie.directions.length > 1 && `, the first of ${tie.directions.length} directions`}
        </span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={alpha.value}
          aria-label="Alpha"
          onInput={(event) => {
            alpha.value = event.currentTarget.valueAsNumber;
          }}
        />
      </label>
      <table class="tie-rows">
        <thead>
          <tr>
            <th scope="col">row</th>
            <th scope="col">multiple of x</th>
            <th scope="col">this sample's gradient</th>
          </tr>
        </thead>
        <tbody>
          {chosen.map((g, m) => (
            <tr key={m}>
              <th scope="row">{rowNames.value[m]}</th>
              <td data-multiple={g}>{short(g)}</td>
              <td>({x.map((value) => short(g * value, 3)).join(", ")})</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Ties are rare among real numbers: this makes one, by a bias. */
function MakeTie() {
  if (objective.value.loss === "softmax") return null;
  return (
    <div class="buttons">
      <button type="button" onClick={makeTie}>
        Put this sample on a kink
      </button>
    </div>
  );
}

/** Moves one bias until the sample's nearest margin is exactly 0. */
function makeTie(): void {
  const sample = workedAt(place.value);
  if (sample === undefined) return;
  const x = task.value.X[place.value]!;
  const { loss: name } = objective.value;
  const skips = name === "weston-watkins" || name === "crammer-singer";
  const rows = [...sample.hinges.keys()].filter((m) => !skips || m !== sample.y);
  // Of a maximum, only the largest margin can bend it at 0.
  const far = (k: number) => (name === "crammer-singer" ? -sample.hinges[k]! : Math.abs(sample.hinges[k]!));
  const m = rows.sort((a, b) => far(a) - far(b))[0]!;
  // A margin rises with its own score, but for the true class of a loss of signs, whose sign is turned.
  const sign = skips || (name === "binary" ? sample.y === 0 : m !== sample.y) ? 1 : -1;
  const at = W.value[m]!.length - 1;
  const h = new Float64Array(sample.hinges.length);
  for (let round = 0; round < 8; round++) {
    loss.value.hinges(scoresOf(x), sample.y, h);
    if (h[m] === 0) return;
    setWeight(m, at, W.value[m]![at]! - sign * h[m]!, "tie");
  }
}

import { short } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { MarkIcon } from "../plane/mark.tsx";
import { place, workedAt } from "../state/numbers.ts";
import { objective, W } from "../state/store.ts";
import { rowNames, wide } from "../state/task.ts";
import { columns, Slope, Sum, Weight } from "./weight-cells.tsx";
import { WideWeights } from "./wide-weights.tsx";

/** W and b with their gradient, to nudge and to type; and what the point that is looked at adds to each row. */
export function WeightsPanel() {
  return (
    <Panel name="weights" title="Weights and gradient">
      {wide.value ? <WideWeights /> : <PlaneWeights />}
      <Sum />
    </Panel>
  );
}

/** A row a score, a column a feature. */
function PlaneWeights() {
  return (
    <table class="weights">
      <thead>
        <tr>
          <th scope="col">score</th>
          {columns().map((name) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
          <th scope="col">this point adds</th>
        </tr>
      </thead>
      <tbody>
        {W.value.map((row, m) => (
          <tr key={m}>
            <th scope="row">
              <RowMark m={m} /> {rowNames.value[m]}
            </th>
            {row.map((_, j) => (
              <td key={j} data-column={columns()[j]}>
                <Weight m={m} j={j} />
                <Slope m={m} j={j} />
              </td>
            ))}
            <td class="adds">
              <Adds m={m} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowMark({ m }: { m: number }) {
  return <MarkIcon k={objective.value.loss === "binary" ? 1 : m} />;
}

/** The multiple of x that the point that is looked at adds to a row of the gradient, before the mean. */
function Adds({ m }: { m: number }) {
  const multiple = workedAt(place.value)?.multiples[m];
  if (multiple === undefined) return <span class="faint">-</span>;
  if (multiple === 0) return <span class="faint">0</span>;
  const size = Math.abs(multiple) === 1 ? "" : `${short(Math.abs(multiple), 3)} `;
  return (
    <span class={multiple > 0 ? "push" : "pull"}>
      {multiple > 0 ? "+" : "\u2212"}
      {size}
      <i>x</i>
    </span>
  );
}

import { useSignal } from "@preact/signals";
import { fixed } from "../format.ts";
import { Pages } from "../parts/pages.tsx";
import { gradient, place } from "../state/numbers.ts";
import { W } from "../state/store.ts";
import { rowNames, task } from "../state/task.ts";
import { columns, Slope, Weight } from "./weight-cells.tsx";

const pageSize = 8;

const orders = {
  weight: "largest weights",
  gradient: "largest gradients",
  number: "features in order",
} as const;

/** Of data with many features: one score's weights, a row a feature, the largest first. */
export function WideWeights() {
  const row = useSignal(0);
  const order = useSignal<keyof typeof orders>("weight");
  const page = useSignal(0);
  const { X } = task.value;
  const m = Math.min(row.value, rowNames.value.length - 1);
  const names = columns();
  const sorted = [...names.keys()];
  if (order.value !== "number") {
    const sizes = order.value === "weight" ? W.value[m]! : (gradient.value?.[m] ?? []);
    sorted.sort((a, b) => Math.abs(sizes[b] ?? 0) - Math.abs(sizes[a] ?? 0));
  }
  const first = Math.min(page.value, Math.ceil(names.length / pageSize) - 1) * pageSize;
  const shown = sorted.slice(first, first + pageSize);
  const x = X[place.value];
  return (
    <>
      <div class="fields">
        <label>
          Score
          <select
            value={m}
            onChange={(event) => {
              row.value = Number(event.currentTarget.value);
            }}
          >
            {rowNames.value.map((name, at) => (
              <option key={at} value={at}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Order
          <select
            value={order.value}
            onChange={(event) => {
              order.value = event.currentTarget.value as keyof typeof orders;
              page.value = 0;
            }}
          >
            {Object.entries(orders).map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <Pages
          what="Features"
          first={first}
          shown={shown.length}
          count={names.length}
          turn={(to) => {
            page.value = first / pageSize + to;
          }}
        />
      </div>
      <table class="wide-weights">
        <thead>
          <tr>
            <th scope="col">feature</th>
            <th scope="col">weight</th>
            <th scope="col">gradient</th>
            <th scope="col">this sample</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((j) => (
            <tr key={j}>
              <th scope="row">{names[j]}</th>
              <td>
                <Weight m={m} j={j} />
              </td>
              <td>
                <Slope m={m} j={j} />
              </td>
              <td>{x === undefined ? "-" : fixed(x[j] ?? 1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

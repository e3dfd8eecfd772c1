import { fixed, plus, short } from "../format.ts";
import { NumberField } from "../parts/number-field.tsx";
import { Panel } from "../parts/panel.tsx";
import { MarkIcon } from "../plane/mark.tsx";
import { setWeight } from "../state/actions.ts";
import { hoveredEntry } from "../state/hover.ts";
import { gradient, place, worked } from "../state/numbers.ts";
import { axes, objective, riddle, W } from "../state/store.ts";
import { task, wide } from "../state/task.ts";

const nudge = 0.1;

/** W and b with their gradient, to nudge and to type; and what the point that is looked at adds to each row. */
export function WeightsPanel() {
  if (wide.value) return null;
  const { rowNames } = task.value;
  const slopes = gradient.value;
  return (
    <Panel name="weights" title="Weights and gradient">
      <div class="scroll">
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
                  <RowMark m={m} /> {rowNames[m]}
                </th>
                {row.map((w, j) => (
                  <td key={j}>
                    <Weight m={m} j={j} w={w} name={entryName(m, j)} />
                    <Slope m={m} j={j} value={slopes?.[m]?.[j]} />
                  </td>
                ))}
                <td class="adds">
                  <Adds m={m} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Sum />
    </Panel>
  );
}

function RowMark({ m }: { m: number }) {
  return <MarkIcon k={objective.value.loss === "binary" ? 1 : m} />;
}

function columns(): string[] {
  return [...axes.value.map(({ name }) => name.replace(/ ?\(.*| ?,.*/, "")), "bias"];
}

function entryName(m: number, j: number): string {
  return `${task.value.rowNames[m]}, ${columns()[j]}`;
}

function Weight({ m, j, w, name }: { m: number; j: number; w: number; name: string }) {
  return (
    <span class="weight">
      <button
        type="button"
        aria-label={`Lower the weight of ${name}`}
        onClick={() => setWeight(m, j, w - nudge)}
      >
        −
      </button>
      <NumberField
        unseen
        label={`Weight of ${name}`}
        value={w}
        step={nudge}
        show={(value) => String(Number(value.toPrecision(4)))}
        onChange={(value) => setWeight(m, j, value)}
      />
      <button
        type="button"
        aria-label={`Raise the weight of ${name}`}
        onClick={() => setWeight(m, j, w + nudge)}
      >
        +
      </button>
    </span>
  );
}

function Slope({ m, j, value }: { m: number; j: number; value: number | undefined }) {
  if (value === undefined) return null;
  const show = (): void => {
    hoveredEntry.value = { m, j };
  };
  const hide = (): void => {
    hoveredEntry.value = undefined;
  };
  return (
    <button
      type="button"
      class="slope-entry"
      aria-label={`Gradient by ${entryName(m, j)}: ${fixed(value)}`}
      data-gradient={value}
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
    >
      {fixed(value)}
    </button>
  );
}

/** The multiple of x that the point that is looked at adds to a row of the gradient, before the mean. */
function Adds({ m }: { m: number }) {
  const multiple = worked.value[place.value]?.multiples[m];
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

/** The sum that an entry of the gradient is. */
function Sum() {
  const entry = hoveredEntry.value;
  if (riddle.value !== null) {
    return <p class="sum faint">This gradient has a mistake in it: no sum of the points explains it.</p>;
  }
  if (entry === undefined) {
    return (
      <p class="sum faint">
        Beneath each weight stands its gradient. Point at one, or tab to it, to see the points that make it.
      </p>
    );
  }
  const { m, j } = entry;
  const { X } = task.value;
  const parts = worked.value
    .map(({ multiples }, i) => ({ multiple: multiples[m]!, x: X[i]![j] ?? 1 }))
    .filter(({ multiple }) => multiple !== 0)
    .sort((a, b) => Math.abs(b.multiple * b.x) - Math.abs(a.multiple * a.x));
  const shown = parts
    .slice(0, 4)
    .map(({ multiple, x }) => `${plus(multiple, (v) => short(v, 3))}·${inBrackets(x)}`);
  const more = parts.length > shown.length ? ` … ${parts.length - shown.length} more` : "";
  const total = gradient.value?.[m]?.[j] ?? Number.NaN;
  return (
    <p class="sum" role="status">
      {entryName(m, j)}: 1/{X.length} ({shown.join(" ") || "0"}
      {more}){penalty(m, j)} = <b>{short(total)}</b>
    </p>
  );
}

function penalty(m: number, j: number): string {
  const { lambda, penalty, regularizeBias } = objective.value;
  if (lambda === 0 || (j === 2 && !regularizeBias)) return "";
  const factor = penalty === "full" ? "2·" : "";
  return ` + ${factor}${short(lambda, 3)}·${inBrackets(W.value[m]![j]!)}`;
}

function inBrackets(value: number): string {
  return value < 0 ? `(${short(value, 3)})` : short(value, 3);
}

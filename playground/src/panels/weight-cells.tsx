import { fixed, plus, short } from "../format.ts";
import { NumberField } from "../parts/number-field.tsx";
import { setWeight } from "../state/actions.ts";
import { hoveredEntry } from "../state/hover.ts";
import { gradient, workedAt } from "../state/numbers.ts";
import { axes, objective, riddle, W } from "../state/store.ts";
import { rowNames, task, wide } from "../state/task.ts";

const nudge = 0.1;

/** Names of W's columns: of the plane's axes, without their units, or of all features; the bias last. */
export function columns(): readonly string[] {
  const names = wide.value
    ? task.value.features
    : axes.value.map(({ name }) => name.replace(/ ?\(.*| ?,.*/, ""));
  return [...names, "bias"];
}

function entryName(m: number, j: number): string {
  return `${rowNames.value[m]}, ${columns()[j]}`;
}

/** A weight: to type, and to nudge. */
export function Weight({ m, j }: { m: number; j: number }) {
  const w = W.value[m]![j]!;
  const name = entryName(m, j);
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
        show={narrow}
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

/** Four digits after the point, which even a phone has room for. */
function narrow(value: number): string {
  return String(Number(Math.abs(value) < 1e-3 ? value.toPrecision(2) : value.toFixed(4)));
}

/** Its gradient, which lights up the points that make it. */
export function Slope({ m, j }: { m: number; j: number }) {
  const value = gradient.value?.[m]?.[j];
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

/** The sum that an entry of the gradient is. */
export function Sum() {
  const entry = hoveredEntry.value;
  if (riddle.value !== null) {
    return <p class="sum faint">This gradient has a mistake in it: no sum of the points explains it.</p>;
  }
  if (entry === undefined) {
    return (
      <p class="sum faint">
        Beneath each weight stands its gradient. Point at one, or tab to it, to see the samples that make it.
      </p>
    );
  }
  const { m, j } = entry;
  const { X } = task.value;
  // The entry may have gone with its row.
  if (W.value[m]?.[j] === undefined) return null;
  const parts = X.map((x, i) => ({ multiple: workedAt(i)!.multiples[m]!, x: x[j] ?? 1 }))
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
  if (lambda === 0 || (j === W.value[m]!.length - 1 && !regularizeBias)) return "";
  const factor = penalty === "full" ? "2·" : "";
  return ` + ${factor}${short(lambda, 3)}·${inBrackets(W.value[m]![j]!)}`;
}

function inBrackets(value: number): string {
  return value < 0 ? `(${short(value, 3)})` : short(value, 3);
}

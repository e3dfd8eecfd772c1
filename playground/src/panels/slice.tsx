import { useComputed, useSignal } from "@preact/signals";
import { randomStream } from "../data/random.ts";
import { plus, short } from "../format.ts";
import { Chart } from "../parts/chart.tsx";
import { useDeferred } from "../parts/deferred.ts";
import { Panel } from "../parts/panel.tsx";
import { ask } from "../state/desk.ts";
import { gradient, result } from "../state/numbers.ts";
import { proof } from "../state/optimum.ts";
import { running } from "../state/running.ts";
import { axes, W } from "../state/store.ts";
import { rowNames, wide } from "../state/task.ts";
import type { Weights } from "../worker/samples.ts";
import type { Slice } from "../worker/slice.ts";

/** The objective along a line through W: convex, and bent where a margin begins or ceases to be violated. */
export function SlicePanel() {
  const chosen = useSignal("0,0");
  // Of wide data no single weight is worth a look, and rows come and go with the loss.
  const along = useComputed(() => (isOffered(chosen.value) ? chosen.value : "gradient"));
  const span = useSignal(2);
  const reads = () => [along.value, span.value, result.value, gradient.value, running.value, proof.value];
  const slice = useDeferred<Slice | undefined>(reads, () => {
    const E = direction(along.value);
    // A slice takes as many passes over the data as it has points: of wide data, when the descent rests.
    if (E === undefined || typeof result.value === "string" || (wide.value && running.value))
      return undefined;
    return ask("slice", { E, span: span.value, count: wide.value ? 25 : 121 });
  });
  return (
    <Panel name="slice" title="A slice of the loss">
      <div class="fields">
        <label>
          Along
          <select
            value={along.value}
            onChange={(event) => {
              chosen.value = event.currentTarget.value;
            }}
          >
            {!wide.value &&
              W.value.flatMap((row, m) =>
                row.map((_, j) => (
                  <option key={`${m},${j}`} value={`${m},${j}`}>
                    weight {rowNames.value[m]},{" "}
                    {[...axes.value.map(({ name }) => name.replace(/ ?\(.*| ?,.*/, "")), "bias"][j]}
                  </option>
                )),
              )}
            <option value="gradient">against the gradient</option>
            <option value="optimum" disabled={proof.value === undefined}>
              towards the optimum
            </option>
            <option value="random">a random direction</option>
          </select>
        </label>
        <label>
          Width
          <select
            value={span.value}
            onChange={(event) => {
              span.value = Number(event.currentTarget.value);
            }}
          >
            {[0.2, 0.5, 1, 2, 5].map((width) => (
              <option key={width} value={width}>
                ± {width}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Drawn slice={slice.value} />
    </Panel>
  );
}

/** A slice stays while its controls, and the weights that they name, change. */
function Drawn({ slice: now }: { slice: Slice | undefined }) {
  if (now === undefined) return <p class="faint">There is nothing to draw now.</p>;
  return (
    <>
      <Chart
        label={`The loss on a line through the weights, with ${now.kinks.length} kinks; slopes ${short(now.left)} to the left and ${short(now.right)} to the right`}
        across="distance from W"
        series={[{ name: "loss", kind: "slice", spots: now.ts.map((t, k) => [t, now.values[k]!] as const) }]}
        strokes={now.kinks}
        here={[0, now.here]}
        slopes={[
          { kind: "left", slope: now.left },
          { kind: "right", slope: now.right },
        ]}
      />
      <p class="faint" id="slopes" data-left={now.left} data-right={now.right} data-kinks={now.kinks.length}>
        Slope to the left {slopeText(now.left)}, to the right {slopeText(now.right)}
        {Math.abs(now.left - now.right) > 1e-9
          ? ": W lies on a kink, and every number between is right."
          : ": the gradient's."}{" "}
        {now.kinks.length === 0 ? "No kinks here." : `Strokes: ${now.kinks.length} kinks.`}
      </p>
    </>
  );
}

/** What is 0 but for rounding is shown as 0. */
function slopeText(slope: number): string {
  return Math.abs(slope) < 1e-12 ? "0" : plus(slope);
}

function isOffered(name: string): boolean {
  const [m, j] = name.split(",").map(Number);
  if (j === undefined) return name !== "optimum" || proof.value !== undefined;
  return !wide.value && W.value[m!]?.[j] !== undefined;
}

/** The direction by its name; of length 1. */
function direction(name: string): Weights | undefined {
  const weights = W.value;
  if (name === "gradient") return unit(gradient.value?.map((row) => row.map((g) => -g)));
  if (name === "optimum") {
    const goal = proof.value?.W;
    return unit(goal?.map((row, m) => row.map((w, j) => w - weights[m]![j]!)));
  }
  if (name === "random") {
    const random = randomStream(5);
    return unit(weights.map((row) => row.map(() => random() - 0.5)));
  }
  const [m, j] = name.split(",").map(Number);
  if (weights[m!]?.[j!] === undefined) return undefined;
  return weights.map((row, k) => row.map((_, i) => Number(k === m && i === j)));
}

function unit(E: Weights | undefined): Weights | undefined {
  const size = Math.hypot(...(E ?? []).flat());
  return size > 0 ? E!.map((row) => row.map((e) => e / size)) : undefined;
}

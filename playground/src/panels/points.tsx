import { useSignal, useSignalEffect } from "@preact/signals";
import type { SampleExplanation } from "hinge/explain";
import { fixed, short } from "../format.ts";
import { Pages } from "../parts/pages.tsx";
import { Panel } from "../parts/panel.tsx";
import { MarkIcon } from "../plane/mark.tsx";
import { hoveredPoint } from "../state/hover.ts";
import { workedAt } from "../state/numbers.ts";
import { adjust, classes, objective, selected } from "../state/store.ts";
import { rowNames, task, wide } from "../state/task.ts";

const pageSize = 12;

/** Each sample's scores, margins, indicators, count and loss: the plane as a table. */
export function PointsPanel() {
  const page = useSignal(0);
  // Turns to the page of the chosen sample.
  useSignalEffect(() => {
    const at = task.value.numbers.indexOf(selected.value);
    if (at >= 0) page.value = Math.floor(at / pageSize);
  });
  const count = task.value.y.length;
  const last = Math.max(0, Math.ceil(count / pageSize) - 1);
  const first = Math.min(page.value, last) * pageSize;
  const shown = [...task.value.y.keys()].slice(first, first + pageSize);
  const hasHinges = objective.value.loss !== "softmax";
  return (
    <Panel
      name="points"
      title="Samples"
      aside={
        <Pages
          what="Samples"
          first={first}
          shown={shown.length}
          count={count}
          turn={(to) => {
            page.value = first / pageSize + to;
          }}
        />
      }
    >
      <div class="scroll">
        <table class="points">
          <thead>
            <tr>
              <th scope="col" rowSpan={2} class="sample">
                sample
              </th>
              {!wide.value && (
                <th scope="col" rowSpan={2}>
                  <i>x</i>
                </th>
              )}
              <th scope="colgroup" colSpan={rowNames.value.length}>
                scores
              </th>
              {hasHinges && (
                <th scope="colgroup" colSpan={rowNames.value.length} class="group">
                  margins
                </th>
              )}
              {hasHinges && (
                <th scope="col" rowSpan={2} class="group">
                  count
                </th>
              )}
              <th scope="col" rowSpan={2} class="loss">
                loss
              </th>
            </tr>
            <tr>
              {[...rowNames.value, ...(hasHinges ? rowNames.value : [])].map((name, at) => (
                <th scope="col" key={at} class={at === rowNames.value.length ? "group" : ""}>
                  {rowNames.value.length === 1 ? "s" : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((at) => (
              <SampleRow
                key={at}
                number={task.value.numbers[at]!}
                x={task.value.X[at]!}
                sample={workedAt(at)!}
              />
            ))}
          </tbody>
        </table>
      </div>
      {hasHinges && (
        <p class="faint">
          A margin above 0 (marked) is violated and its indicator is 1; the count adds these up. The loss is
          the sample's own, before the mean.
        </p>
      )}
    </Panel>
  );
}

interface SampleRowProps {
  number: number;
  x: readonly number[];
  sample: SampleExplanation;
}

/** A sample that stays what it is is not drawn anew. */
function SampleRow({ number, x: [u, v], sample }: SampleRowProps) {
  const isBinary = objective.value.loss === "binary";
  const skips = ["weston-watkins", "crammer-singer"].includes(objective.value.loss);
  return (
    <tr
      class={number === selected.value ? "chosen" : ""}
      data-sample={number}
      onPointerEnter={() => {
        hoveredPoint.value = number;
      }}
      onPointerLeave={() => {
        hoveredPoint.value = -1;
      }}
    >
      <th scope="row">
        <button type="button" class="plain" onClick={() => adjust({ selected: number })}>
          {!wide.value && <MarkIcon k={sample.y} />} {number}
          <span class={wide.value ? "faint" : "spoken"}>, class {classes.value[sample.y]}</span>
        </button>
      </th>
      {!wide.value && (
        <td>
          ({short(u!, 3)}, {short(v!, 3)})
        </td>
      )}
      {rowNames.value.map((name, m) => (
        <td key={name} class={!isBinary && m === sample.y ? "own" : ""}>
          {fixed(sample.scores[m]!)}
        </td>
      ))}
      {objective.value.loss !== "softmax" &&
        rowNames.value.map((name, m) =>
          skips && m === sample.y ? (
            <td key={name} class="faint">
              -
            </td>
          ) : (
            <td key={name} class={sample.indicators[m] === 1 ? "violated" : ""}>
              {fixed(sample.hinges[m]!)}
            </td>
          ),
        )}
      {objective.value.loss !== "softmax" && <td>{sample.count}</td>}
      <td class="loss">{fixed(sample.loss)}</td>
    </tr>
  );
}

import { tableOf } from "../data/open.ts";
import { Panel } from "../parts/panel.tsx";
import { MarkIcon } from "../plane/mark.tsx";
import { addClass, removeClass, renameClass, show } from "../state/actions.ts";
import { fileTable, notice, openFile } from "../state/load.ts";
import { maxClasses, type SourceKind } from "../state/model.ts";
import { adjust, change, classes, points, source, state } from "../state/store.ts";
import { task, wide } from "../state/task.ts";

const names: Readonly<Record<SourceKind, string>> = {
  blobs: "clouds",
  moons: "moons",
  spiral: "spiral",
  iris: "iris",
  penguins: "penguins",
  digits: "digits (8 × 8 images)",
  file: "your file",
  own: "your model's data",
};

/** Which samples there are, and which classes. */
export function DataPanel() {
  const { kind } = source.value;
  const table = tableOf(kind);
  const shown = (Object.keys(names) as SourceKind[]).filter(
    (name) => name === kind || (name !== "own" && (name !== "file" || fileTable.value !== undefined)),
  );
  const isMadeUp = kind === "blobs" || kind === "spiral" || kind === "moons";
  return (
    <Panel name="data" title="Data and classes">
      <div class="fields">
        <label>
          Start from
          <select value={kind} onChange={(event) => show({ kind: event.currentTarget.value as SourceKind })}>
            {shown.map((name) => (
              <option key={name} value={name}>
                {names[name]}
              </option>
            ))}
          </select>
        </label>
        {isMadeUp && (
          <button
            type="button"
            onClick={() =>
              show({ kind, seed: (source.value.seed ?? 1) + 1 }, Math.max(2, classes.value.length))
            }
          >
            Others like it
          </button>
        )}
        {table !== undefined && !wide.value && <Features />}
        <label class="file">
          Or a CSV file, dropped anywhere on the page
          <input
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file !== undefined) void openFile(file);
            }}
          />
        </label>
      </div>
      {notice.value !== undefined && (
        <p class="notice" role="status">
          {notice.value}
        </p>
      )}
      {!wide.value && <Classes />}
    </Panel>
  );
}

/** Which two features the plane shows. */
function Features() {
  const { kind, features } = source.value;
  const table = tableOf(kind)!;
  const [across, up] = features ?? table.first;
  const field = (label: string, value: number, choose: (at: number) => readonly [number, number]) => (
    <label>
      {label}
      <select
        value={value}
        onChange={(event) => show({ kind, features: choose(Number(event.currentTarget.value)) })}
      >
        {table.features.map((name, at) => (
          <option key={name} value={at}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      {field("Across", across, (at) => [at, up])}
      {field("Up", up, (at) => [across, at])}
    </>
  );
}

/** Data of one's own are gone with the page that had them, all but what the address held. */
function canReopen(): boolean {
  const { kind } = source.value;
  return kind !== "own" && (kind !== "file" || tableOf("file") !== undefined);
}

/** The legend, which also chooses what a click adds. */
function Classes() {
  const all = classes.value;
  return (
    <>
      <table class="classes">
        <thead>
          <tr>
            <th scope="col">a click adds</th>
            <th scope="col">name</th>
            <th scope="col">points</th>
            <th scope="col">
              <span class="spoken">remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((name, k) => (
            <tr key={k}>
              <td>
                <label class="brush">
                  <input
                    type="radio"
                    name="brush"
                    aria-label={`A click adds ${name}`}
                    checked={state.value.brush === k}
                    onChange={() => adjust({ brush: k })}
                  />
                  <MarkIcon k={k} />
                </label>
              </td>
              <td>
                <input
                  type="text"
                  maxLength={24}
                  aria-label={`Name of class ${k + 1}`}
                  value={name}
                  onInput={(event) => renameClass(k, event.currentTarget.value)}
                />
              </td>
              <td>{points.value.filter((point) => point[2] === k).length}</td>
              <td>
                <button
                  type="button"
                  class="plain"
                  aria-label={`Remove class ${name}`}
                  disabled={all.length <= 2}
                  onClick={() => removeClass(k)}
                >
                  ×
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="buttons">
        <button type="button" disabled={all.length >= maxClasses} onClick={addClass}>
          Add a class
        </button>
        <button
          type="button"
          onClick={() => change({ points: [], selected: -1 })}
          disabled={task.value.y.length === 0}
        >
          Remove all points
        </button>
        <button type="button" onClick={() => show(source.value)} disabled={!canReopen()}>
          Start over
        </button>
      </div>
    </>
  );
}

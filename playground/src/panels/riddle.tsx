import { useSignal, useSignalEffect } from "@preact/signals";
import type { MistakeId, WorkedExample } from "hinge/check";
import { short } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { callDoctor, doctor, endRiddle, mistakeOfRiddle, pose, riddles } from "../state/riddle.ts";
import { riddle } from "../state/store.ts";
import { wide } from "../state/task.ts";

/** A gradient with a mistake in it: the learner sees where it leads, and names it. */
export function RiddlePanel() {
  const number = riddle.value;
  const module = doctor.value;
  const answer = useSignal<MistakeId | "">("");
  const shown = useSignal(false);
  useSignalEffect(() => {
    void riddle.value;
    answer.value = "";
    shown.value = false;
  });
  if (number === null || module === undefined) {
    return (
      <Panel name="riddle" title="Find the bug">
        <p>
          The page spoils the gradient with a mistake that people make. Run the descent, look at the sums,
          name the mistake.
        </p>
        <div class="buttons">
          <button type="button" class="main" disabled={wide.value} onClick={() => pose(freshNumber())}>
            Spoil the gradient
          </button>
        </div>
        {wide.value && <p class="faint">This takes points in the plane.</p>}
      </Panel>
    );
  }
  const truth = mistakeOfRiddle(module, number);
  const isRight = answer.value === truth;
  return (
    <Panel name="riddle" title="Find the bug">
      <p>
        The gradient on this page has one mistake in it now; the loss is right. The objective is
        Weston-Watkins with λ ΣW². Which mistake is it?
      </p>
      <div class="fields">
        <label>
          The mistake
          <select
            value={answer.value}
            onChange={(event) => {
              answer.value = event.currentTarget.value as MistakeId;
            }}
          >
            <option value="">choose one</option>
            {riddles(module).map((id) => (
              <option key={id} value={id}>
                {module.mistakeOf(id).title}
              </option>
            ))}
          </select>
        </label>
      </div>
      {answer.value !== "" && (
        <p class={`sentence ${isRight ? "certified" : "bad"}`} role="status">
          {isRight ? "Yes, that is it." : "No, it is another one."}
        </p>
      )}
      <div class="buttons">
        <button
          type="button"
          onClick={() => {
            shown.value = true;
          }}
        >
          Reveal it
        </button>
        <button type="button" onClick={() => pose(freshNumber())}>
          Another one
        </button>
        <button type="button" onClick={endRiddle}>
          Back to the right gradient
        </button>
      </div>
      {(shown.value || isRight) && <Revealed id={truth} />}
    </Panel>
  );
}

/** What a mistake is, and the smallest numbers that show it. */
function Revealed({ id }: { id: MistakeId }) {
  const example = useSignal<WorkedExample | undefined>(undefined);
  useSignalEffect(() => {
    void callDoctor().then(async ({ exampleOf, mistakeOf }) => {
      example.value = await exampleOf(mistakeOf(id));
    });
  });
  const { mistakeOf } = doctor.value!;
  const mistake = mistakeOf(id);
  const told = mistake.tell(mistake.example!.detail);
  return (
    <div class="revealed" data-mistake={id}>
      <h3>{mistake.title}</h3>
      <p>{told.summary}</p>
      <dl>
        <dt>right</dt>
        <dd>
          <code>{told.equation}</code>
        </dd>
        <dt>here</dt>
        <dd>
          <code>{told.instead}</code>
        </dd>
        <dt>repair</dt>
        <dd>{told.fix}</dd>
      </dl>
      {example.value !== undefined && <Counterexample {...example.value} />}
    </div>
  );
}

function Counterexample({ point, right, yours }: WorkedExample) {
  const rows = (data: ArrayLike<number>, width: number): string =>
    matrix(
      Array.from({ length: data.length / width }, (_, i) =>
        Array.from({ length: width }, (_, j) => data[i * width + j]!),
      ),
    );
  return (
    <table class="counterexample">
      <caption>The smallest numbers that show it (gradients: a column a class)</caption>
      <tbody>
        <tr>
          <th scope="row">X</th>
          <td>{rows(point.X, point.nFeatures)}</td>
          <th scope="row">y</th>
          <td>{[...point.y].join(", ")}</td>
        </tr>
        <tr>
          <th scope="row">W (rows: classes)</th>
          <td>{rows(point.W, point.nFeatures)}</td>
          <th scope="row">λ</th>
          <td>{point.lambda}</td>
        </tr>
        <tr>
          <th scope="row">right gradient</th>
          <td>{matrix(right.gradient)}</td>
          <th scope="row">with the mistake</th>
          <td class="violated">{matrix(yours.gradient)}</td>
        </tr>
      </tbody>
    </table>
  );
}

export function matrix(rows: readonly (readonly number[])[]): string {
  return `[${rows.map((row) => `[${row.map((value) => short(value)).join(", ")}]`).join(", ")}]`;
}

function freshNumber(): number {
  return Math.floor(Math.random() * 1e6);
}

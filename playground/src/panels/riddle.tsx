import { useSignal, useSignalEffect } from "@preact/signals";
import type { MistakeId, Counterexample as Numbers } from "hinge/check";
import { Counterexample } from "../parts/counterexample.tsx";
import { Panel } from "../parts/panel.tsx";
import { Told } from "../parts/told.tsx";
import { showMistake } from "../state/doctor.ts";
import { choices, conventionOf, doctor, endRiddle, mistakeOfRiddle, pose } from "../state/riddle.ts";
import { objective, riddle } from "../state/store.ts";
import { task } from "../state/task.ts";

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
          The page spoils the gradient with a mistake that people make, for the data and the objective that
          are chosen. Run the descent, look at the sums, name the mistake.
        </p>
        <div class="buttons">
          <button type="button" class="main" disabled={task.value.y.length === 0} onClick={pose}>
            Spoil the gradient
          </button>
        </div>
      </Panel>
    );
  }
  const truth = mistakeOfRiddle(module, number);
  const isRight = answer.value === truth;
  return (
    <Panel name="riddle" title="Find the bug">
      <p>The gradient on this page has one mistake in it now; the loss is right. Which mistake is it?</p>
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
            {choices.value.map((id) => (
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
        <button type="button" onClick={pose}>
          Another one
        </button>
        <button type="button" onClick={endRiddle}>
          Back to the right gradient
        </button>
      </div>
      {(shown.value || isRight) && <Revealed mistake={truth} />}
    </Panel>
  );
}

/** What a mistake is, and the smallest numbers that show it, in the convention of the controls. */
function Revealed({ mistake }: { mistake: MistakeId }) {
  const numbers = useSignal<Numbers | undefined>(undefined);
  const asked = conventionOf(objective.value);
  const single = objective.value.loss === "binary";
  useSignalEffect(() => {
    const wanted = objective.value;
    const question = { mistake, asked: conventionOf(wanted), single: wanted.loss === "binary" };
    void showMistake(question).then((found) => {
      if (wanted === objective.value) numbers.value = found;
    });
  });
  const { mistakeOf, toldIn } = doctor.value!;
  return (
    <Told mistake={mistake} title={mistakeOf(mistake).title} told={toldIn(mistake, asked)} whose="here">
      {single && (
        <p class="faint">The binary loss has a single row of W; words with j and y are of several.</p>
      )}
      {numbers.value !== undefined && <Counterexample numbers={numbers.value} whose="spoiled" />}
    </Told>
  );
}

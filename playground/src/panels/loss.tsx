import { type DualLossName, dualLossNames } from "hinge";
import { C, chooseLoss, logC, loss, squared } from "../state/settings.ts";

const meanings: Readonly<Record<DualLossName, string>> = {
  "weston-watkins": "Every other class whose score comes within 1 of the true one's costs, and all add up",
  "crammer-singer":
    "Only the worst of the other classes costs, if its score comes within 1 of the true one's",
  "one-vs-all": "Each class against the rest: the true score should reach 1, every other \u22121",
  binary: "Two classes, one score: at least 1 for the one, at most \u22121 for the other",
};

/** What training minimises. */
export function LossPanel() {
  return (
    <section class="panel" aria-labelledby="loss-title">
      <h2 id="loss-title">Objective</h2>
      <p class="formula">
        ½ |<i>W</i>|² + <i>C</i> Σ loss
        {squared.value && ", hinges squared"}
      </p>
      <div class="fields">
        <label>
          Loss
          <select
            value={loss.value}
            onChange={(event) => chooseLoss(event.currentTarget.value as DualLossName)}
          >
            {dualLossNames.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={squared.value}
            onChange={(event) => {
              squared.value = event.currentTarget.checked;
            }}
          />
          squared
        </label>
        <label class="wide">
          <span>
            C = <output>{C.value}</output>
          </span>
          <input
            type="range"
            min={-3}
            max={3}
            step={0.25}
            value={logC.value}
            aria-valuetext={`C = ${C.value}`}
            onInput={(event) => {
              logC.value = event.currentTarget.valueAsNumber;
            }}
          />
        </label>
      </div>
      <p class="faint">{meanings[loss.value]}.</p>
    </section>
  );
}

import { type LossName, lossNames } from "hinge";
import { NumberField } from "../parts/number-field.tsx";
import { Panel } from "../parts/panel.tsx";
import { setObjective } from "../state/actions.ts";
import { objective } from "../state/store.ts";

const titles: Readonly<Record<LossName, string>> = {
  "weston-watkins": "Weston-Watkins",
  "crammer-singer": "Crammer-Singer",
  "one-vs-all": "one-vs-all",
  binary: "binary",
  softmax: "softmax",
};

const meanings: Readonly<Record<LossName, string>> = {
  "weston-watkins":
    "Every class whose score comes within the margin of the true one's costs, and all add up.",
  "crammer-singer": "Only the worst class costs, if its score comes within the margin of the true one's.",
  "one-vs-all":
    "Each class against the rest: the true score should reach the margin, every other its negative.",
  binary: "The first two classes and one score, which should reach the margin on its own side of 0.",
  softmax: "The cross-entropy of probabilities made of the scores. It has no margin, and no kinks.",
};

/** What is lowered. */
export function ObjectivePanel() {
  const { loss, squared, margin, lambda, penalty, regularizeBias } = objective.value;
  return (
    <Panel name="objective" title="Objective">
      <div class="fields">
        <label>
          Loss
          <select
            value={loss}
            onChange={(event) => setObjective({ loss: event.currentTarget.value as LossName })}
          >
            {lossNames.map((name) => (
              <option key={name} value={name}>
                {titles[name]}
              </option>
            ))}
          </select>
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={squared}
            disabled={loss === "softmax"}
            onChange={(event) => setObjective({ squared: event.currentTarget.checked })}
          />
          squared
        </label>
        <NumberField
          label="Margin Δ"
          value={margin}
          step={0.1}
          min={0}
          onChange={(value) => setObjective({ margin: value }, "margin")}
        />
      </div>
      <p class="faint">{meanings[loss]}</p>
      <div class="fields">
        <NumberField
          label="λ (lambda)"
          value={lambda}
          step={0.01}
          min={0}
          onChange={(value) => setObjective({ lambda: value }, "lambda")}
        />
        <label>
          Regulariser
          <select
            value={penalty}
            onChange={(event) => setObjective({ penalty: event.currentTarget.value as typeof penalty })}
          >
            <option value="full">λ ΣW², gradient 2λW</option>
            <option value="half">λ/2 ΣW², gradient λW</option>
          </select>
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={regularizeBias}
            onChange={(event) => setObjective({ regularizeBias: event.currentTarget.checked })}
          />
          bias too
        </label>
      </div>
    </Panel>
  );
}

import { useSignal, useSignalEffect } from "@preact/signals";
import { objectiveText, percent, short } from "../format.ts";
import { NumberField } from "../parts/number-field.tsx";
import { Panel } from "../parts/panel.tsx";
import { randomise, resetWeights, setDescent } from "../state/actions.ts";
import { go, mishap, toggleRun } from "../state/descent.ts";
import { accuracy, result } from "../state/numbers.ts";
import { goToOptimum, obstacle, proof, solverRefusal, solving, stopSolving } from "../state/optimum.ts";
import { running } from "../state/running.ts";
import { descent, objective } from "../state/store.ts";

/** The loss in its parts, and what lowers it. */
export function DescentPanel() {
  return (
    <Panel name="descent" title="Loss and descent">
      <Total />
      <div class="buttons">
        <button type="button" onClick={() => go(1)} disabled={running.value}>
          Step
        </button>
        <button type="button" onClick={() => go(50)} disabled={running.value}>
          50 steps
        </button>
        <button type="button" class="main" onClick={toggleRun} aria-pressed={running.value}>
          {running.value ? "Pause" : "Run"}
        </button>
        <button type="button" onClick={randomise}>
          Randomise
        </button>
        <button type="button" onClick={resetWeights}>
          W = 0
        </button>
      </div>
      <div class="fields">
        <NumberField
          label="Step size"
          value={descent.value.rate}
          step={0.01}
          min={0}
          onChange={(rate) => setDescent({ rate }, "rate")}
        />
        <NumberField
          label="Samples a step (0: all)"
          value={descent.value.batch}
          step={1}
          min={0}
          onChange={(batch) => setDescent({ batch: Math.round(batch) }, "batch")}
        />
        <span class="faint" data-steps={descent.value.steps}>
          {descent.value.steps} {descent.value.steps === 1 ? "step" : "steps"} taken
        </span>
      </div>
      {mishap.value !== undefined && (
        <p class="sentence bad" role="alert">
          {mishap.value}
        </p>
      )}
      <Optimum />
      <Spoken />
    </Panel>
  );
}

function Total() {
  const now = result.value;
  if (typeof now === "string") return <p class="sentence bad">{now}</p>;
  const { value, dataLoss, regularization, nViolations, kinks } = now;
  return (
    <div class="total" id="loss" data-value={value} data-data={dataLoss} data-penalty={regularization}>
      <dl>
        <div>
          <dt>data loss</dt>
          <dd>{objectiveText(dataLoss)}</dd>
        </div>
        <span aria-hidden="true">+</span>
        <div>
          <dt>regulariser</dt>
          <dd>{objectiveText(regularization)}</dd>
        </div>
        <span aria-hidden="true">=</span>
        <div class="sum">
          <dt>total</dt>
          <dd>{objectiveText(value)}</dd>
        </div>
      </dl>
      <p class="faint">
        {percent(accuracy.value)} predicted right
        {objective.value.loss !== "softmax" && `, ${nViolations} violated margins`}
        {kinks > 0 && `, ${kinks} ${kinks === 1 ? "sample" : "samples"} on a kink`}
      </p>
    </div>
  );
}

function Optimum() {
  const proven = proof.value;
  const busy = solving.value;
  return (
    <div
      class="optimum"
      id="certificate"
      data-status={busy ? "solving" : (proven?.status ?? "none")}
      {...exact()}
    >
      <div class="buttons">
        <button
          type="button"
          disabled={obstacle.value !== undefined || busy !== undefined}
          onClick={goToOptimum}
        >
          Go to the optimum
        </button>
        {busy !== undefined && (
          <button type="button" onClick={stopSolving}>
            Stop the solver
          </button>
        )}
      </div>
      {obstacle.value !== undefined && <p class="faint">{obstacle.value}</p>}
      {typeof busy === "object" && (
        <p class="faint">
          Epoch {busy.epoch}, relative gap {short(busy.relativeGap, 2)}
        </p>
      )}
      {solverRefusal.value !== undefined && <p class="sentence bad">{solverRefusal.value}</p>}
      {proven !== undefined && (
        <>
          <p class={`sentence ${proven.status}`}>{proven.message}</p>
          <p class="faint">
            Primal {objectiveText(proven.primal)}, dual {objectiveText(proven.dual)}: the gap is{" "}
            {short(proven.primal - proven.dual, 2)}. No weights whatever go below the dual.
          </p>
        </>
      )}
    </div>
  );
}

/** The proof with all its digits, for whoever wants to compare. */
function exact(): Record<`data-${string}`, number> {
  const proven = proof.value;
  if (proven === undefined) return {};
  return { "data-primal": proven.primal, "data-dual": proven.dual };
}

/** The loss for those who hear the page, once it rests: not each of a descent's steps. */
function Spoken() {
  const text = useSignal("");
  useSignalEffect(() => {
    const now = result.value;
    const right = accuracy.value;
    if (running.value) return;
    const timer = setTimeout(() => {
      text.value =
        typeof now === "string" ? now : `Loss ${objectiveText(now.value)}, ${percent(right)} predicted right`;
    }, 700);
    return () => clearTimeout(timer);
  });
  return (
    <p class="spoken" role="status" id="spoken">
      {text.value}
    </p>
  );
}

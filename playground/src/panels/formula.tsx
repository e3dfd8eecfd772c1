import { computed, useSignal } from "@preact/signals";
import { HingeError } from "hinge";
import {
  derivationSteps,
  type Explanation,
  explain,
  explanationSteps,
  type Step,
  toHtml,
} from "hinge/explain";
import { useLayoutEffect, useRef } from "preact/hooks";
import { short } from "../format.ts";
import { useDeferred } from "../parts/deferred.ts";
import { Panel } from "../parts/panel.tsx";
import { setWeight } from "../state/actions.ts";
import { loss, place, problem, scoresOf, worked } from "../state/numbers.ts";
import { classes, objective, W } from "../state/store.ts";
import { task } from "../state/task.ts";

/** The sample that is looked at, worked by hand by the library; undefined where there is none. */
const explanation = computed<Explanation | undefined>(() => {
  const index = place.value;
  if (index < 0) return undefined;
  try {
    const { regularizeBias: _, ...options } = problem(task.value);
    return explain({ ...options, ...named(), W: W.value, index, maxFeatures: 8 });
  } catch (error) {
    if (error instanceof HingeError) return undefined;
    throw error;
  }
});

/** Labels by the names of their classes, unless two are called the same. */
function named() {
  const { y, nScores } = task.value;
  const names = classes.value.slice(0, nScores === 1 ? 2 : nScores);
  return new Set(names).size < names.length ? {} : { classes: names, y: y.map((k) => names[k]!) };
}

/** The loss and its gradient with the sample's numbers in the formulas, or the derivation without any. */
export function FormulaPanel() {
  const which = useSignal<"numbers" | "derivation">("numbers");
  const html = useDeferred(
    () => [which.value, objective.value, task.value, W.value, place.value, classes.value],
    () => {
      if (which.value === "derivation") return fragment(derivationSteps(objective.value).steps);
      return explanation.value === undefined ? "" : fragment(stepsOf(explanation.value));
    },
  );
  return (
    <Panel
      name="formula"
      title="The formula, with numbers"
      aside={
        <div class="tabs">
          {(["numbers", "derivation"] as const).map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={which.value === name}
              onClick={() => {
                which.value = name;
              }}
            >
              {name === "numbers" ? "This sample" : "Derivation"}
            </button>
          ))}
        </div>
      }
    >
      {html.value === "" && <p class="faint">Choose a sample to see its numbers here.</p>}
      <Formula html={html.value ?? ""} />
      {which.value === "numbers" && <Tie />}
    </Panel>
  );
}

function Formula({ html }: { html: string }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // What is cut off must be scrolled by keys as well.
    const look = (): void => {
      for (const part of box.current!.querySelectorAll<HTMLElement>(".wide")) {
        if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
        else part.removeAttribute("tabindex");
      }
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [html]);
  return <div class="formula" ref={box} dangerouslySetInnerHTML={{ __html: html }} />;
}

/** explain() takes the bias into the penalty: where the page does not, it stops before. */
function stepsOf(e: Explanation): readonly Step[] {
  const { steps } = explanationSteps(e);
  return objective.value.regularizeBias || objective.value.lambda === 0 ? steps : steps.slice(0, -2);
}

/** The steps as the library writes them, without the page around them; the policy forbids styles in the text. */
function fragment(steps: readonly Step[]): string {
  const page = toHtml({ title: "", steps });
  return (
    page
      .slice(page.indexOf("</h1>") + 5, page.indexOf("</main>"))
      .replaceAll(/<(\/?)h2>/g, "<$1h3>")
      .replaceAll(/ style="text-align:(left|right)[^"]*"/g, ' class="$1"')
      .replaceAll("<table>", '<table class="steps">')
      // A header's name is its text, in which formulas do not count for every reader.
      .replaceAll(
        /<th>(<math>.*?<\/math>)<\/th>/g,
        (_, math: string) =>
          `<th><span class="spoken">${math.replaceAll(/(?:<[^>]*>)+/g, " ").trim()}</span><span aria-hidden="true">${math}</span></th>`,
      )
  );
}

/** At a kink the subgradients are an interval, through which a slider goes. */
function Tie() {
  const alpha = useSignal(0.5);
  const e = useDeferred(
    () => [objective.value, task.value, W.value, place.value],
    () => explanation.value,
  ).value;
  if (e === undefined) return null;
  const { tie, multiples, x } = e.sample;
  if (tie === null) return <MakeTie />;
  const [direction] = tie.directions as [readonly number[]];
  const chosen = multiples.map((g, m) => g + alpha.value * direction[m]!);
  return (
    <div class="tie">
      <label>
        <span>
          α = <output>{alpha.value.toFixed(2)}</output>
          {tie.directions.length > 1 && `, the first of ${tie.directions.length} directions`}
        </span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={alpha.value}
          aria-label="Alpha"
          onInput={(event) => {
            alpha.value = event.currentTarget.valueAsNumber;
          }}
        />
      </label>
      <table class="tie-rows">
        <thead>
          <tr>
            <th scope="col">row</th>
            <th scope="col">multiple of x</th>
            <th scope="col">this sample's gradient</th>
          </tr>
        </thead>
        <tbody>
          {chosen.map((g, m) => (
            <tr key={m}>
              <th scope="row">{task.value.rowNames[m]}</th>
              <td data-multiple={g}>{short(g)}</td>
              <td>({x.map((value) => short(g * value, 3)).join(", ")})</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Ties are rare among real numbers: this makes one, by a bias. */
function MakeTie() {
  if (objective.value.loss === "softmax") return null;
  return (
    <div class="buttons">
      <button type="button" onClick={makeTie}>
        Put this sample on a kink
      </button>
    </div>
  );
}

/** Moves one bias until the sample's nearest margin is exactly 0. */
function makeTie(): void {
  const sample = worked.value[place.value];
  if (sample === undefined) return;
  const x = task.value.X[place.value]!;
  const { loss: name } = objective.value;
  const skips = name === "weston-watkins" || name === "crammer-singer";
  const rows = [...sample.hinges.keys()].filter((m) => !skips || m !== sample.y);
  // Of a maximum, only the largest margin can bend it at 0.
  const far = (k: number) => (name === "crammer-singer" ? -sample.hinges[k]! : Math.abs(sample.hinges[k]!));
  const m = rows.sort((a, b) => far(a) - far(b))[0]!;
  // A margin rises with its own score, but for the true class of a loss of signs, whose sign is turned.
  const sign = skips || (name === "binary" ? sample.y === 0 : m !== sample.y) ? 1 : -1;
  const at = W.value[m]!.length - 1;
  const h = new Float64Array(sample.hinges.length);
  for (let round = 0; round < 8; round++) {
    loss.value.hinges(scoresOf(x), sample.y, h);
    if (h[m] === 0) return;
    setWeight(m, at, W.value[m]![at]! - sign * h[m]!, "tie");
  }
}

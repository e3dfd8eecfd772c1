import {
  derivationSteps,
  type ExplainedSample,
  explain,
  explanationSteps,
  type Step,
  toHtml,
} from "hinge/explain";
import type { Objective } from "../state/model.ts";
import type { Place } from "./samples.ts";

/** A sample worked by hand, as plain data and as a piece of a page. */
export interface WorkedSample {
  readonly html: string;
  readonly sample: ExplainedSample;
}

/** @param names of the classes; none where two are called the same */
export function workedSample(
  { X, y, W, objective }: Place,
  index: number,
  names: readonly string[] | undefined,
): WorkedSample {
  const labels = names === undefined ? { y } : { classes: names, y: y.map((k) => names[k]!) };
  const explanation = explain({ ...objective, X, W, bias: 1, ...labels, index, maxFeatures: 8 });
  return { html: fragment(explanationSteps(explanation).steps), sample: explanation.sample };
}

/** How the formula comes about, without a sample's numbers. */
export function derivation(objective: Objective): string {
  return fragment(derivationSteps(objective).steps);
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

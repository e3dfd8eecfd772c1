import { type Facts, weightRows } from "./facts.ts";
import { type Html, html, nameOf } from "./html.ts";
import { weightPicture } from "./image.ts";
import { section } from "./section.ts";

/** The rows of W as pictures, where samples are pictures. */
export function templatesSection(facts: Facts): Html | undefined {
  const { imageShape } = facts.set;
  if (imageShape === undefined) return undefined;
  const { data: W, shape } = facts.svm.weights;
  const D = shape[1];
  const largest = W.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const pictures = weightRows(facts).map(
    ({ row, title }) => html`<li>
${weightPicture(W.subarray(row * D, (row + 1) * D), imageShape, largest, `The template of ${nameOf(title, 60)}`)}
<b>${nameOf(title)}</b>
</li>
`,
  );
  return section(
    "templates",
    "Templates",
    html`The weights of each class as a picture, all on one scale. Ink where it is <span class="key plus">blue</span> speaks for the class, where it is <span class="key minus">orange</span> against it; the stronger the colour, the louder.`,
    html`<ul class="pictures templates">${pictures}</ul>`,
  );
}

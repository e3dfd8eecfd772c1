import { rowOf } from "../data/entries.ts";
import { count } from "../render/style.ts";
import { type Facts, featureName } from "./facts.ts";
import { type Html, html, minus, nameOf } from "./html.ts";
import { inkPicture } from "./image.ts";
import { byMargin, type Decided } from "./margins.ts";
import { section, wide } from "./section.ts";

const shownPictures = 18;
const shownRows = 12;
const reasons = 3;

/** The samples with the smallest margins: as pictures where they are, else with the features that decided. */
export function hardestSection(facts: Facts): Html {
  const decided = byMargin(facts);
  const { set } = facts;
  const unknown = set.labels.length - decided.length;
  const left =
    unknown === 0 ? "" : ` ${count(unknown)} samples are left out, whose class the model does not know.`;
  const text = html`The margin of a sample is the score of its true class less the best other score: below zero it is taken for the other class. Samples are counted from 0, so that <code>hinge explain --index</code> takes their numbers.${left}`;
  const body =
    set.imageShape === undefined
      ? table(facts, decided.slice(0, shownRows))
      : html`<ul class="pictures">${decided.slice(0, shownPictures).map((one) => figure(facts, one))}</ul>`;
  return section("hardest", "The hardest samples", text, body);
}

function figure(facts: Facts, one: Decided): Html {
  const { svm, set } = facts;
  const [y, rival] = [nameOf(svm.classes[one.y], 20), nameOf(svm.classes[one.rival], 20)];
  const wrong = isWrong(facts, one);
  const words = wrong ? `a ${y}, read as ${rival}` : `a ${y}, nearly ${rival}`;
  return html`<li class="${wrong ? "wrong" : "right"}">
${inkPicture(rowOf(set.X, one.i), set.imageShape!, `Sample ${one.i}: ${words}`)}
<span><b>${y}</b> ${wrong ? "read as" : "nearly"} <b>${rival}</b></span>
<span class="faint">no. ${one.i}, margin ${decimals(one.margin)}</span>
</li>
`;
}

function table(facts: Facts, shown: readonly Decided[]): Html {
  const { svm } = facts;
  const rows = shown.map(
    (one) => html`<tr class="${isWrong(facts, one) ? "wrong" : ""}">
<th scope="row">${one.i}</th>
<td>${nameOf(svm.classes[one.y])}</td>
<td>${nameOf(svm.classes[one.rival])}${isWrong(facts, one) ? html` <span class="tag">taken for it</span>` : ""}</td>
<td class="number">${decimals(one.margin)}</td>
<td class="reasons">${pulls(facts, one)}</td>
</tr>
`,
  );
  return wide(
    "The hardest samples",
    html`<table class="lined">
<thead><tr><th scope="col">sample</th><th scope="col">true class</th><th scope="col">best other</th><th scope="col" class="number">margin</th><th scope="col">what spoke most for the other</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`,
  );
}

function isWrong({ set, predicted }: Facts, { i }: Decided): boolean {
  return predicted[i] !== set.labels[i];
}

/** The features with the largest part in rival's score less the true class's: (w_rival - w_y)_j x_j. */
function pulls({ svm, set }: Facts, { i, y, rival }: Decided): Html {
  const { data: W, shape } = svm.weights;
  const D = shape[1];
  const weight = (k: number, j: number) => (shape[0] === 1 ? (k === 1 ? W[j]! : 0) : W[k * D + j]!);
  const parts = rowOf(set.X, i)
    .map((value, j) => ({ j, part: value === 0 ? 0 : value * (weight(rival, j) - weight(y, j)) }))
    .filter(({ part }) => part > 0)
    .sort((a, b) => b.part - a.part || a.j - b.j)
    .slice(0, reasons);
  if (parts.length === 0) return html`<span class="faint">no feature, the constant alone</span>`;
  return html`${parts.map(
    ({ j, part }, k) =>
      html`${k === 0 ? "" : ", "}${nameOf(featureName(set, j), 30)} <span class="faint">+${decimals(part)}</span>`,
  )}`;
}

function decimals(value: number): string {
  return minus(Math.abs(value) >= 1000 ? value.toExponential(2) : value.toFixed(3));
}

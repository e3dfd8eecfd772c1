import { spreads } from "../data/entries.ts";
import { count } from "../render/style.ts";
import { type Facts, featureName, weightRows } from "./facts.ts";
import { type Html, html, minus, nameOf } from "./html.ts";
import { section } from "./section.ts";

const perClass = 8;
const mostClasses = 30;

/** A feature's weight for one class. */
export interface Weighty {
  readonly j: number;
  readonly weight: number;
  /** What a step of one standard deviation of the feature adds to the score. */
  readonly perSpread: number;
}

/** The weights of largest magnitude in a row of W, zeros left out; at equal magnitude in the features' order. */
export function largestWeights(row: Float64Array, spread: Float64Array, most = perClass): Weighty[] {
  return Array.from(row, (weight, j) => ({ j, weight, perSpread: weight * spread[j]! }))
    .filter(({ weight }) => weight !== 0)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.j - b.j)
    .slice(0, most);
}

/** The features with the largest weights of each class, with bars to both sides. */
export function featuresSection(facts: Facts): Html {
  const { data: W, shape } = facts.svm.weights;
  const D = shape[1];
  const spread = spreads(facts.set.X);
  const rows = weightRows(facts);
  const largest = W.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const cards = rows.slice(0, mostClasses).map(({ row, title }) => {
    const found = largestWeights(W.subarray(row * D, (row + 1) * D), spread);
    return html`<div class="card">
<h3>${nameOf(title)}</h3>
${found.length === 0 ? html`<p class="faint">All its weights are 0.</p>` : table(facts, found, largest, nameOf(title))}
</div>
`;
  });
  const left = rows.length > mostClasses ? ` The first ${mostClasses} of ${count(rows.length)} classes.` : "";
  return section(
    "features",
    "The largest weights",
    `A positive weight speaks for the class, a negative one against it. Weights compare only between features of one size, which the last column allows for: it is what the score gains by a step of the feature's own standard deviation in these data.${left}`,
    // Where the templates say it at a glance, the numbers are for those who ask.
    facts.set.imageShape === undefined
      ? html`<div class="cards">${cards}</div>`
      : html`<details>
<summary>The weights of ${count(Math.min(rows.length, mostClasses))} ${rows.length === 1 ? "row" : "rows"}</summary>
<div class="cards">${cards}</div>
</details>`,
  );
}

function table(facts: Facts, found: readonly Weighty[], largest: number, name: string): Html {
  const rows = found.map(
    ({ j, weight, perSpread }) => html`<tr>
<th scope="row">${breakable(nameOf(featureName(facts.set, j), 32))}</th>
<td class="bar">${bar(weight / largest)}</td>
<td class="number">${short(weight)}</td>
<td class="number faint">${short(perSpread, 2)}</td>
</tr>
`,
  );
  return html`<table class="weights">
<caption class="hidden">The largest weights of ${name}</caption>
<thead><tr><th scope="col">feature</th><td></td><th scope="col" class="number">weight</th><th scope="col" class="number">a step</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}

/** Names of columns break at their underscores sooner than anywhere else. */
function breakable(name: string): Html {
  return html`${name.split(/(?<=_)/).map((piece, k) => html`${k === 0 ? "" : html`<wbr>`}${piece}`)}`;
}

/** @param part in [-1, 1], of the largest weight of all */
function bar(part: number): Html {
  const width = Math.max(0.6, 30 * Math.abs(part));
  const x = part < 0 ? 30 - width : 30;
  return html`<svg viewBox="0 0 60 10" aria-hidden="true"><path class="axis" d="M30 0v10"/><rect class="${part < 0 ? "minus" : "plus"}" x="${x.toFixed(1)}" y="1.5" width="${width.toFixed(1)}" height="7"/></svg>`;
}

function short(value: number, digits = 3): string {
  const size = Math.abs(value);
  return minus(
    size !== 0 && (size < 1e-2 || size >= 1e5) ? value.toExponential(1) : value.toPrecision(digits),
  );
}

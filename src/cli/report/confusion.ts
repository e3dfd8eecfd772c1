import { count, percent } from "../render/style.ts";
import type { Facts } from "./facts.ts";
import { type Html, html, nameOf } from "./html.ts";
import { section, wide } from "./section.ts";

const mostClasses = 40;
const listed = 12;
/** Shades of a cell; the style sheet has as many. */
const shades = 6;

/** The confusion matrix; beyond 40 classes its largest entries off the diagonal. */
export function confusionSection({ evaluation }: Facts): Html {
  const { labels, confusion } = evaluation;
  const names = labels.map((label) => nameOf(label, 24));
  const worst = confusions(names, confusion);
  const text =
    labels.length > mostClasses
      ? `${count(labels.length)} classes are too many for a matrix; these are the most frequent confusions.`
      : html`Rows are the true classes, columns what the model took them for: <span class="key plus">blue</span> is right, <span class="key minus">orange</span> is not. The shade is the part of the row.`;
  return section(
    "confusion",
    "What is taken for what",
    text,
    labels.length > mostClasses
      ? list(worst)
      : html`<div class="beside">
${matrix(names, confusion)}
${list(worst)}
</div>`,
  );
}

function matrix(names: readonly string[], confusion: readonly (readonly number[])[]): Html {
  const rows = confusion.map((row, k) => {
    const all = row.reduce((sum, value) => sum + value, 0);
    return html`<tr><th scope="row">${names[k]!}</th>${row.map((value, m) => cell(value, all, k === m))}</tr>
`;
  });
  return wide(
    "Confusion matrix",
    html`<table class="matrix">
<caption class="hidden">Confusion matrix: true classes in rows, predicted classes in columns</caption>
<thead><tr><td></td>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>`,
  );
}

function cell(value: number, all: number, right: boolean): Html {
  if (value === 0)
    return html`<td class="none"><span class="hidden">0</span><span aria-hidden="true">·</span></td>`;
  const shade = Math.max(1, Math.ceil((shades * value) / all));
  return html`<td class="${right ? "plus" : "minus"} s${shade}">${count(value)}</td>`;
}

interface Confusion {
  readonly from: string;
  readonly to: string;
  readonly value: number;
  readonly part: number;
}

function confusions(names: readonly string[], confusion: readonly (readonly number[])[]): Confusion[] {
  return confusion
    .flatMap((row, k) => {
      const all = row.reduce((sum, value) => sum + value, 0);
      return row.map((value, m) => ({
        from: names[k]!,
        to: names[m]!,
        value,
        part: value / all,
        same: k === m,
      }));
    })
    .filter(({ value, same }) => value > 0 && !same)
    .sort((a, b) => b.value - a.value)
    .slice(0, listed);
}

function list(worst: readonly Confusion[]): Html {
  if (worst.length === 0) return html`<p>No sample is taken for another class.</p>`;
  return html`<ul class="sentences">${worst.map(
    ({ from, to, value, part }) =>
      html`<li><b>${count(value)}</b> of ${from} ${value === 1 ? "is" : "are"} taken for ${to} <span class="faint">(${percent(part)} of ${from})</span></li>
`,
  )}</ul>`;
}

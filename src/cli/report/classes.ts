import { count, percent } from "../render/style.ts";
import type { Facts } from "./facts.ts";
import { type Html, html, nameOf } from "./html.ts";
import { section, wide } from "./section.ts";

/** Precision, recall and f1 of each class, with bars. */
export function classesSection({ evaluation }: Facts): Html {
  const rows = evaluation.perClass.map(
    ({ label, precision, recall, f1, support }) => html`<tr>
<th scope="row">${nameOf(label)}</th>
${part(precision, percent(precision))}
${part(recall, percent(recall))}
${part(f1, f1.toFixed(3))}
<td class="number">${count(support)}</td>
</tr>
`,
  );
  return section(
    "classes",
    "Class by class",
    "Precision: how many of those taken for the class belong to it. Recall: how many of the class were found. f1 is their harmonic mean.",
    wide(
      "Class by class",
      html`<table class="lined parts">
<thead><tr><th scope="col">class</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">f1</th><th scope="col" class="number">samples</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`,
    ),
  );
}

function part(value: number, text: string): Html {
  return html`<td><span class="part"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10"/><rect class="plus" width="${(100 * value).toFixed(1)}" height="10"/></svg><span>${text}</span></span></td>`;
}

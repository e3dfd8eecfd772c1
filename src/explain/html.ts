import { escapeHtml } from "./escape.ts";
import { displayMathml, inlineMathml } from "./formula-mathml.ts";
import type { Inline, Step, StepDocument, StepTable } from "./steps.ts";

/** Steps as an HTML page that needs nothing beside itself: no script, no font, formulas in MathML. */
export function toHtml(document: StepDocument): string {
  const title = escapeHtml(document.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${document.steps.map(step).join("\n")}
</main>
</body>
</html>
`;
}

function step(one: Step): string {
  const parts = [`<h2>${escapeHtml(one.title)}</h2>`, `<p>${inline(one.text)}</p>`];
  if (one.lines !== undefined) parts.push(`<div class="wide">${displayMathml(one.lines)}</div>`);
  if (one.table !== undefined) parts.push(table(one.table));
  if (one.after !== undefined && one.after.length > 0) parts.push(`<p>${inline(one.after)}</p>`);
  if (one.code !== undefined) parts.push(`<pre><code>${escapeHtml(one.code)}</code></pre>`);
  return `<section>\n${parts.join("\n")}\n</section>`;
}

function inline(parts: readonly Inline[]): string {
  return parts
    .map((part) => (typeof part === "string" ? escapeHtml(part) : inlineMathml(part.math)))
    .join("");
}

function table({ head, rows }: StepTable): string {
  const cells = (row: readonly (readonly Inline[])[], tag: string): string =>
    row.map((cell) => `<${tag}>${inline(cell)}</${tag}>`).join("");
  const body = rows.map(
    ({ cells: row, tone }) => `<tr${tone === undefined ? "" : ` class="${tone}"`}>${cells(row, "td")}</tr>`,
  );
  return `<div class="wide"><table>\n<thead><tr>${cells(head, "th")}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table></div>`;
}

const css = `
:root { color-scheme: light dark; --line: #8884; --mark: #2a6fdb1f; }
body { font: 17px/1.55 system-ui, sans-serif; margin: 0; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; counter-reset: step; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.1rem; margin: 2.2rem 0 .4rem; }
h2::before { counter-increment: step; content: counter(step) ". "; opacity: .55; }
p { margin: .5rem 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: .8rem 0; }
math { font-size: 1.08em; }
math[display="block"] { margin: .3rem 0; }
math[display="block"] mtd { padding: .3em .15em; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .7rem; text-align: right; white-space: nowrap; }
th { font-weight: normal; opacity: .7; border-bottom: 1px solid var(--line); }
th:nth-child(2), td:nth-child(2) { text-align: left; }
tr.marked { background: var(--mark); }
tr.faint { opacity: .6; }
pre { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; font-size: .9rem; }
`;

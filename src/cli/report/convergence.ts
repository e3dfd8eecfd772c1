import type { FitReport } from "../../model/fit-options.ts";
import type { Progress } from "../../solvers/solve.ts";
import { count, counted, objective, small } from "../render/style.ts";
import { linearAxis, logAxis } from "./axis.ts";
import { descentPlot } from "./descent.ts";
import type { Facts } from "./facts.ts";
import { type Html, html, minus } from "./html.ts";
import { across, band, line, type Point, place, plot, upwards } from "./plot.ts";
import { section, wide } from "./section.ts";

const listed = 10;

/** How training came down: primal and dual, and the gap between them; undefined where no fit was watched. */
export function convergenceSection({ proof }: Facts): Html | undefined {
  if (proof === undefined || !("trace" in proof)) return undefined;
  if (proof.history !== undefined) {
    return section(
      "convergence",
      "How training came down",
      "Gradient descent sees one mini-batch a step; the line is the mean over neighbouring steps of the loss that each batch had before its step, regulariser included.",
      descentPlot(proof.history),
    );
  }
  if (proof.trace.length < 2) return undefined;
  return section(
    "convergence",
    "How training came down",
    "The primal is what the model costs; the dual is what no model can go below. Where they meet is the optimum, and the gap between them is the proof. Each was computed afresh from the data at every point of the lines.",
    html`<div class="plots">
${objectives(proof.trace)}${gaps(proof)}</div>
${table(proof.trace)}`,
  );
}

function objectives(trace: readonly Progress[]): Html {
  const end = trace.at(-1)!;
  // The first primal is that of W = 0, far above all that follows.
  const start = trace[0]!.primal;
  const top = Math.min(start, end.primal + 2 * (end.primal - Math.min(0, trace[0]!.dual)));
  const x = epochs(trace);
  const y = linearAxis([Math.min(0, trace[0]!.dual), top], upwards);
  const primal = trace.map(({ epoch, primal }): Point => ({ x: epoch, y: primal }));
  const dual = trace.map(({ epoch, dual }): Point => ({ x: epoch, y: dual }));
  const middle = trace[Math.floor(trace.length / 3)]!;
  return plot({
    title: "Primal and dual",
    description: `After ${counted(end.epoch, "epoch")} the primal is ${objective(end.primal)} and the dual ${objective(end.dual)}.`,
    x,
    y,
    xTitle: "epochs",
    drawn: html`${band(primal, dual, x, y)}${line("primal", primal, x, y)}${line("dual", dual, x, y)}${start > top ? label(`↑ from ${objective(start)}`, across[0] + 6, upwards[1] + 10) : ""}${label("primal", x.at(middle.epoch) + 6, y.at(middle.primal) - 8)}${label("dual", x.at(middle.epoch) + 6, Math.min(y.at(middle.dual) + 16, upwards[0] - 6))}`,
  });
}

function gaps({ trace, tolerance, status }: FitReport): Html {
  const points = trace
    .filter(({ relativeGap }) => relativeGap > 0)
    .map(({ epoch, relativeGap }): Point => ({ x: epoch, y: relativeGap }));
  const smallest = points.reduce((least, { y }) => Math.min(least, y), tolerance);
  const x = epochs(trace);
  const y = logAxis([smallest / 2, 1], upwards);
  const proven = y.at(tolerance);
  return plot({
    title: "Relative gap",
    description: `It falls from 1 to ${small(trace.at(-1)!.relativeGap)}; the tolerance is ${small(tolerance)}, ${status === "certified" ? "and was reached" : "and was not reached"}.`,
    x,
    y,
    xTitle: "epochs",
    drawn: html`<path class="limit" d="M${across[0]} ${place(proven)}H${across[1]}"/>
${label("tolerance", across[0] + 6, proven - 6)}${line("primal", points, x, y)}`,
  });
}

function epochs(trace: readonly Progress[]) {
  return linearAxis([0, trace.at(-1)!.epoch], across);
}

function label(text: string, x: number, y: number): Html {
  return html`<text class="label" x="${place(x)}" y="${place(y)}">${text}</text>
`;
}

/** The lines' numbers, at most ten rows of them. */
function table(trace: readonly Progress[]): Html {
  const stride = Math.max(1, Math.ceil((trace.length - 1) / (listed - 1)));
  const rows = trace
    .filter((_, k) => k % stride === 0 || k === trace.length - 1)
    .map(
      ({ epoch, primal, dual, relativeGap, active }) => html`<tr>
<th scope="row" class="number">${count(epoch)}</th>
<td class="number">${objective(primal)}</td>
<td class="number">${minus(objective(dual))}</td>
<td class="number">${minus(small(relativeGap))}</td>
<td class="number">${count(active)}</td>
</tr>
`,
    );
  return html`<details>
<summary>The same as numbers</summary>
${wide(
  "How training came down, as numbers",
  html`<table class="lined">
<thead><tr><th scope="col" class="number">epoch</th><th scope="col" class="number">primal</th><th scope="col" class="number">dual</th><th scope="col" class="number">relative gap</th><th scope="col" class="number">samples still visited</th></tr></thead>
<tbody>
${rows}</tbody>
</table>`,
)}
</details>`;
}

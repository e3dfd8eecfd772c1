import type { FitReport } from "../../model/fit-options.ts";
import type { SgdProgress } from "../../solvers/sgd.ts";
import { startBar } from "./progress.ts";
import { count, counted, objective, seconds, small, style } from "./style.ts";
import { wrap, wrapText } from "./wrap.ts";

/** Shows step and loss of a descent on stderr while it runs, only where that is a terminal. */
export function descentLine(shown: boolean): { update(progress: SgdProgress): void; stop(): void } {
  if (!shown || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const bar = startBar();
  return {
    update({ iteration, iterations, loss }) {
      const line = `step ${count(iteration)} of ${count(iterations)}  loss of its batch ${objective(loss)}`;
      bar.update(iteration / iterations, { line });
    },
    stop: () => bar.stop(),
  };
}

/** How a descent ended: the sentence, and the numbers behind it. */
export function descentLines(report: FitReport): string {
  const paint = { certified: style.good, stopped: style.warn, invalid: style.bad }[report.status];
  const { history = new Float64Array(0), iterations = 0 } = report;
  const numbers = [
    `primal ${objective(report.primal)}`,
    ...(Number.isNaN(report.dual) ? [] : [`dual ${objective(report.dual)}`, `gap ${small(report.gap)}`]),
    `loss of the first batch ${objective(history[0] ?? Number.NaN)}, of the last ${objective(history.at(-1) ?? Number.NaN)}`,
    `${counted(iterations, "step")} in ${counted(report.epochs, "epoch")}`,
    seconds(report.seconds),
  ];
  return `${paint(wrapText(report.message))}\n${style.faint(wrap(numbers, "  ", "  "))}`;
}

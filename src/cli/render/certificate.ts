import type { FitReport } from "../../model/fit-options.ts";
import { counted, objective, seconds, small, style } from "./style.ts";
import { wrap, wrapText } from "./wrap.ts";

/** What a fit has proven: the sentence, and the numbers behind it. */
export function certificateLines(report: FitReport): string {
  const paint = { certified: style.good, stopped: style.warn, invalid: style.bad }[report.status];
  const numbers = [
    `primal ${objective(report.primal)}`,
    `dual ${objective(report.dual)}`,
    `gap ${small(report.gap)} (rounding at most ${small(report.bound)})`,
    counted(report.epochs, "epoch"),
    seconds(report.seconds),
  ];
  return `${paint(wrapText(report.message))}\n${style.faint(wrap(numbers, "  ", "  "))}`;
}

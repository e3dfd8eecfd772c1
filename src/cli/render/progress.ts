import { Presets, SingleBar } from "cli-progress";
import type { Progress } from "../../solvers/solve.ts";
import { count, objective, small } from "./style.ts";

/** A progress line on stderr, only where that is a terminal. */
export interface ProgressLine {
  update(progress: Progress): void;
  stop(): void;
}

/**
 * Shows epoch, primal, dual and relative gap while a fit runs. The bar is logarithmic: full when the relative gap has
 * come down from 1 to the tolerance.
 */
export function progressLine(tolerance: number, shown: boolean): ProgressLine {
  if (!shown || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const bar = startBar();
  return {
    update(progress) {
      const reached = Math.log(Math.max(progress.relativeGap, tolerance)) / Math.log(tolerance);
      bar.update(Math.min(1, Math.max(0, reached)), { line: progressText(progress) });
    },
    stop: () => bar.stop(),
  };
}

export function progressText({ epoch, primal, dual, relativeGap }: Progress): string {
  return `epoch ${count(epoch)}  primal ${objective(primal)}  dual ${objective(dual)}  relative gap ${small(relativeGap)}`;
}

/** A bar with a line of text on stderr, wiped out when it stops. */
export function startBar(): SingleBar {
  const bar = new SingleBar(
    {
      stream: process.stderr,
      format: "  {bar}  {line}",
      // Leaves 66 of 80 columns for the line, which is cut rather than wrapped where it is longer.
      barsize: 10,
      clearOnComplete: true,
      hideCursor: true,
      // Progress comes a few dozen times a second at most.
      fps: 20,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { line: "starting" });
  return bar;
}

import { count, objective } from "../render/style.ts";
import { linearAxis } from "./axis.ts";
import type { Html } from "./html.ts";
import { across, line, type Point, plot, upwards } from "./plot.ts";

/** As many as the plot has room to tell apart. */
const mostPoints = 120;

/** The means of neighbouring steps, each at its last step; no more than `most`. */
export function smoothed(history: ArrayLike<number>, most = mostPoints): Point[] {
  const width = Math.max(1, Math.ceil(history.length / most));
  return Array.from({ length: Math.ceil(history.length / width) }, (_, k) => {
    const part = Array.from(history).slice(k * width, (k + 1) * width);
    return { x: k * width + part.length, y: part.reduce((sum, value) => sum + value, 0) / part.length };
  });
}

/** The loss of each step's batch. */
export function descentPlot(history: Float64Array): Html {
  const points = smoothed(history);
  const x = linearAxis([0, history.length], across);
  const y = linearAxis([0, points.reduce((most, point) => Math.max(most, point.y), 0)], upwards);
  return plot({
    title: "Loss of the batch",
    description: `From ${objective(points[0]!.y)} to ${objective(points.at(-1)!.y)} in ${count(history.length)} steps.`,
    x,
    y,
    xTitle: "steps",
    drawn: line("primal", points, x, y),
  });
}

import type { FoldScore } from "../../model/cross-validation.ts";
import type { TuneMetric, TuneResult, TuneRow } from "../../model/tune.ts";
import { curve, type Series } from "./curve.ts";
import { count, objective, percent, seconds, style } from "./style.ts";
import { type Cell, table } from "./table.ts";

const marks = ["●", "▲", "■", "◆", "▼"];
const paints = [style.first, style.second, style.third, style.fourth, style.fifth];

/** A row a candidate; the best is marked. */
export function tuneTable({ rows, best }: TuneResult): string {
  const losses = new Set(rows.map(({ loss }) => loss));
  const head = ["C", "accuracy", "macro-F1", "epochs", "time", ""];
  const lines = rows.map((row) => {
    const { C, accuracy, macroF1, fits } = row;
    const stopped = fits.filter(({ status }) => status !== "certified").length;
    const cells = [
      objective(C),
      `${percent(accuracy.mean)} ± ${(100 * accuracy.standardError).toFixed(1).padStart(4)}`,
      `${macroF1.mean.toFixed(3)} ± ${macroF1.standardError.toFixed(3)}`,
      count(fits.reduce((sum, { epochs }) => sum + epochs, 0)),
      seconds(fits.reduce((sum, fit) => sum + fit.seconds, 0)),
      [...(row === best ? ["best"] : []), ...(stopped > 0 ? [`${stopped} stopped`] : [])].join(", "),
    ];
    const paint = row === best ? style.good : undefined;
    return (losses.size > 1 ? [row.loss, ...cells] : cells).map((text): Cell => ({ text, paint }));
  });
  return table(losses.size > 1 ? ["loss", ...head] : head, lines);
}

/** The metric over C, a line a loss; undefined where there is one C only. */
export function tuneCurve({ rows, metric, best }: TuneResult, width: number): string | undefined {
  const losses = [...new Set(rows.map(({ loss }) => loss))];
  const costs = [...new Set(rows.map(({ C }) => C))];
  if (costs.length < 2) return undefined;
  const series = losses.map((loss, k): Series => {
    const points = rows.filter((row) => row.loss === loss);
    return {
      mark: marks[k % marks.length]!,
      paint: paints[k % paints.length]!,
      points: points.map((row) => ({ x: Math.log10(row.C), y: metricOf(row, metric).mean })),
    };
  });
  const star: Series = {
    mark: "★",
    paint: style.good,
    points: [{ x: Math.log10(best.C), y: metricOf(best, metric).mean }],
  };
  const legend = losses.map((loss, k) => `${series[k]!.paint(series[k]!.mark)} ${loss}`);
  const drawn = curve([...series, star], {
    width,
    height: 11,
    yLabel: metric === "accuracy" ? percent : (y) => y.toFixed(3),
    xLabels: costs.map((C) => ({ x: Math.log10(C), text: String(C) })),
  });
  const title = `${metric} over C  ${[...legend, `${style.good("★")} best`].join("  ")}`;
  return `${title}\n${drawn}`;
}

export function metricOf(row: TuneRow, metric: TuneMetric): FoldScore {
  return metric === "accuracy" ? row.accuracy : row.macroF1;
}

/** The best candidate in words, and where to look further if it lies at an end of the grid. */
export function tuneVerdict({ rows, best, metric }: TuneResult): string {
  const costs = rows.filter(({ loss }) => loss === best.loss).map(({ C }) => C);
  const { mean, standardError } = metricOf(best, metric);
  const value =
    metric === "accuracy"
      ? `${percent(mean)} ± ${(100 * standardError).toFixed(1)} right`
      : `macro-F1 ${mean.toFixed(3)} ± ${standardError.toFixed(3)}`;
  const end =
    costs.length < 2
      ? ""
      : best.C === costs.at(-1)
        ? " It is the largest C tried: a larger one may do better."
        : best.C === costs[0]
          ? " It is the smallest C tried: a smaller one may do better."
          : "";
  return `Best: ${best.loss}, C ${best.C}, ${value} on samples not trained on (± one standard error).${end}`;
}

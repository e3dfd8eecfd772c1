import { HingeError, show } from "../errors.ts";
import type { FitReport } from "../model/fit-options.ts";
import { type Output, openOutput } from "./output.ts";

const columns = ["seconds", "epoch", "primal", "dual", "active"] as const;

/** A file for a fit's course, found good before the fit. @throws HingeError `bad-option`, those of openOutput */
export async function openTrace(
  path: string,
  model: string | undefined,
  force: boolean,
): Promise<{ write(report: FitReport): Promise<void> }> {
  const option = "--trace";
  const extension = /\.(csv|json)$/.exec(path)?.[1];
  if (extension === undefined) {
    throw new HingeError("bad-option", `${show(path, 200)} ends neither in .csv nor in .json; name it so`, {
      option,
    });
  }
  if (path === model) {
    throw new HingeError("bad-option", `${show(path, 200)} is where the model goes; name another file`, {
      option,
    });
  }
  const output: Output = await openOutput(path, option, force);
  return { write: (report) => output.write(extension === "csv" ? asCsv(report) : asJson(report)) };
}

function asCsv(report: FitReport): string {
  const rows = rowsOf(report);
  return [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}

function asJson(report: FitReport): string {
  return `[\n${rowsOf(report)
    .map((row) => `  ${JSON.stringify(row)}`)
    .join(",\n")}\n]\n`;
}

/** A row a certificate; of a descent, a row a step: the loss of its batch before it. */
function rowsOf({ trace, history }: FitReport): object[] {
  if (history !== undefined) return Array.from(history, (loss, k) => ({ iteration: k + 1, loss }));
  return trace.map((step) => {
    // Microseconds are more than the clock is good for.
    const rounded = { ...step, seconds: Number(step.seconds.toFixed(6)) };
    return Object.fromEntries(columns.map((name) => [name, rounded[name]]));
  });
}

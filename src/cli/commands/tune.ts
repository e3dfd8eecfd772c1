import { Command, Option } from "commander";
import { dualLossNames } from "../../losses/index.ts";
import type { DualLossName } from "../../losses/loss.ts";
import { costGrid, type TuneMetric, type TuneResult, tune, tuneMetrics } from "../../model/tune.ts";
import { parseCosts } from "../cost-grid.ts";
import { loadDataset } from "../data/load.ts";
import { exitCode } from "../exit-codes.ts";
import { addFitOptions, type FitFlags, fitOptions } from "../fit-flags.ts";
import { onInterrupt } from "../interrupt.ts";
import {
  addDataOptions,
  addOutputOptions,
  choice,
  type DataFlags,
  loadOptions,
  number,
  type OutputFlags,
} from "../options.ts";
import { startBar } from "../render/progress.ts";
import { count, objective, printable, style } from "../render/style.ts";
import { indent } from "../render/table.ts";
import { tuneCurve, tuneTable, tuneVerdict } from "../render/tuning.ts";
import { wrap, wrapText } from "../render/wrap.ts";
import { type Labelled, labelled } from "./labelled.ts";
import { placed } from "./placed.ts";

interface Flags extends FitFlags, DataFlags, OutputFlags {
  folds: number;
  C: number[];
  loss: DualLossName[];
  squared?: boolean;
  margin: number;
  metric: TuneMetric;
}

/** hinge tune: choose loss and C by cross-validation. */
export function tuneCommand(done: (code: number) => void): Command {
  const command = new Command("tune")
    .description("choose C, and the loss, by stratified cross-validation")
    .argument("<data>", "a file, - for stdin, or a bundled set such as digits")
    .addOption(
      new Option("--folds <n>", "parts, each of which is tested by what is trained on the others")
        .default(5)
        .argParser(number("--folds")),
    )
    .addOption(
      new Option("--C <values>", "from:to, from:to:points, or a,b,c")
        .default(costGrid(0.001, 100), "0.001:100")
        .argParser(parseCosts),
    )
    .addOption(
      new Option("--loss <names>", `one or more of ${dualLossNames.join(", ")}`)
        .default(["weston-watkins"], "weston-watkins")
        .argParser((text) => text.split(",").map(choice("--loss", dualLossNames))),
    )
    .option("--squared", "square the hinges")
    .addOption(
      new Option("--margin <delta>", "by how much the true class has to win")
        .default(1)
        .argParser(number("--margin")),
    )
    .addOption(
      new Option("--metric <name>", `what to choose by: ${tuneMetrics.join(" | ")}`)
        .default("accuracy")
        .argParser(choice("--metric", tuneMetrics)),
    );
  addFitOptions(command);
  addDataOptions(command);
  return addOutputOptions(command)
    .addHelpText("after", examples)
    .action(async (data: string, flags: Flags) => done(await run(data, flags)));
}

const examples = `
Examples:
  hinge tune iris
  hinge tune digits --loss weston-watkins,crammer-singer,one-vs-all
  hinge tune birds.csv --label species --metric macro-f1 --C 0.01:10:13
  C=$(hinge tune digits --json | jq .best.C)

Folds are stratified: each has as many samples of a class as the next, up to
one. The same seed deals the same folds. Each fit begins from the one at the C
before. Exit code 3: a fit of the best row stopped before its tolerance.`;

async function run(path: string, flags: Flags): Promise<number> {
  const begin = performance.now();
  const data = labelled(await loadDataset(path, loadOptions(flags)));
  const read = (performance.now() - begin) / 1000;
  const result = await tuneWithProgress(data, flags);
  const seconds = { read, total: (performance.now() - begin) / 1000 };
  const worst = result.best.fits.map(({ status }) => status);
  if (flags.json) process.stdout.write(`${JSON.stringify(asJson(data, result, flags, seconds))}\n`);
  else if (!flags.quiet) process.stdout.write(`${describe(path, data, result, flags)}\n`);
  if (worst.includes("invalid")) return exitCode.fault;
  return worst.includes("stopped") ? exitCode.stopped : exitCode.done;
}

/** With a progress line on a terminal's stderr, and SIGINT in good order. */
async function tuneWithProgress(data: Labelled, flags: Flags): Promise<TuneResult> {
  const { folds, C, loss: losses, squared, margin, metric, quiet } = flags;
  const bar = !quiet && process.stderr.isTTY ? startBar() : undefined;
  try {
    return await placed(data.source, () =>
      tune(data.X, data.labels, {
        ...fitOptions(flags),
        ...{ folds, C, losses, squared, margin, metric },
        signal: onInterrupt.signal(),
        onFit: ({ loss, C: c, fold, done, total }) =>
          bar?.update(done / total, {
            line: `fit ${done} of ${total}  ${loss}, fold ${fold + 1}, C ${objective(c)}`,
          }),
      }),
    );
  } finally {
    bar?.stop();
    onInterrupt.clear();
  }
}

function describe(path: string, data: Labelled, result: TuneResult, flags: Flags): string {
  const [first] = result.best.fits;
  const drawn = tuneCurve(result, Math.min(process.stdout.columns ?? 80, 100));
  const { best, rows } = result;
  const stopped = rows.flatMap(({ fits }) => fits).filter(({ status }) => status !== "certified").length;
  const total = rows.length * result.folds;
  const form = [
    `${flags.squared ? "squared " : ""}${flags.loss.join(" and ")}`,
    `${result.folds} folds`,
    `margin ${flags.margin}`,
    `bias ${flags.bias}`,
    `seed ${result.seed}`,
  ];
  return [
    `${style.title(printable(data.source))}  ${count(data.labels.length)} samples, ${count(first!.nFeatures)} features, ${count(first!.nClasses)} classes`,
    style.faint(wrap(form, ", ")),
    "",
    indent(tuneTable(result)),
    ...(drawn === undefined ? [] : ["", drawn]),
    "",
    style.good(wrapText(tuneVerdict(result))),
    ...(stopped === 0
      ? [style.faint(`All ${count(total)} fits are certified within ${flags.tolerance}.`)]
      : [
          style.warn(
            wrapText(
              `${count(stopped)} of ${count(total)} fits stopped before the tolerance ${flags.tolerance} was proven; their rows say so.`,
            ),
          ),
        ]),
    style.faint("Next, with any other options as here:"),
    style.faint(
      `  hinge train ${printable(path)} --loss ${best.loss}${flags.squared ? " --squared" : ""} --C ${best.C}`,
    ),
  ].join("\n");
}

function asJson(data: Labelled, result: TuneResult, flags: Flags, seconds: Record<string, number>) {
  const { metric, folds, seed } = result;
  const rows = result.rows.map(({ loss, C, accuracy, macroF1, fits }) => ({
    ...{ loss, squared: flags.squared ?? false, C, accuracy, macroF1 },
    fits: fits.map(({ status, relativeGap, epochs, seconds: spent }) => ({
      ...{ status, relativeGap, epochs, seconds: spent },
    })),
  }));
  const { margin, bias, tolerance } = flags;
  return {
    ...{ metric, folds, seed, margin, bias, tolerance, nSamples: data.labels.length },
    rows,
    best: rows[result.rows.indexOf(result.best)],
    seconds,
  };
}

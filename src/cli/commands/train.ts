import { Command, Option } from "commander";
import { isCsr } from "../../data/rows.ts";
import { HingeError } from "../../errors.ts";
import { type ModelInput, modelPieces } from "../../io/model-json.ts";
import type { FitReport, LinearSVMOptions } from "../../model/fit-options.ts";
import { LinearSVM } from "../../model/linear-svm.ts";
import { type Evaluation, evaluate } from "../../model/metrics.ts";
import { type LoadedDataset, loadDataset } from "../data/load.ts";
import { exitCode } from "../exit-codes.ts";
import { addFitOptions, type FitFlags, fitOptions } from "../fit-flags.ts";
import { onInterrupt } from "../interrupt.ts";
import {
  addDataOptions,
  addLossOptions,
  addOutputOptions,
  type DataFlags,
  type LossFlags,
  loadOptions,
  number,
  type OutputFlags,
} from "../options.ts";
import { type Output, openOutput } from "../output.ts";
import { certificateLines } from "../render/certificate.ts";
import { descentLine, descentLines } from "../render/descent.ts";
import { evaluationReport } from "../render/evaluation.ts";
import { progressLine } from "../render/progress.ts";
import { count, objective, percent, printable, style } from "../render/style.ts";
import { wrap, wrapText } from "../render/wrap.ts";
import { addReportOptions, openReport, type ReportFlags, shaped, writeReport } from "../report/option.ts";
import { addSolverOptions, type SolverFlags, solverOptions } from "../sgd-flags.ts";
import { openTrace } from "../trace.ts";
import { scalingAdvice } from "./advice.ts";
import { type Labelled, labelled } from "./labelled.ts";
import { checkLabelKind, loadLike } from "./load-like.ts";
import { placed } from "./placed.ts";
import { checkOutputsDiffer, checkStdin, checkStdout } from "./standard-streams.ts";

interface Flags extends LossFlags, FitFlags, DataFlags, OutputFlags, SolverFlags, ReportFlags {
  test?: string;
  model?: string;
  trace?: string;
  C?: number;
  lambda?: number;
}

/** hinge train: fit to a certified optimum. */
export function trainCommand(done: (code: number) => void): Command {
  const command = new Command("train")
    .description("fit a linear SVM to a certified optimum")
    .argument("<data>", "a file, - for stdin, or a bundled set such as digits")
    .option("--test <data>", "data to measure the model on")
    .option("--model <file>", "where to save the model, - for stdout")
    .option("--trace <file>", "where to write the fit's course, a .csv or .json to plot");
  addReportOptions(command).option("--force", "overwrite files that are there");
  addLossOptions(command)
    .addOption(
      new Option("--C <number>", "weight of the losses against 1/2 |W|^2 (default: 1)").argParser(
        number("--C"),
      ),
    )
    .addOption(
      new Option("--lambda <number>", "instead of C: C = 1/(lambda N)").argParser(number("--lambda")),
    );
  addFitOptions(command);
  addSolverOptions(command);
  addDataOptions(command);
  return addOutputOptions(command)
    .addHelpText("after", examples)
    .action(async (data: string, flags: Flags) => done(await train(data, flags)));
}

const examples = `
Examples:
  hinge train iris                              accuracy on iris itself
  hinge train digits:train --test digits:test   accuracy on held-out digits
  hinge train a9a.gz --loss binary --C 0.1 --model a9a.model.json
  hinge train birds.csv --label species --drop id,year --class-weight balanced
  zcat huge.svm.gz | hinge train - --json       one JSON object, for scripts
  hinge train letter.scale.gz --trace course.csv --max-seconds 60
  hinge train digits:train --test digits:test --report digits.html
  hinge train iris --solver sgd --lambda 0.01 --learning-rate 0.01 --average 0
  hinge train digits --solver sgd --loss softmax --lambda 1e-4 --batch 50

The result is certified: the gap between the model's objective (primal) and a
lower bound that no model can beat (dual) is computed afresh in double
precision, with a bound on its own rounding error.

--solver sgd descends for as many steps as it is told. It is certified only if
its gap happens to be proven; else its exit code is 3, and the report says how
large the gap is. Softmax has no dual here, hence no gap.`;

async function train(path: string, flags: Flags): Promise<number> {
  const begin = performance.now();
  const svm = new LinearSVM(options(flags));
  checkStdin(path, flags.test);
  checkStdout(flags.model, "--model", flags.json);
  checkStdout(flags.report, "--report", flags.json);
  checkOutputsDiffer(flags.model, "--model", flags.report);
  checkOutputsDiffer(flags.trace, "--trace", flags.report);
  const output =
    flags.model === undefined ? undefined : await openOutput(flags.model, "--model", flags.force ?? false);
  const trace =
    flags.trace === undefined ? undefined : await openTrace(flags.trace, flags.model, flags.force ?? false);
  const page = await openReport(flags);
  const { data, test } = await load(path, flags);
  const read = (performance.now() - begin) / 1000;

  const report = await fitWithProgress(svm, data, flags);
  await trace?.write(report);
  if (report.status !== "invalid") await output?.write(modelPieces(svm, inputOf(data)));
  const predicted = test && (await placed(test.source, () => svm.predict(test.X)));
  const evaluation = predicted && evaluate(test.labels, predicted);
  await writeReport(page, { svm, proof: report, trainedOn: data.source, set: test ?? data });
  const seconds = { read, solve: report.seconds, total: (performance.now() - begin) / 1000 };

  if (flags.json) print(JSON.stringify(asJson(report, svm, flags, seconds, evaluation)));
  else if (!flags.quiet && output?.path !== "-" && page?.path !== "-") {
    print(describe(data, report, flags));
    print(flags.solver === "sgd" ? descentLines(report) : certificateLines(report));
    const advice = report.status === "stopped" ? scalingAdvice(data.X) : undefined;
    if (advice !== undefined) print(style.warn(wrapText(advice, "  ")));
    if (test && evaluation) print(`\n${evaluationReport(test.source, evaluation)}`);
    else
      print(
        `\n${percent(svm.score(data.X, data.labels))} of its own training data right; --test measures on other data.`,
      );
    print(`${test ? "\n" : ""}${saved(output, report)}`);
    if (flags.trace !== undefined) print(`Trace saved: ${printable(flags.trace)}`);
    if (page !== undefined) print(`Report written: ${printable(page.path)}`);
  }
  return { certified: exitCode.done, stopped: exitCode.stopped, invalid: exitCode.fault }[report.status];
}

/** Fits with a progress line on a terminal's stderr, and SIGINT in good order. */
export async function fitWithProgress(
  svm: LinearSVM,
  data: Labelled,
  { tolerance, quiet }: { tolerance: number; quiet?: boolean },
): Promise<FitReport> {
  const isDescent = svm.options.solver === "sgd";
  const line = progressLine(tolerance, !quiet && !isDescent);
  const steps = descentLine(!quiet && isDescent);
  try {
    return await placed(data.source, () =>
      svm.fit(data.X, data.labels, {
        onProgress: line.update,
        onIteration: steps.update,
        signal: onInterrupt.signal(),
      }),
    );
  } finally {
    line.stop();
    steps.stop();
    onInterrupt.clear();
  }
}

function options(flags: Flags): LinearSVMOptions {
  const { loss, squared, margin, C, lambda } = flags;
  return { loss, squared, margin, C, lambda, ...fitOptions(flags), ...solverOptions(flags) };
}

/** Both data sets are read before the fit, so that a bad test file costs nothing. */
async function load(path: string, flags: Flags): Promise<{ data: Labelled; test?: Labelled }> {
  const data = shaped(labelled(await loadDataset(path, loadOptions(flags))), flags);
  if (flags.test === undefined) return { data };
  const test = { ...labelled(await loadLike(flags.test, data, flags, true)), imageShape: data.imageShape };
  checkLabelKind(data.labels[0]!, test);
  return widenBoth(data, test);
}

/**
 * svmlight files do not say how many features there are. A feature that only one of two files mentions gets
 * weight 0 exactly, so both are taken as wide as the wider one.
 */
function widenBoth(data: Labelled, test: Labelled): { data: Labelled; test: Labelled } {
  const width = data.X.shape[1];
  const other = test.X.shape[1];
  if (width === other) return { data, test };
  if (!isCsr(data.X) || !isCsr(test.X)) {
    throw new HingeError(
      "feature-count",
      `has ${other} features where the training data have ${width}; give data of the same form`,
      { file: test.source },
    );
  }
  const widen = (set: Labelled): Labelled => {
    const { X } = set;
    return { ...set, X: { ...X, shape: [X.shape[0], Math.max(width, other)] } };
  };
  return { data: widen(data), test: widen(test) };
}

export function inputOf({ featureNames, indexBase, labelName, imageShape }: LoadedDataset): ModelInput {
  return { featureNames, indexBase, labelName, imageShape };
}

function asJson(
  report: FitReport,
  svm: LinearSVM,
  flags: Flags,
  seconds: Record<string, number>,
  evaluation: Evaluation | undefined,
) {
  const { trace: _trace, message, history, ...rest } = report;
  const { loss, squared = false, margin = 1, bias = 1 } = svm.options;
  return {
    ...rest,
    ...(history === undefined ? {} : { history: Array.from(history) }),
    message,
    solver: flags.solver,
    loss,
    squared,
    margin,
    bias,
    seconds,
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(evaluation === undefined
      ? {}
      : { test: { accuracy: evaluation.accuracy, macroF1: evaluation.macroF1 } }),
  };
}

function describe(data: LoadedDataset, report: FitReport, flags: Flags): string {
  const { nSamples, nFeatures, nClasses, C, lambda, seed } = report;
  const dropped = data.droppedRows > 0 ? `, ${count(data.droppedRows)} rows with missing cells left out` : "";
  const form = [
    `${flags.squared ? "squared " : ""}${flags.loss}`,
    `C ${objective(C)} (lambda ${objective(lambda)})`,
    // Softmax knows none.
    ...(flags.loss === "softmax" ? [] : [`margin ${flags.margin}`]),
    `bias ${flags.bias}`,
    ...(flags.solver === "sgd" ? ["solver sgd"] : []),
    `seed ${seed}`,
  ];
  return [
    `${style.title(printable(data.source))}  ${count(nSamples)} samples, ${count(nFeatures)} features, ${count(nClasses)} classes${dropped}`,
    style.faint(wrap(form, ", ")),
    "",
  ].join("\n");
}

function saved(output: Output | undefined, report: FitReport): string {
  if (output === undefined) return style.faint("The model is not saved; --model file.json saves it.");
  if (report.status === "invalid") return style.bad("An invalid model is not saved.");
  return `Model saved: ${printable(output.path)}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

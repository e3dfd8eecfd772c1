import { Command } from "commander";
import { evaluate as score } from "../../model/metrics.ts";
import { exitCode } from "../exit-codes.ts";
import { addDataOptions, addOutputOptions, type DataFlags, type OutputFlags } from "../options.ts";
import { evaluationReport } from "../render/evaluation.ts";
import { printable } from "../render/style.ts";
import { addReportOptions, openReport, type ReportFlags, shaped, writeReport } from "../report/option.ts";
import { labelled } from "./labelled.ts";
import { readModelAndData } from "./model-and-data.ts";
import { placed } from "./placed.ts";
import { checkStdout } from "./standard-streams.ts";

interface Flags extends DataFlags, OutputFlags, ReportFlags {}

/** hinge evaluate: how a model fares on labelled data. */
export function evaluateCommand(done: (code: number) => void): Command {
  const command = new Command("evaluate")
    .description("accuracy, macro-F1, per-class table and confusion matrix")
    .argument("<model>", "a model saved by hinge train")
    .argument("<data>", "labelled data: a file, - for stdin, or a bundled set");
  addReportOptions(command).option("--force", "overwrite the report if it is there");
  addDataOptions(command);
  return addOutputOptions(command)
    .addHelpText("after", examples)
    .action(async (model: string, data: string, flags: Flags) => done(await evaluate(model, data, flags)));
}

const examples = `
Examples:
  hinge evaluate digits.model.json digits:test
  hinge evaluate digits.model.json digits:test --report digits.html
  hinge evaluate a9a.model.json a9a.t.gz --json`;

async function evaluate(model: string, path: string, flags: Flags): Promise<number> {
  checkStdout(flags.report, "--report", flags.json);
  const page = await openReport(flags);
  const { svm, data, input, certificate } = await readModelAndData(model, path, flags, true);
  const imageShape = input.imageShape ?? data.imageShape;
  const set = shaped(labelled({ ...data, imageShape }), flags);
  const predicted = await placed(set.source, () => svm.predict(set.X));
  const evaluation = score(set.labels, predicted);
  await writeReport(page, { svm, proof: certificate, trainedOn: undefined, set });
  if (flags.json) print(JSON.stringify(evaluation));
  else if (!flags.quiet && page?.path !== "-") {
    print(evaluationReport(set.source, evaluation));
    if (page !== undefined) print(`\nReport written: ${printable(page.path)}`);
  }
  return exitCode.done;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

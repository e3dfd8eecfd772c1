import { Command } from "commander";
import { evaluate as score } from "../../model/metrics.ts";
import { exitCode } from "../exit-codes.ts";
import { addDataOptions, addOutputOptions, type DataFlags, type OutputFlags } from "../options.ts";
import { evaluationReport } from "../render/evaluation.ts";
import { readModelAndData } from "./model-and-data.ts";
import { placed } from "./placed.ts";

interface Flags extends DataFlags, OutputFlags {}

/** hinge evaluate: how a model fares on labelled data. */
export function evaluateCommand(done: (code: number) => void): Command {
  const command = new Command("evaluate")
    .description("accuracy, macro-F1, per-class table and confusion matrix")
    .argument("<model>", "a model saved by hinge train")
    .argument("<data>", "labelled data: a file, - for stdin, or a bundled set");
  addDataOptions(command);
  return addOutputOptions(command)
    .addHelpText("after", examples)
    .action(async (model: string, data: string, flags: Flags) => done(await evaluate(model, data, flags)));
}

const examples = `
Examples:
  hinge evaluate digits.model.json digits:test
  hinge evaluate a9a.model.json a9a.t.gz --json`;

async function evaluate(model: string, path: string, flags: Flags): Promise<number> {
  const { svm, data } = await readModelAndData(model, path, flags, true);
  const predicted = await placed(data.source, () => svm.predict(data.X));
  const evaluation = score(data.labels!, predicted);
  if (flags.json) process.stdout.write(`${JSON.stringify(evaluation)}\n`);
  else if (!flags.quiet) process.stdout.write(`${evaluationReport(data.source, evaluation)}\n`);
  return exitCode.done;
}

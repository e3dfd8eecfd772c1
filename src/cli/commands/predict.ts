import { Command } from "commander";
import { exitCode } from "../exit-codes.ts";
import { addDataOptions, addOutputOptions, type DataFlags, type OutputFlags } from "../options.ts";
import { openOutput } from "../output.ts";
import { printable } from "../render/style.ts";
import { readModelAndData } from "./model-and-data.ts";
import { placed } from "./placed.ts";

interface Flags extends DataFlags, OutputFlags {
  out: string;
  force?: boolean;
  scores?: boolean;
}

/** hinge predict: one label, or one row of scores, a line. */
export function predictCommand(done: (code: number) => void): Command {
  const command = new Command("predict")
    .description("predict a label for each sample, one a line")
    .argument("<model>", "a model saved by hinge train")
    .argument("<data>", "a file, - for stdin, or a bundled set; labels in it are not looked at")
    .option("--out <file>", "where to write, - for stdout", "-")
    .option("--force", "overwrite the file if it is there")
    .option("--scores", "one row of scores a line, classes in the model's order, instead of labels");
  addDataOptions(command);
  return addOutputOptions(command)
    .addHelpText("after", examples)
    .action(async (model: string, data: string, flags: Flags) => done(await predict(model, data, flags)));
}

const examples = `
Examples:
  hinge predict digits.model.json new.csv
  hinge predict digits.model.json new.csv --out labels.txt
  hinge predict digits.model.json digits:test --scores | head -3
  cat new.svm | hinge predict a9a.model.json - --json`;

async function predict(model: string, path: string, flags: Flags): Promise<number> {
  const output = await openOutput(flags.out, "--out", flags.force ?? false);
  const { svm, data } = await readModelAndData(model, path, flags, false);
  const { classes } = svm;
  if (flags.scores) {
    const { data: scores, shape } = await placed(data.source, () => svm.decisionFunction(data.X));
    const rows = Array.from({ length: shape[0] }, (_, i) =>
      Array.from(scores.subarray(i * shape[1], (i + 1) * shape[1])),
    );
    await output.write(
      flags.json ? `${JSON.stringify({ classes, scores: rows })}\n` : lines(rows.map((row) => row.join(" "))),
    );
  } else {
    const labels = await placed(data.source, () => svm.predict(data.X));
    await output.write(
      flags.json ? `${JSON.stringify({ classes, labels })}\n` : lines(labels.map(printable)),
    );
  }
  return exitCode.done;
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join("");
}

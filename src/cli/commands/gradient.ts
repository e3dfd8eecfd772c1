import { Command, Option } from "commander";
import { encodeLabels } from "../../data/labels.ts";
import { HingeError } from "../../errors.ts";
import { formatNpy } from "../../io/npy.ts";
import { resolveOptions } from "../../model/fit-options.ts";
import { type HingeLossResult, hingeLoss, type Penalty } from "../../objective/hinge-loss.ts";
import { squaredNormOf } from "../../objective/primal.ts";
import type { WeightLayout } from "../../objective/weight-matrix.ts";
import { loadDataset } from "../data/load.ts";
import { exitCode } from "../exit-codes.ts";
import {
  addDataOptions,
  addLossOptions,
  addOutputOptions,
  choice,
  classWeight,
  type DataFlags,
  type LossFlags,
  loadOptions,
  number,
  type OutputFlags,
} from "../options.ts";
import { openOutput } from "../output.ts";
import { count, objective, printable, style } from "../render/style.ts";
import { type Labelled, labelled } from "./labelled.ts";
import { placed } from "./placed.ts";
import { checkStdin, checkStdout } from "./standard-streams.ts";
import { weightsFor } from "./weights-for.ts";

interface Flags extends LossFlags, DataFlags, OutputFlags {
  weights?: string;
  out?: string;
  force?: boolean;
  layout: WeightLayout;
  C?: number;
  lambda?: number;
  penalty: Penalty;
  bias: number;
  classWeight?: "balanced" | Map<string, number>;
}

/** hinge gradient: loss and analytic gradient at W. */
export function gradientCommand(done: (code: number) => void): Command {
  const command = new Command("gradient")
    .description("mean loss and analytic gradient at W, W = 0 without --weights")
    .argument("<data>", "labelled data: a file, - for stdin, or a bundled set")
    .option("--weights <W.npy>", "the weights, a row a sorted class")
    .option("--out <dW.npy>", "where to write the gradient, in the layout of W")
    .option("--force", "overwrite the gradient file if it is there")
    .addOption(
      new Option("--layout <form>", "CxD: a row a class; DxC: a column a class")
        .default("CxD")
        .argParser(choice("--layout", ["CxD", "DxC"])),
    );
  addLossOptions(command)
    .addOption(
      new Option("--lambda <number>", "strength of the regulariser (default: 0)").argParser(
        number("--lambda"),
      ),
    )
    .addOption(new Option("--C <number>", "instead of lambda: lambda = 1/(C N)").argParser(number("--C")))
    .addOption(
      new Option("--penalty <form>", "half: lambda/2 |W|^2; full: lambda |W|^2, as in CS231n")
        .default("half")
        .argParser(choice("--penalty", ["half", "full"])),
    )
    .addOption(
      new Option("--bias <value>", "constant last feature, for which W has one more column")
        .default(0)
        .argParser(number("--bias")),
    )
    .addOption(new Option("--class-weight <weights>", "balanced, or name=weight,...").argParser(classWeight));
  addDataOptions(command);
  return addOutputOptions(command)
    .addHelpText("after", examples)
    .action(async (data: string, flags: Flags) => done(await gradient(data, flags)));
}

const examples = `
Examples:
  hinge gradient digits       9: at W = 0 the loss is nClasses - 1
  hinge gradient train.csv --weights W.npy --out dW.npy
  hinge gradient a.csv --weights W.npy --layout DxC --lambda 0.1 --penalty full
  hinge gradient iris --loss crammer-singer --json`;

async function gradient(path: string, flags: Flags): Promise<number> {
  if (flags.C !== undefined) resolveOptions({ C: flags.C });
  if (flags.C !== undefined && flags.lambda !== undefined) {
    throw new HingeError("bad-option", "give C or lambda, not both; C = 1 / (lambda N)", {
      option: "--lambda",
    });
  }
  checkStdin(path, flags.weights);
  checkStdout(flags.out, "--out", flags.json);
  const output =
    flags.out === undefined ? undefined : await openOutput(flags.out, "--out", flags.force ?? false);
  const data = labelled(await loadDataset(path, loadOptions(flags)));
  const result = await placed(data.source, () => lossAndGradient(data, flags));
  await output?.write(formatNpy(result.gradient));

  const { value, dataLoss, regularization, nViolations, kinks } = result;
  if (flags.json) {
    const json = {
      loss: value,
      dataLoss,
      regularization,
      nViolations,
      kinks,
      ...(flags.out && { gradient: flags.out }),
    };
    process.stdout.write(`${JSON.stringify(json)}\n`);
  } else if (!flags.quiet && flags.out !== "-") {
    process.stdout.write(`${describe(data, result, flags)}\n`);
  }
  return exitCode.done;
}

async function lossAndGradient(data: Labelled, flags: Flags): Promise<HingeLossResult> {
  const { margin, squared, layout, bias, penalty, classWeight, C } = flags;
  const { classes } = encodeLabels(data.labels);
  const W = await weightsFor(data.X.shape[1], classes.length, flags);
  const lambda = flags.lambda ?? (C === undefined ? 0 : 1 / (C * data.labels.length));
  return hingeLoss({
    X: data.X,
    y: data.labels,
    classes,
    W,
    loss: flags.loss,
    margin,
    squared,
    layout,
    bias,
    penalty,
    lambda,
    classWeight,
  });
}

function describe(data: Labelled, result: HingeLossResult, flags: Flags): string {
  const { value, dataLoss, regularization, gradient, nViolations, kinks } = result;
  const nScores = gradient.shape[flags.layout === "CxD" ? 0 : 1];
  const nSamples = data.labels.length;
  const norm = Math.sqrt(squaredNormOf(gradient.data));
  const ties =
    kinks === 0
      ? ""
      : `, ${count(kinks)} samples on a kink (there any of an interval is right; strict > is taken)`;
  return [
    `${style.title(printable(data.source))}  ${flags.squared ? "squared " : ""}${flags.loss}, at ${flags.weights === undefined ? "W = 0" : printable(flags.weights)}`,
    `loss      ${style.title(exact(value))}${regularization === 0 ? "" : `  (data ${exact(dataLoss)} + regulariser ${exact(regularization)})`}`,
    `gradient  ${gradient.shape.join(" x ")}, |dW| = ${objective(norm)}`,
    `violated  ${count(nViolations)} of ${count(nSamples * nScores)} scores${ties}`,
    flags.out === undefined
      ? style.faint("--out dW.npy writes the gradient.")
      : `written   ${printable(flags.out)}`,
  ].join("\n");
}

/** All digits: this number is there to be compared. */
function exact(value: number): string {
  return String(value);
}

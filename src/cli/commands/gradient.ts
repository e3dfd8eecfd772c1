import { Command, Option } from "commander";
import { encodeLabels } from "../../data/labels.ts";
import type { DenseMatrix } from "../../data/matrix.ts";
import { combineWeights } from "../../data/weights.ts";
import { HingeError } from "../../errors.ts";
import { formatNpy, parseNpy } from "../../io/npy.ts";
import { createLoss } from "../../losses/index.ts";
import { type HingeLossResult, hingeLoss, type Penalty } from "../../objective/hinge-loss.ts";
import type { WeightLayout } from "../../objective/weight-matrix.ts";
import { loadDataset } from "../data/load.ts";
import { readBytes } from "../data/read-bytes.ts";
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
import { labelled } from "./labelled.ts";

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
  hinge gradient digits                                   9: at W = 0 the loss is nClasses - 1
  hinge gradient train.csv --weights W.npy --out dW.npy   compare dW.npy with your own
  hinge gradient train.csv --weights W.npy --layout DxC --lambda 0.1 --penalty full    CS231n's conventions
  hinge gradient iris --loss crammer-singer --json`;

async function gradient(path: string, flags: Flags): Promise<number> {
  if (flags.C !== undefined && flags.lambda !== undefined) {
    throw new HingeError("bad-option", "give C or lambda, not both; C = 1 / (lambda N)", {
      option: "--lambda",
    });
  }
  const output =
    flags.out === undefined ? undefined : await openOutput(flags.out, "--out", flags.force ?? false);
  const data = labelled(await loadDataset(path, loadOptions(flags)));
  const { classes, y } = encodeLabels(data.labels);
  const loss = createLoss(flags);
  const nFeatures = data.X.shape[1] + (flags.bias === 0 ? 0 : 1);
  const nScores = loss.nScores(classes.length);
  const W =
    flags.weights === undefined ? zeros(nScores, nFeatures, flags.layout) : await readWeights(flags.weights);
  const { total } = combineWeights({ classes, y });
  const lambda = flags.lambda ?? (flags.C === undefined ? 0 : 1 / (flags.C * total));
  const { margin, squared, layout, bias, penalty, classWeight } = flags;
  const result = hingeLoss({
    X: data.X,
    y: data.labels,
    classes,
    W,
    loss: loss.name,
    margin,
    squared,
    layout,
    bias,
    penalty,
    lambda,
    classWeight,
  });
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
    process.stdout.write(`${describe(data.source, y.length, nScores, result, flags)}\n`);
  }
  return exitCode.done;
}

function zeros(nScores: number, nFeatures: number, layout: WeightLayout): DenseMatrix {
  const shape = layout === "CxD" ? ([nScores, nFeatures] as const) : ([nFeatures, nScores] as const);
  return { data: new Float64Array(nScores * nFeatures), shape };
}

/** @throws HingeError those of the reader, `bad-shape` */
async function readWeights(path: string): Promise<DenseMatrix> {
  const { data, shape } = parseNpy(await readBytes(path, 2 ** 31), path);
  if (shape.length === 1) return { data, shape: [1, shape[0]!] };
  if (shape.length !== 2) {
    throw new HingeError("bad-shape", `holds an array of ${shape.length} dimensions; W has two`, {
      file: path,
    });
  }
  return { data, shape: [shape[0]!, shape[1]!] };
}

function describe(
  source: string,
  nSamples: number,
  nScores: number,
  result: HingeLossResult,
  flags: Flags,
): string {
  const { value, dataLoss, regularization, gradient, nViolations, kinks } = result;
  const norm = Math.sqrt(gradient.data.reduce((sum, g) => sum + g * g, 0));
  const ties =
    kinks === 0
      ? ""
      : `, ${count(kinks)} samples on a kink (there any of an interval is right; strict > is taken)`;
  return [
    `${style.title(printable(source))}  ${flags.squared ? "squared " : ""}${flags.loss}, at ${flags.weights === undefined ? "W = 0" : printable(flags.weights)}`,
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

import { Command, Option } from "commander";
import { encodeLabels } from "../../data/labels.ts";
import type { DenseMatrix } from "../../data/matrix.ts";
import { HingeError } from "../../errors.ts";
import {
  derivationSteps,
  type Explanation,
  explain,
  explanationSteps,
  type StepDocument,
  toHtml,
  toLatex,
  toMarkdown,
} from "../../explain/index.ts";
import type { LinearSVM } from "../../model/linear-svm.ts";
import { joinWeights } from "../../model/weights.ts";
import type { Penalty } from "../../objective/hinge-loss.ts";
import type { WeightLayout } from "../../objective/weight-matrix.ts";
import { loadDataset } from "../data/load.ts";
import { exitCode } from "../exit-codes.ts";
import {
  addDataOptions,
  addLossOptions,
  choice,
  type DataFlags,
  type LossFlags,
  loadOptions,
  number,
} from "../options.ts";
import { openOutput } from "../output.ts";
import { stepsForTerminal } from "../render/steps.ts";
import { labelled } from "./labelled.ts";
import { readModelAndData } from "./model-and-data.ts";
import { placed } from "./placed.ts";
import { checkStdin } from "./standard-streams.ts";
import { weightsFor } from "./weights-for.ts";

/** How an explanation may be written; each takes the steps, and json the numbers themselves. */
const forms = ["table", "markdown", "latex", "html", "json"] as const;

interface Flags extends LossFlags, DataFlags {
  model?: string;
  weights?: string;
  index: number;
  lambda: number;
  penalty: Penalty;
  layout: WeightLayout;
  bias: number;
  derive?: boolean;
  as: (typeof forms)[number];
  json?: boolean;
  out?: string;
  force?: boolean;
}

/** hinge explain: one sample worked by hand, or the derivation of a loss's gradient. */
export function explainCommand(done: (code: number) => void): Command {
  const command = new Command("explain")
    .description("one sample worked by hand, at W = 0 without --model or --weights")
    .argument("[data]", "labelled data: a file, - for stdin, or a bundled set")
    .option("--model <file>", "a model saved by hinge train: its W, loss and classes")
    .option("--weights <W.npy>", "the weights, a row a sorted class")
    .addOption(
      new Option("--index <i>", "which sample, counted from 0").default(0).argParser(number("--index")),
    )
    .option("--derive", "without data: how the loss's gradient comes about");
  addLossOptions(command)
    .addOption(
      new Option("--lambda <number>", "strength of the regulariser").default(0).argParser(number("--lambda")),
    )
    .addOption(
      new Option("--penalty <form>", "half: lambda/2 |W|^2; full: lambda |W|^2, as in CS231n")
        .default("half")
        .argParser(choice("--penalty", ["half", "full"])),
    )
    .addOption(
      new Option("--layout <form>", "CxD: a row a class; DxC: a column a class")
        .default("CxD")
        .argParser(choice("--layout", ["CxD", "DxC"])),
    )
    .addOption(
      new Option("--bias <value>", "constant last feature, for which W has one more column")
        .default(0)
        .argParser(number("--bias")),
    )
    .addOption(new Option("--as <form>", forms.join(" | ")).default("table").argParser(choice("--as", forms)))
    .option("--json", "the same as --as json")
    .option("--out <file>", "where to write it; without, on stdout")
    .option("--force", "overwrite the file if it is there");
  return addDataOptions(command)
    .addHelpText("after", examples)
    .action(async (data: string | undefined, flags: Flags) => done(await run(data, flags, command)));
}

const examples = `
Examples:
  hinge explain iris                 the first sample at W = 0
  hinge explain digits:test --model digits.model.json --index 7
  hinge explain a.csv --weights W.npy --lambda 0.1 --as html --out a.html
  hinge explain --derive --loss crammer-singer --squared
  hinge explain --derive --as latex --out derivation.tex`;

async function run(path: string | undefined, flags: Flags, command: Command): Promise<number> {
  checkFlags(path, flags, command);
  const output =
    flags.out === undefined ? undefined : await openOutput(flags.out, "--out", flags.force ?? false);
  const form = flags.json ? "json" : flags.as;
  let text: string;
  if (path === undefined) {
    text = written(derivationSteps(flags), form);
  } else {
    const explanation = await explained(path, flags);
    text =
      form === "json" ? `${JSON.stringify(explanation)}\n` : written(explanationSteps(explanation), form);
  }
  if (output === undefined) process.stdout.write(text);
  else await output.write(text);
  return exitCode.done;
}

function written(steps: StepDocument, form: Flags["as"]): string {
  switch (form) {
    case "table":
      return `${stepsForTerminal(steps)}\n`;
    case "markdown":
      return toMarkdown(steps);
    case "latex":
      return toLatex(steps);
    case "html":
      return toHtml(steps);
    case "json":
      return `${JSON.stringify(steps)}\n`;
  }
}

/** @throws HingeError `missing-argument`, `bad-option` */
function checkFlags(path: string | undefined, flags: Flags, command: Command): void {
  const given = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  const refuse = (option: string, sentence: string): never => {
    throw new HingeError("bad-option", sentence, { option });
  };
  if (path === undefined && !flags.derive) {
    throw new HingeError(
      "missing-argument",
      "hinge explain needs <data>, or --derive; hinge explain --help shows how",
    );
  }
  if (flags.json && given("as") && flags.as !== "json")
    refuse("--json", `--as ${flags.as} asks for another form; give one`);
  if (flags.derive) {
    if (path !== undefined) refuse("--derive", "the derivation needs no data; leave one of the two out");
    for (const name of ["model", "weights", "index", "lambda", "penalty", "layout", "bias", "margin"]) {
      if (given(name)) refuse(`--${name}`, "the derivation needs no numbers; leave it out");
    }
  }
  if (flags.model === undefined) return;
  if (flags.weights !== undefined) refuse("--weights", "give --model or --weights, not both; each settles W");
  for (const name of ["loss", "squared", "margin", "layout", "bias"]) {
    if (given(name)) refuse(`--${name}`, "the model settles it; leave it out");
  }
}

function explained(path: string, flags: Flags): Promise<Explanation> {
  return flags.model === undefined ? atWeights(path, flags) : ofModel(flags.model, path, flags);
}

async function ofModel(model: string, path: string, flags: Flags): Promise<Explanation> {
  const { svm, data } = await readModelAndData(model, path, flags, true);
  const { X, labels, source } = labelled(data);
  const { loss, squared, margin } = svm.options;
  const { index, lambda, penalty } = flags;
  return placed(source, () =>
    explain({
      X,
      y: labels,
      classes: svm.classes,
      ...weightsOf(svm),
      loss,
      squared,
      margin,
      index,
      lambda,
      penalty,
    }),
  );
}

/** A model's weights, its bias as those of a constant feature: 1, because a model file keeps the product alone. */
function weightsOf(svm: LinearSVM): { W: DenseMatrix; bias: number } {
  const { data, shape } = svm.weights;
  const [K, D] = shape;
  if (svm.bias.every((value) => value === 0)) return { W: { data, shape }, bias: 0 };
  const W = joinWeights(data, svm.bias, 1);
  return { W: { data: W, shape: [K, D + 1] }, bias: 1 };
}

async function atWeights(path: string, flags: Flags): Promise<Explanation> {
  checkStdin(path, flags.weights);
  const { X, labels, source } = labelled(await loadDataset(path, loadOptions(flags)));
  const { loss, squared, margin, layout, bias, index, lambda, penalty } = flags;
  const { classes } = encodeLabels(labels);
  return placed(source, async () => {
    const W = await weightsFor(X.shape[1], classes.length, flags);
    return explain({ X, y: labels, classes, W, loss, squared, margin, layout, bias, index, lambda, penalty });
  });
}

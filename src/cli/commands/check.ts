import { Command, Option } from "commander";
import { HingeError, show } from "../../errors.ts";
import { addLossOptions, choice, number } from "../options.ts";
import { convention } from "./check/convention.ts";
import { type CheckFlags, flagName } from "./check/flags.ts";

/** hinge check: someone's loss and gradient, run or as arrays, and the mistake in them by name. */
export function checkCommand(done: (code: number) => void): Command {
  const command = new Command("check")
    .description("run someone's loss and gradient, and name the mistake")
    .argument("[files...]", "code: .py .ipynb .js .mjs .cjs .ts .mts")
    .option("--function <name>", "check this function alone; else all that fit")
    .addOption(
      new Option(
        "--convention <words>",
        "what is asked for: course, or half, sum, bias-regularized, bias-free, with commas between",
      )
        .default({}, "course: mean over N, lambda * sum W^2")
        .argParser(convention),
    );
  addLossOptions(command)
    .addOption(
      new Option("--limit <seconds>", "how long one call may take")
        .default(5)
        .argParser(positive("--limit", 3600)),
    )
    .addOption(
      new Option("--memory <MiB>", "how much memory the code may take")
        .default(2048)
        .argParser(positive("--memory", 2 ** 20)),
    )
    .option("--json", "print one JSON object a file, one file a line")
    .optionsGroup("Numbers instead of code (.npy, .csv or .json):")
    .option("--X <file>", "the samples, N x D")
    .option("--y <file>", "N labels; numbers count the classes from 0")
    .option("--W <file>", "the weights, D x C or C x D")
    .option("--gradient <file>", "the gradient that was computed from them")
    .addOption(new Option("--loss-value <v>", "and the loss").argParser(number("--loss-value")))
    .addOption(new Option("--lambda <number>", "strength of the regulariser").argParser(number("--lambda")))
    .addOption(
      new Option("--layout <form>", "CxD | DxC: how W lies, if it is square").argParser(
        choice("--layout", ["CxD", "DxC"]),
      ),
    )
    .addOption(
      new Option("--bias <value>", "constant last feature that X does not hold").argParser(number("--bias")),
    )
    .optionsGroup("A gradient check's output instead of code:")
    .option("--notebook-output <file>", "lines 'numerical: ... analytic: ...'; - for stdin")
    .optionsGroup("Help:");
  return command
    .addHelpText("after", help)
    .action(async (files: string[], flags: CheckFlags) => done(await check(files, flags, command)));
}

const help = `
The file's code is run, with your own rights, in a child process: in a temporary
folder, without your environment's variables, within limits of time and memory.
That keeps accidents in; it is no prison. Check nothing that you would not run.
Definitions are run, other statements are not. Python code runs in python3 with
NumPy, or in the one that HINGE_PYTHON names; nothing is ever installed.

Examples:
  hinge check linear_svm.py
  hinge check svm.ipynb --function svm_loss_vectorized
  hinge check svm.ts --loss crammer-singer --convention half,sum
  hinge check submissions/*.py --json > verdicts.jsonl
  hinge check --X X.npy --y y.npy --W W.npy --gradient dW.npy --lambda 0.1
  hinge check --notebook-output pasted.txt

Exit codes: 0 right, or right in another convention, which is named; 1 a
mistake; 2 bad input, or no mistake found but a file without a verdict (it
cannot be run, or nothing in it takes W, X and y); 4 hinge's own fault; 130
interrupted.`;

/** Reads a number above 0, up to a bound that keeps timers and limits meaningful. */
function positive(option: string, most: number): (text: string) => number {
  return (text) => {
    const value = number(option)(text);
    if (value > 0 && value <= most) return value;
    throw new HingeError(
      "bad-option",
      `${show(text)} is not above 0 and at most ${most}; give such a number`,
      {
        option,
      },
    );
  };
}

const arrays = ["X", "y", "W", "gradient", "lossValue", "lambda", "layout", "bias"] as const;
const neededArrays = ["X", "y", "W", "gradient"] as const;
const ofCode = ["function", "limit", "memory"] as const;

/** Each way is loaded when it is asked for. */
async function check(files: readonly string[], flags: CheckFlags, command: Command): Promise<number> {
  const given = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  const someArrays = arrays.filter((name) => flags[name] !== undefined);
  if (flags.notebookOutput !== undefined) {
    const other = [...arrays, ...ofCode, "loss", "squared", "margin", "convention"].find(given);
    if (other !== undefined || files.length > 0) {
      const named = other === undefined ? show(files[0], 200) : flagName(other);
      throw new HingeError("bad-option", `the pasted lines are read alone; leave ${named} out`, {
        option: "--notebook-output",
      });
    }
    return (await import("./check/notebook-output.ts")).checkNotebookOutput(flags.notebookOutput, flags);
  }
  if (someArrays.length > 0) {
    const option = flagName(someArrays[0]!);
    if (files.length > 0) {
      throw new HingeError("bad-option", "give a file of code or arrays, not both", { option });
    }
    const missing = neededArrays.find((name) => flags[name] === undefined);
    if (missing !== undefined) {
      throw new HingeError(
        "missing-argument",
        "arrays are checked by all four of --X, --y, --W and --gradient",
        {
          option: flagName(missing),
        },
      );
    }
    const other = ofCode.find(given);
    if (other !== undefined) {
      throw new HingeError("bad-option", "this is for code, and arrays are given; leave it out", {
        option: flagName(other),
      });
    }
    return (await import("./check/arrays.ts")).checkArrays(flags);
  }
  if (files.length === 0) {
    throw new HingeError(
      "missing-argument",
      "hinge check needs <files>, or arrays, or --notebook-output; hinge check --help shows how",
    );
  }
  return (await import("./check/files.ts")).checkFiles(files, flags);
}

import { Command, CommanderError } from "commander";
import { HingeError } from "../errors.ts";
import { checkCommand } from "./commands/check.ts";
import { demoCommand } from "./commands/demo.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { explainCommand } from "./commands/explain.ts";
import { gradientCommand } from "./commands/gradient.ts";
import { playCommand } from "./commands/play.ts";
import { predictCommand } from "./commands/predict.ts";
import { trainCommand } from "./commands/train.ts";
import { tuneCommand } from "./commands/tune.ts";
import { bundledNames } from "./data/bundled.ts";
import { exitCode } from "./exit-codes.ts";
import { Interrupted, onInterrupt } from "./interrupt.ts";
import { usageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** Runs the command line. @returns the exit code */
export async function run(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.done;
  const program = build((result) => {
    code = result;
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return explain(error, program, argv);
  } finally {
    onInterrupt.clear();
  }
}

function build(done: (code: number) => void): Command {
  const program = new Command("hinge")
    .description(
      "Multiclass linear SVMs, exact to the bit: training that proves how close it is to the optimum.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help; hinge <command> --help tells more")
    .helpCommand(false)
    .addHelpText("after", examples());
  const commands = [
    trainCommand,
    tuneCommand,
    predictCommand,
    evaluateCommand,
    gradientCommand,
    explainCommand,
    checkCommand,
    playCommand,
    demoCommand,
  ];
  for (const command of commands) program.addCommand(command(done));
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    command.helpOption("-h, --help", "show this help");
  }
  return program;
}

function examples(): string {
  return `
Examples:
  hinge train digits:train --test digits:test --model digits.model.json
  hinge evaluate digits.model.json digits:test
  hinge predict digits.model.json new.csv --out labels.txt
  hinge tune digits                which C predicts best, by cross-validation
  hinge gradient digits            loss and analytic gradient at W = 0
  hinge explain iris               one sample worked by hand
  hinge check linear_svm.py        names the mistake in someone's gradient
  hinge play --open                the playground, in your browser
  hinge train letter.scale.gz --loss crammer-singer --C 10 --json

Data: a file (svmlight, CSV or .npy, also gzipped), - for stdin, or one of the
bundled sets ${bundledNames().join(", ")};
each has fixed parts, as in digits:train and digits:test.

Exit codes: 0 done; 1 check found a mistake; 2 bad input; 3 stopped before the
tolerance; 4 hinge's own fault; 130 interrupted.`;
}

/** Says on stderr, in one sentence, why there is no result. */
function explain(error: unknown, program: Command, argv: readonly string[]): number {
  if (error instanceof Interrupted) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCode.done;
    process.stderr.write(`${usageError(error, program, argv).message}\n`);
    return exitCode.badInput;
  }
  if (error instanceof HingeError) {
    process.stderr.write(`${inOptionsOfTheCommandLine(error).message}\n`);
    return exitCode.badInput;
  }
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`hinge itself failed: ${reason}; HINGE_DEBUG=1 shows where, please report it.\n`);
  if (process.env.HINGE_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return exitCode.fault;
}

/** The library names its options as JavaScript does: `maxEpochs` is `--max-epochs` here. */
function inOptionsOfTheCommandLine(error: HingeError): HingeError {
  const { option } = error.where;
  if (option === undefined || option.startsWith("-")) return error;
  const flag = `--${option.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return new HingeError(error.code, error.sentence, { option: flag });
}

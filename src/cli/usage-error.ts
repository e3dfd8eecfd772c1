import type { Command, CommanderError } from "commander";
import { HingeError, show } from "../errors.ts";
import { nearest } from "./data/suggest.ts";

/** What users of LIBLINEAR, scikit-learn and CS231n call our options. */
const synonyms: Readonly<Record<string, string>> = {
  "--alpha": "--lambda",
  "--balanced": "--class-weight balanced",
  "--cost": "--C",
  "--delta": "--margin",
  "--eps": "--tolerance",
  "--epsilon": "--tolerance",
  "--fit-intercept": "--bias",
  "--intercept": "--bias",
  "--max-iter": "--max-epochs",
  "--max-time": "--max-seconds",
  "--output": "--out",
  "--random-state": "--seed",
  "--reg": "--lambda",
  "--time-limit": "--max-seconds",
  "--tol": "--tolerance",
  "--weight": "--class-weight",
  "--weights-file": "--weights",
};

/** Says a mistake in the command line as one sentence with the fix. */
export function usageError(error: CommanderError, program: Command, argv: readonly string[]): HingeError {
  const name = argv.find((word) => !word.startsWith("-"));
  const command = program.commands.find((one) => one.name() === name);
  const help = `hinge ${command === undefined ? "" : `${command.name()} `}--help`;
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownOption":
      return unknownOption(quoted, command ?? program, help);
    case "commander.unknownCommand": {
      const near = nearest(
        quoted,
        program.commands.map((one) => one.name()),
      );
      const fix = near === undefined ? `${help} lists the commands` : `did you mean ${near}?`;
      return new HingeError("unknown-command", `${show(quoted)} is no command; ${fix}`);
    }
    case "commander.missingArgument":
      return new HingeError(
        "missing-argument",
        `${help.replace(" --help", "")} needs <${quoted}>; ${help} shows how`,
      );
    case "commander.optionMissingArgument":
      return new HingeError("missing-value", `a value is missing; ${help} shows which`, {
        option: quoted.split(/[ ,]/)[0],
      });
    case "commander.excessArguments": {
      const extra = command?.args[command.registeredArguments.length];
      return new HingeError(
        "too-many-arguments",
        `${show(extra)} is one argument too many; ${help} shows the form`,
      );
    }
    default:
      return new HingeError(
        "bad-usage",
        `${error.message.replace(/^error: /, "").split("\n")[0]}; ${help} shows how`,
      );
  }
}

function unknownOption(flag: string, command: Command, help: string): HingeError {
  const known = command.options
    .flatMap((option) => [option.long, option.short])
    .filter((name) => name != null);
  const word = flag.split("=")[0]!;
  const meant = nearest(word, [...known, ...Object.keys(synonyms)]);
  const fix = meant === undefined ? undefined : Object.hasOwn(synonyms, meant) ? synonyms[meant] : meant;
  const usable = fix !== undefined && known.includes(fix.split(" ")[0]!);
  return new HingeError(
    "unknown-option",
    usable ? `there is no such option; did you mean ${fix}?` : `there is no such option; ${help} lists them`,
    { option: word },
  );
}

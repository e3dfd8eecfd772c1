import { type Command, Option } from "commander";
import { HingeError, show } from "../errors.ts";
import { parseDecimal } from "../io/number.ts";
import { lossNames } from "../losses/index.ts";
import type { LossName } from "../losses/loss.ts";
import type { LoadOptions } from "./data/load.ts";
import { didYouMean } from "./data/suggest.ts";

/** Options of the loss, as the flags below give them. */
export interface LossFlags {
  loss: LossName;
  squared?: boolean;
  margin: number;
}

export interface DataFlags {
  format?: string;
  label?: string;
  drop?: string[];
  missing?: "error" | "drop";
  zeroBased?: boolean;
}

export interface OutputFlags {
  json?: boolean;
  quiet?: boolean;
}

export function addLossOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--loss <name>", `${lossNames.join(" | ")}`).default("weston-watkins").argParser(lossName),
    )
    .option("--squared", "square the hinges")
    .addOption(
      new Option("--margin <delta>", "by how much the true class has to win")
        .default(1)
        .argParser(number("--margin")),
    );
}

export function addDataOptions(command: Command): Command {
  return command
    .option("--format <name>", "svmlight | csv | npy; else told from the name and the first bytes")
    .option("--label <column>", "CSV: the label's column, by name or number from 1")
    .addOption(
      new Option("--drop <columns>", "CSV: columns to leave out, a,b,c").argParser((text) => text.split(",")),
    )
    .addOption(
      new Option("--missing <what>", "CSV: rows with a missing cell: error | drop").argParser(
        choice("--missing", ["error", "drop"]),
      ),
    )
    .option("--zero-based", "svmlight: the first feature is number 0");
}

export function addOutputOptions(command: Command): Command {
  return command
    .option("--json", "print one JSON object on stdout, nothing else")
    .option("--quiet", "print nothing but errors");
}

/** How the command line's flags tell the loader to read. */
export function loadOptions(flags: DataFlags): LoadOptions {
  const { format, label, drop, missing, zeroBased } = flags;
  return { format, label, drop, missing, zeroBased };
}

/** A parser of numbers for an option; ranges are the library's business. */
export function number(option: string): (text: string) => number {
  return (text) => {
    const value = parseDecimal(text);
    if (Number.isFinite(value)) return value;
    throw new HingeError("not-a-number", `${show(text)} is no finite number; write one like 0.5 or 1e-3`, {
      option,
    });
  };
}

export function choice<T extends string>(option: string, choices: readonly T[]): (text: string) => T {
  return (text) => {
    if (choices.includes(text as T)) return text as T;
    const fix = didYouMean(text, choices, `choose ${choices.join(" or ")}`);
    throw new HingeError("bad-option", `${show(text)} is none of ${choices.join(", ")}; ${fix}`, { option });
  };
}

function lossName(text: string): LossName {
  return choice("--loss", lossNames)(text);
}

/** `balanced`, or `name=weight,...`. */
export function classWeight(text: string): "balanced" | Map<string, number> {
  if (text === "balanced") return text;
  const option = "--class-weight";
  const parse = number(option);
  const weights = new Map<string, number>();
  for (const part of text.split(",")) {
    const at = part.lastIndexOf("=");
    if (at <= 0) {
      throw new HingeError("bad-weight", `${show(part)} is not of the form name=weight; or say balanced`, {
        option,
      });
    }
    const name = part.slice(0, at);
    if (weights.has(name))
      throw new HingeError("bad-weight", `class ${show(name)} is named twice`, { option });
    weights.set(name, parse(part.slice(at + 1)));
  }
  return weights;
}

import { type Command, Option } from "commander";
import type { LinearSVMOptions } from "../model/fit-options.ts";
import { classWeight, number } from "./options.ts";

/** Options of a fit but for its loss and its C, as the flags below give them. */
export interface FitFlags {
  bias: number;
  classWeight?: "balanced" | Map<string, number>;
  tolerance: number;
  maxEpochs?: number;
  maxSeconds?: number;
  precision?: "f32" | "f64";
  seed: number;
}

export function addFitOptions(command: Command): Command {
  const numeric = (flag: string, value: string, description: string): Option =>
    new Option(`${flag} <${value}>`, description).argParser(number(flag));
  return command
    .addOption(numeric("--bias", "value", "constant feature of that value, 0 for none").default(1))
    .addOption(new Option("--class-weight <weights>", "balanced, or name=weight,...").argParser(classWeight))
    .addOption(numeric("--tolerance", "gap", "relative duality gap to prove").default(1e-3))
    .addOption(numeric("--max-epochs", "n", "stop a fit after that many passes' worth of visits"))
    .addOption(
      numeric("--max-seconds", "s", "stop a fit after that time; results then depend on the machine"),
    )
    .addOption(
      new Option("--precision <type>", "of the visits; what is certified is in f64").choices(["f32", "f64"]),
    )
    .addOption(numeric("--seed", "n", "fixes every bit of the result").default(0));
}

/** The flags as the library's options. */
export function fitOptions(
  flags: FitFlags,
): Pick<
  LinearSVMOptions,
  "bias" | "classWeight" | "tolerance" | "maxEpochs" | "maxSeconds" | "precision" | "seed"
> {
  const { bias, classWeight, tolerance, maxEpochs, maxSeconds, precision, seed } = flags;
  return { bias, classWeight, tolerance, maxEpochs, maxSeconds, precision, seed };
}

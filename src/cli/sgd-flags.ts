import { type Command, Option } from "commander";
import { HingeError } from "../errors.ts";
import { type SolverName, solverNames } from "../model/fit-options.ts";
import type { LearningRate, Sampling, SgdOptions } from "../solvers/sgd-options.ts";
import { choice, number } from "./options.ts";

const schedules = ["constant", "inverse", "step"] as const;

/** The solver, and the options of a descent, as the flags below give them. */
export interface SolverFlags {
  solver: SolverName;
  learningRate?: number;
  schedule?: (typeof schedules)[number];
  decayAfter?: number;
  decayFactor?: number;
  momentum?: number;
  batch?: number;
  iterations?: number;
  average?: number;
  sampling?: Sampling;
  initialScale?: number;
}

export function addSolverOptions(command: Command): Command {
  const numeric = (flag: string, value: string, description: string): Option =>
    new Option(`${flag} <${value}>`, description).argParser(number(flag));
  return command
    .addOption(
      new Option("--solver <name>", `${solverNames.join(" | ")}; sgd descends in mini-batches, softmax too`)
        .default("dual-block")
        .argParser(choice("--solver", solverNames)),
    )
    .addOption(
      numeric(
        "--learning-rate",
        "rate",
        "sgd: length of a step (default: from the data, 1/(lambda t) in the end)",
      ),
    )
    .addOption(
      new Option("--schedule <name>", `sgd: ${schedules.join(" | ")} (default: constant)`).argParser(
        choice("--schedule", schedules),
      ),
    )
    .addOption(
      numeric(
        "--decay-after",
        "n",
        "sgd: steps until the rate is halved (inverse) or drops (step); a tenth of all",
      ),
    )
    .addOption(numeric("--decay-factor", "f", "sgd: what the rate drops by in schedule step (default: 0.5)"))
    .addOption(numeric("--momentum", "mu", "sgd: in [0, 1) (default: 0.9)"))
    .addOption(numeric("--batch", "n", "sgd: samples a step (default: 200)"))
    .addOption(numeric("--iterations", "n", "sgd: steps (default: 1500)"))
    .addOption(
      numeric("--average", "part", "sgd: delivers the mean over that last part of the steps (default: 0.5)"),
    )
    .addOption(
      new Option("--sampling <how>", "sgd: shuffle | with-replacement (default: shuffle)").argParser(
        choice<Sampling>("--sampling", ["shuffle", "with-replacement"]),
      ),
    )
    .addOption(numeric("--initial-scale", "s", "sgd: W begins at s times normal numbers (default: 0)"));
}

/** The flags as the library's options. @throws HingeError `bad-option` for a flag that would be of no effect */
export function solverOptions(flags: SolverFlags & { maxEpochs?: number }): {
  solver: SolverName;
  sgd?: SgdOptions | undefined;
} {
  const { solver, learningRate, schedule, decayAfter, decayFactor, maxEpochs, ...rest } = flags;
  const { momentum, batch, iterations, average, sampling, initialScale } = rest;
  const plain = { momentum, batch, iterations, average, sampling, initialScale };
  if (solver !== "sgd") {
    const all = { learningRate, schedule, decayAfter, decayFactor, ...plain };
    const extra = Object.entries(all).find(([, value]) => value !== undefined);
    if (extra !== undefined) refuse(extra[0], "this is for --solver sgd alone; add that or leave this out");
    return { solver };
  }
  if (maxEpochs !== undefined) refuse("maxEpochs", "sgd counts steps; say --iterations instead");
  return { solver, sgd: { ...plain, learningRate: rateOf(learningRate, schedule, decayAfter, decayFactor) } };
}

function rateOf(
  rate: number | undefined,
  schedule: SolverFlags["schedule"] = "constant",
  after: number | undefined,
  factor: number | undefined,
): LearningRate | undefined {
  if (factor !== undefined && schedule !== "step")
    refuse("decayFactor", "this is for --schedule step alone; leave it out");
  if (after !== undefined && schedule === "constant") {
    refuse("decayAfter", "a constant rate does not decay; add --schedule inverse or step");
  }
  if (rate === undefined) {
    if (schedule !== "constant")
      refuse("schedule", "a schedule needs a rate to begin with; add --learning-rate 0.01");
    return undefined;
  }
  if (schedule === "constant") return rate;
  return schedule === "inverse" ? { inverse: rate, t0: after } : { step: rate, every: after, factor };
}

function refuse(option: string, sentence: string): never {
  throw new HingeError("bad-option", sentence, { option });
}

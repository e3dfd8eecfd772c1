import { join } from "node:path";
import { Child, threads } from "../child.ts";
import { machine, today } from "../machine.ts";
import { type Accuracy, measureAccuracies } from "./accuracy.ts";
import { bundledSets } from "./data/bundled.ts";
import type { Dataset } from "./data/dataset.ts";
import { setsIn } from "./data/folder.ts";
import { type MemoryRow, measureMemory } from "./memory.ts";
import { type Numbers, writeNumbers } from "./numbers.ts";
import { section } from "./report.ts";
import { type Places, programs, rivals } from "./rivals.ts";
import { geometricMeanOf, measureRows, type Row, type RowOptions } from "./rows.ts";
import { measureSweep, type Sweep } from "./sweep.ts";

/** All that was measured. */
export interface Results {
  readonly rows: readonly Row[];
  /** Of the rows' ratios. */
  readonly geometricMean: number;
  /** The lowest of the rows' ratios. */
  readonly worst: number;
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly date: string;
  readonly threads: string;
  readonly memory: readonly MemoryRow[];
  readonly accuracies: readonly Accuracy[];
  readonly sweep?: Sweep | undefined;
}

export const parts = ["rows", "memory", "accuracy", "sweep"] as const;

export interface Options {
  readonly places: Places;
  /** For the numbers; removed at the end by who gave it. */
  readonly folder: string;
  /** hinge's. */
  readonly version: string;
  /** Where the sets of the field's papers lie, if anywhere; else the bundled ones are measured. */
  readonly dataFolder?: string | undefined;
  /** Names of sets; all of them, else. */
  readonly data?: readonly string[] | undefined;
  readonly C?: readonly number[] | undefined;
  /** Names of losses; all of them, else. */
  readonly losses?: readonly string[] | undefined;
  readonly parts: readonly (typeof parts)[number][];
  /** C = 1 and one way to stop, 3 rounds, no slow sets unless they are named, less of a sweep: to see that all works. */
  readonly quick: boolean;
  /** Seconds for the rounds of one rival on one problem. */
  readonly budget: number;
  /** How many of each rival's ways to stop, from the earliest. */
  readonly stops: number;
  /** The most rounds; odd. */
  readonly rounds: number;
  /** The most passes of Walrus. */
  readonly passes: number;
  /** What earlier runs on this machine measured, of which all is kept that this run does not measure again. */
  readonly earlier?: Results | undefined;
  readonly say: (line: string) => void;
  /** Is told of all rows so far, whenever there are more. */
  readonly save: (results: Results) => void;
}

/** @throws Error with a sentence if a name is none of the sets' */
export function chosenSets({
  dataFolder,
  data,
  quick,
}: Pick<Options, "dataFolder" | "data" | "quick">): Dataset[] {
  const field = dataFolder === undefined ? [] : setsIn(dataFolder);
  if (dataFolder !== undefined && field.length === 0)
    throw new Error(`There is no set that is known in ${dataFolder}.`);
  const all = [...bundledSets, ...field];
  if (data === undefined)
    return field.length > 0 ? field.filter(({ slow = false }) => !(quick && slow)) : [...bundledSets];
  return data.map((name) => {
    const set = all.find((one) => one.name === name);
    if (set === undefined) {
      const hint = dataFolder === undefined ? "; HINGE_DATA says where the others lie" : "";
      throw new Error(`There is no set ${name}; there are ${all.map((one) => one.name).join(", ")}${hint}.`);
    }
    return set;
  });
}

/** Measures training against the rivals that bench:setup has made. */
export async function train(options: Options): Promise<{ results: Results; section: string }> {
  const { folder, quick, budget, passes, say, earlier } = options;
  const sets = chosenSets(options);
  const all = programs(options.places);
  const children = {
    hinge: await Child.start(all.hinge),
    liblinear: await Child.start(all.liblinear),
    walrus: await Child.start(all.walrus),
  };
  const limits: RowOptions = {
    ...{ folder, budget, passes, rounds: quick ? 3 : options.rounds },
    stops: (stops) => (quick ? stops.slice(1, 2) : stops.slice(0, options.stops)),
  };
  const names = new Set(sets.map(({ name }) => name));
  const others = <T extends { readonly data: string }>(rows: readonly T[] = []): T[] =>
    rows.filter(({ data }) => !names.has(data));
  const again = ({ data, loss, C }: Row): boolean =>
    names.has(data) &&
    (options.C?.includes(C) ?? true) &&
    (options.losses?.includes(loss === "binary" ? "one-vs-all" : loss) ?? true);
  const rows: Row[] = (earlier?.rows ?? []).filter((row) => !options.parts.includes("rows") || !again(row));
  const memory = options.parts.includes("memory") ? others(earlier?.memory) : [...(earlier?.memory ?? [])];
  let accuracies = earlier?.accuracies ?? [];
  let sweep = earlier?.sweep;
  try {
    for (const set of options.parts.some((part) => part === "rows" || part === "memory") ? sets : []) {
      const samples = await set.train();
      const numbers: Numbers = writeNumbers(samples, join(folder, set.name), 1);
      if (options.parts.includes("rows")) {
        for (const child of Object.values(children)) await child.ask({ do: "load", ...numbers });
        for (const rival of rivals.filter(({ loss }) => options.losses?.includes(loss) ?? true)) {
          for (const C of options.C ?? (quick ? [1] : [0.1, 1, 10])) {
            const pair = { hinge: children.hinge, rival: children[rival.program] };
            const more = await measureRows({ name: set.name, samples, numbers }, rival, C, pair, limits);
            for (const row of more) say(told(row));
            rows.push(...more);
            options.save(results());
          }
        }
      }
      if (options.parts.includes("memory") && (set.sparse || quick)) {
        const nnz = "indptr" in samples.X ? samples.X.values.length : samples.X.data.length;
        const row = await measureMemory({ name: set.name, nnz, numbers }, all);
        say(
          `${set.name}: hinge ${row.hinge} MB, LIBLINEAR ${row.liblinear} MB at most (${row.ratio.toFixed(2)} of the rest)`,
        );
        memory.push(row);
      }
    }
    if (options.parts.includes("accuracy")) {
      accuracies = [...others(accuracies), ...(await measureAccuracies(sets, say))];
    }
    if (options.parts.includes("sweep")) {
      sweep = await measureSweep(children, {
        ...limits,
        rounds: 3,
        folder: join(folder, "sweep"),
        quick,
        say,
      });
    }
    const measured = results();
    options.save(measured);
    return { results: measured, section: section(measured) };
  } finally {
    for (const child of Object.values(children)) child.close();
  }

  function results(): Results {
    return {
      rows,
      geometricMean: geometricMeanOf(rows),
      worst: Math.min(...rows.map(({ ratio }) => ratio)),
      machine: machine(),
      versions: {
        hinge: options.version,
        node: children.hinge.version,
        LIBLINEAR: children.liblinear.version,
        Walrus: children.walrus.version,
      },
      date: today(),
      threads,
      memory,
      accuracies,
      sweep,
    };
  }
}

function told({ data, loss, squared, C, rivalOption, rivalCapped, ...row }: Row): string {
  const { rivalSeconds, hingeSeconds, reached, ratio, hingeCertifiedSeconds, status, relativeGap } = row;
  const seconds = (value: number): string => `${value.toPrecision(3)} s`;
  return [
    `${data}, ${squared ? "squared " : ""}${loss}, C ${C}: ${rivalOption} ${seconds(rivalSeconds)}${rivalCapped ? " (capped)" : ""}`,
    `hinge ${seconds(hingeSeconds)}${reached ? "" : " in vain"} (${ratio.toFixed(2)}x)`,
    `${status} ${relativeGap.toExponential(1)} in ${seconds(hingeCertifiedSeconds)}`,
  ].join(", ");
}

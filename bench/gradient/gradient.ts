import { mkdirSync, rmSync } from "node:fs";
import { Child } from "../child.ts";
import { machine, today } from "../machine.ts";
import { type Case, rows, sweeps } from "./cases.ts";
import { type Measured, measure } from "./measure.ts";
import { picture } from "./picture.ts";
import { section } from "./report.ts";
import { allRivals, type Places, type Rival } from "./rivals.ts";

/** All that was measured. */
export interface Results {
  readonly rows: readonly {
    readonly row: string;
    readonly rival: string;
    readonly hingeMs: number;
    readonly rivalMs: number;
    readonly ratio: number;
    readonly violations: number;
  }[];
  readonly sweep: readonly {
    readonly over: "C" | "D";
    readonly N: number;
    readonly D: number;
    readonly C: number;
    readonly rival: string;
    readonly hingeMs: number;
    readonly rivalMs: number;
    readonly ratio: number;
  }[];
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly date: string;
}

export interface Options {
  readonly places: Places;
  /** For the numbers, 130 MB of them; made, and removed at the end. */
  readonly folder: string;
  /** hinge's. */
  readonly version: string;
  /** A tenth of the samples, every other point of the curves, 3 rounds: to see that all works. */
  readonly quick: boolean;
  /** Is told of each result as it comes. */
  readonly say: (line: string) => void;
}

/** Measures loss and gradient against the rivals that are installed. */
export async function gradient({ places, folder, version, quick, say }: Options) {
  const children: Child<Rival>[] = [];
  mkdirSync(folder, { recursive: true });
  try {
    for (const rival of allRivals(places)) {
      try {
        children.push(await Child.start(rival));
      } catch (error) {
        if (rival.id === "hinge") throw error;
        say(`Left out: ${(error as Error).message}`);
      }
    }
    if (children.length === 1) throw new Error("there is no rival: npm run bench:setup");
    const inSweeps = children.filter(({ rival }) => rival.id === "hinge" || rival.id === "numpy");

    const run = async (problem: Case, who: readonly Child<Rival>[]) => {
      const smaller = quick ? { ...problem, N: Math.round(problem.N / 10) } : problem;
      const measured = await measure(smaller, who, quick ? 3 : 9, folder);
      const times = who.map(({ rival }, k) => `${rival.name} ${measured.milliseconds[k].toFixed(1)}`);
      say(`${problem.name}: ${times.join(", ")} ms`);
      return measured;
    };
    const measuredRows: Results["rows"][number][] = [];
    for (const problem of rows) {
      const measured = await run(problem, children);
      for (const times of against(measured, children)) {
        measuredRows.push({ row: problem.name, ...times, violations: measured.violations });
      }
    }
    const sweep: Results["sweep"][number][] = [];
    for (const over of ["C", "D"] as const) {
      for (const problem of sweeps[over].filter((_, k) => !quick || k % 2 === 0)) {
        const measured = await run(problem, inSweeps);
        const { N, D, C } = measured.case;
        for (const times of against(measured, inSweeps)) sweep.push({ over, N, D, C, ...times });
      }
    }
    const results: Results = {
      rows: measuredRows,
      sweep,
      machine: machine(),
      versions: versions(children, version),
      date: today(),
    };
    return { results, section: section(results, allRivals(places)), picture: picture(sweep) };
  } finally {
    for (const child of children) child.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** hinge's time, the first, against each other's. */
function against({ milliseconds: [hinge = 0, ...others] }: Measured, [, ...rivals]: readonly Child<Rival>[]) {
  return rivals.map(({ rival }, k) => ({
    rival: rival.id,
    hingeMs: round(hinge),
    rivalMs: round(others[k]),
    ratio: round(others[k] / hinge),
  }));
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function versions(children: readonly Child<Rival>[], version: string): Record<string, string> {
  const rivals = children
    .filter((child) => child.version !== "")
    .map((child) => [child.rival.id, child.version]);
  return { hinge: version, node: process.versions.node, ...Object.fromEntries(rivals) };
}

import { Child } from "../child.ts";
import type { Numbers } from "./numbers.ts";
import type { RivalAnswer } from "./objective.ts";
import type { FitAnswer } from "./rivals/hinge.ts";
import type { programs } from "./rivals.ts";
import { tolerance } from "./rows.ts";

/** The most memory that a whole process held, in MB: reading the numbers from a file, and one fit. */
export interface MemoryRow {
  readonly data: string;
  readonly nnz: number;
  readonly hinge: number;
  /** Of that, what the program takes before there are any data: Node and the library, here. */
  readonly hingeEmpty: number;
  readonly liblinear: number;
  readonly liblinearEmpty: number;
  /** hinge / liblinear, of what the data and the fit take. */
  readonly ratio: number;
}

/** What a garbage collector has not yet given back differs from run to run. */
const runs = 3;

/** Trains Crammer-Singer at C = 1 in fresh processes, of which the median counts. */
export async function measureMemory(
  data: { readonly name: string; readonly nnz: number; readonly numbers: Numbers },
  all: ReturnType<typeof programs>,
): Promise<MemoryRow> {
  // Either has all its memory long before it is done, and nothing is timed here.
  const hinge = await medianOf<FitAnswer>(all.hinge, data.numbers, {
    ...{ do: "fit", loss: "crammer-singer", squared: false, C: 1, tolerance, maxSeconds: 20 },
  });
  const liblinear = await medianOf<RivalAnswer>(all.liblinear, data.numbers, {
    ...{ do: "train", solver: 4, C: 1, e: 1, save: "/dev/null" },
  });
  const megabytes = (kB: number): number => Math.round(kB / 102.4) / 10;
  return {
    ...{ data: data.name, nnz: data.nnz },
    ...{ hinge: megabytes(hinge.peak), hingeEmpty: megabytes(hinge.empty) },
    ...{ liblinear: megabytes(liblinear.peak), liblinearEmpty: megabytes(liblinear.empty) },
    ratio: (hinge.peak - hinge.empty) / (liblinear.peak - liblinear.empty),
  };
}

async function medianOf<T extends { peak: number }>(
  program: { readonly name: string; readonly command: readonly string[] },
  numbers: Numbers,
  request: object,
): Promise<T & { empty: number }> {
  const answers: (T & { empty: number })[] = [];
  for (let run = 0; run < runs; run++) answers.push(await inFreshProcess<T>(program, numbers, request));
  answers.sort((a, b) => a.peak - a.empty - (b.peak - b.empty));
  return answers[(runs - 1) / 2]!;
}

async function inFreshProcess<T extends { peak: number }>(
  program: { readonly name: string; readonly command: readonly string[] },
  numbers: Numbers,
  request: object,
): Promise<T & { empty: number }> {
  const child = await Child.start(program);
  try {
    await child.ask({ do: "load", ...numbers });
    return { ...(await child.ask<T>(request)), empty: child.peak };
  } finally {
    child.close();
  }
}

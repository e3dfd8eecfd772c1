import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Child } from "../child.ts";
import { type Case, make } from "./cases.ts";
import { agree, truth } from "./objective.ts";
import type { Rival } from "./rivals.ts";

/** A case's median milliseconds, in the order of the rivals. */
export interface Measured {
  readonly case: Case;
  readonly milliseconds: readonly number[];
  /** The part of the margins that are violated, from 0 to 1. */
  readonly violations: number;
}

/** Each rival's runs that do not count, at least so many and so many milliseconds of them: engines compile meanwhile. */
const warmUp = { runs: 3, milliseconds: 1000 };

/**
 * Checks that all rivals compute the same, then times them in turn, so that whatever slows the machine down slows all.
 *
 * @param rounds odd, so that one of them is the median
 * @throws Error if a rival disagrees
 */
export async function measure(
  problem: Case,
  children: readonly Child<Rival>[],
  rounds: number,
  folder: string,
): Promise<Measured> {
  const { N, D, C, name } = problem;
  const numbers = make(problem);
  writeFileSync(join(folder, "X.f32"), numbers.X);
  writeFileSync(join(folder, "y.i32"), numbers.y);
  writeFileSync(join(folder, "W.f32"), numbers.W);
  const right = truth(problem, numbers);
  const file = join(folder, "dW.f32");
  const run = (child: Child<Rival>) => child.ask<{ milliseconds: number; loss: number }>({ do: "run" });
  for (const child of children) {
    await child.ask({ do: "load", folder, N, D, C });
    const { loss } = await run(child);
    await child.ask({ do: "save", file });
    agree(child.rival.name, name, loss, new Float32Array(new Uint8Array(readFileSync(file)).buffer), right);
  }
  for (const child of children) {
    let spent = 0;
    for (let k = 0; k < warmUp.runs || spent < warmUp.milliseconds; k++)
      spent += (await run(child)).milliseconds;
  }
  const times = children.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [k, child] of children.entries()) times[k].push((await run(child)).milliseconds);
  }
  return { case: problem, milliseconds: times.map(median), violations: right.violations };
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

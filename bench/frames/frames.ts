import type { Browser } from "playwright-core";
import { machine, today } from "../machine.ts";
import { dragRound, openPoints, windowSize } from "./drag.ts";
import { section } from "./report.ts";
import { type Figures, readRound } from "./trace.ts";

export interface Options {
  readonly browser: Browser;
  /** Of the served page. */
  readonly address: string;
  readonly version: string;
  readonly firstLoadBytes: number;
  readonly quick: boolean;
  say(line: string): void;
}

export interface Results {
  readonly bench: "frames";
  readonly date: string;
  readonly machine: string;
  readonly versions: Readonly<Record<"hinge" | "node" | "chromium", string>>;
  readonly window: typeof windowSize;
  readonly points: number;
  /** Of each round. */
  readonly seconds: number;
  readonly firstLoadBytes: number;
  readonly rounds: readonly Figures[];
  /** The round whose frames a second are the median. */
  readonly median: Figures;
}

const points = 500;

/** Drags one of the points round and round, and reads from a trace of the browser what came to the screen. */
export async function frames({ browser, address, version, firstLoadBytes, quick, say }: Options) {
  const [seconds, count] = quick ? [2, 1] : [5, 5];
  const page = await openPoints(browser, address, points);
  // The engine compiles what is often used.
  await dragRound(browser, page, quick ? 1 : 3);
  const rounds: Figures[] = [];
  for (let round = 0; round < count; round++) {
    const figures = readRound(await dragRound(browser, page, seconds));
    rounds.push(figures);
    say(
      `Round ${round + 1} of ${count}: ${figures.framesPerSecond.toFixed(1)} frames a second, the median frame after ${figures.medianMs.toFixed(1)} ms, the slowest after ${figures.worstMs.toFixed(1)} ms.`,
    );
  }
  const inOrder = [...rounds].sort((a, b) => a.framesPerSecond - b.framesPerSecond);
  const results: Results = {
    bench: "frames",
    date: today(),
    machine: machine(),
    versions: { hinge: version, node: process.versions.node, chromium: browser.version() },
    ...{ window: windowSize, points, seconds, firstLoadBytes, rounds },
    median: inOrder[Math.floor(count / 2)],
  };
  return { results, section: section(results) };
}

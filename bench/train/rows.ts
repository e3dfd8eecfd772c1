import { join } from "node:path";
import type { Child } from "../child.ts";
import { today } from "../machine.ts";
import type { Samples } from "./data/dataset.ts";
import type { Numbers } from "./numbers.ts";
import { primalOf, type RivalAnswer, weightsOf } from "./objective.ts";
import type { FitAnswer } from "./rivals/hinge.ts";
import { lossFor, type Rival } from "./rivals.ts";

/** What is asked of everybody: a gap proven to be within this part of the objective. */
export const tolerance = 1e-3;

/** One rival's one way to stop on one problem, and hinge's times beside it; seconds are medians. */
export interface Row {
  readonly data: string;
  readonly loss: string;
  readonly squared: boolean;
  readonly C: number;
  readonly rival: string;
  readonly rivalOption: string;
  readonly rivalSeconds: number;
  readonly rivalPrimal: number;
  /** Whether the rival gave up at its own limit of iterations. */
  readonly rivalCapped: boolean;
  /** That limit, where it is set here: the most passes. */
  readonly rivalPasses?: number | undefined;
  /** Until hinge held weights with an objective no higher than rivalPrimal; if `reached` is false, that long in vain. */
  readonly hingeSeconds: number;
  readonly reached: boolean;
  /** rivalSeconds / hingeSeconds. */
  readonly ratio: number;
  /** Until hinge had certified 1e-3; that long in vain where relativeGap is more. */
  readonly hingeCertifiedSeconds: number;
  readonly status: string;
  readonly relativeGap: number;
  /** How many times each was run, in turn. */
  readonly rounds: number;
  /** The day. */
  readonly date: string;
}

export interface RowOptions {
  readonly folder: string;
  /** Seconds that the rounds of one rival on one problem may take together; fewer rounds, else. */
  readonly budget: number;
  /** The most passes of a rival that has no limit of its own. */
  readonly passes: number;
  /** The most rounds; odd, so that one is the median. */
  readonly rounds: number;
  readonly stops: (stops: readonly number[]) => readonly number[];
}

/** A warm-up run lasts at least so long in all: by then the engine has compiled what it is going to. */
const warmUpSeconds = 0.5;

/** A run that lasts so long is its own warm-up: where there is one round alone, it is not run again. */
const ownWarmUpSeconds = 5;

/** Runs a rival, at each of its ways to stop, and hinge in turn, so that whatever slows the machine down slows both. */
export async function measureRows(
  data: { readonly name: string; readonly samples: Samples; readonly numbers: Numbers },
  rival: Rival,
  C: number,
  programs: { readonly hinge: Child; readonly rival: Child },
  options: RowOptions,
): Promise<Row[]> {
  const { samples, numbers } = data;
  const { squared } = rival;
  const { passes } = options;
  const loss = lossFor(rival, numbers.classes);
  const save = join(options.folder, "W.f64");
  const stops = options.stops(rival.stops);
  const runRival = (e: number) =>
    programs.rival.ask<RivalAnswer>({ do: "train", solver: rival.solver ?? 0, C, e, passes, save });
  const runHinge = (limits: { tolerance: number; below?: number; maxSeconds?: number }) =>
    programs.hinge.ask<FitAnswer>({ do: "fit", loss, squared, C, ...limits });

  // A first run of each tells what there is to reach, and warms up.
  let spent = 0;
  const targets: { e: number; primal: number; capped: boolean; answer: RivalAnswer }[] = [];
  for (const e of stops) {
    const answer = await runRival(e);
    const W = weightsOf(answer, save, numbers);
    const primal = primalOf(samples, W, { loss, squared, C, bias: numbers.bias });
    targets.push({ e, primal, capped: answer.capped, answer });
    spent += answer.seconds;
  }
  // A rival that gives up soon says nothing about how long a proof takes.
  const patience = Math.max(300, 20 * Math.max(...targets.map(({ answer }) => answer.seconds)));
  let proven = await runHinge({ tolerance, maxSeconds: patience });
  spent += proven.seconds;
  for (let warm = proven.seconds; warm < warmUpSeconds; warm += proven.seconds) {
    proven = await runHinge({ tolerance, maxSeconds: patience });
  }
  let lowest = Math.min(proven.primal, ...targets.map(({ primal }) => primal));
  // A gap proven to be within this puts hinge's objective below the rival's, if looking at it does not sooner.
  const reach = ({ primal, answer }: (typeof targets)[number]) => ({
    tolerance: Math.max(1e-9, 1 - lowest / primal),
    below: primal,
    maxSeconds: 20 * answer.seconds + 10,
  });
  // The lowest objective of all has to be fallen below once, for it to be known how far that is from the optimum.
  const reached: FitAnswer[] = [];
  for (const target of targets) {
    reached.push(await runHinge(reach(target)));
    lowest = Math.min(lowest, reached.at(-1)!.primal);
  }
  // Second-order steps are code of their own, which tighter targets meet first: they too warm up where it costs little.
  for (const [k, target] of targets.entries()) {
    let last = reached[k]!;
    for (let warm = last.seconds; warm + last.seconds < warmUpSeconds; warm += last.seconds)
      last = await runHinge(reach(target));
    reached[k] = last;
  }
  const rounds = roundsFor(2 * spent, options);
  const timed = async <A extends { readonly seconds: number }>(
    first: A,
    run: () => Promise<A>,
  ): Promise<A> => (rounds === 1 && first.seconds >= ownWarmUpSeconds ? first : run());
  const times = targets.map(() => ({ rival: [] as number[], hinge: [] as number[], reached: true }));
  const certified: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [k, { e, answer }] of targets.entries()) {
      times[k]!.rival.push((await timed(answer, () => runRival(e))).seconds);
      const { seconds, primal } = await timed(reached[k]!, () => runHinge(reach(targets[k]!)));
      times[k]!.hinge.push(seconds);
      times[k]!.reached &&= primal <= targets[k]!.primal;
    }
    proven = await timed(proven, () => runHinge({ tolerance, maxSeconds: patience }));
    certified.push(proven.seconds);
  }
  return targets.map(({ e, primal, capped }, k): Row => {
    const [rivalSeconds, hingeSeconds] = [median(times[k]!.rival), median(times[k]!.hinge)];
    return {
      ...{ data: data.name, loss, squared, C, rival: rival.name, rivalOption: rival.option(e) },
      ...{ rivalSeconds, rivalPrimal: primal, rivalCapped: capped, hingeSeconds, reached: times[k]!.reached },
      ...(rival.program === "walrus" ? { rivalPasses: passes } : {}),
      ratio: rivalSeconds / hingeSeconds,
      hingeCertifiedSeconds: median(certified),
      ...{ status: proven.status, relativeGap: proven.relativeGap, rounds, date: today() },
    };
  });
}

/** As many rounds as the budget allows: odd, and at least one. */
function roundsFor(seconds: number, { budget, rounds }: RowOptions): number {
  const affordable = Math.min(rounds, Math.floor(budget / seconds));
  return Math.max(1, affordable - ((affordable + 1) % 2));
}

export function geometricMeanOf(rows: readonly Row[]): number {
  return Math.exp(rows.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / rows.length);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

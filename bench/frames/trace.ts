import type { Round } from "./drag.ts";

/** What a trace says of a drag. */
export interface Figures {
  readonly frames: number;
  readonly framesPerSecond: number;
  /** Milliseconds between frames on the screen. */
  readonly medianMs: number;
  readonly worstMs: number;
  /** The part of frames that came later than half a frame after their turn. */
  readonly slowShare: number;
  /** Milliseconds of processor time that the page's thread takes for a frame: script, layout and paint. */
  readonly threadMedianMs: number;
  readonly thread95Ms: number;
  /** The part of the processors' time that went to anything but the browser's tasks. */
  readonly othersShare: number;
}

/** A sixtieth of a second and a half. */
const slow = 25;

/** Frames by what the display compositor put on the screen, from the first to the last. */
export function readRound({ trace, available, busy }: Round): Figures {
  const shown = trace
    .filter(({ name }) => name === "Display::FrameDisplayed")
    .map(({ ts }) => ts / 1000)
    .sort((a, b) => a - b);
  const intervals = shown.slice(1).map((time, k) => time - shown[k]);
  const thread = trace
    .filter(({ name, tdur }) => name === "ProxyMain::BeginMainFrame" && tdur !== undefined)
    .map(({ tdur }) => tdur! / 1000);
  if (intervals.length < 10 || thread.length < 10) {
    throw new Error("The trace has too few frames: the browser's events must have other names by now.");
  }
  return {
    frames: intervals.length,
    framesPerSecond: (1000 * intervals.length) / (shown.at(-1)! - shown[0]),
    medianMs: quantile(intervals, 0.5),
    worstMs: Math.max(...intervals),
    slowShare: intervals.filter((time) => time > slow).length / intervals.length,
    threadMedianMs: quantile(thread, 0.5),
    thread95Ms: quantile(thread, 0.95),
    othersShare: Math.max(0, busy - ownTime(trace)) / available,
  };
}

/** Processor time of all the browser's threads. */
function ownTime(trace: Round["trace"]): number {
  const tasks = ["ThreadControllerImpl::RunTask", "ThreadPool_RunTask"];
  return trace.reduce((sum, { name, tdur = 0 }) => sum + (tasks.includes(name) ? tdur / 1000 : 0), 0);
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

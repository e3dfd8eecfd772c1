import type { Results } from "./frames.ts";

/** The section of docs/RESULTS.md. */
export function section({
  date,
  machine,
  versions,
  window,
  points,
  seconds,
  rounds,
  ...rest
}: Results): string {
  const { median, firstLoadBytes } = rest;
  const lines = rounds.map((round, k) => [
    String(k + 1),
    round.framesPerSecond.toFixed(1),
    round.medianMs.toFixed(1),
    round.worstMs.toFixed(1),
    `${(100 * round.slowShare).toFixed(1)} %`,
    round.threadMedianMs.toFixed(1),
    round.thread95Ms.toFixed(1),
    `${(100 * round.othersShare).toFixed(0)} %`,
  ]);
  const header = [
    "round",
    "frames/s",
    "median ms",
    "worst ms",
    "slow frames",
    "thread, median ms",
    "thread, 95 % ms",
    "others",
  ];
  const table = [header, header.map(() => "--:"), ...lines].map((cells) => `| ${cells.join(" | ")} |`);
  return `## The playground

Written by \`npm run bench -- frames\` on ${date}: hinge ${versions.hinge}, Node ${versions.node}, Chromium ${versions.chromium},
headless, without a graphics card; ${machine}.

One of ${points} points is dragged for ${seconds} seconds a round in a window of ${window.width} x ${window.height}, all panels open: **${median.framesPerSecond.toFixed(1)} frames
a second** in the median round. A trace of the browser says when a frame came to the screen; slow is one that came more
than 25 ms after the one before. Thread: the processor time that the page's thread takes for a frame (script, layout,
paint); a frame has 16.7 ms. Others: the part of all processors' time that other programs took from the browser.

${table.join("\n")}

The first load, packed, takes ${(firstLoadBytes / 1000).toFixed(1)} kB, with the worker that the page starts at once; it has no fonts of its own.
`;
}

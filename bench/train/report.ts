import type { Row } from "./rows.ts";
import { geometricMeanOf, tolerance } from "./rows.ts";
import type { Results } from "./train.ts";

/** The section of docs/RESULTS.md. */
export function section(results: Results): string {
  const { rows, geometricMean, worst, machine, versions, date, threads } = results;
  return `## Training

Written by \`npm run bench -- train\` on ${date}: hinge ${versions.hinge}, Node ${versions.node},
LIBLINEAR ${versions.LIBLINEAR}; ${machine}.${earlierText(rows, date)}
${rows.length === 0 ? "" : rowsText(rows, geometricMean, worst, threads)}${memoryText(results)}${accuracyText(results)}${sweepText(results)}`;
}

function rowsText(rows: readonly Row[], geometricMean: number, worst: number, threads: string): string {
  const rounds = [...new Set(rows.map((row) => row.rounds))].sort((a, b) => b - a);
  const groups = new Map<string, Row[]>();
  for (const row of inOrder(rows)) {
    const key = [row.data, row.loss, row.squared, row.C, wayOf(row)].join("|");
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const lines = [...groups.values()].map((those) => {
    const [first] = those as [Row];
    const { data, loss, squared, C, hingeCertifiedSeconds, status, relativeGap } = first;
    const certified = `${seconds(hingeCertifiedSeconds)}${status === "certified" ? "" : ` (${status} at ${relativeGap.toExponential(1)})`}`;
    const cells = those.map(
      (row) =>
        `${seconds(row.rivalSeconds)}${row.rivalCapped ? " capped" : ""} / ${seconds(row.hingeSeconds)}${row.reached ? "" : " in vain"} = ${row.ratio.toFixed(2)}`,
    );
    while (cells.length < 3) cells.push("");
    return [data, `${squared ? "squared " : ""}${loss}`, String(C), wayOf(first), ...cells, certified];
  });
  const notCertified = rows.filter(({ status }) => status !== "certified").length;
  return `
Seconds of the rival / seconds of hinge to an objective no higher = how many times sooner, for three ways of the rival to stop:
LIBLINEAR's -e 0.1, 0.01 and 0.001; for Walrus the duality gap at 0.09, 0.009 and 0.0009 of what it was after the first pass.
Over all ${rows.length} rows the geometric mean is **${geometricMean.toFixed(2)}**, the lowest ${worst.toFixed(2)}${uncappedText(rows)}. The last column is hinge's time to a gap that
is certified to be at most ${tolerance}, with the certificate${notCertified === 0 ? "; all are" : `; ${notCertified} rows are not`}. All times are medians of ${rounds.join(", ")} rounds (fewer where a round takes long)
in which rival and hinge take turns, after half a second to warm up; ${threads}; each is timed within its own process, on data that lie in its memory
(sparse rows for hinge in its kernels', by kernelRows). hinge is asked for a relative gap as small as that of the rival's objective to the lowest
that anybody has found, and stopped as soon as it has told an objective no higher.
LIBLINEAR is compiled by g++ -O3 and called by its library. It stops after 300 passes in -s 3 and -s 1 (which then goes on in the primal): "capped" where it did.${passesText(rows)}
Walrus is the method of Wang & Scott, ICML 2021, written for this bench in C++: its clock stands still while it computes the gap that it stops by.
The bias is a constant feature of 1 for all; objectives are 1/2 |W|² + C Σ loss, recomputed here from each program's weights in f64.

${table(["data", "loss", "C", "rival", "early", "middle", "late", `certified ${tolerance}`], lines, 4)}
`;
}

/** By set, then by loss and rival, then by C: runs that measured other values of C may have come between. */
function inOrder(rows: readonly Row[]): Row[] {
  const sets = [...new Set(rows.map(({ data }) => data))];
  const ways = [...new Set(rows.map((row) => [row.loss, row.squared, wayOf(row)].join("|")))];
  const place = (row: Row): [number, number, number] => [
    sets.indexOf(row.data),
    ways.indexOf([row.loss, row.squared, wayOf(row)].join("|")),
    row.C,
  ];
  return rows.toSorted((a, b) => {
    const [p, q] = [place(a), place(b)];
    return p[0] - q[0] || p[1] - q[1] || p[2] - q[2];
  });
}

/** The rival and its solver, whenever it stops. */
function wayOf({ rival, rivalOption }: Row): string {
  return rival === "LIBLINEAR" ? `LIBLINEAR ${rivalOption.split(" -e")[0]}` : rival;
}

/** A rival that gives up at its limit may leave an objective that is soon reached: the mean is told without such rows too. */
function uncappedText(rows: readonly Row[]): string {
  const others = rows.filter(({ rivalCapped }) => !rivalCapped);
  if (others.length === 0 || others.length === rows.length) return "";
  return `; over the ${others.length} rows whose rival did not stop at a limit of its own it is ${geometricMeanOf(others).toFixed(2)}`;
}

/** Which rows an earlier run measured, on another day. */
function earlierText(rows: readonly Row[], date: string): string {
  const days = new Map<string, Map<string, Set<number>>>();
  for (const row of rows) {
    if (row.date === date) continue;
    const sets = days.get(row.date) ?? new Map<string, Set<number>>();
    days.set(row.date, sets.set(row.data, (sets.get(row.data) ?? new Set()).add(row.C)));
  }
  const told = [...days].map(([day, sets]) => {
    const which = [...sets].map(([data, Cs]) => `${data} (C = ${[...Cs].sort((a, b) => a - b).join(", ")})`);
    return ` Rows of ${which.join(", ")} were measured on ${day}.`;
  });
  return told.join("");
}

function passesText(rows: readonly Row[]): string {
  const limits = new Map<number, Set<string>>();
  for (const { data, C, rivalCapped, rivalPasses } of rows) {
    if (!rivalCapped || rivalPasses === undefined) continue;
    limits.set(rivalPasses, (limits.get(rivalPasses) ?? new Set()).add(`${data} at C = ${C}`));
  }
  return [...limits]
    .map(
      ([passes, which]) =>
        `\nSo did Walrus after ${passes.toLocaleString("en")} passes: ${[...which].join(", ")}.`,
    )
    .join("");
}

function memoryText({ memory }: Results): string {
  if (memory.length === 0) return "";
  const lines = memory.map(({ data, nnz, ratio, ...megabytes }) => [
    ...[data, nnz.toLocaleString("en-US")],
    ...[megabytes.hinge, megabytes.hingeEmpty, megabytes.liblinear, megabytes.liblinearEmpty].map(String),
    ratio.toFixed(2),
  ]);
  return `
### Memory

The most that a whole process held, MB: it reads the numbers from a file and trains Crammer-Singer at C = 1 once (hinge for 20 seconds at most,
LIBLINEAR with -e 1), the median of three processes each. In brackets what it held before there were any data: of hinge's, that is Node. The ratio is of the rest.
hinge reads into its kernels' memory (kernelRows), values in f32 where that holds every one exactly, columns in 2 bytes up to 65,536 of them; LIBLINEAR takes f64.

${table(["data", "non-zeros", "hinge", "(empty)", "LIBLINEAR", "(empty)", "ratio of the rest"], lines, 1)}
`;
}

function accuracyText({ accuracies }: Results): string {
  if (accuracies.length === 0) return "";
  const lines = accuracies.map(({ data, hinge, paper }) => [data, hinge.toFixed(2), paper.toFixed(2)]);
  return `
### Accuracy

Per cent of the test data right, Weston-Watkins at C = 1 without a bias, beside what the authors of Walrus publish for it
(github.com/YutongWangUMich/liblinear, experiments/analyze.ipynb).

${table(["data", "hinge", "published"], lines, 1)}
`;
}

function sweepText({ sweep }: Results): string {
  if (sweep === undefined) return "";
  const { exponents, points } = sweep;
  const grown = (over: "N" | "nnz" | "classes"): string =>
    `${exponents[over].hinge.toFixed(2)} (${exponents[over].liblinear.toFixed(2)})`;
  const lines = points.map((point) => [
    { N: "samples", nnz: "non-zeros a sample", classes: "classes" }[point.over],
    ...[point.N, point.nnz, point.classes].map((value) => value.toLocaleString("en-US")),
    ...[seconds(point.hingeSeconds), seconds(point.liblinearSeconds), point.ratio.toFixed(2)],
  ]);
  return `
### How the time grows

Crammer-Singer at C = 1 on made sparse data, to a certified ${tolerance}; in brackets LIBLINEAR -s 4 -e 0.1, which proves nothing. Fitted over all
points, the seconds grow as the number of samples to the power ${grown("N")}, of non-zeros a sample to the power ${grown("nnz")}, of classes to the power ${grown("classes")}.
The ratio is at an equal objective.

${table(["over", "samples", "non-zeros", "classes", "hinge", "LIBLINEAR", "ratio"], lines, 1)}
`;
}

function seconds(value: number): string {
  return value < 10 ? value.toPrecision(2) : value.toFixed(1);
}

/** @param left how many columns are of words */
function table(header: readonly string[], lines: readonly (readonly string[])[], left: number): string {
  const rule = header.map((_, k) => (k < left ? ":--" : "--:"));
  return [header, rule, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

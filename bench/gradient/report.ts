import { threads } from "../child.ts";
import { type Case, rows } from "./cases.ts";
import type { Results } from "./gradient.ts";
import type { Rival } from "./rivals.ts";

/** The section of docs/RESULTS.md. */
export function section(
  { rows: measured, sweep, machine, versions, date }: Results,
  rivals: readonly Rival[],
): string {
  const nameOf = (id: string): string => rivals.find((rival) => rival.id === id)?.name ?? id;
  const present = [...new Set(measured.map(({ rival }) => rival))];
  const used = Object.entries(versions).map(
    ([id, version]) => `${id === "node" ? "Node" : nameOf(id)} ${version}`,
  );
  const lines = rows.map((problem) => {
    const those = measured.filter(({ row }) => row === problem.name);
    const cells = present.map((id) => {
      const one = those.find(({ rival }) => rival === id);
      return one === undefined ? "" : `${milliseconds(one.rivalMs)} (${one.ratio.toFixed(2)})`;
    });
    const { hingeMs, violations } = those[0];
    return [problem.name, shape(problem), percent(violations), milliseconds(hingeMs), ...cells];
  });
  const curve = (over: "C" | "D") => sweep.filter((point) => point.over === over);
  const exponents = (over: "C" | "D"): string => {
    const points = curve(over);
    const of = (time: "hingeMs" | "rivalMs") => slope(points.map((p) => [p[over], p[time] / p.N])).toFixed(2);
    return `hinge's grows as the number to the power ${of("hingeMs")}, NumPy's ${of("rivalMs")}`;
  };
  const points = sweep.map(({ over, N, D, C, hingeMs, rivalMs, ratio }) => [
    over === "C" ? "classes" : "features",
    shape({ N, D, C }),
    ...[hingeMs, rivalMs].map((time) => ((time / N) * 1000).toPrecision(3)),
    ratio.toFixed(2),
  ]);
  return `## Loss and gradient

Written by \`npm run bench -- gradient\` on ${date}: ${used.slice(0, 2).join(", ")},
${used.slice(2).join(", ")};
${machine}.

The mean Weston-Watkins loss and its gradient over all of X, in f32, milliseconds; in brackets how many times hinge's.
Medians of 9 rounds, in each of which every program takes its turn, after a second of each to warm up;
${threads}. Each loss was found to be within 1e-5, and each gradient within
1e-4 of its largest number, of what plain loops in f64 give. X and W lie in the program's own memory beforehand.
G and G100: W is small and random, as at the start of a descent.
Gtrained: W is the class means, scaled. The rivals' W is C x D as is hinge's.

${table(["row", "N x D, classes", "violated", "hinge", ...present.map(nameOf)], lines, 2)}

How the cost of one sample grows, microseconds, at a small random W. Fitted over all points, over classes
${exponents("C")};
over features ${exponents("D")}.

![Cost of one sample against the number of classes and of features](pictures/gradient.svg)

${table(["over", "N x D, classes", "hinge", "NumPy", "ratio"], points, 2)}
`;
}

function shape({ N, D, C }: Pick<Case, "N" | "D" | "C">): string {
  return `${N} x ${D}, ${C}`;
}

function milliseconds(time: number): string {
  return time < 100 ? time.toFixed(1) : time.toFixed(0);
}

function percent(part: number): string {
  return `${(part * 100).toPrecision(2).replace("1.0e+2", "100")} %`;
}

/** @param left how many columns are of words */
function table(header: readonly string[], lines: readonly (readonly string[])[], left: number): string {
  const rule = header.map((_, k) => (k < left ? ":--" : "--:"));
  return [header, rule, ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The exponent of the power law that fits best: least squares of the logarithms. */
function slope(points: readonly (readonly number[])[]): number {
  const logs = points.map(([x = 0, y = 0]) => [Math.log(x), Math.log(y)]);
  const mean = [0, 1].map((k) => logs.reduce((sum, log) => sum + log[k], 0) / logs.length);
  const product = (k: number) => logs.reduce((sum, log) => sum + (log[0] - mean[0]) * (log[k] - mean[k]), 0);
  return product(1) / product(0);
}

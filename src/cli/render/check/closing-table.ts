import type { Verdict } from "../../../check/diagnosis/diagnosis.ts";
import type { FileReport } from "../../check/report.ts";
import { count, printable } from "../style.ts";
import { table } from "../table.ts";
import { listed, verdictCell } from "./words.ts";

/** Many files at a glance. */
export function closingTable(reports: readonly FileReport[]): string {
  const rows = reports.map(({ file, verdict, functions }) => ({
    file: printable(file),
    verdict: verdictCell(verdict),
    mistakes: shortened([...new Set(functions.flatMap(({ mistakes }) => mistakes.map(({ id }) => id)))]),
  }));
  // table() sets all but the first column to the right; names are read from the left.
  const verdicts = Math.max("verdict".length, ...rows.map(({ verdict }) => verdict.text.length));
  const ids = Math.max("mistakes".length, ...rows.map(({ mistakes }) => mistakes.length));
  const text = table(
    ["file", "verdict".padEnd(verdicts), "mistakes".padEnd(ids)],
    rows.map(({ file, verdict: { text, paint }, mistakes }) => [
      file,
      { text: text.padEnd(verdicts), paint },
      mistakes.padEnd(ids),
    ]),
  );
  return `${text.replace(/ +$/gm, "")}\n\n${tally(reports)}`;
}

/** Of many the first ones: the reports above have all. */
function shortened(ids: readonly string[]): string {
  const shown = ids.slice(0, 2).join(", ");
  return ids.length > 2 ? `${shown}, ${ids.length - 2} more` : shown;
}

const words: readonly (readonly [Verdict, string])[] = [
  ["right", "right"],
  ["right-other-convention", "right in another convention"],
  ["wrong", "wrong"],
  ["undetermined", "undetermined"],
];

function tally(reports: readonly FileReport[]): string {
  const parts = words.flatMap(([verdict, word]) => {
    const n = reports.filter((each) => each.verdict === verdict).length;
    return n === 0 ? [] : [`${count(n)} ${word}`];
  });
  return `${count(reports.length)} files: ${listed(parts)}.`;
}

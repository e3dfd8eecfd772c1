import type { NotebookGroup, NotebookReading } from "../../../check/notebook-output.ts";
import { printable, style } from "../style.ts";
import { labelled, paragraph } from "./words.ts";

const verdicts = {
  agrees: style.good("agrees"),
  wrong: style.bad("wrong"),
  undetermined: style.faint("undetermined"),
};

/** What pasted lines narrow a mistake down to. */
export function notebookReport(file: string, { verdict, groups, losses, notes }: NotebookReading): string {
  const several = groups.length > 1;
  return [
    `${style.title(printable(file))}: ${verdicts[verdict]}`,
    ...groups.map((group, k) => groupBlock(group, several ? k + 1 : undefined)),
    ...losses.map(({ line, name, value, says }) =>
      paragraph(`Line ${line}, ${printable(name)} = ${value}: ${says}`, "  "),
    ),
    ...notes.map((each) => paragraph(each, "  ", style.faint)),
    ...(verdict === "agrees" ? [] : [hint]),
  ].join("\n\n");
}

const hint = paragraph(
  "Which it is, hinge check says when it is given the file with the function.",
  "  ",
  style.faint,
);

function groupBlock({ lines, says, candidates }: NotebookGroup, k: number | undefined): string {
  const width = Math.max(...candidates.map(({ id }) => id.length));
  const which = k === undefined ? "" : `Check ${k}, lines ${lines[0]!.line} to ${lines.at(-1)!.line}. `;
  return [
    paragraph(`${which}${says}`, "  "),
    ...candidates.map(({ id, why }) => labelled(id.padEnd(width), why, "    ", style.warn)),
  ].join("\n");
}

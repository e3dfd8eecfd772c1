import type { Asked } from "../../../check/diagnosis/asked.ts";
import type { FileReport, FunctionReport } from "../../check/report.ts";
import { printable, style } from "../style.ts";
import { judgement, reasonOf } from "./diagnosis.ts";
import { capital, listed, paragraph, verdictText } from "./words.ts";

/** A file's functions, one after the other: a line each for those that are right, the whole story for the others. */
export function fileReport(report: FileReport, asked: Asked): string {
  const { file, language, verdict, functions, notes } = report;
  const context = { asked, language, told: new Set<string>() };
  const name = style.title(printable(file));
  const names = new Set(functions.map((each) => each.name));
  const begun = (note: string): string => (names.has(note.split(/[ ,]/)[0]!) ? note : capital(note));
  const said = notes.map((each) => paragraph(begun(printable(each)), "  ", style.faint));
  if (functions.length === 0) {
    return [`${name}: ${verdictText(verdict)}`, ...said].join("\n");
  }
  const [only] = functions;
  if (functions.length === 1)
    return [judgement(`${name}${place(only!, file)}`, only!, context), ...said].join("\n");
  const isLong = (one: FunctionReport | undefined): boolean => one?.verdict === "wrong";
  const without = functions.filter((each) => each.verdict === "undetermined");
  const judged = functions.filter((each) => each.verdict !== "undetermined");
  const told = judged.flatMap((each, k) => {
    const text = judgement(`${style.title(printable(each.name))}${line(each, file)}`, each, context);
    return k > 0 && (isLong(each) || isLong(judged[k - 1])) ? ["", text] : [text];
  });
  const apart = told.length > 0 && without.length > 0 ? [""] : [];
  return [name, ...said, "", ...told, ...apart, ...undetermined(without)].join("\n");
}

/** Functions that fail for one reason, such as a module that is missing, are told together. */
function undetermined(functions: readonly FunctionReport[]): string[] {
  const byReason = new Map<string, FunctionReport[]>();
  for (const each of functions) {
    const reason = reasonOf(each).replace(/ \((?:cell \d+, )?line \d+\)$/, "");
    byReason.set(reason, [...(byReason.get(reason) ?? []), each]);
  }
  return [...byReason].map(([reason, all]) => {
    const names = listed(all.map((each) => printable(each.name)));
    const verdict = `${paragraph(names, "", style.title)}: ${verdictText("undetermined")}`;
    return `${verdict}\n${paragraph(all.length === 1 ? reasonOf(all[0]!) : reason, "  ")}`;
  });
}

function place(one: FunctionReport, file: string): string {
  return `, ${style.title(printable(one.name))}${line(one, file)}`;
}

/** A notebook's lines are counted by cells, which the lines of its text are not. */
function line({ line: at }: FunctionReport, file: string): string {
  return /\.ipynb$/i.test(file) ? "" : style.faint(`, line ${at}`);
}

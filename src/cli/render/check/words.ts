import type { PartVerdict, Verdict } from "../../../check/diagnosis/diagnosis.ts";
import type { Part } from "../../../check/diagnosis/mistakes/mistake.ts";
import { style } from "../style.ts";
import { wrapText } from "../wrap.ts";

/** Reports are read as a page, in a terminal or not. */
export const pageWidth = 80;

const verdictWords: Readonly<Record<Verdict, string>> = {
  right: "right",
  "right-other-convention": "right, in another convention",
  wrong: "wrong",
  undetermined: "undetermined",
};

const verdictPaint: Readonly<Record<Verdict, (text: string) => string>> = {
  right: style.good,
  "right-other-convention": style.warn,
  wrong: style.bad,
  undetermined: style.faint,
};

export function verdictText(verdict: Verdict): string {
  return verdictPaint[verdict](verdictWords[verdict]);
}

/** A verdict as a cell of a table. */
export function verdictCell(verdict: Verdict): { text: string; paint: (text: string) => string } {
  return { text: verdictWords[verdict], paint: verdictPaint[verdict] };
}

const partWords: Readonly<Record<Part, string>> = {
  loss: "the loss",
  data: "the data term's gradient",
  regularizer: "the regulariser's gradient",
  bias: "the bias's regularisation",
};

/** The parts that came to a verdict, in words: "the loss and the data term's gradient". */
export function partsThat(verdict: PartVerdict, parts: Readonly<Record<Part, PartVerdict>>): string {
  const names = (Object.keys(partWords) as Part[]).filter((part) => parts[part] === verdict);
  return listed(names.map((part) => partWords[part]));
}

export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** A sentence in lines of the page, each painted by itself. */
export function paragraph(text: string, indent: string, paint?: (text: string) => string): string {
  const lines = wrapText(text, indent, pageWidth).split("\n");
  return lines
    .map((line) => (paint === undefined ? line : `${indent}${paint(line.slice(indent.length))}`))
    .join("\n");
}

/** A sentence after a label, the further lines under its beginning. */
export function labelled(
  label: string,
  text: string,
  indent: string,
  paint?: (text: string) => string,
): string {
  const inner = `${indent}${" ".repeat(label.length + 2)}`;
  const lines = wrapText(text, inner, pageWidth);
  return `${indent}${paint === undefined ? label : paint(label)}  ${lines.slice(inner.length)}`;
}

/** Begins a sentence; a name of the code at its beginning stays as it is. */
export function capital(text: string): string {
  const [first = ""] = text.split(" ");
  return /^[a-z]+,?$/.test(first) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

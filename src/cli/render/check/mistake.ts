import type { Finding } from "../../../check/diagnosis/finding.ts";
import type { FileReport, Quote } from "../../check/report.ts";
import { percent, printable, style } from "../style.ts";
import { indent } from "../table.ts";
import { wrapText } from "../wrap.ts";
import { capital, labelled, pageWidth, paragraph } from "./words.ts";

/** Explanations that leave less doubt than this are told without it. */
const certain = 0.95;

type Quoted = Finding & { readonly quote?: Quote };

/** One mistake: its headline, the line that looks like it, the mathematics, the reason and the repair. */
export function mistakeBlock(
  mistake: Quoted,
  number: string,
  language: FileReport["language"] | undefined,
  told: Set<string>,
): string {
  const { id, equation, instead, summary, fix, quote } = mistake;
  const code = language === "javascript" ? mistake.javascript : mistake.numpy;
  const within = " ".repeat(number.length);
  const parts = [heading(mistake, number)];
  if (quote !== undefined) {
    parts.push(`${within}${style.faint(`${quote.place}:`)}  ${style.warn(printable(quote.text))}`);
  }
  // A second function of the file often has the same mistake as the first.
  const story = JSON.stringify([id, equation, instead, fix]);
  if (told.has(story)) return [...parts, `${within}${style.faint("As above.")}`].join("\n");
  told.add(story);
  return [
    ...parts,
    "",
    labelled("right", equation, within, style.good),
    labelled("yours", instead, within, style.bad),
    "",
    paragraph(summary, within),
    "",
    labelled("Fix:", fix, within, style.title),
    indent(statements(code, language), `${within}      `),
  ].join("\n");
}

function heading({ id, headline, confidence }: Quoted, number: string): string {
  const within = " ".repeat(number.length);
  const doubt = confidence < certain ? `, ${percent(confidence)} sure` : "";
  const tag = `(${id}${doubt})`;
  const lines = wrapText(capital(headline), within, pageWidth).slice(within.length).split("\n");
  const last = lines.at(-1)!;
  const fits = last.length + 1 + tag.length + (lines.length === 1 ? number.length : 0) <= pageWidth;
  const title = lines
    .map((line) => line.trim())
    .map(style.title)
    .join(`\n${within}`);
  return `${number}${title}${fits ? " " : `\n${within}`}${style.faint(tag)}`;
}

/** A statement a line, and a comment below where it would not fit. In JavaScript a semicolon may stand within one. */
function statements(code: string, language: FileReport["language"] | undefined): string {
  const mark = language === "javascript" ? "//" : "#";
  const lines = language === "javascript" ? [code] : code.split(/;\s+(?=\S)/);
  return lines
    .flatMap((line) => {
      const at = line.indexOf(`  ${mark} `);
      return line.length < pageWidth - 12 || at < 0
        ? [line]
        : [line.slice(0, at).trimEnd(), line.slice(at).trim()];
    })
    .join("\n");
}

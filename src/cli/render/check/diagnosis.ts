import { type Asked, type Convention, lossName } from "../../../check/diagnosis/asked.ts";
import { conventionInWords, type Diagnosis } from "../../../check/diagnosis/diagnosis.ts";
import type { FileReport, FunctionReport } from "../../check/report.ts";
import { printable, style } from "../style.ts";
import { exampleBlock } from "./example.ts";
import { mistakeBlock } from "./mistake.ts";
import { capital, labelled, listed, paragraph, partsThat, verdictText } from "./words.ts";

/** What is told of a function that was run, and of a gradient that came as numbers. */
export type Told = Pick<
  FunctionReport,
  "verdict" | "message" | "parts" | "mistakes" | "runnersUp" | "convention" | "notes" | "counterexample"
>;

/** What else a report depends on. */
export interface Context {
  readonly asked: Asked;
  readonly language?: FileReport["language"];
  /** What has been told of this file's other functions. */
  readonly told: Set<string>;
}

/** The verdict on arrays. */
export function diagnosisReport(file: string, diagnosis: Diagnosis, asked: Asked): string {
  const { better } = diagnosis;
  const text = judgement(style.title(printable(file)), diagnosis, { asked, told: new Set() });
  if (better === undefined) return text;
  const W = better.W.map((row) => row.map((value) => Number(value.toPrecision(6))));
  const json = JSON.stringify(W);
  const shown = json.length <= 400 ? json : "0.5 * np.random.randn(*W.shape)";
  return `${text}\n${labelled("try W =", shown, "  ")}`;
}

/** A headline, and below it, where something is wrong, what is right, each mistake, numbers that show it, and notes. */
export function judgement(name: string, told: Told, context: Context): string {
  const { verdict, mistakes, convention, notes, parts } = told;
  switch (verdict) {
    case "right":
      return joined([`${name}: ${verdictText(verdict)}`, ...notes.map(note)]);
    case "right-other-convention":
      return joined([
        `${name}: ${verdictText(verdict)}`,
        paragraph(
          `${differences(convention, context.asked)}.${parts.loss === "right" ? " Loss and gradient belong together." : ""}`,
          "  ",
        ),
        ...notes.map(note),
      ]);
    case "undetermined": {
      const reason = reasonOf(told);
      const others = notes.filter((each) => each !== reason);
      return joined([`${name}: ${verdictText(verdict)}`, paragraph(reason, "  "), ...others.map(note)]);
    }
    case "wrong": {
      const several = mistakes.length > 1 ? `, ${mistakes.length} mistakes` : "";
      return `${name}: ${verdictText(verdict)}${several}\n${details(told, context)}`;
    }
  }
}

/** Explanations beside the likeliest; --json has all. */
const mostOthers = 2;

/** Why there is no verdict. */
export function reasonOf({ message }: Pick<Told, "message">): string {
  return printable(message.replace(/^Undetermined: /, ""));
}

function details(
  { parts, mistakes, runnersUp, convention, notes, counterexample }: Told,
  { language, told }: Context,
): string {
  const praise = notes.filter((each) => / (is|are) right\.$/.test(each));
  const rest = notes.filter((each) => !praise.includes(each));
  const good = partsThat("right", parts);
  const blocks: string[] = [];
  const right = [...(good === "" ? [] : [`${capital(good)}.`]), ...praise.map(withoutVerdict)];
  if (right.length > 0) blocks.push(labelled("What is right:", right.join(" "), "  ", style.good));
  mistakes.forEach((each, k) => {
    blocks.push(mistakeBlock(each, mistakes.length > 1 ? `  ${k + 1}. ` : "  ", language, told));
  });
  if (counterexample !== undefined) {
    const block = exampleBlock(counterexample, convention.layout);
    if (!told.has(block)) blocks.push(`  ${style.title("The smallest numbers that show it")}\n${block}`);
    told.add(block);
  }
  const closing = [
    ...followed(convention),
    ...rest.map(note),
    ...runnersUp.slice(0, mostOthers).map(also),
  ].filter((line) => !told.has(line));
  for (const line of closing) told.add(line);
  if (closing.length > 0) blocks.push(closing.join("\n"));
  return `\n${blocks.join("\n\n")}`;
}

/** Where a convention is another one than the one asked for. */
function differences({ loss, margin, reduction, penalty, bias }: Convention, asked: Asked): string {
  const half = asked.penalty === "half" ? "lambda/2*sum(W^2)" : "lambda*sum(W^2)";
  const pairs: readonly (readonly [string | undefined, string])[] = [
    [loss, lossName(asked)],
    [margin === undefined ? undefined : `margin ${margin}`, `margin ${asked.margin}`],
    [reduction, asked.reduction],
    [penalty === "none" ? "no penalty" : penalty, half],
  ];
  const other = pairs.filter(([one, wanted]) => one !== undefined && one !== wanted);
  const words = other.map(([one, wanted]) => `${one} where ${wanted} is asked for`);
  if (words.length === 0 && bias !== undefined) words.push(`bias ${bias}`);
  if (words.length === 0) return `It takes ${conventionInWords({ ...(loss && { loss }) })}`;
  return `It takes ${listed(words)}`;
}

/** Under "What is right", "... are right" need not be said. */
function withoutVerdict(sentence: string): string {
  return sentence.replace(/ (is|are) right\.$/, ".");
}

function followed(convention: Convention): string[] {
  const { layout, ...others } = convention;
  const words = [
    conventionInWords(others),
    ...(layout === undefined ? [] : [`W is ${layout.replace("x", " x ")}`]),
  ];
  const text = words.filter((each) => each !== "").join(", ");
  return text === "" ? [] : [labelled("Convention:", `${text}.`, "  ", style.faint)];
}

function also(others: readonly { readonly headline: string }[]): string {
  return labelled(
    "Or else:",
    `${capital(listed(others.map(({ headline }) => headline)))}.`,
    "  ",
    style.faint,
  );
}

function note(text: string): string {
  return paragraph(printable(text), "  ", style.faint);
}

function joined(parts: readonly string[]): string {
  return parts.join("\n");
}

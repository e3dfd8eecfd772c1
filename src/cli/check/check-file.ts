import { partsOf } from "../../check/diagnose.ts";
import type { Asked } from "../../check/diagnosis/asked.ts";
import { messageOf } from "../../check/diagnosis/diagnosis.ts";
import { findingsOf } from "../../check/diagnosis/finding.ts";
import { counterexampleOf } from "../../check/examination/counterexample-of.ts";
import { examine } from "../../check/examination/examine.ts";
import type { Examinee } from "../../check/examination/examinee.ts";
import { type Bound, bind } from "./bind.ts";
import { inWords } from "./call.ts";
import type { FunctionFound, Runner } from "./protocol.ts";
import { misnamedIn, quoteOf } from "./quote.ts";
import { type FileReport, type FunctionReport, worstOf } from "./report.ts";

export interface CheckOptions {
  readonly asked: Asked;
  /** Seconds that one call may take. */
  readonly limit: number;
  /** Check this function alone. */
  readonly only?: string | undefined;
}

/** Checks every function of a file that computes a loss or a gradient, and tells how they differ among each other. */
export async function checkFile(file: string, runner: Runner, options: CheckOptions): Promise<FileReport> {
  const { only } = options;
  const judged: Judged[] = [];
  const candidates = runner.functions.filter(({ name }) => only === undefined || name === only);
  for (const found of candidates) {
    const bound = await bind(runner, found.name, { ...options, named: only !== undefined });
    if (bound === undefined) continue;
    if ("failure" in bound) judged.push({ report: notRun(runner, found, bound.failure) });
    else judged.push({ report: await judge(runner, bound, options), gives: bound.examinee.gives });
  }
  const useful = withoutHelpers(judged);
  const notes = [...runner.notes, ...compare(useful)];
  if (useful.length === 0) notes.push(nothingFound(runner, only));
  const verdict = worstOf(useful.map((each) => each.verdict));
  return { file, language: runner.language, verdict, functions: useful, notes };
}

interface Judged {
  readonly report: FunctionReport;
  readonly gives?: Examinee["gives"];
}

async function judge(runner: Runner, bound: Bound, { asked }: CheckOptions): Promise<FunctionReport> {
  const found = bound.signature.function;
  const wanted = askedBy(found.name, asked);
  const examination = await examine(bound.examinee, { asked: wanted });
  const { verdict, explanation, runnersUp, convention, notes } = examination;
  const mistakes = findingsOf(examination.found, explanation, runnersUp);
  const seen =
    examination.observations.find(({ point }) => point.lambda !== 0) ?? examination.observations[0];
  const example = await counterexampleOf(bound.examinee, examination, wanted);
  return {
    name: found.name,
    line: found.line,
    place: runner.place(found.line),
    verdict,
    message:
      verdict === "undetermined"
        ? `Undetermined: ${notes[0] ?? "it gives no answer"}`
        : messageOf(verdict, mistakes, convention),
    parts: partsOf(examination.found, (examination.judged ? seen : undefined) ?? { point: { lambda: 0 } }),
    mistakes: mistakes.map((each) => {
      const quote = quoteOf(each.id, runner, found);
      return quote === undefined ? each : { ...each, quote };
    }),
    runnersUp: runnersUp
      .map((each) => findingsOf(each.found, explanation, runnersUp))
      .filter((each) => each.length > 0),
    convention,
    notes: [...notes, ...misnamedIn(runner, found)],
    ...(example === undefined ? {} : { counterexample: example }),
  };
}

/** A function that says by its name which loss it is is asked for that one. */
function askedBy(name: string, asked: Asked): Asked {
  if (/soft_?max|cross_?entropy/i.test(name)) return { ...asked, form: "softmax", squared: false };
  return asked;
}

function notRun(
  runner: Runner,
  { name, line }: FunctionFound,
  failure: Parameters<typeof inWords>[1],
): FunctionReport {
  const sentence = inWords(runner, failure);
  return {
    name,
    line,
    place: runner.place(line),
    verdict: "undetermined",
    message: `Undetermined: ${sentence}`,
    parts: { data: "undetermined", regularizer: "undetermined", bias: "undetermined", loss: "undetermined" },
    mistakes: [],
    runnersUp: [],
    convention: {},
    notes: [sentence],
  };
}

/**
 * Leaves out helpers where another function of the file was judged: those that could not be run, and those that return
 * a single thing like no loss or gradient known; what is left is what the file is for.
 */
function withoutHelpers(judged: readonly Judged[]): FunctionReport[] {
  const isMain = ({ report, gives }: Judged): boolean =>
    report.verdict.startsWith("right") || (report.verdict === "wrong" && gives === "both");
  if (!judged.some(isMain)) {
    // Nothing that ran is a loss with its gradient: what does not call itself one may be anything.
    const named = judged.filter(({ report }) => report.verdict !== "wrong" || isLoss.test(report.name));
    return (named.length > 0 ? named : judged).map(({ report }) => report);
  }
  const says = (report: FunctionReport): boolean =>
    report.mistakes.some(({ id }) => id !== "unknown" && id !== "wrong-shape");
  return judged
    .filter((each) => isMain(each) || (each.report.verdict === "wrong" && says(each.report)))
    .map(({ report }) => report);
}

const isLoss = /loss|svm|hinge|grad|soft_?max|cost|entropy|objective/i;

/** Several functions of one file should agree with each other. */
function compare(functions: readonly FunctionReport[]): string[] {
  const right = functions.filter(({ verdict }) => verdict.startsWith("right"));
  const wrong = functions.filter(({ verdict }) => verdict === "wrong");
  const notes: string[] = [];
  if (right.length > 0 && wrong.length > 0) {
    notes.push(
      `${list(right)} ${right.length > 1 ? "are" : "is"} right where ${list(wrong)} ${wrong.length > 1 ? "are" : "is"} wrong: compare them.`,
    );
  }
  const conventions = new Set(
    right.map(({ convention: { loss, reduction, penalty } }) => JSON.stringify([loss, reduction, penalty])),
  );
  if (conventions.size > 1)
    notes.push(`${list(right)} follow different conventions, so their numbers differ.`);
  return notes;
}

function list(functions: readonly FunctionReport[]): string {
  const names = functions.map(({ name }) => name);
  return names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function nothingFound({ functions }: Runner, only: string | undefined): string {
  if (only !== undefined) {
    const there = functions.map(({ name }) => name).slice(0, 8);
    const isThere = functions.some(({ name }) => name === only);
    if (isThere) return `${only} takes no W, X and y that could be told apart.`;
    return `There is no function ${only}; there ${there.length === 1 ? "is" : "are"} ${there.length === 0 ? "none at all" : there.join(", ")}.`;
  }
  if (functions.length === 0) return "There is no function in it.";
  const shown = functions
    .slice(0, 6)
    .map(({ name, parameters }) => `${name}(${parameters.map((each) => each.name).join(", ")})`);
  return `No function takes W, X and y. Found: ${shown.join(", ")}; name one with --function if it is the one.`;
}

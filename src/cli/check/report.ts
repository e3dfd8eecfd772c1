import type { Counterexample } from "../../check/counterexample.ts";
import type { Convention } from "../../check/diagnosis/asked.ts";
import type { PartVerdict, Verdict } from "../../check/diagnosis/diagnosis.ts";
import type { Finding } from "../../check/diagnosis/finding.ts";
import type { Part } from "../../check/diagnosis/mistakes/mistake.ts";

/** A line of the file that was checked. */
export interface Quote {
  /** From 1, in the file; `place` says it as people do ("line 12", "cell 3, line 4"). */
  readonly line: number;
  readonly place: string;
  readonly text: string;
}

export interface FunctionReport {
  readonly name: string;
  /** Its first, from 1; `place` as in Quote. */
  readonly line: number;
  readonly place: string;
  readonly verdict: Verdict;
  /** The verdict as a sentence. */
  readonly message: string;
  readonly parts: Readonly<Record<Part, PartVerdict>>;
  readonly mistakes: readonly (Finding & { readonly quote?: Quote })[];
  readonly runnersUp: readonly (readonly Finding[])[];
  readonly convention: Convention;
  readonly notes: readonly string[];
  readonly counterexample?: Counterexample;
}

export interface FileReport {
  readonly file: string;
  readonly language?: "python" | "javascript";
  /** Its worst function's. */
  readonly verdict: Verdict;
  readonly functions: readonly FunctionReport[];
  /** Of the file as a whole. */
  readonly notes: readonly string[];
}

const worstFirst: readonly Verdict[] = ["wrong", "undetermined", "right-other-convention", "right"];

export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return worstFirst.find((each) => verdicts.includes(each)) ?? "undetermined";
}

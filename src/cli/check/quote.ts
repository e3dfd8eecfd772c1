import { mistakeOf } from "../../check/diagnosis/mistakes/index.ts";
import type { MistakeId } from "../../check/diagnosis/mistakes/mistake.ts";
import type { FunctionFound, Runner } from "./protocol.ts";
import type { Quote } from "./report.ts";

/** The first line of a function that looks like a mistake's, by the mistake's own patterns. */
export function quoteOf(id: MistakeId, runner: Runner, { line, endLine }: FunctionFound): Quote | undefined {
  const suspects = mistakeOf(id).suspects?.[runner.language === "python" ? "numpy" : "javascript"] ?? [];
  for (let at = line; at <= Math.min(endLine, runner.source.length); at++) {
    const text = runner.source[at - 1]!;
    const code = text.replace(runner.language === "python" ? /#.*$/ : /\/\/.*$/, "");
    if (suspects.some((pattern) => pattern.test(code))) {
      return { line: at, place: runner.place(at), text: text.trim().slice(0, 200) };
    }
  }
  return undefined;
}

/** `y_pred = scores[range(N), y]`: a name that says something else than the value is. */
const misnamed = /\b(\w*pred\w*)\s*=\s*\w+\[\s*(?:range|np\.arange|numpy\.arange)\(.*\)\s*,\s*\w+\s*\]/;

/** What a function names misleadingly, a sentence each. */
export function misnamedIn(runner: Runner, { line, endLine }: FunctionFound): string[] {
  return runner.source.slice(line - 1, endLine).flatMap((text, k) => {
    const name = misnamed.exec(text)?.[1];
    return name === undefined
      ? []
      : [
          `What it calls ${name} is the score of the correct class, no prediction (${runner.place(line + k)}).`,
        ];
  });
}

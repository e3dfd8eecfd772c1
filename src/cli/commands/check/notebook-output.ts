import { readNotebookOutput } from "../../../check/notebook-output.ts";
import { exitCode } from "../../exit-codes.ts";
import { notebookReport } from "../../render/check/notebook-output.ts";
import { placed } from "../placed.ts";
import { readFile } from "../read-file.ts";
import type { CheckFlags } from "./flags.ts";
import { print } from "./print.ts";

/** Reads the pasted output of a gradient check, or a notebook that holds it. @throws HingeError `no-check` */
export async function checkNotebookOutput(path: string, { json }: CheckFlags): Promise<number> {
  const { bytes, source } = await readFile(path, "paste the lines into a file, or give - and paste them");
  const text = new TextDecoder().decode(bytes);
  const reading = await placed(source, () => readNotebookOutput(outputsOf(text) ?? text));
  await print(
    json ? `${JSON.stringify({ file: source, ...reading })}\n` : `${notebookReport(source, reading)}\n`,
  );
  if (reading.verdict === "wrong") return exitCode.mistake;
  return reading.verdict === "agrees" ? exitCode.done : exitCode.badInput;
}

/** What the cells of a Jupyter notebook printed; undefined if the text is none. */
function outputsOf(text: string): string | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  let notebook: unknown;
  try {
    notebook = JSON.parse(text);
  } catch {
    return undefined;
  }
  const printed: string[] = [];
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) collect(each);
    else if (typeof value === "object" && value !== null) {
      for (const [name, each] of Object.entries(value)) {
        if (name === "text") printed.push(Array.isArray(each) ? each.join("") : String(each));
        else if (name === "cells" || name === "worksheets" || name === "outputs") collect(each);
      }
    }
  };
  collect(notebook);
  return printed.join("\n\u2014\n");
}

import { HingeError } from "../../../errors.ts";
import { checkFile } from "../../check/check-file.ts";
import { openRunner } from "../../check/open-runner.ts";
import type { FileReport } from "../../check/report.ts";
import { exitCode } from "../../exit-codes.ts";
import { onInterrupt } from "../../interrupt.ts";
import { closingTable } from "../../render/check/closing-table.ts";
import { fileReport } from "../../render/check/file.ts";
import { askedBy } from "./convention.ts";
import type { CheckFlags } from "./flags.ts";
import { print } from "./print.ts";

const mebibyte = 2 ** 20;

/**
 * Checks files one after the other and tells each as soon as it is done.
 *
 * @returns 1 if a function is wrong; else 2 if a file has no verdict; else 0
 * @throws HingeError `no-stdin`; for a single file also what keeps it from being read or run
 */
export async function checkFiles(files: readonly string[], flags: CheckFlags): Promise<number> {
  if (files.includes("-")) {
    throw new HingeError(
      "no-stdin",
      "code is not read from standard input, since a file's extension tells its language; give a file",
      { option: "-" },
    );
  }
  const asked = askedBy(flags);
  const signal = onInterrupt.signal();
  const alone = files.length === 1;
  const reports: FileReport[] = [];
  for (const file of files) {
    const report = await checked(file);
    reports.push(report);
    if (flags.json) await print(`${JSON.stringify(report)}\n`);
    // Of a single file without a verdict the reason is all there is to say.
    else if (alone && report.verdict === "undetermined")
      process.stderr.write(`${fileReport(report, asked)}\n`);
    else await print(`${reports.length > 1 ? "\n" : ""}${fileReport(report, asked)}\n`);
  }
  if (!alone && !flags.json) await print(`\n${closingTable(reports)}\n`);
  const verdicts = reports.map(({ verdict }) => verdict);
  if (verdicts.includes("wrong")) return exitCode.mistake;
  return verdicts.includes("undetermined") ? exitCode.badInput : exitCode.done;

  async function checked(file: string): Promise<FileReport> {
    try {
      return await runAndCheck(file);
    } catch (error) {
      if (!(error instanceof HingeError)) throw error;
      // Of a single file that is there and cannot be run, a program that reads --json is told in JSON too.
      if (alone && (!flags.json || unreadable.has(error.code))) throw error;
      if (alone) process.stderr.write(`${error.message}\n`);
      return { file, verdict: "undetermined", functions: [], notes: [error.sentence] };
    }
  }

  async function runAndCheck(file: string): Promise<FileReport> {
    const runner = await openRunner(file, {
      // Python and NumPy themselves take a while to start.
      limit: flags.limit + 10,
      memory: Math.round(flags.memory * mebibyte),
      signal,
    });
    try {
      return await checkFile(file, runner, { asked, limit: flags.limit, only: flags.function });
    } finally {
      runner.close();
    }
  }
}

/** The command line is at fault, not the code. */
const unreadable: ReadonlySet<string> = new Set([
  "no-such-file",
  "is-folder",
  "no-permission",
  "unreadable-file",
  "too-large",
  "unknown-language",
]);

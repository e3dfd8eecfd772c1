import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tool } from "./run.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Runs vitest, which reports to the terminal itself, and counts the results.
 * @param {readonly string[]} args filters and options of vitest's own
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<Counts>}
 */
export async function runVitest(args, env) {
  const folder = mkdtempSync(join(tmpdir(), "hinge-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { code } = await tool("vitest", ["run", ...reporters, ...args], { env });
    return count(report, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} report the path of vitest's JSON report, which a crash leaves unwritten
 * @param {number} code vitest's exit code
 * @returns {Counts}
 */
function count(report, code) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of readReport(report)) {
    const tests = file.assertionResults;
    for (const { status } of tests) {
      if (status === "passed") counts.passed++;
      else if (status === "failed") counts.failed++;
      else counts.skipped++;
    }
    // A file that cannot even be loaded, or whose set-up fails, has no failed test of its own.
    if (file.status === "failed" && !tests.some((test) => test.status === "failed")) counts.failed++;
  }
  // A crash, an error outside of any test, a filter that finds nothing.
  if (code !== 0 && counts.failed === 0) counts.failed++;
  return counts;
}

/**
 * @param {string} report
 * @returns {{ status: string, assertionResults: { status: string }[] }[]}
 */
function readReport(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8")).testResults;
  } catch {
    return [];
  }
}

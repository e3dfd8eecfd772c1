// `npm run test:doctor`: every planted mistake, every pair of them, every right function and 10,000 right gradients.
import "./lib/check-node.mjs";

const { existsSync, mkdtempSync, readFileSync, rmSync } = await import("node:fs");
const { tmpdir } = await import("node:os");
const { join } = await import("node:path");
const { main, say } = await import("./lib/main.mjs");
const { ensureInstalled } = await import("./lib/install.mjs");
const { ensureBuilt } = await import("./lib/build.mjs");
const { ensurePython } = await import("./lib/python-env.mjs");
const { runVitest } = await import("./lib/vitest.mjs");

const tests = ["test/cli/check/planted.test.ts", "test/check/no-false-alarm.test.ts"];
const columns = ["count", "named", "undetermined", "otherwise"];

/** @typedef {Record<string, string | number>} Figures */

/** @param {Figures} figures */
function row({ title, ...figures }) {
  const known = columns.map((column) => String(figures[column] ?? "").padStart(14)).join("");
  const rest = Object.entries(figures).filter(([column]) => !columns.includes(column));
  return `${String(title).padEnd(26)}${known}  ${rest.map(([name, value]) => `${name}: ${value}`).join(", ")}`;
}

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const python = await ensurePython();
  if ("HINGE_NO_PYTHON" in python) say(`Python code is left out: ${python.HINGE_NO_PYTHON}.`);
  const folder = mkdtempSync(join(tmpdir(), "hinge-doctor-"));
  const file = join(folder, "figures.jsonl");
  try {
    const { failed } = await runVitest([...tests, "--no-file-parallelism"], {
      ...python,
      HINGE_DOCTOR: file,
    });
    console.log(`${"".padEnd(26)}${columns.map((column) => column.padStart(14)).join("")}`);
    const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
    for (const line of lines) console.log(row(JSON.parse(line)));
    return failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

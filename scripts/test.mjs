// `npm test`: lint, type check and tests, from whatever state the tree is in. The arguments go to vitest.
import "./lib/check-node.mjs";

const { main, say, SetupError } = await import("./lib/main.mjs");
const { ensureInstalled } = await import("./lib/install.mjs");
const { ensureBuilt } = await import("./lib/build.mjs");
const { ensureChromium } = await import("./lib/chromium.mjs");
const { ensurePython } = await import("./lib/python-env.mjs");
const { runVitest } = await import("./lib/vitest.mjs");
const { tool } = await import("./lib/run.mjs");

/** What is type-checked: the library and its tests, and the workspaces that use the built library. */
const projects = /** @type {const} */ ([
  ["types", "tsconfig.json"],
  ["types of the playground", "playground/tsconfig.json"],
  ["types of the benchmarks", "bench/tsconfig.json"],
]);

const total = { passed: 0, failed: 0, skipped: 0 };

/** @param {import("./lib/vitest.mjs").Counts} counts */
function add(counts) {
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
}

/**
 * A tool's run as one test; what it printed is shown if it failed.
 * @param {string} name @param {string} packageName @param {readonly string[]} args
 */
async function check(name, packageName, args) {
  const { code, output } = await tool(packageName, args, { output: "capture" });
  if (code !== 0) console.log(output.trimEnd());
  console.log(`${name}: ${code === 0 ? "passed" : "FAILED"}`);
  add({ passed: Number(code === 0), failed: Number(code !== 0), skipped: 0 });
}

/**
 * A step of the set-up, which is worth mentioning only if it fails: as a failed test.
 * @param {() => Promise<void>} step
 * @returns {Promise<boolean>} whether it succeeded
 */
async function prepare(step) {
  try {
    await step();
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    add({ passed: 0, failed: 1, skipped: 0 });
    return false;
  }
}

/** Lint and types have something to say about sources that do not build, too; the tests as well. */
async function runChecks() {
  await prepare(ensureBuilt);
  const browser = await ensureChromium();
  if ("HINGE_NO_BROWSER" in browser) say(`The browser tests are left out: ${browser.HINGE_NO_BROWSER}.`);
  const python = await ensurePython();
  if ("HINGE_NO_PYTHON" in python) say(`The tests of Python code are left out: ${python.HINGE_NO_PYTHON}.`);
  await check("lint", "@biomejs/biome", [
    "check",
    "--colors=off",
    "--error-on-warnings",
    "--diagnostic-level=warn",
  ]);
  for (const [name, project] of projects) {
    await check(name, "typescript", ["-p", project, "--pretty", "false"]);
  }
  add(await runVitest(process.argv.slice(2), { ...browser, ...python }));
}

await main(async () => {
  // Without the tools there is nothing to run.
  if (await prepare(ensureInstalled)) await runChecks();
  const skipped = total.skipped === 0 ? "" : `, ${total.skipped} skipped`;
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
  return total.failed === 0 ? 0 : 1;
});

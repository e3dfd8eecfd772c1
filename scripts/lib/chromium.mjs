import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { say, secondsSince } from "./main.mjs";
import { run } from "./run.mjs";

/**
 * The path of an executable on PATH, or undefined.
 * @param {string[]} names in order of preference
 */
function onPath(...names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Chromium that browser tests drive: HINGE_CHROMIUM, else the one on PATH, else undefined. */
export function findChromium() {
  return process.env.HINGE_CHROMIUM || onPath("chromium", "chromium-browser", "google-chrome");
}

/**
 * Finds a Chromium, or installs Debian's where that is possible.
 * @returns {Promise<{ HINGE_CHROMIUM: string } | { HINGE_NO_BROWSER: string }>} the environment that tells the tests
 *   which browser to drive, or why there is none
 */
export async function ensureChromium() {
  const refused = process.env.HINGE_NO_BROWSER;
  if (refused) return { HINGE_NO_BROWSER: refused };
  const reason = findChromium() === undefined ? await installChromium() : undefined;
  const found = findChromium();
  if (found !== undefined) return { HINGE_CHROMIUM: found };
  return { HINGE_NO_BROWSER: reason ?? "Chromium was installed but is not on PATH" };
}

/** @returns {Promise<string | undefined>} why it could not be installed */
async function installChromium() {
  const apt = onPath("apt-get");
  if (apt === undefined) return "there is no Chromium on PATH, and no apt-get to install one";
  const asRoot = await rootPrefix();
  if (asRoot === undefined) return "there is no Chromium on PATH, and installing one needs root";
  say("Installing Chromium for the browser tests (apt-get) ...");
  const start = performance.now();
  const steps = [["update"], ["install", "-y", "--no-install-recommends", "chromium"]];
  for (const step of steps) {
    const [command = "", ...args] = [...asRoot, apt, "-q", ...step];
    const { code, output } = await run(command, args, {
      output: "capture",
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
    if (code !== 0) {
      const lastWords = output.trim().split("\n").slice(-5).join("\n");
      say(lastWords);
      return `apt-get ${step[0]} failed with exit code ${code}`;
    }
  }
  say(`Installed in ${secondsSince(start)}.`);
  return undefined;
}

/** What to put before a command that needs root: nothing for root itself, sudo where it asks for no password. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = onPath("sudo");
  if (sudo === undefined) return undefined;
  const { code } = await run(sudo, ["-n", "true"], { output: "capture" });
  return code === 0 ? [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"] : undefined;
}

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { say, secondsSince } from "./main.mjs";
import { run } from "./run.mjs";

/**
 * The path of an executable on PATH, or undefined.
 * @param {string[]} names in order of preference
 */
export function onPath(...names) {
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

/**
 * Installs one of Debian's packages where there is apt-get and the right to use it.
 * @param {string} name
 * @param {string} what it is, and for what
 * @returns {Promise<string | undefined>} why it could not be installed
 */
export async function installDebian(name, what) {
  const apt = onPath("apt-get");
  if (apt === undefined) return "there is no apt-get to install it";
  const asRoot = await rootPrefix();
  if (asRoot === undefined) return "installing it needs root";
  say(`Installing ${what} (apt-get) ...`);
  const start = performance.now();
  const steps = [["update"], ["install", "-y", "--no-install-recommends", name]];
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

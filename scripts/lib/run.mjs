import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { SetupError } from "./main.mjs";
import { inRoot, root } from "./tree.mjs";

const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** Who gets the program's stdin, stdout and stderr. @type {Record<string, import("node:child_process").StdioOptions>} */
const stdio = {
  inherit: "inherit",
  errors: ["ignore", "ignore", "inherit"],
  capture: ["ignore", "pipe", "pipe"],
};

/**
 * Runs a program in the project's root and waits for it.
 *
 * A signal sent to this process goes on to the program, whose end is then awaited, so that it can tidy up. The
 * exception is Ctrl-C at a terminal, which the terminal sends to both: a second one would read as "quit now".
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ output?: "inherit" | "errors" | "capture", env?: Record<string, string | undefined> }} [options]
 *   output: "errors" shows stderr only, "capture" collects stdout and stderr instead of showing them
 * @returns {Promise<{ code: number, output: string }>} code: 127 if the program could not be started, 128 + n if
 *   signal n ended it
 * @throws {SetupError} if the program failed after this process was told to stop: what comes next must not begin
 */
export function run(command, args, { output: mode = "inherit", env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: stdio[mode] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    /** @type {NodeJS.Signals | undefined} */
    let stopped;
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => {
      stopped = signal;
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of signals) process.on(signal, forward);
    /** @param {number} code */
    const finish = (code) => {
      for (const signal of signals) process.off(signal, forward);
      if (stopped !== undefined && code !== 0) reject(new SetupError("Interrupted.", signalCode(stopped)));
      else resolve({ code, output });
    };
    child.once("error", (error) => {
      output += error.message;
      finish(127);
    });
    child.once("close", (code, signal) => finish(code ?? signalCode(signal ?? "SIGTERM")));
  });
}

/**
 * The exit code that shells give a program which a signal ended.
 * @param {NodeJS.Signals} signal
 */
function signalCode(signal) {
  return 128 + constants.signals[signal];
}

/**
 * Runs npm: the very one that runs this script, where it does.
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function npm(args, options) {
  const itself = process.env.npm_execpath;
  if (itself?.endsWith("npm-cli.js")) return run(process.execPath, [itself, ...args], options);
  return run(process.platform === "win32" ? "npm.cmd" : "npm", args, options);
}

/**
 * Runs the command of an installed package by Node itself: no shell, no PATH, no .cmd file.
 * @param {string} packageName one whose bin field has a single entry, or an entry for every name of one program
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function tool(packageName, args, options) {
  const folder = inRoot("node_modules", ...packageName.split("/"));
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const script = typeof bin === "string" ? bin : /** @type {string} */ (Object.values(bin)[0]);
  return run(process.execPath, [join(folder, script), ...args], options);
}

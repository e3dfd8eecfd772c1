import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SetupError } from "./main.mjs";
import { tool } from "./run.mjs";
import { inRoot } from "./tree.mjs";

/** Where the built page lies. */
export const playground = inRoot("playground", "dist");

/**
 * Type-checks the playground and builds it to static files, which any server can serve under any path. It contains
 * the built library.
 * @throws {SetupError} if a step fails, with what it printed
 */
export async function buildPlayground() {
  await step("typescript", ["-p", "playground/tsconfig.json", "--pretty", "false"]);
  await bundlePlayground(playground, inRoot("dist"));
}

/**
 * Builds the playground to static files, without a look at its types.
 * @param {string} folder where to
 * @param {string} library the folder of the built library that goes into the page
 * @throws {SetupError} if it does not build, with what was printed
 */
export async function bundlePlayground(folder, library) {
  await step("vite", ["build", "playground", "--outDir", folder, "--emptyOutDir", "--logLevel", "warn"], {
    HINGE_LIBRARY: library,
  });
}

/**
 * What the built page loads at once, and the worker that it starts then, packed as a server would: bytes. It has no
 * fonts of its own.
 */
export function firstLoad() {
  const html = readFileSync(join(playground, "index.html"), "utf8");
  const names = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name]) => name);
  const workers = readdirSync(join(playground, "assets")).filter((name) => name.startsWith("desk-"));
  if (workers.length !== 1) throw new Error("The playground's first worker is not to be found by its name.");
  names.push(join("assets", workers[0]));
  const files = [html, ...names.map((name) => readFileSync(join(playground, name)))];
  return files.reduce((sum, file) => sum + gzipSync(file, { level: 9 }).length, 0);
}

/** @param {string} packageName @param {readonly string[]} args @param {Record<string, string>} [env] */
async function step(packageName, args, env = {}) {
  // Vite puts a library's development build into the page where NODE_ENV says "test", as it does in tests.
  const { code, output } = await tool(packageName, args, {
    output: "capture",
    env: { NODE_ENV: "production", ...env },
  });
  if (code !== 0) throw new SetupError(`The playground does not build (${packageName}):\n${output}`, code);
}

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { say, secondsSince } from "./main.mjs";
import {
  contentHash,
  filesUnder,
  generatedKernels,
  inRoot,
  readStamp,
  requireWritable,
  root,
} from "./tree.mjs";

const dist = inRoot("dist");
const noticesFile = inRoot("THIRD-PARTY-NOTICES");
const stampName = ".stamp";
const workPrefix = ".build-";

/** The built command line. */
export const bin = join(dist, "cli", "hinge.js");

/** Whatever the build reads; package-lock.json stands for the bundled packages. */
function inputs() {
  const configs = readdirSync(root).filter((name) => /^(package(-lock)?|tsconfig.*)\.json$/.test(name));
  return ["assembly", "src", "scripts", "data", ...pageSources(), ...configs.sort()]
    .flatMap((name) => filesUnder(inRoot(name)))
    .filter((file) => !generatedKernels.includes(file));
}

/** The playground without what is built or installed in it. */
function pageSources() {
  return readdirSync(inRoot("playground"))
    .filter((name) => name !== "dist" && name !== "node_modules")
    .map((name) => join("playground", name));
}

/** Builds unless dist/ was built from these very sources. */
export async function ensureBuilt() {
  const upToDate =
    existsSync(noticesFile) &&
    generatedKernels.every((file) => existsSync(file)) &&
    readStamp(join(dist, stampName)) === contentHash(inputs());
  if (!upToDate) await build();
}

/**
 * Builds dist/ and THIRD-PARTY-NOTICES.
 *
 * The build goes into a folder of its own and takes dist's place only when it is complete: a build that fails or is
 * interrupted leaves the last good one, and whoever reads dist meanwhile sees one build or the other.
 * @throws {SetupError} if a step fails; the step's own messages have been shown
 */
export async function build() {
  requireWritable("build");
  say("Building ...");
  const start = performance.now();
  // Taken first: a source that changes during the build then counts as not yet built.
  const stamp = contentHash(inputs());
  // Imported late because they import development tools, which a first start has yet to install.
  const { buildKernels } = await import("./build-kernels.mjs");
  const { buildLibrary } = await import("./build-library.mjs");
  const { buildBin } = await import("./build-bin.mjs");
  const { bundlePlayground } = await import("./build-playground.mjs");

  removeLeftovers();
  const work = inRoot(`${workPrefix}${process.pid}`);
  const next = join(work, "dist");
  mkdirSync(next, { recursive: true });
  try {
    await buildKernels();
    await buildLibrary(next);
    const notices = await buildBin(join(next, "cli"));
    // `hinge play` serves it.
    await bundlePlayground(join(next, "cli", "playground"), next);
    writeFileSync(join(next, stampName), stamp);
    writeFileSync(noticesFile, notices);
    if (existsSync(dist)) renameSync(dist, join(work, "old"));
    renameSync(next, dist);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  say(`Built in ${secondsSince(start)}.`);
}

/** Removes the working folders of builds that were killed; a build that still runs keeps its own. */
function removeLeftovers() {
  for (const name of readdirSync(root)) {
    if (name.startsWith(workPrefix) && !isRunning(Number(name.slice(workPrefix.length)))) {
      rmSync(inRoot(name), { recursive: true, force: true });
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

import { writeFileSync } from "node:fs";
import { SetupError, say, secondsSince } from "./main.mjs";
import { npm } from "./run.mjs";
import { contentHash, inRoot, readStamp, requireWritable } from "./tree.mjs";

// Lies inside node_modules, which `npm ci` removes first: an interrupted install leaves no stamp.
const stampFile = inRoot("node_modules", ".hinge-install");

/** Installs the development tools unless node_modules is already that of this package-lock, Node and platform. */
export async function ensureInstalled() {
  const [major] = process.versions.node.split(".");
  const stamp = contentHash([inRoot("package-lock.json")], `${major} ${process.platform} ${process.arch}`);
  if (readStamp(stampFile) === stamp) return;
  requireWritable("install the development tools");
  say("Installing the development tools (npm ci) ...");
  const start = performance.now();
  // dev is named because NODE_ENV=production would leave out the very packages that build and test.
  const { code } = await npm(["ci", "--include=dev", "--loglevel=error", "--no-progress"], {
    output: "errors",
  });
  if (code !== 0) throw new SetupError(`npm ci failed with exit code ${code}.`, code);
  writeFileSync(stampFile, stamp);
  say(`Installed in ${secondsSince(start)}.`);
}
